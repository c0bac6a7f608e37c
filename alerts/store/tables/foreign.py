"""Alerts that others issued, as an authority brought them in, and the drafts that quote them."""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import ARRAY, Column, ForeignKey, Index, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from alerts.store.tables.base import identity, metadata, moment, owner

foreign_alert = Table(
    "foreign_alert",
    metadata,
    identity(),
    owner(),
    Column("issuer", Text, nullable=False),
    Column("identifier", Text, nullable=False),
    moment("sent"),
    moment("expires", nullable=True),
    Column("severity", Text, comment="null where the issuer gave none"),
    Column("event", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("instruction", Text, nullable=False),
    Column("message", JSONB, nullable=False, comment="what was read of it, as the code knows it"),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Column(
        "districts",
        ARRAY(Text),
        nullable=False,
        server_default="{}",
        comment="keys of the districts that its codes mean",
    ),
    Column("kind", Text, nullable=False, comment="the shape of the document: cap, detail, dashboard, mapData, geojson"),
    Column(
        "source",
        Text,
        nullable=False,
        comment="where it was taken from: pasted, the name of a file or of a source",
    ),
    Column("raw", Text, nullable=False, comment="the document, verbatim"),
    Column("brought_by", Uuid, ForeignKey("person.id")),
    moment("brought", now=True),
    moment("ended", nullable=True),
    Column(
        "ended_by",
        Text,
        nullable=False,
        server_default="",
        comment="what replaced or ended it; empty: a person put it away",
    ),
    UniqueConstraint("authority_id", "identifier"),
    Index("ix_foreign_alert_geom", "geom", postgresql_using="gist"),
)

foreign_quote = Table(
    "foreign_quote",
    metadata,
    Column("alert_id", Uuid, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
    owner(),
    Column("identifier", Text, nullable=False),
    Column("message", JSONB, nullable=False, comment="the foreign alert as it was when the draft was begun"),
)
