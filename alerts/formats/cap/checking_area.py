"""What an area of a CAP document must be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from lxml import etree
from shapely import is_valid_reason
from shapely.geometry import Polygon

from alerts.domain.errors import Fault
from alerts.formats.cap import names
from alerts.formats.cap.parsing import children, text, text_of
from geo.limits import GERMANY
from geo.shapes import CAP_VERTICES

MOST_POINTS = CAP_VERTICES
"""The closing one included."""
LARGEST_RADIUS_KM = 20_038.0
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")
_CIRCLE = re.compile(rf"({_NUMBER}),({_NUMBER})\s+({_NUMBER})")
_ARS = re.compile(r"\d{12}")
Faults = Iterator[Fault]


def area_faults(area: etree._Element, place: str) -> Faults:
    """Every fault of an ``area`` element."""
    polygons, circles, geocodes = (children(area, name) for name in ("polygon", "circle", "geocode"))
    if not (polygons or circles or geocodes):
        yield Fault(place, "hat weder Fläche noch Schlüssel", "has neither a shape nor a geocode")
    for number, polygon in enumerate(polygons):
        yield from polygon_faults(text(polygon), f"{place}/polygon[{number}]")
    for number, circle in enumerate(circles):
        yield from circle_faults(text(circle), f"{place}/circle[{number}]")
    for number, geocode in enumerate(geocodes):
        if text_of(geocode, "valueName") == names.ARS and not _ARS.fullmatch(text_of(geocode, "value")):
            yield Fault(f"{place}/geocode[{number}]", "hat keine 12 Ziffern", "does not have 12 digits")
    yield from _heights(area, place)


def polygon_faults(written: str, place: str) -> Faults:
    """Every fault of a polygon "lat,lon lat,lon …"."""
    matches = [_PAIR.fullmatch(pair) for pair in written.split()]
    points = [(float(m[1]), float(m[2])) for m in matches if m is not None]
    for number, match in enumerate(matches):
        if match is None:
            yield Fault(f"{place}, Punkt {number}", "ist nicht „Breite,Länge“", "is not “latitude,longitude”")
    if len(points) != len(matches):
        return
    faults = [*_ring_faults(points, place), *_place_faults(points, place)]
    yield from faults
    if not faults:
        yield from _shape_faults(points, place)


def _ring_faults(points: list[tuple[float, float]], place: str) -> Faults:
    if len(points) < 4:
        yield Fault(place, "hat weniger als vier Punkte", "has fewer than four points")
    elif points[0] != points[-1]:
        yield Fault(place, "ist nicht geschlossen: erster und letzter Punkt müssen gleich sein", "is not closed")
    if len(points) > MOST_POINTS:
        yield Fault(place, f"hat mehr als {MOST_POINTS} Punkte", f"has more than {MOST_POINTS} points")


def _place_faults(points: list[tuple[float, float]], place: str) -> Faults:
    for number, (lat, lon) in enumerate(points):
        if not _on_earth(lat, lon):
            yield Fault(f"{place}, Punkt {number}", f"{lat},{lon} gibt es nicht", f"{lat},{lon} does not exist")
    swapped = all(_in_germany(lon, lat) and not _in_germany(lat, lon) for lat, lon in points)
    if points and swapped:
        yield Fault(
            place,
            "liegt im Golf von Aden; in Deutschland, wenn man Breite und Länge vertauscht",
            "lies in the Gulf of Aden; in Germany if latitude and longitude are swapped",
        )


def _shape_faults(points: list[tuple[float, float]], place: str) -> Faults:
    polygon = Polygon([(lon, lat) for lat, lon in points])
    if not polygon.is_valid:
        why = is_valid_reason(polygon)
        yield Fault(place, f"schneidet sich selbst ({why})", f"crosses itself ({why})")
    elif polygon.area == 0:
        yield Fault(place, "hat keine Fläche", "has no area")


def circle_faults(written: str, place: str) -> Faults:
    """Every fault of a circle "lat,lon km"."""
    match = _CIRCLE.fullmatch(written)
    if match is None:
        yield Fault(place, "ist nicht „Breite,Länge Kilometer“", "is not “latitude,longitude kilometres”")
        return
    lat, lon, radius = (float(part) for part in match.groups())
    if not _on_earth(lat, lon):
        yield Fault(place, f"{lat},{lon} gibt es nicht", f"{lat},{lon} does not exist")
    if not 0 <= radius <= LARGEST_RADIUS_KM:
        yield Fault(place, f"Radius {radius} km geht nicht", f"a radius of {radius} km is not possible")


def _heights(area: etree._Element, place: str) -> Faults:
    if text_of(area, "ceiling") and not text_of(area, "altitude"):
        yield Fault(f"{place}/ceiling", "gilt nur mit altitude", "only holds together with altitude")


def _on_earth(lat: float, lon: float) -> bool:
    return math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180


def _in_germany(lat: float, lon: float) -> bool:
    return GERMANY.south <= lat <= GERMANY.north and GERMANY.west <= lon <= GERMANY.east
