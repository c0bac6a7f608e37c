"""Authorities, offices, people and how they come in."""

from __future__ import annotations

from sqlalchemy import ARRAY, Boolean, Column, ForeignKey, LargeBinary, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

authority = Table(
    "authority",
    metadata,
    identity(),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("sender", Text, nullable=False, unique=True),
    Column("alerting_level", Text, nullable=False),
    Column("hotline", JSONB),
    Column(
        "domains",
        ARRAY(Text),
        nullable=False,
        server_default="{}",
        comment="web domains of its own, beside the one it sends from",
    ),
    Column("whole_districts_only", Boolean, nullable=False, server_default="false"),
    moment("created", now=True),
)

jurisdiction = Table(
    "jurisdiction",
    metadata,
    Column("authority_id", Uuid, ForeignKey("authority.id"), primary_key=True),
    Column("district_key", Text, primary_key=True, index=True),
)

office = Table(
    "office",
    metadata,
    identity(),
    owner(),
    Column("name", Text, nullable=False),
    Column("hotline", JSONB),
    UniqueConstraint("authority_id", "name"),
)

office_district = Table(
    "office_district",
    metadata,
    Column("office_id", Uuid, ForeignKey("office.id", ondelete="CASCADE"), primary_key=True),
    Column("district_key", Text, primary_key=True),
    owner(),
)

district_setting = Table(
    "district_setting",
    metadata,
    Column("authority_id", Uuid, ForeignKey("authority.id"), primary_key=True),
    Column("district_key", Text, primary_key=True),
    Column("carries_alone", Boolean, nullable=False, server_default="false"),
)

person = Table(
    "person",
    metadata,
    identity(),
    owner(),
    Column("office_id", Uuid, ForeignKey("office.id")),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False, server_default=""),
    Column("login", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("language", Text, nullable=False, server_default="de"),
    Column("active", Boolean, nullable=False, server_default="true"),
    moment("created", now=True),
)

session = Table(
    "session",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    owner(),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    moment("created", now=True),
    moment("signed_in", now=True),
    moment("expires"),
)

api_key = Table(
    "api_key",
    metadata,
    identity(),
    owner(),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("person_id", Uuid, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    moment("created", now=True),
    moment("expires"),
)

# Which authority a login, session or key belongs to, before any authority is known: digests only, no row-level
# security, so that the first look-up works for every database role.
entry = Table(
    "entry",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("authority_id", Uuid, ForeignKey("authority.id", ondelete="CASCADE"), nullable=False),
)

# Failed sign-ins by login digest and by address digest, for throttling; written aside, survives a refusal.
guess = Table(
    "guess",
    metadata,
    identity(),
    Column("digest", LargeBinary, nullable=False, index=True),
    moment("at", now=True),
)
