"""Areas on real ground: what an operator said becomes a shape, and the shape meets districts.

Matching is one query on the equal-area column. Ancestors come by parent link (``district.lineage``), never by
geometry; people are counted on leaves only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import psycopg.errors
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from alerts.domain.errors import AreaTooSlowError, TooManyDistrictsError, UnknownDistrictError
from alerts.domain.model.alert import AreaRequest
from alerts.domain.model.district import Match
from alerts.store.matching import LEAVES_OF, MATCHES, MATCHES_BY_PARTS
from alerts.store.statements import statement
from geo.errors import EmptyShapeError, OrtsrufError
from geo.limits import AREA
from geo.match import least_overlap_m2
from geo.measure import area_to_metres, circle
from geo.parse import shape_from_geojson
from geo.rings import Shape, polygonal
from geo.shapes import subtract, union

LONGEST = 0.7
"""Seconds that an area of many vertices may keep the database busy."""

PLAIN_VERTICES = 130
PLAIN_DENSE_VERTICES = 4_000
"""Up to so many, before and after long edges are filled up, an area costs no more than the districts it meets: circles
and boxes of any size, which must not be refused because a machine is busy."""

GREATEST_GROUND = 12_000_000
"""Bytes of all shapes that are picked together, as stored; Bavaria's 2,238 Gemeinden have 8 million."""
GREATEST_WORKED_GROUND = 3_000_000
"""The same where more than ``PLAIN_VERTICES`` are drawn on it or cut out of it."""

_TODAY = statement("""
    WITH RECURSIVE step AS (
        SELECT k AS asked, k AS key FROM unnest(CAST(:keys AS text[])) AS k
        UNION
        SELECT step.asked, s.new_key FROM step JOIN successor s ON s.old_key = step.key AND s.since <= current_date
    )
    SELECT DISTINCT step.asked, step.key
    FROM step JOIN district d ON d.key = step.key
    WHERE {in_force}
""")
_SHAPES = statement("""
    SELECT ST_AsBinary(d.geom) AS shape FROM district d WHERE d.key = ANY(CAST(:keys AS text[])) AND {in_force}
    ORDER BY d.key
""")
_SIZE = statement("""
    SELECT coalesce(sum(pg_column_size(d.geom)), 0) FROM district d
    WHERE d.key = ANY(CAST(:keys AS text[])) AND {in_force}
""")
_LINEAGE = statement("SELECT d.key, d.lineage FROM district d WHERE d.key = ANY(CAST(:keys AS text[])) AND {in_force}")
_TOPS = statement("""
    SELECT j.district_key AS key, d.lineage
    FROM jurisdiction j LEFT JOIN district d ON d.key = j.district_key AND {in_force}
    WHERE j.authority_id = :authority
""")
_NAMES = statement("""
    SELECT DISTINCT ON (key) key, name FROM district
    WHERE key = ANY(CAST(:keys AS text[])) ORDER BY key, valid_to DESC NULLS FIRST
""")
_GEOCODES = statement("""
    SELECT DISTINCT nearest.ars
    FROM (SELECT d.lineage FROM district d WHERE d.key = ANY(CAST(:keys AS text[])) AND {in_force}) AS leaf
    CROSS JOIN LATERAL (
        SELECT d.ars
        FROM unnest(leaf.lineage) WITH ORDINALITY AS step(key, distance)
        JOIN district d ON d.key = step.key AND d.ars IS NOT NULL AND {in_force}
        ORDER BY step.distance LIMIT 1
    ) AS nearest
    ORDER BY nearest.ars
""")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What an area meets. ``ancestors`` holds those of every matched leaf and of every top, nearest first."""

    matches: tuple[Match, ...]
    area_km2: float
    tops: frozenset[str]
    """The districts of the authority's jurisdiction."""
    ancestors: dict[str, tuple[str, ...]]


