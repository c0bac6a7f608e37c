"""Districts with their shapes, for drawing. Editions in force only; never behind row-level security."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, func, select, text
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.district import Population
from alerts.domain.model.outline import Outline, Territory
from alerts.store.tables.districts import district
from alerts.store.tables.people import authority as authority_table
from alerts.store.tables.people import jurisdiction

_COLUMNS = """
    SELECT d.key, d.name, d.level, d.parent_key, d.lineage, d.area_m2, d.population, d.population_as_of,
           d.population_source, d.population_method, ST_AsGeoJSON(d.outline, 5) AS outline,
           ST_X(d.label) AS lon, ST_Y(d.label) AS lat, e.credit
    FROM district d
    JOIN edition e ON e.level = d.level AND e.scheme = d.scheme AND e.name = d.edition AND e.scope = d.scope
    WHERE (d.valid_to IS NULL OR d.valid_to > current_date) AND d.valid_from <= current_date
"""
_BY_KEY = text(_COLUMNS + " AND d.key = ANY(:keys) ORDER BY d.name")
_BELOW = text(_COLUMNS + " AND d.lineage && CAST(:keys AS text[]) AND d.level = :level ORDER BY d.name")
_OF_LEVEL = text(_COLUMNS + " AND d.level = :level ORDER BY d.name")
_AROUND = text(
    _COLUMNS
    + """ AND d.level = :level AND d.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
          AND NOT d.key = ANY(:but) ORDER BY d.key"""
)
_AT = text("""
    SELECT d.key FROM district d
    WHERE (d.valid_to IS NULL OR d.valid_to > current_date) AND d.valid_from <= current_date
      AND d.level = :level AND ST_Intersects(d.geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))
    ORDER BY d.key LIMIT 1
""")


def by_keys(session: Session, keys: Iterable[str]) -> tuple[Outline, ...]:
    """The outlines of some districts, by name; unknown keys are left out."""
    return _outlines(session, _BY_KEY, keys=list(keys))


def of_level(session: Session, level: str) -> tuple[Outline, ...]:
    """Every district of a level, by name."""
    return _outlines(session, _OF_LEVEL, level=level)


def below(session: Session, keys: Iterable[str], level: str) -> tuple[Outline, ...]:
    """The districts of a level that lie in any of ``keys`` by parent link (or are one of them), by name."""
    return _outlines(session, _BELOW, keys=list(keys), level=level)


def around(
    session: Session, bounds: tuple[float, float, float, float], level: str, *, but: Iterable[str] = ()
) -> tuple[Outline, ...]:
    """The neighbours for a map's frame: districts of a level that meet west, south, east, north, ``but`` left out."""
    west, south, east, north = bounds
    return _outlines(session, _AROUND, level=level, west=west, south=south, east=east, north=north, but=list(but))


def key_at(session: Session, lon: float, lat: float, level: str) -> str | None:
    """The key of the district of a level in which a place lies."""
    return session.execute(_AT, {"lon": lon, "lat": lat, "level": level}).scalar_one_or_none()


def territory(session: Session, authority: UUID) -> Territory:
    """An authority's ground. Raises NotFoundError."""
    found = _territories(session, authority_table.c.id == authority)
    if not found:
        raise NotFoundError(what=f"Behörde {authority}")
    return found[0]


def territory_without_leaves(session: Session, authority: UUID) -> Territory:
    """An authority's ground but for its leaves, which may be thousands. Raises NotFoundError."""
    found = _territories(session, authority_table.c.id == authority, with_leaves=False)
    if not found:
        raise NotFoundError(what=f"Behörde {authority}")
    return found[0]


def territory_of_slug(session: Session, slug: str) -> Territory:
    """An authority's ground by the authority's short word in addresses. Raises NotFoundError."""
    found = _territories(session, authority_table.c.slug == slug)
    if not found:
        raise NotFoundError(what=f"Behörde {slug}")
    return found[0]


def territories(session: Session) -> tuple[Territory, ...]:
    """The ground of every authority, by name."""
    return _territories(session)


def slugs(session: Session) -> tuple[tuple[str, str], ...]:
    """Short word for addresses and name of every authority, by name."""
    table = authority_table
    rows = session.execute(select(table.c.slug, table.c.name).order_by(table.c.name))
    return tuple((row.slug, row.name) for row in rows)


def _territories(session: Session, *conditions: Any, with_leaves: bool = True) -> tuple[Territory, ...]:
    table = authority_table
    keys = (
        select(func.array_agg(jurisdiction.c.district_key))
        .where(jurisdiction.c.authority_id == table.c.id)
        .scalar_subquery()
    )
    query = select(
        table.c.id, table.c.slug, table.c.name, table.c.short_name, table.c.alerting_level, keys.label("keys")
    )
    rows = session.execute(query.where(*conditions).order_by(table.c.name)).all()
    return tuple(_territory(session, row, with_leaves=with_leaves) for row in rows)


def _territory(session: Session, row: Any, *, with_leaves: bool) -> Territory:
    keys = tuple(sorted(row.keys or ()))
    return Territory(
        authority=row.id,
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        level=row.alerting_level,
        jurisdiction=keys,
        leaves=below(session, keys, row.alerting_level) if with_leaves else (),
    )


def names(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """The names of some districts by key."""
    query = select(district.c.key, district.c.name).where(district.c.key.in_(list(keys)), district.c.valid_to.is_(None))
    return {row.key: row.name for row in session.execute(query)}


def names_like(session: Session, typed: str, limit: int) -> tuple[str, ...]:
    """Names of Gemeinden and Kreise that begin with what somebody typed, whoever runs channels there."""
    begins = func.lower(district.c.name).startswith(typed.strip().lower(), autoescape=True)
    query = (
        select(district.c.name)
        .where(begins, district.c.valid_to.is_(None), district.c.level.in_(["gemeinde", "kreis", "bezirk", "ortsteil"]))
        .distinct()
        .order_by(district.c.name)
        .limit(limit)
    )
    return tuple(session.execute(query).scalars())


def _outlines(session: Session, query: TextClause, **values: Any) -> tuple[Outline, ...]:
    return tuple(_outline(row) for row in session.execute(query, values))


def _outline(row: Row[Any]) -> Outline:
    return Outline(
        key=row.key,
        name=row.name,
        level=row.level,
        parent=row.parent_key,
        lineage=tuple(row.lineage),
        shape=json.loads(row.outline),
        label=(row.lon, row.lat),
        area_km2=row.area_m2 / 1e6,
        credit=row.credit,
        population=_population(row),
    )


def _population(row: Row[Any]) -> Population | None:
    if row.population is None:
        return None
    return Population(
        people=row.population,
        as_of=row.population_as_of,
        source=row.population_source or "",
        method=row.population_method or "",
    )
