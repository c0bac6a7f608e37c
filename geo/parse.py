"""What people and machines send, as shapes: GeoJSON, WKT, CAP polygon and circle. Refuses, never repairs.

Every shape comes back in EPSG:4326, longitude first, valid and within ``geo.limits``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo.errors import (
    CoordinateSystemError,
    EmptyShapeError,
    NotANumberError,
    ShapeKindError,
    ShapeUnreadableError,
    Spot,
    SwappedAxesError,
    SwappedCapAxesError,
)
from geo.limits import DEFAULT, Limits
from geo.measure import circle
from geo.rings import Part, Shape, shape_from_parts, too_big, union_of
from geo.wkt import groups_from_wkt

_WGS84 = re.compile(r"(EPSG:{0,2}4326|CRS84)$", re.IGNORECASE)


def shape_from_geojson(value: Mapping[str, Any] | str | bytes, limits: Limits = DEFAULT) -> Shape:
    """The area of a GeoJSON Polygon, MultiPolygon, Feature, FeatureCollection or GeometryCollection of these.

    ``value`` is text or what ``json`` made of it. Several geometries are united. Raises a ShapeRefusedError.
    """
    document = _loaded(value, limits) if isinstance(value, str | bytes) else value
    groups = tuple(_groups(document, limits))
    _require_few_together(groups, limits)
    return union_of([shape_from_parts(group, limits) for group in groups])


def shape_from_wkt(text: str, limits: Limits = DEFAULT) -> Shape:
    """The area of a WKT POLYGON, MULTIPOLYGON or GEOMETRYCOLLECTION of these. Raises a ShapeRefusedError."""
    _require_size(text, limits)
    groups = groups_from_wkt(text, limits)
    _require_few_together(groups, limits)
    return union_of([shape_from_parts(group, limits) for group in groups])


def shape_from_cap_polygon(text: str, limits: Limits = DEFAULT) -> Shape:
    """The area of a CAP polygon, "lat,lon lat,lon …" with the last pair equal to the first.

    Raises a ShapeRefusedError.
    """
    _require_size(text, limits)
    ring = [_cap_pair(pair, Spot(ring=0, vertex=index)) for index, pair in enumerate(text.split())]
    try:
        return shape_from_parts([[ring]], limits)
    except SwappedAxesError as error:
        raise SwappedCapAxesError(error.spot) from None


def shape_from_cap_circle(text: str, limits: Limits = DEFAULT) -> Shape:
    """The area of a CAP circle, "lat,lon radius" with the radius in kilometres. Raises a ShapeRefusedError."""
    _require_size(text, limits)
    words = text.split()
    if len(words) != 2:
        raise ShapeUnreadableError(format="CAP circle", detail="lat,lon km")
    lon, lat = _cap_pair(words[0], Spot())
    try:
        return circle(lat=lat, lon=lon, radius_m=_cap_number(words[1], Spot()) * 1000.0, limits=limits)
    except SwappedAxesError as error:
        raise SwappedCapAxesError(error.spot) from None


def shape_from_text(text: str, limits: Limits = DEFAULT) -> Shape:
    """The area of a text whose format shows itself: GeoJSON, WKT, CAP circle or CAP polygon.

    Raises a ShapeRefusedError.
    """
    _require_size(text, limits)
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return shape_from_geojson(text, limits)
    if start.isalpha():
        return shape_from_wkt(text, limits)
    if len(text.split(maxsplit=2)) == 2:
        return shape_from_cap_circle(text, limits)
    return shape_from_cap_polygon(text, limits)


def _require_size(text: str | bytes, limits: Limits) -> None:
    if len(text) > limits.size:
        raise too_big("bytes", limits.size, len(text))


def _loaded(text: str | bytes, limits: Limits) -> Any:
    _require_size(text, limits)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        detail = "nesting" if isinstance(error, RecursionError) else str(error)
        raise ShapeUnreadableError(format="GeoJSON", detail=detail) from None


def _require_few_together(groups: Sequence[Sequence[Part]], limits: Limits) -> None:
    """The limits hold for all geometries of a document together, not for each of them."""
    if not groups:
        raise EmptyShapeError
    parts = [part for group in groups for part in group if isinstance(part, list | tuple)]
    rings = [ring for part in parts for ring in part if isinstance(ring, list | tuple)]
    for what, limit, found in (
        ("parts", limits.parts, len(parts)),
        ("rings", limits.rings, len(rings)),
        ("vertices", limits.vertices, sum(map(len, rings))),
    ):
        if found > limit:
            raise too_big(what, limit, found)


def _groups(value: Any, limits: Limits, depth: int = 0) -> Iterator[Sequence[Part]]:
    """The coordinates of every polygonal geometry in a GeoJSON object, each as a list of parts."""
    if depth > limits.depth:
        raise too_big("levels", limits.depth, depth)
    if not isinstance(value, Mapping):
        raise ShapeUnreadableError(format="GeoJSON", detail="object expected")
    _require_wgs84(value)
    kind = value.get("type")
    if kind == "Polygon":
        yield [_list_of(value, "coordinates")]
    elif kind == "MultiPolygon":
        yield _list_of(value, "coordinates")
    elif kind == "Feature":
        yield from _groups_of_feature(value, limits, depth)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        members = _list_of(value, "features" if kind == "FeatureCollection" else "geometries")
        if len(members) > limits.parts:
            raise too_big("parts", limits.parts, len(members))
        for member in members:
            yield from _groups(member, limits, depth + 1)
    else:
        raise ShapeKindError(kind=str(kind)[:40])


def _groups_of_feature(value: Mapping[str, Any], limits: Limits, depth: int) -> Iterator[Sequence[Part]]:
    if value.get("geometry") is None:
        raise EmptyShapeError
    yield from _groups(value["geometry"], limits, depth + 1)


def _list_of(value: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = value.get(name)
    if not isinstance(found, list | tuple):
        raise ShapeUnreadableError(format="GeoJSON", detail=f"“{name}” must be a list")
    return found


def _require_wgs84(value: Mapping[str, Any]) -> None:
    crs = value.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = str(properties.get("name")) if isinstance(properties, Mapping) else str(crs)
    if not _WGS84.search(name):
        raise CoordinateSystemError(found=name[:80])


def _cap_pair(text: str, spot: Spot) -> tuple[float, float]:
    words = text.split(",")
    if len(words) != 2:
        raise NotANumberError(spot)
    lat, lon = (_cap_number(word, spot) for word in words)
    return lon, lat


def _cap_number(text: str, spot: Spot) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotANumberError(spot) from None
