"""Channels, their accounts and their followers."""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

account = Table(
    "account",
    metadata,
    identity(),
    owner(),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("base_url", Text, nullable=False, server_default=""),
    Column("settings", JSONB, nullable=False, server_default="{}"),
    Column("secret", LargeBinary, comment="AES-GCM, associated data: the row's id"),
    Column("per_second", Float, nullable=False, server_default="20"),
    Column("burst", Integer, nullable=False, server_default="20"),
    Column("sandbox", Boolean, nullable=False, server_default="false"),
    # Pace (a token bucket) and breaker live here, shared by all workers on all machines.
    Column("tokens", Float, nullable=False, server_default="0"),
    moment("tokens_at", now=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    moment("blocked_until", nullable=True),
    Column("blocked_reason", Text, nullable=False, server_default=""),
    moment("failed_at", nullable=True),
    Column("failed_reason", Text, nullable=False, server_default="", comment="why it took no post at failed_at"),
    UniqueConstraint("authority_id", "name"),
)

channel = Table(
    "channel",
    metadata,
    identity(),
    owner(),
    Column("office_id", Uuid, ForeignKey("office.id")),
    Column("parent_id", Uuid, ForeignKey("channel.id")),
    Column("standby_id", Uuid, ForeignKey("channel.id"), comment="the channel that takes over where this one fails"),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", Text, nullable=False, server_default="de"),
    Column("purpose", Text, nullable=False, server_default="warnings"),
    Column("state", Text, nullable=False, server_default="active"),
    Column("join_url", Text, nullable=False, server_default=""),
    Column("drawn", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)),
    moment("created", now=True),
    moment("archived", nullable=True),
    UniqueConstraint("authority_id", "name"),
)

channel_district = Table(
    "channel_district",
    metadata,
    Column("channel_id", Uuid, ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True),
    Column("district_key", Text, primary_key=True, index=True),
    owner(),
)

channel_account = Table(
    "channel_account",
    metadata,
    Column("channel_id", Uuid, ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False, index=True),
    owner(),
)

followers = Table(
    "followers",
    metadata,
    Column("channel_id", Uuid, ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
    owner(),
)

# The public registry of channels, readable by everybody: no row-level security, no secrets.
directory = Table(
    "directory",
    metadata,
    Column("channel_id", Uuid, ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True),
    Column("authority_id", Uuid, ForeignKey("authority.id"), nullable=False),
    Column("authority_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("join_url", Text, nullable=False),
    Column("districts", JSONB, nullable=False),
    Column("sandbox", Boolean, nullable=False),
)
