"""Areas against districts: resolve what was drawn or picked, and measure which leaves it meets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from alerts.domain.errors import UnknownDistrictError
from alerts.domain.model.alert import AreaRequest
from alerts.domain.model.district import Match
from geo import measure, shapes
from geo.errors import EmptyShapeError
from geo.parse import shape_from_geojson
from geo.rings import Shape
from geo.shapes import as_multi

IN_FORCE = "d.valid_from <= current_date AND (d.valid_to IS NULL OR d.valid_to > current_date)"

# Everything inside the jurisdiction at the alerting level is a leaf; elsewhere the finest ground that is loaded.
_PICKED = text(f"""
    WITH asking AS (
        SELECT a.alerting_level AS level, array_agg(j.district_key) AS tops
          FROM authority a JOIN jurisdiction j ON j.authority_id = a.id WHERE a.id = :authority GROUP BY a.id
    )
    SELECT wanted.key AS wanted, d.key, ST_AsBinary(d.geom) AS geom
      FROM unnest(CAST(:keys AS text[])) AS wanted(key)
      LEFT JOIN asking ON true
      LEFT JOIN district itself ON itself.key = wanted.key AND itself.valid_from <= current_date
           AND (itself.valid_to IS NULL OR itself.valid_to > current_date)
      LEFT JOIN district d ON {IN_FORCE} AND (
           (itself.lineage && asking.tops AND d.lineage @> ARRAY[wanted.key] AND d.level = asking.level)
           OR (d.key = wanted.key AND NOT (itself.lineage && asking.tops AND EXISTS (
               SELECT FROM district below WHERE below.lineage @> ARRAY[wanted.key] AND below.level = asking.level))))
""")  # noqa: S608 (a constant of ours)

_MATCHES = text(f"""
    WITH area AS (SELECT ST_GeomFromWKB(:shape, 3035) AS shape),
    asking AS (
        SELECT a.alerting_level AS level, array_agg(j.district_key) AS tops
          FROM authority a JOIN jurisdiction j ON j.authority_id = a.id WHERE a.id = :authority GROUP BY a.id
    )
    SELECT d.key, d.name, d.level, d.parent_key, d.lineage, d.area_m2, coalesce(d.population, 0) AS population,
           d.population_as_of, coalesce(d.population_method, '') <> 'official' AS estimated,
           d.lineage && asking.tops AS inside,
           CASE WHEN ST_Covers(area.shape, d.shape) THEN d.area_m2
                ELSE ST_Area(ST_Intersection(area.shape, d.shape)) END AS overlap
      FROM area, asking, district d
     WHERE ST_Intersects(d.shape, area.shape) AND {IN_FORCE}
       AND ((d.level = asking.level AND d.lineage && asking.tops) OR (d.finest AND NOT d.lineage && asking.tops))
""")  # noqa: S608 (a constant of ours)

_OWNERS = text("""
    SELECT j.district_key AS key, a.id, a.name FROM jurisdiction j JOIN authority a ON a.id = j.authority_id
     WHERE j.district_key = ANY(CAST(:keys AS text[]))
""")

_TOPS = text("""
    SELECT j.district_key AS key, coalesce(d.lineage, ARRAY[j.district_key]) AS lineage
      FROM jurisdiction j LEFT JOIN district d ON d.key = j.district_key AND d.valid_to IS NULL
     WHERE j.authority_id = :authority
""")

_LEAVES = text(f"""
    SELECT served.key AS served, d.key, coalesce(d.population, 0) AS population
      FROM unnest(CAST(:keys AS text[])) AS served(key)
      JOIN authority a ON a.id = :authority
      JOIN district d ON d.lineage @> ARRAY[served.key] AND d.level = a.alerting_level AND {IN_FORCE}
""")  # noqa: S608 (a constant of ours)

_NAMES = text(f"SELECT d.key, d.name FROM district d WHERE d.key = ANY(CAST(:keys AS text[])) AND {IN_FORCE}")  # noqa: S608
_ARS = text(f"""
    SELECT DISTINCT ON (wanted.key) wanted.key, up.ars
      FROM unnest(CAST(:keys AS text[])) AS wanted(key)
      JOIN district d ON d.key = wanted.key AND {IN_FORCE}
      JOIN district up ON up.key = ANY(d.lineage) AND up.ars IS NOT NULL AND up.valid_to IS NULL
     ORDER BY wanted.key, array_position(d.lineage, up.key)
""")  # noqa: S608 (a constant of ours)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What an area meets. ``tops`` are the authority's jurisdiction, ``ancestors`` nearest first by key."""

    matches: tuple[Match, ...]
    area_km2: float
    tops: frozenset[str]
    ancestors: Mapping[str, tuple[str, ...]]


