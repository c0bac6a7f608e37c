"""Threads, alerts, their versions, and what is published."""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

thread = Table(
    "thread",
    metadata,
    identity(),
    owner(),
    Column("incident_id", Uuid),
    Column("drill", Boolean, nullable=False),
    Column("highest_severity", Integer, nullable=False, server_default="0"),
    moment("ended", nullable=True),
    moment("created", now=True),
)

alert = Table(
    "alert",
    metadata,
    identity(),
    owner(),
    Column("thread_id", Uuid, ForeignKey("thread.id"), nullable=False, index=True),
    Column("sequence", Integer, nullable=False, comment="1 for the first of its thread, then counting up"),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("msg_type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("author_id", Uuid, ForeignKey("person.id"), nullable=False),
    moment("created", now=True),
    Column("current_version", Integer, nullable=False, server_default="1"),
    # Filled by submit:
    Column("submitted_version", Integer),
    Column("submitted_hash", Text),
    Column("submitted_by", Uuid, ForeignKey("person.id")),
    moment("submitted", nullable=True),
    Column("acknowledged_gaps", JSONB, nullable=False, server_default="[]"),
    Column("frozen_plan", JSONB),
    Column("return_reason", Text),
    # Filled by release:
    Column("identifier", Text, unique=True),
    Column("code", Text, unique=True),
    Column("released_by", Uuid, ForeignKey("person.id")),
    Column("break_glass_reason", Text),
    moment("sent", nullable=True),
    moment("expires", nullable=True),
    Column("cap", Text),
    UniqueConstraint("thread_id", "sequence"),
    Index("ix_alert_open", "authority_id", "state", postgresql_where=text("state <> 'released'")),
    Index("ix_alert_lapsing", "expires", postgresql_where=text("state = 'released'")),
    Index("ix_alert_submitted", "submitted", postgresql_where=text("state = 'submitted'")),
    Index("ix_alert_released_alone", "sent", postgresql_where=text("break_glass_reason IS NOT NULL")),
)

version = Table(
    "version",
    metadata,
    Column("alert_id", Uuid, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    owner(),
    Column("author_id", Uuid, ForeignKey("person.id"), nullable=False),
    moment("created", now=True),
    Column("content", JSONB, nullable=False),
    Column("area", LargeBinary, comment="WKB of the resolved area, EPSG:4326; null while nothing is drawn"),
)

# What anybody may read: no row-level security, written once at release, its end updated when it ends.
published = Table(
    "published",
    metadata,
    Column("identifier", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("alert_id", Uuid, nullable=False),
    Column("thread_id", Uuid, nullable=False, index=True),
    Column("authority_id", Uuid, nullable=False, index=True),
    Column("authority_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("msg_type", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("headline", Text, nullable=False),
    moment("sent"),
    moment("expires"),
    Column("all_clear", Boolean, nullable=False, server_default="false"),
    Column("succeeded_by", Text, comment="identifier of the update, all-clear or cancel that replaced it"),
    Column("document", JSONB, nullable=False, comment="the alert for pages and feeds: infos, zones, places"),
    Column("cap", Text, nullable=False),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Index("ix_published_sent", text("sent DESC")),
    Index("ix_published_geom", "geom", postgresql_using="gist"),
)

published_district = Table(
    "published_district",
    metadata,
    Column("identifier", Text, ForeignKey("published.identifier", ondelete="CASCADE"), primary_key=True),
    Column("district_key", Text, primary_key=True, index=True),
    Column("edition", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("share", Float, nullable=False),
    Column("people", Integer, nullable=False),
)

task = Table(
    "task",
    metadata,
    identity(),
    owner(),
    Column("alert_id", Uuid, ForeignKey("alert.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="gap, manual-post or repair"),
    Column("delivery_id", Uuid, unique=True, comment="the post to make by hand, or to repair"),
    Column("district_key", Text),
    Column("title", Text, nullable=False),
    Column("people", Integer),
    moment("created", now=True),
    moment("done", nullable=True),
    Column("done_by", Uuid, ForeignKey("person.id")),
    Index("ix_task_repair", "delivery_id", postgresql_where=text("kind = 'repair' AND done IS NULL")),
)
