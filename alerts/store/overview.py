"""All leaves of a wide ground at once, for a map of the whole: names, places of names, outlines as stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from alerts.store.statements import statement

_ASKING = """
    WITH asking AS (
        SELECT a.alerting_level AS level, a.short_name, array_agg(j.district_key ORDER BY j.district_key) AS tops
        FROM authority a LEFT JOIN jurisdiction j ON j.authority_id = a.id
        WHERE a.id = :authority GROUP BY a.id
    )
"""
_EXTENT = statement(
    """{asking}
    SELECT asking.level, asking.short_name, asking.tops, count(d.id) AS leaves,
           ST_XMin(ST_Extent(d.outline)) AS west, ST_YMin(ST_Extent(d.outline)) AS south,
           ST_XMax(ST_Extent(d.outline)) AS east, ST_YMax(ST_Extent(d.outline)) AS north,
           array_agg(DISTINCT e.credit) FILTER (WHERE e.credit IS NOT NULL) AS credits,
           md5(string_agg(DISTINCT concat_ws(' ', e.level, e.scheme, e.name, e.scope, e.sha256), ',')) AS mark
    FROM asking
    LEFT JOIN district d ON d.lineage && asking.tops AND d.level = asking.level AND {in_force}
    LEFT JOIN edition e ON e.level = d.level AND e.scheme = d.scheme AND e.name = d.edition AND e.scope = d.scope
    GROUP BY asking.level, asking.short_name, asking.tops
    """,
    asking=_ASKING,
)
_LEAVES = statement(
    """{asking}
    SELECT d.key, d.name, d.population, ST_AsBinary(d.outline) AS outline, ST_X(d.label) AS lon, ST_Y(d.label) AS lat
    FROM asking JOIN district d ON d.lineage && asking.tops AND d.level = asking.level AND {in_force}
    ORDER BY d.key
    """,
    asking=_ASKING,
)
_AT = statement(
    """{asking}
    SELECT d.key, d.name, d.level, coalesce(d.lineage && asking.tops, false) AS mine
    FROM asking JOIN district d ON ST_Intersects(d.geom, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326))
    WHERE {in_force} AND (d.level = asking.level OR d.finest)
    ORDER BY (d.lineage && asking.tops AND d.level = asking.level) IS TRUE DESC,
             (d.lineage && asking.tops) IS TRUE DESC, d.finest DESC, d.key
    LIMIT 1
    """,
    asking=_ASKING,
)


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much ground an authority has: its leaves counted, its bounds (west, south, east, north; None without any).

    ``mark`` changes whenever another edition of a leaf comes into force.
    """

    level: str
    short_name: str
    jurisdiction: tuple[str, ...]
    leaves: int
    bounds: tuple[float, float, float, float] | None
    credits: tuple[str, ...]
    mark: str


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A leaf's name and where it goes (degrees east, north); people living there, where known."""

    key: str
    name: str
    people: int | None
    label: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """The district in which a place lies, and whether the asking authority may alert it."""

    key: str
    name: str
    level: str
    mine: bool


def extent(session: Session, authority: UUID) -> Extent:
    """How much ground an authority has."""
    row = session.execute(_EXTENT, {"authority": authority}).one()
    bounds = None if row.west is None else (row.west, row.south, row.east, row.north)
    return Extent(
        level=row.level,
        short_name=row.short_name,
        jurisdiction=tuple(key for key in row.tops if key is not None),
        leaves=row.leaves,
        bounds=bounds,
        credits=tuple(sorted(row.credits or ())),
        mark=row.mark or "",
    )


def leaves(session: Session, authority: UUID) -> tuple[Sequence[Leaf], NDArray[np.object_]]:
    """An authority's leaves by key, and their outlines (EPSG:4326) in the same order."""
    rows = session.execute(_LEAVES, {"authority": authority}).all()
    found = [Leaf(key=row.key, name=row.name, people=row.population, label=(row.lon, row.lat)) for row in rows]
    return found, np.asarray(shapely.from_wkb([bytes(row.outline) for row in rows]), dtype=object)


def at(session: Session, authority: UUID, lon: float, lat: float) -> Spot | None:
    """The leaf at a place, decided by its full boundary; None where no district lies."""
    row = session.execute(_AT, {"authority": authority, "lon": lon, "lat": lat}).one_or_none()
    return None if row is None else Spot(key=row.key, name=row.name, level=row.level, mine=row.mine)