def resolve(session: Session, area: AreaRequest, *, authority: UUID) -> Shape:
    """(geometry ∪ districts ∪ circle) − subtract, in EPSG:4326.

    A picked parent inside the jurisdiction means its leaves. Raises a ShapeRefusedError for a shape that cannot be,
    EmptyShapeError where nothing is left, UnknownDistrictError for keys that no edition in force knows.
    """
    parts: list[Shape] = []
    if area.geometry is not None:
        parts.append(shape_from_geojson(area.geometry))
    if area.circle is not None:
        parts.append(measure.circle(lat=area.circle.lat, lon=area.circle.lon, radius_m=area.circle.radius_m))
    if area.districts:
        parts.extend(_picked(session, area.districts, authority))
    if not parts:
        raise EmptyShapeError
    whole = parts[0] if len(parts) == 1 else shapes.union(parts)
    return whole if area.subtract is None else shapes.subtract(whole, shape_from_geojson(area.subtract))


def matches(session: Session, shape: BaseGeometry, *, picked: frozenset[str], authority: UUID) -> Ground:
    """Every leaf that the shape (EPSG:4326) meets, measured in EPSG:3035 by one query, with owner and people."""
    projected = measure.to_metres(shape)
    total = projected.area
    rows = session.execute(_MATCHES, {"shape": shapely.to_wkb(projected), "authority": authority}).all()
    tops = {row.key: tuple(row.lineage) for row in session.execute(_TOPS, {"authority": authority})}
    owners = _owners(session, rows, authority)
    alone = _carrying_alone(session, authority)
    found = tuple(_match(row, total, picked, owners, alone) for row in rows)
    ancestors = {row.key: tuple(row.lineage[1:]) for row in rows}
    ancestors.update({key: lineage[1:] for key, lineage in tops.items()})
    return Ground(matches=found, area_km2=total / 1e6, tops=frozenset(tops), ancestors=ancestors)


def leaves_of(session: Session, authority: UUID, keys: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each served district the leaves in it, with their population (a leaf holds itself)."""
    found: dict[str, dict[str, int]] = {}
    for row in session.execute(_LEAVES, {"authority": authority, "keys": list(keys)}):
        found.setdefault(row.served, {})[row.key] = row.population
    return found


def names(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """Names of districts in force."""
    return {row.key: row.name for row in session.execute(_NAMES, {"keys": list(keys)})}


def geocodes(session: Session, keys: Iterable[str]) -> tuple[str, ...]:
    """12-digit ARS of the districts, or of their nearest ancestor that has one; each once, sorted."""
    return tuple(sorted({row.ars for row in session.execute(_ARS, {"keys": list(keys)})}))


def _picked(session: Session, keys: Sequence[str], authority: UUID) -> list[Shape]:
    rows = session.execute(_PICKED, {"keys": list(dict.fromkeys(keys)), "authority": authority}).all()
    unknown = sorted({row.wanted for row in rows if row.key is None})
    if unknown:
        raise UnknownDistrictError(keys=", ".join(unknown))
    return [as_multi(shapely.from_wkb(bytes(row.geom))) for row in rows]


def _owners(session: Session, rows: Sequence[Row[Any]], authority: UUID) -> dict[str, str]:
    foreign = {key for row in rows if not row.inside for key in row.lineage}
    if not foreign:
        return {}
    found = session.execute(_OWNERS, {"keys": list(foreign)})
    return {row.key: row.name for row in found if row.id != authority}


def _carrying_alone(session: Session, authority: UUID) -> frozenset[str]:
    query = text("SELECT district_key FROM district_setting WHERE authority_id = :authority AND carries_alone")
    return frozenset(session.scalars(query, {"authority": authority}))


def _match(
    row: Row[Any], total: float, picked: frozenset[str], owners: Mapping[str, str], alone: frozenset[str]
) -> Match:
    share = min(1.0, row.overlap / row.area_m2)
    return Match(
        key=row.key,
        name=row.name,
        level=row.level,
        parent=row.parent_key,
        share_of_district=share,
        share_of_area=min(1.0, row.overlap / total) if total else 0.0,
        people=row.population * share,
        population=row.population,
        population_as_of=row.population_as_of,
        population_is_estimate=row.estimated,
        picked=not picked.isdisjoint(row.lineage),
        owner=next((owners[key] for key in row.lineage if key in owners), None),
        inside_jurisdiction=row.inside,
        carries_alone=row.key in alone,
    )
