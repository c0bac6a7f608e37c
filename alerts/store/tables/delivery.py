"""Deliveries and their attempts. A delivery needs no join to be sent.

Every change of state writes each index of ``delivery`` anew, so that it carries only those that a claim, a result or
a report reads; the migrations keep ``state``, ``due`` and ``not_after`` without statistics, because a plan made while
nothing was open would take any of these indexes for the right one. Attempts are append-only and carry no foreign keys,
because two look-ups a row would halve the rate.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment

delivery = Table(
    "delivery",
    metadata,
    identity(),
    Column("authority_id", Uuid, ForeignKey("authority.id"), nullable=False),
    Column("alert_id", Uuid, ForeignKey("alert.id"), nullable=False),
    Column("thread_id", Uuid, nullable=False),
    Column("sequence", Integer, nullable=False, comment="the alert's place in its thread: the newest wins"),
    Column("channel_id", Uuid, ForeignKey("channel.id"), nullable=False),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="queued"),
    Column("reason", Text, nullable=False, server_default=""),
    # The frozen post:
    Column("address", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("payload", JSONB),
    Column("role", Text, nullable=False, server_default="enters", comment="enters, stays, leaves, ends"),
    # Who carries it if the first one does not:
    Column("accounts", ARRAY(Uuid), nullable=False, server_default="{}", comment="the channel's accounts, in order"),
    Column(
        "stands_for", ARRAY(Uuid), comment="channels of the alert for which this one stands by; null: a post of its own"
    ),
    moment("hand_over_at", nullable=True),
    moment("stand_in_at", nullable=True),
    Column("refusals", Integer, nullable=False, server_default="0", comment="accounts in a row that refused it"),
    Column(
        "known_stop",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="number of the newest switch that its approval knew of; every later one holds it",
    ),
    # The run:
    moment("created", now=True),
    moment("due", now=True),
    moment("not_after"),
    moment("lease_until", nullable=True),
    moment("begun", nullable=True),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("repeat", Boolean, nullable=False, server_default="false"),
    moment("accepted", nullable=True),
    moment("confirmed", nullable=True),
    Column("gateway_id", Text),
    moment("acknowledged", nullable=True),
    Column("acknowledged_by", Uuid),
    UniqueConstraint("alert_id", "channel_id"),
    Index(
        "ix_delivery_open",
        "account_id",
        "lane",
        "due",
        postgresql_where=text("state IN ('queued', 'waiting', 'unknown')"),
    ),
    Index("ix_delivery_unconfirmed", "account_id", "due", postgresql_where=text("state = 'accepted'")),
    Index("ix_delivery_expiring", "not_after", postgresql_where=text("state IN ('queued', 'waiting')")),
    Index(
        "ix_delivery_hand_over",
        "hand_over_at",
        postgresql_where=text("state IN ('queued', 'waiting', 'unknown') AND hand_over_at IS NOT NULL"),
    ),
    Index("ix_delivery_held", "created", postgresql_where=text("state = 'held'")),
    Index(
        "ix_delivery_trouble",
        "not_after",
        postgresql_where=text(
            "state IN ('refused', 'dead') OR reason IN ('unconfirmed', 'person-decides', 'posted-twice')"
            " OR stands_for IS NOT NULL AND state NOT IN ('held', 'superseded')"
        ),
    ),
    # Two posts never race on one channel, whatever the accounts and workers.
    Index("uq_delivery_sending_channel", "channel_id", unique=True, postgresql_where=text("state = 'sending'")),
    Index(
        "ix_delivery_channel_thread",
        "channel_id",
        "thread_id",
        "sequence",
        postgresql_where=text("state IN ('queued', 'waiting')"),
    ),
)

attempt = Table(
    "attempt",
    metadata,
    Column("delivery_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, comment="the fence under which it was made"),
    Column("authority_id", Uuid, nullable=False),
    moment("started"),
    moment("ended"),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("gateway_id", Text),
    Index("ix_attempt_ended", "ended", postgresql_using="brin"),
)

# Attempts of finished deliveries after some months; only the function ``archive_attempts`` moves them here.
attempt_archive = Table(
    "attempt_archive",
    metadata,
    Column("delivery_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("authority_id", Uuid, nullable=False),
    moment("started"),
    moment("ended"),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("gateway_id", Text),
    moment("moved", now=True),
)

kill_switch = Table(
    "kill_switch",
    metadata,
    identity(),
    Column(
        "number",
        BigInteger,
        Identity(always=True),
        nullable=False,
        comment="rises in the order in which they were thrown",
    ),
    Column("authority_id", Uuid, ForeignKey("authority.id"), comment="null: the whole installation"),
    Column("thrown_by", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    moment("thrown", now=True),
    Column("held", Integer, nullable=False, server_default="0", comment="deliveries that it found waiting"),
    moment("lifted", nullable=True),
    Column("lifted_by", Uuid),
    Column("lift_reason", Text, nullable=False, server_default=""),
)

# How late gateways have been seen to apply a post, a row a kind. What an unknown outcome rests is twice that, at least.
settling = Table(
    "settling",
    metadata,
    Column("kind", Text, primary_key=True),
    Column(
        "late", Float, nullable=False, comment="seconds from the start of a send to its application, the longest seen"
    ),
    moment("seen", now=True),
)
