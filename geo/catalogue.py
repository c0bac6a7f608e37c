"""District files: read, measure, and prepare for the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from geo.measure import to_degrees, to_metres, vertices_to_metres
from geo.shapes import as_multi

LABEL_TOLERANCE_M = 100.0
"""How near the label must be to the pole of inaccessibility, metres."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A district's shapes: as given (EPSG:4326), projected (EPSG:3035), coarse for maps, and where its name goes."""

    shape: MultiPolygon
    projected: MultiPolygon
    outline: MultiPolygon
    label: Point


def read_own(path: Path) -> tuple[list[dict[str, Any]], list[BaseGeometry]]:
    """The rows and shapes (EPSG:4326) of one of our own files; nothing in it is judged."""
    frame = pyogrio.read_dataframe(path)
    columns = [name for name in frame.columns if name != "geometry"]
    return frame[columns].to_dict("records"), list(frame.geometry)


def prepare(geometries: Sequence[BaseGeometry], *, tolerance_m: float) -> list[Prepared]:
    """Shapes for the database; outlines share their borders still, within ``tolerance_m`` metres."""
    wholes = [as_multi(shape) for shape in geometries]
    outlines = _outlines(wholes, tolerance_m)
    return [_prepared(whole, outline) for whole, outline in zip(wholes, outlines, strict=True)]


def _prepared(whole: MultiPolygon, outline: MultiPolygon) -> Prepared:
    projected = as_multi(to_metres(whole))
    return Prepared(shape=whole, projected=projected, outline=outline, label=_label(projected))


def _outlines(wholes: Sequence[MultiPolygon], tolerance_m: float) -> list[MultiPolygon]:
    flat = np.array([vertices_to_metres(whole) for whole in wholes])
    coarse = shapely.coverage_simplify(shapely.coverage_clean(flat), tolerance_m)
    outlines = []
    for whole, simple in zip(wholes, coarse, strict=True):
        outlines.append(whole if simple.is_empty else as_multi(to_degrees(simple)))
    return outlines


def _label(projected: BaseGeometry) -> Point:
    largest = max(shapely.get_parts(projected), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=LABEL_TOLERANCE_M)
    x, y = shapely.get_coordinates(to_degrees(Point(circle.coords[0])))[0]
    return Point(float(x), float(y))
