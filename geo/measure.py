"""True metres: areas in the equal-area projection of Europe (EPSG:3035), circles along the earth's surface."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import (
    FarAwayError,
    NotFiniteError,
    OutlineTooLongError,
    OutOfRangeError,
    RadiusError,
    Spot,
    SwappedAxesError,
    TangledError,
    TooSmallError,
)
from geo.limits import AREA, DEFAULT, GERMANY, AreaLimits, Bounds, Limits
from geo.rings import too_big
from geo.tangle import rings_of, tangled_at

EDGE_DEGREES = 0.01
"""Longest edge before projecting: a straight line in degrees bends in it, by 2.5 m on 10 km, by 3 cm on 1 km."""

DENSE_VERTICES = 250_000
"""Most vertices after densifying; a shape of many long edges would otherwise fill the memory."""
CIRCLE_VERTICES = 128
LEAST_RADIUS_M = 1.0
GREATEST_RADIUS_M = 300_000.0

_GEOD = Geod(ellps="WGS84")


def to_metres(shape: BaseGeometry) -> BaseGeometry:
    """The shape in EPSG:3035, its long edges densified first. Areas there are true square metres."""
    vertices = int(shapely.get_num_coordinates(shape) + shapely.length(shape) / EDGE_DEGREES)
    if vertices > DENSE_VERTICES:
        raise too_big("vertices", DENSE_VERTICES, vertices)
    return shapely.transform(shapely.segmentize(shape, EDGE_DEGREES), _forward)


def area_to_metres(shape: BaseGeometry, limits: AreaLimits = AREA) -> BaseGeometry:
    """An alert's whole area (EPSG:4326) in EPSG:3035, as ``to_metres``, if measuring it takes no time worth telling.

    Raises TooSmallError, ShapeTooBigError, OutlineTooLongError or TangledError.
    """
    _require_small(shape, limits)
    projected = to_metres(shape)
    if projected.area < limits.least_m2:
        raise TooSmallError(_corner(shape), least=f"{limits.least_m2:g}")
    place = tangled_at(rings_of([projected]))
    if place is not None:
        raise TangledError(_corner(to_degrees(Point(place))))
    return projected


def vertices_to_metres(shape: BaseGeometry) -> BaseGeometry:
    """The shape in EPSG:3035 vertex by vertex, without densifying: there and back changes nothing."""
    return shapely.transform(shape, _forward)


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    """A shape of EPSG:3035 back in EPSG:4326."""
    return shapely.transform(shape, _backward)


def area_m2(shape: BaseGeometry) -> float:
    """True area in square metres of a shape in EPSG:4326."""
    return float(to_metres(shape).area)


def circle(*, lat: float, lon: float, radius_m: float, limits: Limits = DEFAULT) -> Polygon:
    """A circle on the earth's surface as a polygon of 128 edges that has the circle's own area.

    Its vertices lie 0.02 % outside the radius, the middles of its edges 0.01 % inside. Raises a ShapeRefusedError for
    a centre that is nowhere near Germany or a radius below 1 m or above 300 km.
    """
    _require_centre(lat, lon, limits)
    if not LEAST_RADIUS_M <= radius_m <= GREATEST_RADIUS_M:
        raise RadiusError(least=f"{LEAST_RADIUS_M:g}", most=f"{GREATEST_RADIUS_M / 1000:g}")
    step = 2.0 * math.pi / CIRCLE_VERTICES
    reach = radius_m * math.sqrt(step / math.sin(step))
    azimuths = np.linspace(0.0, 360.0, CIRCLE_VERTICES, endpoint=False)
    lons, lats, _ = _GEOD.fwd(
        np.full(CIRCLE_VERTICES, lon), np.full(CIRCLE_VERTICES, lat), azimuths, np.full(CIRCLE_VERTICES, reach)
    )
    return Polygon(np.column_stack([lons, lats])[::-1])


def distance_m(from_lon: float, from_lat: float, to_lon: float, to_lat: float) -> float:
    """Metres along the earth's surface between two places."""
    return float(_GEOD.inv(from_lon, from_lat, to_lon, to_lat)[2])


def _require_small(shape: BaseGeometry, limits: AreaLimits) -> None:
    for what, limit, found in (
        ("parts", limits.parts, int(shapely.get_num_geometries(shape))),
        ("vertices", limits.vertices, int(shapely.get_num_coordinates(shape))),
    ):
        if found > limit:
            raise too_big(what, limit, found)
    outline = vertices_to_metres(shape).length
    if outline > limits.outline_m:
        raise OutlineTooLongError(
            _corner(shape), found=round(outline / 1000.0), limit=f"{limits.outline_m / 1000.0:.0f}"
        )


def _corner(shape: BaseGeometry) -> Spot:
    lon, lat = shapely.get_coordinates(shape)[0]
    return Spot(lon=float(lon), lat=float(lat))


def _require_centre(lat: float, lon: float, limits: Limits) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise NotFiniteError
    spot = Spot(lon=lon, lat=lat)
    if abs(lon) > 180.0 or abs(lat) > 90.0:
        raise OutOfRangeError(spot)
    here = Bounds(lon, lat, lon, lat)
    if GERMANY.swapped.holds(here):
        raise SwappedAxesError(spot)
    if not limits.region.holds(here):
        raise FarAwayError(spot)


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _forward(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(_transformer(4326, 3035).transform(coordinates[:, 0], coordinates[:, 1]))


def _backward(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(_transformer(3035, 4326).transform(coordinates[:, 0], coordinates[:, 1]))
