"""The audit chain and what makes requests repeatable."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Identity, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import metadata, moment, owner

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    owner(),
    moment("at", now=True),
    Column("person_id", Uuid),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSONB, nullable=False, server_default="{}"),
    Column("previous", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

answered = Table(
    "answered",
    metadata,
    Column("key", Text, primary_key=True),
    Column("authority_id", Uuid, primary_key=True),
    Column("request_digest", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    moment("at", now=True),
    comment="Idempotency-Key of POST requests and the answers they got",
)
