"""Shapes put together, cut, and made to fit what CAP and cell broadcast allow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.measure import area_m2, to_degrees, to_metres
from geo.rings import Shape, polygonal, require_untangled, union_of

CAP_VERTICES = 100
"""Positions per published polygon, the closing one included: the limit of the strictest reader (WEA)."""

_DECIMALS = 6
"""Of published degrees: 11 cm."""
_GROWTH_M = 0.2
"""Outwards before rounding, so that rounding (at most 8 cm) never cuts into the original."""
_FIRST_TOLERANCE_M = 0.5
_TOLERANCE_STEP = 1.5
_HALVINGS = 4
_TIGHTENED_UP_TO = 2_000
"""Vertices of a piece for which the step between two tolerances is halved; beyond, every try takes too long."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Polygons without holes that together contain an area; ``excess_m2`` is what they cover beyond it."""

    polygons: tuple[Polygon, ...]
    excess_m2: float


def union(shapes: Iterable[Shape]) -> Shape:
    """All shapes as one. Raises EmptyShapeError if there are none, TangledError."""
    return union_of(tuple(shapes))


def subtract(shape: Shape, cut: Shape) -> Shape:
    """What is left of a shape after cutting. Raises EmptyShapeError if nothing is, TangledError."""
    require_untangled([shape, cut])
    return polygonal(shapely.difference(shape, cut))


def beyond_m2(inner: Shape, outer: Shape) -> float:
    """Square metres of a shape that do not lie in another. Raises TangledError."""
    require_untangled([inner, outer])
    rest = shapely.difference(inner, outer)
    return 0.0 if rest.is_empty else area_m2(rest)


def within(shape: Shape, bounds: Shape) -> Shape:
    """What of a shape lies in another. Raises EmptyShapeError if nothing does, TangledError."""
    require_untangled([shape, bounds])
    return polygonal(shapely.intersection(shape, bounds))


def parts_of(shape: BaseGeometry) -> tuple[Polygon, ...]:
    """The single polygons of a shape."""
    return tuple(p for p in shapely.get_parts(shape) if isinstance(p, Polygon) and not p.is_empty)


def as_multi(shape: BaseGeometry) -> MultiPolygon:
    """The shape as a MultiPolygon, whatever it was."""
    return MultiPolygon(parts_of(shape))


def to_geojson(shape: BaseGeometry) -> dict[str, Any]:
    """The shape as a GeoJSON geometry."""
    document: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return document


def split_holes(shape: Shape) -> tuple[Polygon, ...]:
    """Polygons without holes that cover exactly the shape: each is cut through the middle of its holes."""
    done: list[Polygon] = []
    waiting = list(parts_of(shape))
    while waiting:
        part = waiting.pop()
        if part.interiors:
            waiting.extend(_halves(part))
        else:
            done.append(part)
    return tuple(done)


def fit(shape: Shape, *, max_vertices: int = CAP_VERTICES) -> Fit:
    """The shape as CAP allows it: no holes, at most ``max_vertices`` positions each, valid, containing the original."""
    polygons = tuple(p for piece in split_holes(shape) for p in _fitted(piece, max_vertices))
    together = shapely.union_all(list(polygons))
    return Fit(polygons=polygons, excess_m2=max(0.0, area_m2(together) - area_m2(shape)))


def _halves(part: Polygon) -> Sequence[Polygon]:
    west, south, east, north = part.bounds
    middles = sorted((hole.bounds[0] + hole.bounds[2]) / 2.0 for hole in part.interiors)
    cut = middles[len(middles) // 2]
    sides = (box(west - 1.0, south - 1.0, cut, north + 1.0), box(cut, south - 1.0, east + 1.0, north + 1.0))
    return [piece for side in sides for piece in parts_of(shapely.intersection(part, side))]


def _fitted(piece: Polygon, max_vertices: int) -> tuple[Polygon, ...]:
    """The piece itself if it is small and its numbers round enough, else the tightest hull found, at worst its box."""
    rounded = _rounded(piece)
    if _fits(rounded, piece, max_vertices):
        return (rounded,)
    projected = to_metres(piece)
    loosest = max(1.0, float(np.hypot(*np.subtract(projected.bounds[2:], projected.bounds[:2]))))
    tolerance, best = _FIRST_TOLERANCE_M, None
    while best is None and tolerance < loosest:
        best = _fitting_hull(projected, piece, tolerance, max_vertices)
        tolerance *= _TOLERANCE_STEP
    if best is None:
        return (_last_resort(projected),)
    if len(piece.exterior.coords) > _TIGHTENED_UP_TO:
        return (best,)
    return (_tightened(projected, piece, best, tolerance / _TOLERANCE_STEP, max_vertices),)


def _tightened(projected: BaseGeometry, piece: Polygon, best: Polygon, found: float, max_vertices: int) -> Polygon:
    """Halve the step between the last tolerance that was too fine and the first that did, a few times."""
    fine, coarse = found / _TOLERANCE_STEP, found
    for _ in range(_HALVINGS):
        middle = (fine + coarse) / 2.0
        hull = _fitting_hull(projected, piece, middle, max_vertices)
        if hull is None:
            fine = middle
        else:
            best, coarse = min(best, hull, key=lambda shape: shape.area), middle
    return best


def _fitting_hull(projected: BaseGeometry, piece: Polygon, tolerance: float, max_vertices: int) -> Polygon | None:
    hull = _hull(projected, tolerance)
    return hull if _fits(hull, piece, max_vertices) else None


def _hull(projected: BaseGeometry, tolerance: float) -> Polygon:
    """Outwards by the tolerance, then simplified by no more than it: what was inside stays inside."""
    grown = shapely.buffer(projected, tolerance + _GROWTH_M, join_style="mitre", mitre_limit=2.0)
    outer = Polygon(max(parts_of(grown), key=lambda part: part.area).exterior)
    simple = shapely.simplify(outer, tolerance, preserve_topology=True)
    return _rounded(to_degrees(simple))


def _last_resort(projected: BaseGeometry) -> Polygon:
    grown = shapely.buffer(shapely.convex_hull(projected), 1.0, join_style="mitre")
    west, south, east, north = to_degrees(shapely.segmentize(shapely.envelope(grown), 1_000.0)).bounds
    return box(west, south, east, north)


def _rounded(shape: BaseGeometry) -> Polygon:
    return Polygon(np.round(shapely.get_coordinates(shapely.get_exterior_ring(shape)), _DECIMALS))


def _fits(candidate: Polygon, piece: Polygon, max_vertices: int) -> bool:
    return (
        len(candidate.exterior.coords) <= max_vertices
        and candidate.is_valid
        and not candidate.is_empty
        and bool(shapely.covers(candidate, piece))
    )
