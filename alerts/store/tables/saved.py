"""Saved and planned areas, and every state they have had."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

saved_area = Table(
    "saved_area",
    metadata,
    identity(),
    owner(),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("search", Text, nullable=False, comment="name, aliases and note, folded for the search"),
    Column("content", JSONB, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("author_id", Uuid, comment="who saved it; null where it came with the installation"),
    moment("created", now=True),
    moment("changed", now=True),
    moment("archived", nullable=True),
    Index(
        "uq_saved_area_name",
        "authority_id",
        text("lower(name)"),
        unique=True,
        postgresql_where=text("archived IS NULL"),
    ),
)

saved_revision = Table(
    "saved_revision",
    metadata,
    identity(),
    owner(),
    Column("saved_area_id", Uuid, ForeignKey("saved_area.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", Text, nullable=False, comment="saved, changed, archived or restored"),
    Column("content", JSONB, nullable=False),
    Column("author_id", Uuid),
    moment("at", now=True),
    UniqueConstraint("saved_area_id", "number"),
)
