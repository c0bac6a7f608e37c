"""Who has a draft open right now."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text, Uuid

from alerts.store.tables.base import metadata, moment, owner

# A row a window. Unlogged: what a crash loses is told anew within seconds.
presence = Table(
    "presence",
    metadata,
    Column("alert_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("page", Text, primary_key=True, comment="one open window, named by its browser"),
    owner(),
    Column("name", Text, nullable=False),
    Column("step", Text, nullable=False),
    moment("since", now=True),
    moment("seen", now=True),
    prefixes=["UNLOGGED"],
)
