"""Maps of the pages: districts and alerts turned into figures that web.svgmap draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

import shapely
from markupsafe import Markup
from shapely.geometry import mapping, shape

from alerts.domain.model.codes import Severity
from alerts.domain.model.outline import Outline, Territory
from alerts.domain.model.published import PublishedAlert
from web import svgmap, svgpatterns
from web.svglabels import Label, Marker, short
from web.svgmap import Figure, Frame, GeoJson

_EXCLAMATION = Markup(
    '<circle class="spot" r="13"/><path class="spot-sign" d="M-2 -7h4l-1 9h-2z"/>'
    '<circle class="spot-sign" cy="5.5" r="2"/>'
)
_TRIANGLE = 3
"""The level whose shape has its middle lower down."""
_TEST_MARK = Markup('<circle class="test-mark" r="12"/><text class="test-sign" y="5">P</text>')
_WHOLE = 0.97
"""From this part of the area on a zone is the area itself."""
_SHAPES = {
    "Minor": Markup('<circle class="shape Minor" r="11.5"/>'),
    "Moderate": Markup('<path class="shape Moderate" d="M0 -12.5 12.5 0 0 12.5 -12.5 0z"/>'),
    "Severe": Markup('<path class="shape Severe" d="M0 -13 12.5 10h-25z"/>'),
    "Extreme": Markup('<path class="shape Extreme" d="M-4.8 -11.5h9.6l6.7 6.7v9.6l-6.7 6.7h-9.6l-6.7 -6.7v-9.6z"/>'),
}


def tone(alert: PublishedAlert) -> str:
    """The key of an alert's pattern: drill and Probewarnung have their own, the others their level's digit."""
    if alert.is_drill:
        return "drill"
    return "test" if alert.is_public_test else str(alert.severity.level)


def union(outlines: Iterable[Outline]) -> GeoJson:
    """The common outline of neighbours that fit edge to edge."""
    return dict(mapping(shapely.union_all([shape(outline.shape) for outline in outlines])))


def ground(
    territory: Territory,
    regions: Sequence[Outline],
    siblings: Sequence[Outline] = (),
    *,
    affected: frozenset[str] = frozenset(),
    level: str = "",
    href: Callable[[Outline], str] | None = None,
    chosen: str = "",
    office: Set[str] = frozenset(),
) -> list[list[Figure]]:
    """The layers below an alert: neighbours, own land with its glow, its leaves, its edge."""
    own = union(territory.leaves)
    classes = {
        leaf.key: " ".join(
            word
            for word, holds in (
                ("leaf", True),
                (f"affected level-{level}", leaf.key in affected),
                ("chosen", leaf.key == chosen),
                ("ours", leaf.key in office),
            )
            if holds
        )
        for leaf in territory.leaves
    }
    leaves = [
        Figure(
            shape=leaf.shape,
            classes=classes[leaf.key],
            href=href(leaf) if href else "",
            name=leaf.name,
            data={"key": leaf.key},
        )
        for leaf in sorted(territory.leaves, key=lambda leaf: len(classes[leaf.key]))
    ]
    return [
        [Figure(shape=region.shape, classes="region") for region in regions],
        [Figure(shape=sibling.shape, classes="sibling") for sibling in siblings],
        [Figure(shape=own, classes="glow")],
        [Figure(shape=own, classes="own")],
        leaves,
        [Figure(shape=own, classes="edge")],
    ]


def names(
    frame: Frame,
    outlines: Iterable[Outline],
    *,
    classes: str = "",
    weight: float = 0.0,
    beside: GeoJson | None = None,
) -> list[Label]:
    """The names of districts at their inner points, the largest first; out of sight, no name.

    ``beside``: a hatched area that names keep out of where they can.
    """
    spots = ((outline, svgmap.inner_point(outline.shape, frame, beside=beside)) for outline in outlines)
    return [
        Label(text=short(outline.name), spot=spot, classes=classes, weight=weight + outline.area_km2)
        for outline, spot in spots
        if spot is not None
    ]


def alert_layers(alert: PublishedAlert) -> list[list[Figure]]:
    """An alert's area, hatched in its white casing, and its zones, the innermost crossed and on top.

    A zone that is the whole area shows by the area's own hatch.
    """
    key = tone(alert)
    casing = "area drill" if alert.is_drill else "area"
    layers = [
        [Figure(shape=alert.area, classes="casing")],
        [Figure(shape=alert.area, classes=casing, pattern=svgpatterns.area(key))],
    ]
    whole = shape(alert.area).area
    for zone in sorted(alert.zones, key=lambda zone: -zone.order):
        if shape(zone.shape).area > _WHOLE * whole:
            continue
        pattern = svgpatterns.inner(key) if zone is alert.zones[0] else svgpatterns.area(key)
        layers.append([Figure(shape=zone.shape, classes="casing")])
        layers.append([Figure(shape=zone.shape, classes=f"zone level-{key}", pattern=pattern)])
    return layers


def zone_labels(alert: PublishedAlert, frame: Frame) -> tuple[list[Label], list[Marker]]:
    """A chip for every zone, and the mark in the innermost."""
    labels: list[Label] = []
    markers: list[Marker] = []
    for zone in alert.zones:
        west, _, east, north = svgmap.bounds_of([zone.shape])
        innermost = zone.order == min(z.order for z in alert.zones)
        middle = svgmap.inner_point(zone.shape, frame)
        if innermost and middle:
            markers.append(Marker(picture=_EXCLAMATION, spot=middle, size=28))
        spot = svgmap.at((west + east) / 2, north, frame)
        labels.append(Label(text=zone.name, spot=spot, chip=True, must=True, weight=1000 - zone.order))
    return labels, markers


def severity_marker(alert: PublishedAlert, spot: tuple[float, float], href: str) -> Marker:
    """The level's shape with its digit, as a link for the mouse; the list beside the map is the way for keys.

    A Probewarnung has a mark of its own.
    """
    return _linked(_TEST_MARK, spot, href) if alert.is_public_test else severity_mark(alert.severity, spot, href)


def severity_mark(severity: Severity, spot: tuple[float, float], href: str) -> Marker:
    """The same for a severity alone."""
    down = 8 if severity.level == _TRIANGLE else 5
    digit = Markup('<text class="shape-digit {}" y="{}">{}</text>').format(severity, down, severity.level)
    return _linked(_SHAPES[severity] + digit, spot, href)


def _linked(picture: Markup, spot: tuple[float, float], href: str) -> Marker:
    return Marker(picture=Markup('<a href="{}" tabindex="-1">{}</a>').format(href, picture), spot=spot, size=28)


def thumbnails(territory: Territory) -> tuple[Markup, Mapping[str, Markup]]:
    """What the thumbnails share, and for every leaf a small picture of the territory with the leaf picked out."""
    shapes = {leaf.key: leaf.shape for leaf in territory.leaves}
    return svgmap.thumbnails(shapes, f"land-{territory.slug}", size=64, classes="thumb")
