"""Where a foreign alert holds: polygons with holes, circles, and the codes of districts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from alerts.domain.errors import Fault
from alerts.domain.model.alert import GeoJson
from geo.errors import OrtsrufError, SwappedAxesError
from geo.limits import DEFAULT
from geo.parse import shape_from_cap_circle, shape_from_cap_polygon
from geo.rings import Shape
from geo.shapes import subtract, to_geojson, union

MOST_SHAPES = 500
EXCLUDED = "EXCLUDE_POLYGON"
"""DWD's valueName of a hole: CAP polygons know none."""
_CODES = re.compile(r"\d{5,12}")
_CELL = re.compile(r"8\d{8}")
_KREIS_CELL = re.compile(r"1\d{5}000")
_SPLIT = re.compile(r"[\s,;+|]+")


def area_of(
    polygons: Iterable[tuple[str, str]],
    circles: Iterable[tuple[str, str]],
    holes: Iterable[tuple[str, str]],
    faults: list[Fault],
) -> GeoJson | None:
    """The ground of (place, text) pairs as GeoJSON, holes cut out; None where there is none or some of it is wrong."""
    rings, rounds, cuts = list(polygons), list(circles), list(holes)
    if len(rings) + len(rounds) + len(cuts) > MOST_SHAPES:
        faults.append(Fault("area", f"hat mehr als {MOST_SHAPES} Flächen", f"has more than {MOST_SHAPES} shapes"))
        return None
    if sum(text.count(" ") for _, text in (*rings, *cuts)) > DEFAULT.vertices:
        faults.append(
            Fault("area", f"hat mehr als {DEFAULT.vertices} Punkte", f"has more than {DEFAULT.vertices} points")
        )
        return None
    before = len(faults)
    whole = [*_shapes(rings, ring, faults), *_shapes(rounds, shape_from_cap_circle, faults)]
    cut = list(_shapes(cuts, ring, faults))
    if len(faults) > before or not whole:
        return None
    try:
        shape = union(whole)
        return to_geojson(subtract(shape, union(cut)) if cut else shape)
    except OrtsrufError as refusal:
        faults.append(Fault("area", refusal.text("de"), refusal.text("en")))
        return None


def ring(text: str) -> Shape:
    """A closed ring "lat,lon lat,lon …"; some of NINA's feeds write longitude first, which lies far from Germany."""
    try:
        return shape_from_cap_polygon(text)
    except SwappedAxesError:
        return shape_from_cap_polygon(" ".join(",".join(reversed(pair.split(","))) for pair in text.split()))


def codes(name: str, value: str) -> tuple[str, ...]:
    """The districts that a pair of valueName and value means, as digits; empty for what is none of ours.

    DWD's WARNCELLID is "8" and the AGS for a Gemeinde, "1", the Kreis and three zeros for a Kreis; its other cells
    (parts of Kreise, coasts, lakes) have no key of ours.
    """
    found = (one for one in _SPLIT.split(value) if _CODES.fullmatch(one))
    if name.upper() == "WARNCELLID":
        return tuple(code for cell in found if (code := _of_cell(cell)))
    return tuple(code for code in found if len(code) in (5, 8, 12))


def _of_cell(cell: str) -> str:
    if _CELL.fullmatch(cell):
        return cell[1:]
    return cell[1:6] if _KREIS_CELL.fullmatch(cell) else ""


def _shapes(pairs: list[tuple[str, str]], parse: Callable[[str], Shape], faults: list[Fault]) -> Iterable[Shape]:
    for place, text in pairs:
        try:
            yield parse(text)
        except OrtsrufError as refusal:
            faults.append(Fault(place, refusal.text("de"), refusal.text("en")))
