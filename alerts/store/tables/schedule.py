"""Releases that two people have decided and that wait for their time."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, Uuid, text

from alerts.store.tables.base import metadata, moment, owner

booking = Table(
    "booking",
    metadata,
    Column("alert_id", Uuid, ForeignKey("alert.id"), primary_key=True),
    owner(),
    moment("due"),
    Column("approved_by", Uuid, ForeignKey("person.id"), nullable=False),
    moment("approved", now=True),
    Column("hash", Text, nullable=False, comment="what was approved; anything else is not released"),
    Column("known_stop", BigInteger, nullable=False, comment="the newest kill switch that the approval knew of"),
    moment("done", nullable=True),
    Column("outcome", Text, nullable=False, server_default="", comment="released, withdrawn, or why it was not"),
    Index("ix_booking_open", "due", postgresql_where=text("done IS NULL")),
)
