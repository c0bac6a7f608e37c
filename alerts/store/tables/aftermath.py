"""After the release: questions to the people at the desk, and handovers from shift to shift."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

# One question about one running alert. The unique constraint keeps two servers from asking the same thing twice.
question = Table(
    "question",
    metadata,
    identity(),
    owner(),
    Column("alert_id", Uuid, ForeignKey("alert.id"), nullable=False),
    Column("kind", Text, nullable=False, comment="still-true, expires-30 or expires-10"),
    Column("number", Integer, nullable=False, comment="1 for the first of its kind and alert, then counting up"),
    moment("due"),
    moment("asked", now=True),
    moment("answered", nullable=True),
    Column("answered_by", Uuid, ForeignKey("person.id")),
    Column("answer", Text, comment="still-true, update, prolong, all-clear, or passed"),
    UniqueConstraint("alert_id", "kind", "number"),
    Index("ix_question_open", "alert_id", postgresql_where=text("answered IS NULL")),
)

handover = Table(
    "handover",
    metadata,
    identity(),
    owner(),
    moment("created", now=True),
    Column("given_by", Uuid, ForeignKey("person.id"), nullable=False),
    Column("given_to", Uuid, ForeignKey("person.id"), nullable=False),
    Column("notes", Text, nullable=False, server_default=""),
    Column("sheet", JSONB, nullable=False, comment="what ran and what was open, as it was handed over"),
    moment("taken", nullable=True),
    Index("ix_handover_created", "authority_id", text("created DESC")),
)
