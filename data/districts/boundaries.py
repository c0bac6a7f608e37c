"""Coarse Kreise that meet finer layers exactly: no gaps, no overlaps, so that no neighbour is touched by accident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.measure import to_degrees, vertices_to_metres
from geo.rings import polygonal
from geo.shapes import parts_of

GREATEST_GAP = 0.0003
"""Width in degrees (some 20 m) of the gaps that cutting leaves behind; lakes between Kreise are wider."""

HAIR = 1e-8
"""A millimetre in degrees: what agrees to this is the same vertex."""


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
        taker = max(near, key=lambda code: _contact(shapes[code], piece))
        if _contact(shapes[taker], piece) > 0.0:
            shapes[taker] = polygonal(shapely.union(shapes[taker], piece))
    return closed(shapes, GREATEST_GAP)


def closed(shapes: Mapping[str, BaseGeometry], gap_width: float) -> dict[str, BaseGeometry]:
    """Nodes where lines meet, and no gaps narrower than a width in degrees; no vertex moves visibly."""
    clean = shapely.coverage_clean(list(shapes.values()), gap_width=gap_width, snapping_distance=HAIR)
    return dict(zip(shapes, clean, strict=True))


def _fallen_free(
    coarse: Mapping[str, BaseGeometry], fine: Mapping[str, BaseGeometry], exact: BaseGeometry
) -> Sequence[BaseGeometry]:
    before = shapely.union_all([coarse[code] for code in fine])
    return parts_of(shapely.difference(before, exact))


def _contact(shape: BaseGeometry, piece: BaseGeometry) -> float:
    """How much two shapes meet; by area of a hair's breadth, because cut lines agree only to rounding."""
    return float(shapely.intersection(shape, shapely.buffer(piece, 1e-6)).area)
