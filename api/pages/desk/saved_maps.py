"""Small maps of saved areas, as plain SVG: where they lie among the districts around them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from shapely.geometry import shape

from alerts.domain.model.alert import GeoJson
from alerts.domain.model.outline import Outline
from alerts.services.saved_areas import Shapes
from api.pages import pictures
from web import svgmap, svgpatterns
from web.svgmap import Figure, Frame

WIDTH, HEIGHT = 280, 168
SHOWN = 200
"""Pixels that a card gives it."""
MOST_NAMES = 3
_LEAST_METRES = 1_200.0
_KEY = "2"


class SmallMaps:
    """Draws one ground's saved areas; the ground's edge is put together once."""

    def __init__(self, leaves: tuple[Outline, ...]) -> None:
        self.leaves = leaves
        self.edge: GeoJson | None = pictures.union(leaves) if leaves else None

    def draw(self, name: str, shapes: Shapes, described: str) -> Markup:
        """One area with its zones; ``name`` keeps its patterns apart from other maps on the page."""
        bounds = svgmap.at_least(svgmap.bounds_of([shapes.area], grow=0.35), _LEAST_METRES)
        frame = Frame(bounds=bounds, width=WIDTH, height=HEIGHT, padding=8, widths=(SHOWN,))
        near = [leaf for leaf in self.leaves if _meet(svgmap.bounds_of([leaf.shape]), frame.seen)]
        layers = [
            [Figure(shape=self.edge, classes="own")] if self.edge else [],
            [Figure(shape=leaf.shape, classes="leaf") for leaf in near],
            [Figure(shape=self.edge, classes="edge")] if self.edge else [],
            [Figure(shape=shapes.area, classes="casing")],
            [Figure(shape=shapes.area, classes="area", pattern=svgpatterns.area(_KEY))],
        ]
        for _, zone in reversed(shapes.zones):
            layers.append([Figure(shape=zone, classes="casing")])
            layers.append([Figure(shape=zone, classes=f"zone level-{_KEY}", pattern=svgpatterns.inner(_KEY))])
        labels = pictures.names(frame, _most(near, shapes.area), classes="strong", beside=shapes.area)
        classes = "desk-map saved-map"
        return svgmap.draw(name, frame, layers, labels=labels, described=described, classes=classes)


def _most(near: Sequence[Outline], area: GeoJson) -> list[Outline]:
    """The districts that hold most of an area."""
    whole = shape(area)
    shares = {leaf.key: float(shape(leaf.shape).intersection(whole).area) for leaf in near}
    return sorted((leaf for leaf in near if shares[leaf.key]), key=lambda leaf: -shares[leaf.key])[:MOST_NAMES]


def _meet(one: svgmap.Bounds, other: svgmap.Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
