"""Templates that authorities make for themselves, and every state they have had."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

own_template = Table(
    "own_template",
    metadata,
    identity(),
    owner(),
    Column("content", JSONB, nullable=False),
    Column("number", Integer, nullable=False, server_default="1"),
    Column("author_id", Uuid, nullable=False),
    moment("created", now=True),
    moment("changed", now=True),
    moment("archived", nullable=True),
)

# An alert names the state that it began with, so that its fields fit its texts whatever becomes of the template.
template_revision = Table(
    "template_revision",
    metadata,
    identity(),
    owner(),
    Column("own_template_id", Uuid, ForeignKey("own_template.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", Text, nullable=False, comment="made, changed, archived or restored"),
    Column("content", JSONB, nullable=False),
    Column("author_id", Uuid, nullable=False),
    moment("at", now=True),
    UniqueConstraint("own_template_id", "number"),
)
