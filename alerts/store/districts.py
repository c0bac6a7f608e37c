"""Districts in the database: an edition comes in whole or not at all, and replaces the one before on its date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely import to_wkb
from shapely.geometry import MultiPolygon, Point
from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from alerts.domain.model.district import Population
from alerts.store.tables.districts import district, edition, successor


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One state of the boundaries of a level below ``scope`` (a district's key, or ``de``)."""

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
    """A district to be stored. Shapes in EPSG:4326 but for ``projected`` (EPSG:3035)."""

    key: str
    name: str
    parent: str | None
    ars: str | None
    shape: MultiPolygon
    projected: MultiPolygon
    outline: MultiPolygon
    label: Point
    aliases: str = ""
    population: Population | None = None


_INSERT = text("""
    INSERT INTO district (key, level, scheme, code, name, aliases, search, parent_key, lineage, edition, scope,
                          valid_from, ars, geom, shape, outline, label, area_m2,
                          population, population_as_of, population_source, population_method)
    SELECT :key, :level, :scheme, :code, :name, :aliases, lower(unaccent(concat_ws(' ', CAST(:name AS text), CAST(:aliases AS text), CAST(:code AS text)))),
           :parent,
           ARRAY[CAST(:key AS text)] || coalesce(
               (SELECT up.lineage FROM district up WHERE up.key = :parent AND up.valid_to IS NULL),
               CASE WHEN CAST(:parent AS text) IS NULL THEN '{}' ELSE ARRAY[CAST(:parent AS text)] END),
           :edition, :scope, :valid_from, :ars,
           ST_GeomFromWKB(:geom, 4326), ST_GeomFromWKB(:shape, 3035), ST_GeomFromWKB(:outline, 4326),
           ST_GeomFromWKB(:label, 4326), ST_Area(ST_GeomFromWKB(:shape, 3035)),
           :population, :population_as_of, :population_source, :population_method
""")

_SUPERSEDE = text("""
    UPDATE district SET valid_to = :valid_from
     WHERE level = :level AND scheme = :scheme AND scope = :scope AND edition <> :name AND valid_to IS NULL
""")

_MARK_FINEST = text("""
    UPDATE district d SET finest = NOT EXISTS (SELECT FROM district c WHERE c.parent_key = d.key AND c.valid_to IS NULL)
     WHERE d.valid_to IS NULL
       AND d.finest = EXISTS (SELECT FROM district c WHERE c.parent_key = d.key AND c.valid_to IS NULL)
""")


def is_loaded(session: Session, wanted: Edition) -> bool:
    """Whether exactly this edition, byte for byte, is in the database."""
    query = select(edition.c.sha256).where(
        edition.c.level == wanted.level,
        edition.c.scheme == wanted.scheme,
        edition.c.name == wanted.name,
        edition.c.scope == wanted.scope,
    )
    return session.execute(query).scalar_one_or_none() == wanted.sha256


def add_edition(session: Session, new: Edition, districts: Sequence[NewDistrict]) -> None:
    """Store an edition; districts of the same level and scope in an earlier edition end on its first day."""
    session.execute(
        insert(edition).values(
            level=new.level,
            scheme=new.scheme,
            name=new.name,
            scope=new.scope,
            valid_from=new.valid_from,
            source=new.source,
            licence=new.licence,
            credit=new.credit,
            sha256=new.sha256,
        )
    )
    replaced = {"valid_from": new.valid_from, "level": new.level, "scheme": new.scheme, "scope": new.scope}
    session.execute(_SUPERSEDE, {**replaced, "name": new.name})
    session.execute(_INSERT, [_values(new, one) for one in districts])


def settle(session: Session) -> None:
    """After loading: mark which districts are the finest ground, and refresh the planner's statistics."""
    session.execute(_MARK_FINEST)
    session.execute(text("ANALYZE district"))


def add_successors(session: Session, pairs: Iterable[Mapping[str, Any]]) -> None:
    """Record which key a code of old became: ``old``, ``new``, ``since``."""
    rows = [{"old_key": p["old"], "new_key": p["new"], "since": p["since"]} for p in pairs]
    if rows:
        session.execute(upsert(successor).on_conflict_do_nothing(), rows)


def count_by_level(session: Session) -> dict[str, int]:
    """How many districts are in force, by level."""
    query = select(district.c.level, func.count()).where(district.c.valid_to.is_(None)).group_by(district.c.level)
    return {row.level: row[1] for row in session.execute(query)}


def _values(new: Edition, one: NewDistrict) -> dict[str, Any]:
    people = one.population
    return {
        "key": one.key,
        "level": new.level,
        "scheme": new.scheme,
        "code": one.key.split(":", 2)[2],
        "name": one.name,
        "aliases": one.aliases,
        "parent": one.parent,
        "edition": new.name,
        "scope": new.scope,
        "valid_from": new.valid_from,
        "ars": one.ars,
        "geom": to_wkb(one.shape),
        "shape": to_wkb(one.projected),
        "outline": to_wkb(one.outline),
        "label": to_wkb(one.label),
        "population": people and people.people,
        "population_as_of": people and people.as_of,
        "population_source": people and people.source,
        "population_method": people and people.method,
    }
