"""How closely the edges of shapes lie beside each other: what every later step takes its time from.

Whether a shape is valid, what two have in common, what is left after a cut: each looks at all pairs of edges whose
boxes meet. Real boundaries have 1.1 such pairs a vertex. A slanting comb of 9,000 spikes has 160 million, for which
a single check takes 3 s, the database minutes, and neither can be stopped. So the pairs are counted first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

MOST_PAIRS = 250_000
"""Pairs of edges whose boxes meet: ten times what 20,000 vertices of a real boundary have."""

_AT_ONCE = 1_000_000
"""Pairs that one look at the tree may return, so that counting itself stays small."""

Ring = NDArray[np.float64]


def rings_of(shapes: Sequence[BaseGeometry]) -> list[Ring]:
    """The coordinates of every ring of some polygonal shapes."""
    rings = shapely.get_rings(shapely.get_parts(list(shapes)))
    return [shapely.get_coordinates(ring) for ring in rings]


def tangled_at(rings: Sequence[Ring], most: int = MOST_PAIRS) -> tuple[float, float] | None:
    """A vertex in the densest place where there are more than ``most`` pairs of edges; None where there are not.

    Edges that share a vertex are no such pair. Stops as soon as it knows.
    """
    starts = np.concatenate([ring[:-1] for ring in rings])
    if len(starts) * len(starts) <= 2 * most:
        return None
    ends = np.concatenate([ring[1:] for ring in rings])
    met = 0
    for first, counts in _neighbours(np.asarray(shapely.linestrings(np.stack([starts, ends], axis=1)))):
        met += int(counts.sum())
        if met > 2 * most:
            x, y = starts[first + int(np.argmax(counts))]
            return float(x), float(y)
    return None


def _neighbours(edges: NDArray[np.object_]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """How many others each edge meets by its box, neighbours on the ring left out, some edges at a time."""
    tree = shapely.STRtree(edges)
    step = max(1, _AT_ONCE // len(edges))
    for first in range(0, len(edges), step):
        asked, _ = tree.query(edges[first : first + step])
        counts = np.bincount(asked, minlength=min(step, len(edges) - first))
        yield first, np.maximum(counts - 3, 0)
