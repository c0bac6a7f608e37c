"""Districts: no row-level security here, so that no spatial search lies behind a policy."""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    DDL,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

from alerts.store.tables.base import identity, metadata, moment

edition = Table(
    "edition",
    metadata,
    Column("level", Text, primary_key=True),
    Column("scheme", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("valid_from", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    moment("loaded", now=True),
    comment="scope: key of the parent that the edition covers ('land:ars:12'), or 'de'",
)

district = Table(
    "district",
    metadata,
    identity(),
    Column("key", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("aliases", Text, nullable=False, server_default=""),
    Column("search", Text, nullable=False, comment="name, aliases and code, folded for the search"),
    Column("parent_key", Text),
    Column("lineage", ARRAY(Text), nullable=False, comment="own key, then the ancestors by parent link, nearest first"),
    Column("finest", Boolean, nullable=False, server_default="false", comment="leaf of ground that nobody claims"),
    Column("edition", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("ars", Text, comment="12-digit ARS where there is one, for CAP and NINA"),
    Column("contested", Boolean, nullable=False, server_default="false", comment="another layer claims some of it"),
    Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("shape", Geometry("MULTIPOLYGON", srid=3035, spatial_index=False), nullable=False),
    Column("outline", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("label", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
    Column("area_m2", Float, nullable=False),
    Column("population", Integer),
    Column("population_as_of", Date),
    Column("population_source", Text),
    Column("population_method", Text),
    ForeignKeyConstraint(
        ["level", "scheme", "edition", "scope"], ["edition.level", "edition.scheme", "edition.name", "edition.scope"]
    ),
    UniqueConstraint("key", "edition", "scope"),
    # A district in force has no valid_to, or one that lies ahead; queries state both, the index serves the first.
    Index("ix_district_key_current", "key", unique=True, postgresql_where=text("valid_to IS NULL")),
    Index("ix_district_shape", "shape", postgresql_using="gist"),
    Index("ix_district_geom", "geom", postgresql_using="gist"),
    Index("ix_district_parent_key", "parent_key"),
    Index("ix_district_level", "level"),
    # Without a list of pending entries: after a load of eleven thousand every look-up read through it.
    Index("ix_district_lineage", "lineage", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    Index(
        "ix_district_search",
        "search",
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "off"},
    ),
)

# PostGIS keeps shapes in the row as long as it can, and pushes keys and lineages out instead: every look at a key was a
# fetch then. Shapes go out, uncompressed; the row stays small.
event.listen(
    district,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "ALTER TABLE district ALTER COLUMN geom SET STORAGE EXTERNAL, ALTER COLUMN shape SET STORAGE EXTERNAL, "
        "ALTER COLUMN outline SET STORAGE EXTERNAL"
    ),
)

successor = Table(
    "successor",
    metadata,
    Column("old_key", Text, primary_key=True),
    Column("new_key", Text, primary_key=True),
    Column("since", Date, nullable=False),
)
