"""The areas of a pasted CAP document, ours or foreign: polygons, circles, geocodes, wherever they stand.

Only the areas are read, so that a foreign document with oddities elsewhere is no obstacle. Where it draws shapes, its
geocodes are left aside: they name whole units, the shapes are what was meant. The same area in several languages
counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from alerts.domain.model.alert import Circle
from alerts.formats.cap.parsing import local, parse, text
from geo.errors import ShapeRefusedError
from geo.parse import shape_from_cap_circle, shape_from_cap_polygon
from geo.rings import Shape, union_of

_HOLE = "EXCLUDE_POLYGON"
_REGIONS = "warnVerwaltungsbereiche"
_WARNCELL = "WARNCELLID"
MOST_PIECES = 500


class PieceRefusedError(ShapeRefusedError):
    """One piece of a document is no valid area; nothing of the document is taken."""

    code = "piece-refused"
    de = "{piece}, Zeile {line}: {said_de}"
    en = "{piece}, line {line}: {said_en}"


@dataclass(frozen=True, kw_only=True)
class Named:
    """A place that a document names by code or in words, with its line."""

    line: int
    text: str


@dataclass(frozen=True, kw_only=True)
class CapAreas:
    """What a document says about where. ``circle`` only where it is all that is drawn; ``places`` only where nothing is
    drawn, ``aside`` are the codes that were left aside because something is."""

    shape: Shape | None
    circle: Circle | None
    hole: Shape | None
    places: tuple[Named, ...]
    aside: tuple[Named, ...]


def read(xml: str) -> CapAreas:
    """The areas of all infos together. Raises CapRefusedError for no XML, PieceRefusedError for a faulty shape."""
    root = parse(xml)
    found = [one for one in root.iter() if local(one) == "area"]
    polygons, circles = _pieces(found, "polygon"), _pieces(found, "circle")
    codes = [pair for area in found for pair in _geocodes(area)]
    holes = [named for name, named in codes if name == _HOLE]
    places = tuple(dict.fromkeys(_place(name, named) for name, named in codes if name != _HOLE))
    shapes = [_shape(one, "Polygon", circle=False) for one in polygons]
    shapes += [_shape(one, "Kreis", circle=True) for one in circles]
    alone = _circle(circles[0]) if len(circles) == 1 and not polygons else None
    if not shapes and not places:
        places = tuple(_regions(root)) or tuple(_described(found))
    return CapAreas(
        shape=union_of(shapes) if shapes and alone is None else None,
        circle=alone,
        hole=union_of([_shape(one, _HOLE, circle=False) for one in holes]) if holes and shapes else None,
        places=places if not shapes else (),
        aside=places if shapes else (),
    )


def _pieces(areas: list[etree._Element], name: str) -> list[Named]:
    found: dict[str, Named] = {}
    for area in areas:
        for one in area:
            if local(one) == name:
                written = " ".join(text(one).split())
                found.setdefault(written, Named(line=_line(one), text=written))
    if len(found) > MOST_PIECES:
        first = list(found.values())[MOST_PIECES]
        raise PieceRefusedError(
            piece=name, line=first.line, said_de=f"mehr als {MOST_PIECES}", said_en=f"more than {MOST_PIECES}"
        )
    return list(found.values())


def _line(element: etree._Element) -> int:
    return int(getattr(element, "sourceline", 0) or 0)


def _geocodes(area: etree._Element) -> Iterator[tuple[str, Named]]:
    for one in area:
        if local(one) != "geocode":
            continue
        name = next((text(inner) for inner in one if local(inner) == "valueName"), "")
        value = next((text(inner) for inner in one if local(inner) == "value"), "")
        for code in [value] if name == _HOLE else value.replace(",", " ").split():
            yield name, Named(line=_line(one), text=code)


def _place(name: str, named: Named) -> Named:
    """A code as lists know it. A Wetterdienst cell is "8" before an AGS, or "1" before a Kreis filled up with zeros."""
    code = named.text
    if name.upper() == _WARNCELL and len(code) == 9 and code[0] in "18":
        return Named(line=named.line, text=code[1:6] if code[0] == "1" else code[1:])
    return named


def _regions(root: etree._Element) -> Iterator[Named]:
    """MoWaS names the units that it warns in a parameter too."""
    for one in root.iter():
        if local(one) == "parameter" and any(text(inner) == _REGIONS for inner in one if local(inner) == "valueName"):
            values = (text(inner) for inner in one if local(inner) == "value")
            codes = [code for value in values for code in value.replace(",", " ").split()]
            yield from (Named(line=_line(one), text=code) for code in codes)


def _described(areas: list[etree._Element]) -> Iterator[Named]:
    for area in areas:
        for one in area:
            if local(one) == "areaDesc":
                for piece in text(one).replace(";", ",").split(","):
                    if piece.strip():
                        yield Named(line=_line(one), text=" ".join(piece.split()))


def _shape(one: Named, piece: str, *, circle: bool) -> Shape:
    try:
        return shape_from_cap_circle(one.text) if circle else shape_from_cap_polygon(one.text)
    except ShapeRefusedError as refusal:
        raise PieceRefusedError(
            piece=piece, line=one.line, said_de=refusal.text("de"), said_en=refusal.text("en")
        ) from refusal


def _circle(one: Named) -> Circle:
    """A circle that has been judged."""
    centre, radius = one.text.split()
    lat, lon = centre.split(",")
    return Circle(lat=float(lat), lon=float(lon), radius_m=float(radius) * 1000.0)
