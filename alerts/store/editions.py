"""Editions of districts: loaded whole or not at all, replaced at a date, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from alerts.domain.model.district import Population
from alerts.store.folding import folded
from alerts.store.statements import statement
from alerts.store.tables.districts import district, edition, successor
from geo.measure import to_degrees, to_metres, vertices_to_metres
from geo.shapes import as_multi

OUTLINE_TOLERANCE_M = {"land": 400.0, "kreis": 200.0, "gemeinde": 100.0, "bezirk": 25.0}
_FINE_TOLERANCE_M = 15.0
_COLUMNS = (
    "key", "level", "scheme", "code", "name", "aliases", "search", "parent_key", "lineage", "edition", "scope",
    "valid_from", "valid_to", "ars", "geom", "shape", "outline", "label", "area_m2", "population", "population_as_of",
    "population_source", "population_method",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One layer of districts as of a date. ``scope`` is the key of the district it covers, or ``de``."""

    level: str
    scheme: str
    name: str
    scope: str
    valid_from: date
    source: str
    licence: str
    credit: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NewDistrict:
    """A district about to be loaded; ``shape`` in EPSG:4326."""

    key: str
    name: str
    shape: BaseGeometry
    parent: str | None = None
    aliases: str = ""
    ars: str | None = None
    population: Population | None = None

    @property
    def code(self) -> str:
        """The last part of the key."""
        return self.key.split(":", 2)[2]


@dataclass(frozen=True, kw_only=True)
class LoadedEdition:
    """An edition as it lies in the database."""

    edition: Edition
    districts: int
    people: int
    in_force: int


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A district in force with its shape in EPSG:4326."""

    key: str
    name: str
    shape: BaseGeometry
    area_m2: float
    population: Population | None


def load(
    session: Session, new: Edition, districts: Sequence[NewDistrict], *, yielded: frozenset[str] = frozenset()
) -> None:
    """Insert an edition with all its districts and end the one that it replaces on its first day.

    ``yielded`` are keys on ground of an authority's own layer: recorded with the edition, but never in force. Old
    alerts keep the old edition's names and shapes. ``ground.settle`` is due once all editions are in.
    """
    _end_predecessors(session, new, [d.key for d in districts if d.key not in yielded])
    session.execute(insert(edition).values(_edition_values(new)))
    _copy(session, new, districts, yielded)


def known_checksum(session: Session, new: Edition) -> str | None:
    """The SHA-256 of what lies there under the same level, scheme, name and scope, or None."""
    query = select(edition.c.sha256).where(
        edition.c.level == new.level,
        edition.c.scheme == new.scheme,
        edition.c.name == new.name,
        edition.c.scope == new.scope,
    )
    found: str | None = session.execute(query).scalar_one_or_none()
    return found


def is_known(session: Session, new: Edition) -> bool:
    """Whether an edition of this name is there already."""
    return known_checksum(session, new) is not None


def left_to_narrower(session: Session, new: Edition, districts: Iterable[NewDistrict]) -> frozenset[str]:
    """The keys of those that lie on ground of a narrower layer: inside a jurisdiction its own layer wins."""
    parents = {d.key: d.parent for d in districts if d.parent}
    values = {"parents": sorted(set(parents.values())), "level": new.level, "scheme": new.scheme, "scope": new.scope}
    taken = {row.key for row in session.execute(_NARROWER, values)}
    return frozenset(key for key, parent in parents.items() if parent in taken)


def add_successors(session: Session, pairs: Iterable[tuple[str, str, date]]) -> None:
    """Record which keys took the place of which, since when; known pairs stay."""
    values = [{"old_key": old, "new_key": new, "since": since} for old, new, since in pairs]
    if values:
        session.execute(upsert(successor).values(values).on_conflict_do_nothing())


def in_force(session: Session, keys: Iterable[str]) -> dict[str, InForce]:
    """Districts in force by key, with their shapes; unknown keys are left out."""
    found = {}
    for row in session.execute(_SHAPES, {"keys": sorted(keys)}):
        population = None
        if row.population is not None:
            population = Population(
                people=row.population,
                as_of=row.population_as_of,
                source=row.population_source or "",
                method=row.population_method or "",
            )
        found[row.key] = InForce(
            key=row.key,
            name=row.name,
            shape=shapely.from_wkb(bytes(row.geom)),
            area_m2=row.area_m2,
            population=population,
        )
    return found


def successors(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """For keys that are no longer in force and have one successor in force: that."""
    rows = session.execute(_SUCCESSORS, {"keys": sorted(keys)}).all()
    return {row.old: row.new for row in rows if row.ways == 1}


def all_editions(session: Session) -> tuple[LoadedEdition, ...]:
    """Every edition, with how many districts it has and how many of them are in force."""
    return tuple(
        LoadedEdition(
            edition=Edition(**{field: getattr(row, field) for field in Edition.__dataclass_fields__}),
            districts=row.districts,
            people=row.people or 0,
            in_force=row.in_force,
        )
        for row in session.execute(_EDITIONS)
    )


_NARROWER = statement("""
    WITH narrower AS (
        SELECT DISTINCT d.scope FROM district d
        WHERE d.level = :level AND d.scheme = :scheme AND d.valid_to IS NULL AND d.scope NOT IN ('de', :scope)
    )
    SELECT d.key FROM district d
    WHERE d.key = ANY(CAST(:parents AS text[])) AND {in_force}
      AND d.lineage && (SELECT coalesce(array_agg(scope), '{}') FROM narrower)
      AND (:scope = 'de' OR NOT :scope = ANY(SELECT scope FROM narrower))
