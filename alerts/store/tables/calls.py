"""Whom to call when an alert waits for its second person, and who was called and has taken it over."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from alerts.store.tables.base import identity, metadata, moment, owner

on_call = Table(
    "on_call",
    metadata,
    Column("authority_id", Uuid, ForeignKey("authority.id"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, nullable=False, comment="1 is on duty, 2 the deputy, then the rest; 0: not called"),
    Column("email", Text, nullable=False, server_default=""),
    moment("changed", now=True),
)

push_subscription = Table(
    "push_subscription",
    metadata,
    identity(),
    owner(),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("p256dh", Text, nullable=False, comment="public key of the browser, base64url"),
    Column("auth", Text, nullable=False, comment="its shared secret for encryption, base64url"),
    moment("created", now=True),
    UniqueConstraint("person_id", "endpoint"),
)

# The installation's own key: one row, no authority's.
push_key = Table(
    "push_key",
    metadata,
    identity(),
    Column("single", Boolean, nullable=False, unique=True, server_default="true"),
    Column("public", Text, nullable=False),
    Column("private", LargeBinary, nullable=False, comment="AES-GCM, associated data: the row's id"),
    moment("made", now=True),
    CheckConstraint("single", name="single"),
)

approval_call = Table(
    "approval_call",
    metadata,
    identity(),
    owner(),
    Column("alarm_id", Uuid, ForeignKey("alarm.id"), nullable=False),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    moment("called", now=True),
    UniqueConstraint("alarm_id", "person_id", "round"),
)

approval_taken = Table(
    "approval_taken",
    metadata,
    Column("alarm_id", Uuid, ForeignKey("alarm.id"), primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    owner(),
    moment("taken", now=True),
)
