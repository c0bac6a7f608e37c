"""Alarms to the people on duty: what is wrong, whom to tell, and what is on its way to them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

alarm = Table(
    "alarm",
    metadata,
    identity(),
    owner(),
    Column("kind", Text, nullable=False),
    Column("subject", Uuid, nullable=False, comment="the alert it is about; the authority itself for a trial"),
    Column("detail", JSONB, nullable=False, server_default="{}"),
    moment("raised", now=True),
    moment("notified", nullable=True),
    moment("seen", nullable=True),
    Column("seen_by", Uuid),
    moment("cleared", nullable=True),
    Index("uq_alarm_open", "authority_id", "kind", "subject", unique=True, postgresql_where=text("cleared IS NULL")),
)

duty = Table(
    "duty",
    metadata,
    Column("authority_id", Uuid, ForeignKey("authority.id"), primary_key=True),
    Column("email", Text, nullable=False, server_default=""),
    Column("account_id", Uuid, ForeignKey("account.id"), comment="the mail account that carries it"),
    Column("webhook_url", Text, nullable=False, server_default=""),
    Column("secret", LargeBinary, comment="AES-GCM, associated data: the authority's id"),
    Column("language", Text, nullable=False, server_default="de"),
    moment("changed", now=True),
)

# One message by one way about one end of an alarm. Its id is the message's own, so that a repeat is recognised.
alarm_notice = Table(
    "alarm_notice",
    metadata,
    identity(),
    owner(),
    Column("alarm_id", Uuid, ForeignKey("alarm.id"), nullable=False),
    Column("way", Text, nullable=False, comment="email, webhook or push"),
    Column("about", Text, nullable=False, comment="raised, cleared or called"),
    Column(
        "call_id",
        Uuid,
        ForeignKey("approval_call.id", ondelete="CASCADE"),
        index=True,
        comment="the call of one person that it carries out",
    ),
    Column("subscription_id", Uuid, comment="the browser that it goes to; it may be gone"),
    moment("due", now=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("answer", Text, nullable=False, server_default=""),
    moment("delivered", nullable=True),
    Index(
        "uq_alarm_notice_alarm_id_way_about",
        "alarm_id",
        "way",
        "about",
        unique=True,
        postgresql_where=text("call_id IS NULL"),
    ),
    Index("ix_alarm_notice_open", "due", postgresql_where=text("delivered IS NULL AND due < 'infinity'")),
)
