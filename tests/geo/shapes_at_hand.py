"""Shapes that several tests use, and Hypothesis strategies for shapes in Germany."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

SQUARE = [[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.6], [13.3, 52.5]]


def polygon(*rings: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def star(points: int) -> dict[str, Any]:
    """A star whose edges all cross each other."""
    turn = 2 * math.pi * (points // 2) / points
    ring = [[13.4 + 0.05 * math.cos(i * turn), 52.5 + 0.03 * math.sin(i * turn)] for i in range(points)]
    return polygon([*ring, ring[0]])


def comb(spikes: int, *, slant: float = 0.0) -> dict[str, Any]:
    """Spikes of 11 km side by side on a back of 7 km; ``slant`` leans them over by so many degrees."""
    pitch = 0.05 / spikes
    tips = [
        [13.3 + pitch * n + (slant if n % 2 else 0.0), 52.6 if n % 2 else 52.501] for n in range(2 * spikes, -1, -1)
    ]
    return polygon([[13.3, 52.5], [13.4, 52.5], *tips, [13.3, 52.5]])


lons = st.floats(5.9, 15.0)
lats = st.floats(47.3, 54.9)


@st.composite
def blobs(draw: st.DrawFn, *, around: tuple[float, float] | None = None) -> Polygon:
    """A star-shaped polygon without crossings, 3 to 60 corners, some kilometres wide."""
    lon, lat = around or (draw(lons), draw(lats))
    corners = draw(st.integers(3, 60))
    radii = draw(st.lists(st.floats(0.01, 0.08), min_size=corners, max_size=corners))
    angles = [2 * math.pi * i / corners for i in range(corners)]
    return Polygon([(lon + r * math.cos(a), lat + r * math.sin(a)) for r, a in zip(radii, angles, strict=True)])


@st.composite
def holed(draw: st.DrawFn) -> Polygon:
    """A blob with a smaller one cut out of its middle."""
    outer = draw(blobs(around=(10.0, 51.0)))
    inner = draw(blobs(around=(10.0, 51.0)))
    left = outer.difference(inner.buffer(0).intersection(outer.buffer(-0.002)))
    return left if isinstance(left, Polygon) else max(left.geoms, key=lambda part: part.area)


@st.composite
def areas(draw: st.DrawFn) -> Polygon | MultiPolygon:
    """Anything an operator may have drawn: one blob, several, or one with a hole."""
    return draw(st.one_of(blobs(around=(10.0, 51.0)), holed()))
