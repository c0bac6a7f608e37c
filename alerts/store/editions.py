"""Editions of districts: loaded whole or not at all, replaced at a date, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import insert, select, update
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


def load(
    session: Session, new: Edition, districts: Sequence[NewDistrict], *, yielded: frozenset[str] = frozenset()
) -> None:
    """Insert an edition with all its districts and end the one that it replaces on its first day.

    ``yielded`` are keys that an authority's own layer holds: recorded with the edition, but never in force. Old
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


def held_by_narrower(session: Session, new: Edition, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys that a narrower layer holds in force: inside a jurisdiction its own layer wins."""
    rows = session.execute(
        _NARROWER, {"keys": sorted(keys), "level": new.level, "scheme": new.scheme, "scope": new.scope}
    )
    return frozenset(row.key for row in rows)


def add_successors(session: Session, pairs: Iterable[tuple[str, str, date]]) -> None:
    """Record which keys took the place of which, since when; known pairs stay."""
    values = [{"old_key": old, "new_key": new, "since": since} for old, new, since in pairs]
    if values:
        session.execute(upsert(successor).values(values).on_conflict_do_nothing())


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
    SELECT d.key FROM district d
    WHERE d.key = ANY(CAST(:keys AS text[])) AND d.level = :level AND d.scheme = :scheme AND d.valid_to IS NULL
      AND d.scope <> :scope AND (:scope = 'de' OR d.scope <> 'de')
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
    """The same layer's earlier edition ends, and so does any single district whose key comes anew."""
    open_ended = district.c.valid_to.is_(None)
    same_layer = (district.c.level == new.level) & (district.c.scheme == new.scheme) & (district.c.scope == new.scope)
    ended = {"valid_to": new.valid_from}
    session.execute(update(district).where(open_ended, same_layer).values(ended))
    session.execute(update(district).where(open_ended, district.c.key.in_(keys)).values(ended))


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