def resolve(session: Session, area: AreaRequest, *, authority: UUID | None = None) -> Shape:
    """The shape of (geometry ∪ districts ∪ circle) − subtract, EPSG:4326, valid.

    A picked parent means the ground of its leaves (as the authority sees them, else the finest); a key that has gone
    means its successors. Raises ShapeRefusedError or UnknownDistrictError.
    """
    shapes: list[Shape] = []
    if area.geometry is not None:
        with _field("geometry"):
            shapes.append(shape_from_geojson(area.geometry))
    if area.circle is not None:
        with _field("circle"):
            shapes.append(circle(lat=area.circle.lat, lon=area.circle.lon, radius_m=area.circle.radius_m))
    with _field("subtract"):
        cut = None if area.subtract is None else shape_from_geojson(area.subtract)
    if area.districts:
        drawn = sum(int(shapely.get_num_coordinates(one)) for one in (*shapes, cut) if one is not None)
        most = GREATEST_GROUND if drawn <= PLAIN_VERTICES else GREATEST_WORKED_GROUND
        with _field("districts"):
            shapes.append(_ground(session, today(session, area.districts), authority, most))
    with _field("area" if cut is None else "subtract"):
        if not shapes:
            raise EmptyShapeError
        whole = union(shapes)
        return whole if cut is None else subtract(whole, cut)


@contextmanager
def _field(name: str) -> Iterator[None]:
    """Say in a refusal which part of the request it is about."""
    try:
        yield
    except OrtsrufError as refusal:
        refusal.field = name
        raise


def matches(
    session: Session, shape: BaseGeometry, *, picked: frozenset[str], authority: UUID, intact: bool = False
) -> Ground:
    """Every leaf that the shape (EPSG:4326) meets, from the standpoint of an authority, by key.

    Inside its jurisdiction leaves are the districts of its alerting level, on ground of other authorities those of
    theirs, elsewhere the finest that cover the Kreis. Where the authority's own layer and another's overlap, its own
    wins. What is only the rounding of a shared line is no meeting. ``intact`` says that nothing of the picked
    districts was cut away. Raises AreaTooSlowError, or a ShapeRefusedError for what cannot be measured in time.
    """
    with _field("area"):
        projected = area_to_metres(shape)
    keys = sorted(picked | today(session, picked)) if picked else []
    values = {
        "area": projected.wkb,
        "least_m2": least_overlap_m2(projected.area),
        "picked": keys,
        "whole": keys if intact else [],
        "authority": authority,
    }
    with _field("area"), _stopped_in_time(session, plain=_is_plain(shape, projected)):
        rows = _met(session, projected, values)
    tops = session.execute(_TOPS, {"authority": authority}).all()
    lineages = [(row.key, row.lineage) for row in (*rows, *tops) if row.lineage]
    return Ground(
        matches=tuple(_match(row, projected.area) for row in sorted(rows, key=_key)),
        area_km2=projected.area / 1e6,
        tops=frozenset(row.key for row in tops),
        ancestors={key: tuple(lineage[1:]) for key, lineage in lineages},
    )


def whole(session: Session, leaves: Iterable[str]) -> Shape:
    """Leaves as one shape, EPSG:4326. Raises TooManyDistrictsError."""
    with _field("districts"):
        return _together(session, sorted(set(leaves)), GREATEST_GROUND)