""")
_END = statement("""
    UPDATE district d SET valid_to = :since
    WHERE d.valid_to IS NULL AND (
        d.key = ANY(CAST(:keys AS text[]))
        OR (d.level = :level AND d.scheme = :scheme AND (d.scope = :scope OR d.lineage @> ARRAY[:scope])))
""")
_SHAPES = statement("""
    SELECT d.key, d.name, ST_AsBinary(d.geom) AS geom, d.area_m2, d.population, d.population_as_of,
           d.population_source, d.population_method
    FROM district d WHERE d.key = ANY(CAST(:keys AS text[])) AND {in_force}
""")
_SUCCESSORS = statement("""
    WITH RECURSIVE step AS (
        SELECT s.old_key AS old, s.new_key AS new FROM successor s WHERE s.old_key = ANY(CAST(:keys AS text[]))
        UNION
        SELECT step.old, s.new_key FROM step JOIN successor s ON s.old_key = step.new
    )
    SELECT step.old, min(step.new) AS new, count(*) AS ways
    FROM step JOIN district d ON d.key = step.new AND {in_force}
    WHERE NOT EXISTS (SELECT FROM district d WHERE d.key = step.old AND {in_force})
    GROUP BY step.old
""")
_EDITIONS = statement("""
    SELECT e.*, count(d.id) AS districts, sum(d.population) AS people, count(d.id) FILTER (WHERE {in_force}) AS in_force
    FROM edition e LEFT JOIN district d
        ON d.level = e.level AND d.scheme = e.scheme AND d.edition = e.name AND d.scope = e.scope
    GROUP BY e.level, e.scheme, e.name, e.scope ORDER BY e.level, e.scope, e.valid_from
""")


def _edition_values(new: Edition) -> dict[str, Any]:
    return {field: getattr(new, field) for field in Edition.__dataclass_fields__}


def _end_predecessors(session: Session, new: Edition, keys: Sequence[str]) -> None:
    """The same layer ends: its earlier edition, a wider one's part on this ground, and any key that comes anew."""
    values = {"level": new.level, "scheme": new.scheme, "scope": new.scope, "since": new.valid_from, "keys": keys}
    session.execute(_END, values)


def _copy(session: Session, new: Edition, districts: Sequence[NewDistrict], yielded: frozenset[str]) -> None:
    parents = {d.parent for d in districts if d.parent}
    lineages = _lineages(session, parents)
    columns = _geometries(new.level, [d.shape for d in districts])
    connection = session.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("districts are copied over psycopg")
    statement_ = f"COPY district ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement_) as copy:
        for one, shapes in zip(districts, columns, strict=True):
            copy.write_row(_row(new, one, shapes, lineages, in_force=one.key not in yielded))


def _row(
    new: Edition, one: NewDistrict, shapes: tuple[Any, ...], lineages: Mapping[str, list[str]], *, in_force: bool
) -> tuple[Any, ...]:
    geom, shape, outline, label, area_m2 = shapes
    lineage = [one.key, *lineages.get(one.parent, [one.parent])] if one.parent else [one.key]
    people = one.population
    return (
        one.key, new.level, new.scheme, one.code, one.name, one.aliases,
        folded(f"{one.name} {one.aliases} {one.code}"), one.parent, lineage, new.name, new.scope, new.valid_from,
        None if in_force else new.valid_from, one.ars, geom, shape, outline, label, area_m2,
        people and people.people, people and people.as_of, people and people.source, people and people.method,
    )  # fmt: skip


def _lineages(session: Session, keys: Iterable[str]) -> dict[str, list[str]]:
    query = select(district.c.key, district.c.lineage).where(district.c.key.in_(keys), district.c.valid_to.is_(None))
    return {row.key: list(row.lineage) for row in session.execute(query)}


def _geometries(level: str, shapes: Sequence[BaseGeometry]) -> Iterable[tuple[Any, ...]]:
    """For every shape: geom, projected, outline, label (all EWKB in hex) and square metres."""
    geom = [as_multi(shape) for shape in shapes]
    projected = [to_metres(shape) for shape in geom]
    outline = outlines(level, geom)
    label = [shape.representative_point() for shape in outline]
    ewkb = (_ewkb(geom, 4326), _ewkb(projected, 3035), _ewkb(outline, 4326), _ewkb(label, 4326))
    return zip(*ewkb, (shape.area for shape in projected), strict=True)


def outlines(level: str, shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Shapes for maps: fewer vertices, neighbours keep their common lines; the shape itself if too little is left."""
    tolerance = OUTLINE_TOLERANCE_M.get(level, _FINE_TOLERANCE_M)
    flat = [vertices_to_metres(shape) for shape in shapes]
    if shapely.coverage_is_valid(flat):
        coarse = shapely.coverage_simplify(flat, tolerance)
    else:
        coarse = shapely.simplify(flat, tolerance, preserve_topology=True)
    degrees = [as_multi(to_degrees(shape)) for shape in coarse]
    return [
        simple if not simple.is_empty and simple.is_valid else full
        for simple, full in zip(degrees, shapes, strict=True)
    ]


def _ewkb(shapes: Sequence[BaseGeometry], srid: int) -> Iterable[str]:
    return (shapely.to_wkb(shapely.set_srid(shape, srid), hex=True, include_srid=True) for shape in shapes)
