"""Sofortwarnungen: approved by two people beforehand."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

immediate = Table(
    "immediate",
    metadata,
    identity(),
    owner(),
    Column("prepared", JSONB, nullable=False, comment="name, content and bounds"),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("hash", Text, nullable=False, comment="of what was approved; anything else is not released"),
    Column("author_id", Uuid, ForeignKey("person.id"), nullable=False),
    moment("created", now=True),
    Column("approved_by", Uuid, ForeignKey("person.id")),
    moment("approved", nullable=True),
    moment("good_until", nullable=True),
    Column("reason", Text, nullable=False, server_default=""),
)
