"""Whether districts may be loaded: codes, names, shapes, and how neighbours and parents meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.limits import GERMANY, NEAR_GERMANY, Bounds
from geo.measure import to_metres
from geo.report import Finding, Report, Weight, report
from geo.shapes import parts_of
from geo.validity import fault

LEAST_OVERLAP_M2 = 100.0
"""Below it an overlap of neighbours is drawing accuracy and not told."""
GREATEST_OVERLAP = 0.01
"""Of the smaller neighbour: more is a fault."""
LEAST_GAP_M2 = 1.0
GREATEST_DEVIATION = 0.01
"""From which difference between the children's and the parent's area is told."""
LEAST_INSIDE = 0.5
"""A district of which less lies in its parent has the wrong one."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A district to be checked, its shape in EPSG:4326. ``row`` counts from 1."""

    row: int
    code: str
    name: str
    parent: str | None
    shape: BaseGeometry | None
    population: int | None = None


@dataclass(frozen=True, kw_only=True)
class Parent:
    """A district that candidates name as theirs, its shape in EPSG:4326."""

    name: str
    shape: BaseGeometry


def check(
    candidates: Sequence[Candidate], *, parents: Mapping[str, Parent] | None = None, expected: int | None = None
) -> Report:
    """Every fault and note; geometry is compared only among shapes that are valid by themselves."""
    findings = [*_counted(candidates, expected), *_named(candidates), *_shaped(candidates)]
    sound = [c for c in candidates if c.code and isinstance(c.shape, Polygon | MultiPolygon) and _is_sound(c.shape)]
    flat = {c.code: to_metres(c.shape) for c in sound if c.shape is not None}
    if flat:
        findings += [*_overlapping(flat), *_gaps(flat)]
    if parents is not None:
        findings += [*_orphans(candidates, parents), *_against_parents(sound, flat, parents)]
    return report(findings)


def _counted(candidates: Sequence[Candidate], expected: int | None) -> Iterator[Finding]:
    if not candidates:
        yield Finding(kind="empty", where="—", de="Die Datei enthält keine Gebiete.", en="The file holds no districts.")
    if expected is not None and len(candidates) != expected:
        yield Finding(
            kind="count",
            where="—",
            de=f"{expected} Gebiete erwartet, {len(candidates)} gefunden.",
            en=f"{expected} districts expected, {len(candidates)} found.",
        )


