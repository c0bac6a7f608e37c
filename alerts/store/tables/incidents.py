"""Incidents: threads of several authorities about one thing. Policies of their own: see migration 0015."""

from __future__ import annotations

from sqlalchemy import ARRAY, Column, ForeignKey, Index, Table, Text, UniqueConstraint, Uuid, text

from alerts.store.tables.base import identity, metadata, moment, owner

# Read by all of its members, written by the one that leads.
incident = Table(
    "incident",
    metadata,
    identity(),
    owner(),
    Column("name", Text, nullable=False, unique=True, comment="what CAP calls it; without blanks"),
    Column("title", Text, nullable=False),
    Column("members", ARRAY(Uuid), nullable=False, comment="the leading and all invited authorities"),
    moment("opened", now=True),
    Column("opened_by", Text, nullable=False, comment="name of the person"),
    moment("closed", nullable=True),
)

# One authority's thread in an incident; invited by the lead, joined by its owner.
incident_part = Table(
    "incident_part",
    metadata,
    identity(),
    owner(),
    Column("incident_id", Uuid, ForeignKey("incident.id"), nullable=False, index=True),
    Column("thread_id", Uuid, nullable=False, comment="known to others by its published alerts only"),
    Column("authority_name", Text, nullable=False),
    moment("invited", now=True),
    moment("joined", nullable=True),
    Column("joined_by", Text, nullable=False, server_default=""),
    moment("declined", nullable=True),
    UniqueConstraint("incident_id", "thread_id"),
    Index("ix_incident_part_thread", "thread_id", postgresql_where=text("joined IS NOT NULL")),
)
