"""From nested lists of numbers to polygons: what is counted and checked before a geometry library sees it.

A *part* is one polygon's rings, a *ring* a list of positions, a *position* ``[lon, lat]`` in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import (
    AntimeridianError,
    EmptyShapeError,
    FarAwayError,
    NotANumberError,
    NotFiniteError,
    OutOfRangeError,
    RingNotClosedError,
    RingTooShortError,
    ShapeTooBigError,
    Spot,
    SwappedAxesError,
    TangledError,
    ThreeDimensionsError,
    TooSmallError,
)
from geo.limits import GERMANY, Bounds, Limits
from geo.tangle import rings_of, tangled_at
from geo.validity import require_valid

Shape = Polygon | MultiPolygon
Part = Sequence[Any]
Ring = NDArray[np.float64]

_M2_PER_SQUARE_DEGREE = 111_195.0**2
"""At the equator."""


def shape_from_parts(parts: Sequence[Part], limits: Limits) -> Shape:
    """A valid shape out of the coordinates of one polygon or more.

    Raises a ShapeRefusedError that names the first fault and its place; repairs nothing.
    """
    _require_few(parts, limits)
    checked = [_checked_rings(part, number, len(parts) > 1) for number, part in enumerate(parts)]
    _require_in_region(checked, limits)
    _require_untangled([ring for rings in checked for ring in rings])
    polygons = [Polygon(rings[0], rings[1:]) for rings in checked]
    shape: Shape = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    require_valid(shape)
    _require_some(shape, limits)
    return shape


def union_of(shapes: Sequence[Shape]) -> Shape:
    """Valid shapes as one."""
    if not shapes:
        raise EmptyShapeError
    if len(shapes) == 1:
        return shapes[0]
    require_untangled(shapes)
    return polygonal(shapely.union_all(list(shapes)))


def polygonal(geometry: Any) -> Shape:
    """The polygons of what an overlay returned. Raises EmptyShapeError if there are none."""
    if isinstance(geometry, Polygon | MultiPolygon) and not geometry.is_empty:
        return geometry
    polygons = [g for g in shapely.get_parts(geometry, return_index=False) if isinstance(g, Polygon) and not g.is_empty]
    polygons += [p for g in getattr(geometry, "geoms", ()) if isinstance(g, MultiPolygon) for p in g.geoms]
    if not polygons:
        raise EmptyShapeError
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def require_untangled(shapes: Sequence[BaseGeometry]) -> None:
    """Pass if shapes in degrees can be laid over each other in time. Raises TangledError with the place."""
    _require_untangled(rings_of(shapes))


def _require_untangled(rings: Sequence[Ring]) -> None:
    place = tangled_at(rings)
    if place is not None:
        raise TangledError(Spot(lon=place[0], lat=place[1]))


def _require_some(shape: Shape, limits: Limits) -> None:
    """Metres by the sphere are true enough to tell an area from a mistake."""
    lon, lat = (float(value) for value in shapely.get_coordinates(shape)[0])
    if shape.area * _M2_PER_SQUARE_DEGREE * math.cos(math.radians(lat)) < limits.least_m2:
        raise TooSmallError(Spot(ring=0, vertex=0, lon=lon, lat=lat), least=f"{limits.least_m2:g}")


def _require_few(parts: Sequence[Part], limits: Limits) -> None:
    if not parts:
        raise EmptyShapeError
    if len(parts) > limits.parts:
        raise too_big("parts", limits.parts, len(parts))
    rings = vertices = 0
    for number, part in enumerate(parts):
        for ring in _listed(part, Spot(part=number)):
            rings += 1
            vertices += len(_listed(ring, Spot(part=number)))
    if rings > limits.rings:
        raise too_big("rings", limits.rings, rings)
    if vertices > limits.vertices:
        raise too_big("vertices", limits.vertices, vertices)


_NOUNS = {"parts": "Teile", "rings": "Ringe", "vertices": "Punkte", "bytes": "Bytes", "levels": "Ebenen"}


def too_big(what: str, limit: int, found: int) -> ShapeTooBigError:
    """The refusal for more ``what`` (a key of the nouns) than allowed."""
    return ShapeTooBigError(what_en=what, what_de=_NOUNS[what], limit=limit, found=found)


def _listed(value: Any, spot: Spot) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise NotANumberError(spot)
    return value


def _checked_rings(part: Part, number: int, several: bool) -> list[Ring]:
    if not part:
        raise EmptyShapeError(Spot(part=number if several else None))
    return [_checked_ring(ring, Spot(part=number if several else None, ring=index)) for index, ring in enumerate(part)]


def _checked_ring(ring: Sequence[Any], where: Spot) -> Ring:
    if not ring:
        raise EmptyShapeError(where)
    positions = np.array([_position(value, index, where) for index, value in enumerate(ring)], dtype=np.float64)
    _require_on_earth(positions, where)
    if len(positions) < 4:
        raise RingTooShortError(where)
    if not np.array_equal(positions[0], positions[-1]):
        raise RingNotClosedError(_at(where, len(positions) - 1, positions[-1]))
    return positions


def _position(value: Any, index: int, where: Spot) -> tuple[float, float]:
    spot = Spot(part=where.part, ring=where.ring, vertex=index)
    if not isinstance(value, list | tuple):
        raise NotANumberError(spot)
    if len(value) == 3:
        raise ThreeDimensionsError(spot)
    if len(value) != 2:
        raise NotANumberError(spot)
    return _number(value[0], spot), _number(value[1], spot)


def _number(value: Any, spot: Spot) -> float:
    if type(value) not in (int, float):
        raise NotANumberError(spot)
    try:
        number = float(value)
    except OverflowError:
        raise NotFiniteError(spot) from None
    if not math.isfinite(number):
        raise NotFiniteError(spot)
    return number


def _at(where: Spot, vertex: int, position: Ring) -> Spot:
    return Spot(part=where.part, ring=where.ring, vertex=vertex, lon=float(position[0]), lat=float(position[1]))


def _require_on_earth(positions: Ring, where: Spot) -> None:
    wrong = np.flatnonzero((np.abs(positions[:, 0]) > 180.0) | (np.abs(positions[:, 1]) > 90.0))
    if wrong.size:
        raise OutOfRangeError(_at(where, int(wrong[0]), positions[wrong[0]]))


def _require_in_region(parts: Sequence[Sequence[Ring]], limits: Limits) -> None:
    outer = [rings[0] for rings in parts]
    every = np.concatenate(outer)
    bounds = Bounds(*(float(v) for v in (*every.min(axis=0), *every.max(axis=0))))
    if bounds.east - bounds.west > 180.0:
        raise AntimeridianError(_farthest(parts, bounds.east, axis=0))
    if GERMANY.swapped.holds(bounds):
        raise SwappedAxesError(_farthest(parts, bounds.west, axis=0))
    if not limits.region.holds(bounds):
        raise FarAwayError(_first_outside(parts, limits.region))


def _farthest(parts: Sequence[Sequence[Ring]], value: float, *, axis: int) -> Spot:
    for number, rings in enumerate(parts):
        hit = np.flatnonzero(rings[0][:, axis] == value)
        if hit.size:
            return _at(Spot(part=number if len(parts) > 1 else None, ring=0), int(hit[0]), rings[0][hit[0]])
    return Spot()


def _first_outside(parts: Sequence[Sequence[Ring]], region: Bounds) -> Spot:
    for number, rings in enumerate(parts):
        x, y = rings[0][:, 0], rings[0][:, 1]
        hit = np.flatnonzero((x < region.west) | (x > region.east) | (y < region.south) | (y > region.north))
        if hit.size:
            return _at(Spot(part=number if len(parts) > 1 else None, ring=0), int(hit[0]), rings[0][hit[0]])
    return Spot()