def _named(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    for one in candidates:
        if not one.code:
            yield Finding(kind="no-code", where=f"row {one.row}", de="kein Schlüssel", en="no code")
        if not one.name:
            yield Finding(kind="no-name", where=one.code or f"row {one.row}", de="kein Name", en="no name")
        if one.population is not None and one.population < 0:
            yield Finding(kind="population", where=one.code, de="negative Einwohnerzahl", en="negative population")
    for code, times in Counter(c.code for c in candidates if c.code).items():
        if times > 1:
            names = ", ".join(c.name for c in candidates if c.code == code)
            yield Finding(
                kind="duplicate", where=code, de=f"Schlüssel {times}-mal: {names}", en=f"code {times} times: {names}"
            )


def _shaped(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    for one in candidates:
        where = one.code or f"row {one.row}"
        if one.shape is None or one.shape.is_empty:
            yield Finding(kind="no-shape", where=where, de="keine Fläche", en="no shape")
        elif not isinstance(one.shape, Polygon | MultiPolygon):
            kind = one.shape.geom_type
            yield Finding(kind="shape-kind", where=where, de=f"{kind} statt Fläche", en=f"{kind} instead of an area")
        elif not NEAR_GERMANY.holds(_bounds(one.shape)):
            yield _misplaced(where, one.shape)
        elif (error := fault(one.shape)) is not None:
            yield Finding(kind="invalid", where=where, de=error.text("de"), en=error.text("en"))


def _misplaced(where: str, shape: BaseGeometry) -> Finding:
    if GERMANY.swapped.holds(_bounds(shape)):
        return Finding(
            kind="axes", where=where, de="Länge und Breite sind vertauscht", en="longitude and latitude are swapped"
        )
    return Finding(
        kind="far-away",
        where=where,
        de="liegt nicht bei Deutschland: Koordinatensystem prüfen",
        en="does not lie near Germany: check the coordinate system",
    )


def _bounds(shape: BaseGeometry) -> Bounds:
    return Bounds(*(float(value) for value in shape.bounds))


def _is_sound(shape: BaseGeometry) -> bool:
    return not shape.is_empty and NEAR_GERMANY.holds(_bounds(shape)) and bool(shape.is_valid)


def _overlapping(flat: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    codes, shapes = list(flat), np.array(list(flat.values()))
    faulty = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    tree = shapely.STRtree(shapes[faulty])
    for left, right in _pairs(tree.query(shapes[faulty], predicate="intersects").T):
        first, second = faulty[left], faulty[right]
        common = float(shapely.intersection(shapes[first], shapes[second]).area)
        smaller = min(shapes[first].area, shapes[second].area)
        if common >= min(LEAST_OVERLAP_M2, GREATEST_OVERLAP * smaller):
            yield Finding(
                kind="overlap",
                where=f"{codes[first]} / {codes[second]}",
                de=f"überlappen sich auf {common:.0f} m²",
                en=f"overlap on {common:.0f} m²",
                weight=Weight.FAULT if common > GREATEST_OVERLAP * smaller else Weight.NOTE,
                square_metres=common,
            )


def _pairs(found: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    return ((int(a), int(b)) for a, b in found if a < b)


def _gaps(flat: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    """Holes that the districts leave between them; whether a hole is a lake or a fault only a person can tell."""
    together = _united(list(flat.values()))
    for part in parts_of(together):
        for ring in part.interiors:
            hole = Polygon(ring)
            if hole.area >= LEAST_GAP_M2:
                beside = [code for code, shape in flat.items() if _touches(shape, hole)]
                yield Finding(
                    kind="gap",
                    where=" / ".join(sorted(beside)[:4]),
                    de=f"Lücke von {hole.area:.0f} m²",
                    en=f"gap of {hole.area:.0f} m²",
                    weight=Weight.NOTE,
                    square_metres=hole.area,
                )


def _touches(shape: BaseGeometry, hole: Polygon) -> bool:
    west, south, east, north = shape.bounds
    left, bottom, right, top = hole.bounds
    return west <= right and left <= east and south <= top and bottom <= north and bool(shapely.intersects(shape, hole))


def _united(shapes: list[BaseGeometry]) -> BaseGeometry:
    if len(shapes) > 1 and shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)


def _orphans(candidates: Sequence[Candidate], parents: Mapping[str, Parent]) -> Iterator[Finding]:
    for one in candidates:
        if one.parent and one.parent not in parents:
            yield Finding(
                kind="no-parent",
                where=one.code,
                de=f"übergeordnetes Gebiet {one.parent} ist nicht geladen",
                en=f"its parent {one.parent} is not loaded",
            )


def _against_parents(
    sound: Sequence[Candidate], flat: Mapping[str, BaseGeometry], parents: Mapping[str, Parent]
) -> Iterator[Finding]:
    for key, parent in parents.items():
        children = [c.code for c in sound if c.parent == key]
        if not children:
            continue
        ground = to_metres(parent.shape)
        total = 0.0
        for code in children:
            total += flat[code].area
            if not _lies_in(flat[code], ground):
                yield Finding(
                    kind="outside-parent",
                    where=code,
                    de=f"liegt größtenteils nicht in {parent.name} ({key})",
                    en=f"lies mostly outside {parent.name} ({key})",
                    square_metres=flat[code].area,
                )
        deviation = total / ground.area - 1.0
        if abs(deviation) > GREATEST_DEVIATION:
            yield Finding(
                kind="parent-area",
                where=key,
                de=f"{parent.name}: Fläche der Teile weicht um {100 * deviation:+.1f} % ab",
                en=f"{parent.name}: the parts' area differs by {100 * deviation:+.1f} %",
                weight=Weight.NOTE,
                square_metres=abs(total - ground.area),
            )


def _lies_in(shape: BaseGeometry, ground: BaseGeometry) -> bool:
    """Judged by a point inside first: that settles nearly all, and an intersection is dear."""
    if shapely.intersects(ground, shape.representative_point()):
        return True
    return float(shapely.intersection(shape, ground).area) >= LEAST_INSIDE * shape.area
