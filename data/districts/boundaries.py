"""Coarse Kreise that meet finer layers exactly: no gaps, no overlaps, so that no neighbour is touched by accident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.measure import to_degrees, vertices_to_metres
from geo.rings import polygonal
from geo.shapes import parts_of


def united(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Several shapes as one."""
    return shapely.union_all(list(shapes))


def simplified(shapes: Mapping[str, BaseGeometry], tolerance_m: float) -> dict[str, BaseGeometry]:
    """A coverage with fewer vertices; neighbours keep the same lines."""
    flat = np.array([vertices_to_metres(shape) for shape in shapes.values()])
    coarse = shapely.coverage_simplify(shapely.coverage_clean(flat), tolerance_m)
    return dict(zip(shapes, (to_degrees(shape) for shape in coarse), strict=True))


def fine_kreise_into_coverage(
    coarse: Mapping[str, BaseGeometry], fine: Mapping[str, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Put the exact outlines of some Kreise in: their neighbours are cut there, and get what falls free."""
    exact = shapely.union_all(list(fine.values()))
    shapes = {code: fine.get(code, shape) for code, shape in coarse.items()}
    near = {
        code for code, shape in coarse.items() if code not in fine and shapely.intersects(shape, exact.buffer(0.01))
    }
    for code in near:
        shapes[code] = polygonal(shapely.difference(shapes[code], exact))
    for piece in _fallen_free(coarse, fine, exact):
        taker = max(near, key=lambda code: _shared_border(shapes[code], piece))
        if _shared_border(shapes[taker], piece) > 0.0:
            shapes[taker] = polygonal(shapely.union(shapes[taker], piece))
    return shapes


def _fallen_free(
    coarse: Mapping[str, BaseGeometry], fine: Mapping[str, BaseGeometry], exact: BaseGeometry
) -> Sequence[BaseGeometry]:
    before = shapely.union_all([coarse[code] for code in fine])
    return parts_of(shapely.difference(before, exact))


def _shared_border(shape: BaseGeometry, piece: BaseGeometry) -> float:
    return float(shapely.intersection(shape.boundary, piece.boundary).length)
