"""Many outlines as small whole numbers: each ring begins with its first vertex and goes on by steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

PER_DEGREE = 10_000
"""Steps in a degree: 11 m northwards, 7 m eastwards."""

Ring = list[int]
"""East, north, then how far to the next vertex: ``[lon, lat, dlon, dlat, …]``."""


def rings_in_steps(shapes: Sequence[BaseGeometry] | NDArray[np.object_]) -> list[list[Ring]]:
    """The rings of every shape (EPSG:4326); holes follow their outer ring, parts stand one after the other.

    Filled by the even-odd rule, rings alone say where a shape is.
    """
    rings, shape_of_ring = _rings(shapes)
    coordinates, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
    whole = np.round(coordinates * PER_DEGREE).astype(np.int64)
    starts = np.searchsorted(ring_of_vertex, np.arange(len(rings) + 1))
    found: list[list[Ring]] = [[] for _ in shapes]
    for number, shape in enumerate(shape_of_ring):
        found[shape].append(_in_steps(whole[starts[number] : starts[number + 1]]))
    return found


def _rings(shapes: Sequence[BaseGeometry] | NDArray[np.object_]) -> tuple[NDArray[Any], list[int]]:
    parts, shape_of_part = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    return rings, [int(one) for one in shape_of_part[part_of_ring]]


def _in_steps(vertices: NDArray[np.int64]) -> Ring:
    moved = np.ones(len(vertices), dtype=bool)
    moved[1:] = np.any(vertices[1:] != vertices[:-1], axis=1)
    kept = vertices[moved]
    steps = np.diff(kept, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    flat: Ring = steps.ravel().tolist()
    return flat