def today(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """The keys in force, those that have gone replaced by their successors. Raises UnknownDistrictError."""
    asked = frozenset(keys)
    rows = session.execute(_TODAY, {"keys": sorted(asked)}).all()
    unknown = asked - {row.asked for row in rows}
    if unknown:
        raise UnknownDistrictError(keys=", ".join(sorted(unknown)))
    return frozenset(row.key for row in rows)


def leaves_of(session: Session, authority: UUID | None, keys: Iterable[str]) -> dict[str, dict[str, int]]:
    """For every district: the leaves in it (as the authority sees them) with their people; a leaf holds itself.

    Without an authority the finest districts are the leaves.
    """
    found: dict[str, dict[str, int]] = {key: {} for key in keys}
    for row in session.execute(LEAVES_OF, {"keys": sorted(found), "authority": authority}):
        found[row.asked] = row.leaves
    return found


def ancestors(session: Session, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The ancestors of districts in force, nearest first, by parent link."""
    rows = session.execute(_LINEAGE, {"keys": sorted(set(keys))})
    return {row.key: tuple(row.lineage[1:]) for row in rows}


def names(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """The names of districts by key; of one that is no longer in force, its last."""
    rows = session.execute(_NAMES, {"keys": sorted(set(keys))})
    return {row.key: row.name for row in rows}


def geocodes(session: Session, keys: Iterable[str]) -> tuple[str, ...]:
    """The 12-digit ARS of districts, for CAP and NINA: their own, or the nearest ancestor's; each once, in order."""
    return tuple(row.ars for row in session.execute(_GEOCODES, {"keys": sorted(set(keys))}))


def _met(session: Session, projected: BaseGeometry, values: dict[str, Any]) -> Sequence[Row[Any]]:
    query = MATCHES if shapely.get_num_geometries(projected) == 1 else MATCHES_BY_PARTS
    return session.execute(query, values).all()


def _is_plain(shape: BaseGeometry, projected: BaseGeometry) -> bool:
    vertices, dense = (int(shapely.get_num_coordinates(one)) for one in (shape, projected))
    return vertices <= PLAIN_VERTICES and dense <= PLAIN_DENSE_VERTICES


@contextmanager
def _stopped_in_time(session: Session, *, plain: bool) -> Iterator[None]:
    """Break off what the database does in here after ``LONGEST`` seconds, unless the area is plain.

    Raises AreaTooSlowError.
    """
    if plain:
        yield
        return
    session.execute(text(f"SET LOCAL statement_timeout = {int(LONGEST * 1000)}"))
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.QueryCanceled):
            raise AreaTooSlowError(seconds=f"{LONGEST:g}") from error
        raise
    session.execute(text("SET LOCAL statement_timeout TO DEFAULT"))


def _ground(session: Session, keys: frozenset[str], authority: UUID | None, most: int) -> Shape:
    below = leaves_of(session, authority, keys)
    return _together(session, sorted({leaf for key in keys for leaf in (below[key] or [key])}), most)


def _together(session: Session, leaves: list[str], most: int) -> Shape:
    if session.execute(_SIZE, {"keys": leaves}).scalar_one() > most:
        raise TooManyDistrictsError(found=len(leaves))
    rows = session.execute(_SHAPES, {"keys": leaves})
    return polygonal(_dissolved(shapely.from_wkb([bytes(row.shape) for row in rows])))


def _dissolved(shapes: NDArray[np.object_]) -> BaseGeometry:
    """Districts as one shape: quickly those that share their lines exactly with all others, the rest the general way.

    Of Bavaria's 2,238 Gemeinden two dozen overlap their neighbours by some square metres. Where pieces touch in single
    points only the general way is valid; scattered over the country they would be too many to measure anyhow.
    """
    clean = shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    quick = shapely.coverage_union_all(shapes[clean])
    if shapely.get_num_coordinates(quick) > AREA.vertices:
        raise TooManyDistrictsError(found=len(shapes))
    return shapely.union_all([quick, *shapes[~clean]] if quick.is_valid else shapes)


def _key(row: Row[Any]) -> str:
    return str(row[0])


def _match(row: Any, area_m2: float) -> Match:
    share = min(1.0, row.overlap / row.area_m2)
    population = row.population or 0
    return Match(
        key=row.key,
        name=row.name,
        level=row.level,
        parent=row.parent_key,
        share_of_district=share,
        share_of_area=min(1.0, row.overlap / area_m2),
        people=population * share,
        population=population,
        picked=row.picked,
        owner=row.owner,
        inside_jurisdiction=row.inside,
        carries_alone=row.carries_alone,
        population_as_of=row.population_as_of,
        population_is_estimate=row.population_method not in (None, "official"),
    )
