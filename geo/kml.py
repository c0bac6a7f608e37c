"""KML as data: placemarks with their polygons, by a parser that loads nothing and resolves nothing.

KML knows one coordinate system only, WGS 84. Network links, overlays, models and styles are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MOST_PLACEMARKS = 20_000

_FOLDERS = ("Document", "Folder")
_SHAPES = ("Point", "LineString", "LinearRing", "Track", "Model")


@dataclass(frozen=True, kw_only=True)
class Placemark:
    """One placemark: its folder, its name, its polygons as GeoJSON coordinates; what else it holds, counted by kind."""

    folder: str
    name: str
    polygons: list[Any] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)
    heights: bool = False


def placemarks(raw: bytes) -> list[Placemark]:
    """Every placemark in the document's order. Raises ValueError for what is no KML or brings a DTD."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)[:200]) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("DTD")
    if _local(root) != "kml":
        raise ValueError(f"<{_local(root)}>")
    found = [_placemark(mark) for mark in root.iter() if _local(mark) == "Placemark"]
    if len(found) > MOST_PLACEMARKS:
        raise ValueError(f"{len(found)} placemarks")
    return found


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((one for one in element if _local(one) == name), None)


def _text(element: etree._Element | None) -> str:
    return "" if element is None else str(element.xpath("string()")).strip()


def _placemark(mark: etree._Element) -> Placemark:
    folder = next((one for one in mark.iterancestors() if _local(one) in _FOLDERS), None)
    folder_name = "" if folder is None else _text(_child(folder, "name"))
    others: dict[str, int] = {}
    polygons = []
    heights = False
    for one in mark.iter():
        kind = _local(one)
        if kind == "Polygon":
            rings, high = _rings(one)
            polygons.append(rings)
            heights = heights or high
        elif kind in _SHAPES and not any(_local(above) == "Polygon" for above in one.iterancestors()):
            others[kind] = others.get(kind, 0) + 1
    return Placemark(
        folder=folder_name[:200],
        name=_text(_child(mark, "name"))[:200],
        polygons=polygons,
        others=others,
        heights=heights,
    )


def _rings(polygon: etree._Element) -> tuple[list[list[list[float]]], bool]:
    """Outer ring first. A ring that is not closed stays so: it is refused later, with its place."""
    outer: list[list[list[float]]] = []
    inner: list[list[list[float]]] = []
    heights = False
    for boundary in polygon:
        side = _local(boundary)
        if side not in ("outerBoundaryIs", "innerBoundaryIs"):
            continue
        for coordinates in (one for one in boundary.iter() if _local(one) == "coordinates"):
            ring, high = _ring(_text(coordinates))
            heights = heights or high
            (outer if side == "outerBoundaryIs" else inner).append(ring)
    return outer + inner, heights


def _ring(written: str) -> tuple[list[list[float]], bool]:
    ring = list(_positions(written))
    return [position[:2] for position in ring], any(len(position) > 2 and position[2] != 0 for position in ring)


def _positions(written: str) -> Iterator[list[float]]:
    for position in written.split():
        numbers = [float(number) for number in position.split(",") if number]
        if len(numbers) < 2:
            raise ValueError(f"coordinates “{position[:40]}”")
        yield numbers
