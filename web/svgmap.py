"""Maps as plain SVG, drawn on the server: readable without JavaScript, nothing fetched from anywhere.

A map is two pictures laid over each other. The ground has a ``viewBox`` and scales with the page; names and markers
lie above it at places in percent, so that their type keeps its size. Which names fit depends on the width: they are
placed for several widths (``Frame.widths``), and ``svgmap.css`` shows the set that fits. No style attributes anywhere
(the content security policy forbids them): classes and SVG presentation attributes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

import shapely
from markupsafe import Markup
from shapely import affinity
from shapely.geometry import MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from web import svglabels, svgpatterns
from web.svglabels import Label, Marker

GeoJson = dict[str, Any]
Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

_DETAIL = 0.35
"""What may be smoothed away, in units of the viewBox: less than a pen's width."""
_METRES_PER_DEGREE = 111_195.0
_ROOM = 1200.0
"""Where a name fits: about 50 x 24 square units."""
_SPECK = 0.05
"""Parts below this area (square units of the viewBox) are no more than a dot of dust."""
_BEYOND = 24.0
"""How far outlines reach beyond the frame, so that the cut's edge stays out of sight."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One drawn shape (EPSG:4326). ``pattern`` is a name of ``svgpatterns``; with ``href`` the shape is a link."""

    shape: GeoJson
    classes: str = ""
    pattern: str = ""
    href: str = ""
    name: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a map shows: ``bounds`` fitted into ``width`` x ``height`` units, with ``padding`` units around."""

    bounds: Bounds
    width: int
    height: int
    padding: int = 24
    widths: tuple[int, ...] = (320, 480, 800)
    """The widths on screen (pixels) for which names are placed, rising."""
    legend: tuple[int, int] = (0, 0)
    """Width and height in pixels of a legend over the lower left corner; the map makes room on the widest screen."""

    pill: tuple[int, int] = (0, 0)
    """Width and height in pixels of a button over the middle of the lower edge, on every screen."""

    @property
    def _stretch(self) -> float:
        return cos(radians((self.bounds[1] + self.bounds[3]) / 2))

    @property
    def _scale(self) -> float:
        west, south, east, north = self.bounds
        across = max((east - west) * self._stretch, 1e-6)
        up = max(north - south, 1e-6)
        return min((self.width - 2 * self.padding) / across, (self.height - 2 * self.padding) / up)

    @property
    def _matrix(self) -> list[float]:
        west, south, east, north = self.bounds
        scale = self._scale
        across = scale * self._stretch
        spare = self.width - 2 * self.padding - across * (east - west)
        aside = min(spare / 2, self.legend[0] / 2)
        return [
            across,
            0,
            0,
            -scale,
            self.width / 2 + aside - across * (west + east) / 2,
            self.height / 2 + scale * (south + north) / 2,
        ]

    def place(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees, moved into the frame's units."""
        placed: BaseGeometry = affinity.affine_transform(geometry, self._matrix)
        return placed

    def view(self, beyond: float = 0) -> tuple[float, float, float, float]:
        """The frame's own rectangle in its units, widened by ``beyond``."""
        return (-beyond, -beyond, self.width + beyond, self.height + beyond)

    @property
    def seen(self) -> Bounds:
        """What the frame really shows, in degrees: more than ``bounds`` where the shapes differ."""
        half_width = self.width / 2 / (self._scale * self._stretch)
        half_height = self.height / 2 / self._scale
        across, _, _, up, right, down = self._matrix
        x, y = (self.width / 2 - right) / across, (self.height / 2 - down) / up
        return (x - half_width, y - half_height, x + half_width, y + half_height)


def bounds_of(shapes: Iterable[GeoJson], *, grow: float = 0.0) -> Bounds:
    """The common bounds of some shapes, each side moved out by ``grow`` times its length."""
    west, south, east, north = (float(v) for v in shapely.total_bounds([shape(s) for s in shapes]))
    across, up = (east - west) * grow, (north - south) * grow
    return (west - across, south - up, east + across, north + up)


def at_least(bounds: Bounds, metres: float) -> Bounds:
    """Bounds grown about their middle to at least this height and width, so that something small keeps its place."""
    west, south, east, north = bounds
    up = max(north - south, metres / _METRES_PER_DEGREE)
    across = max(east - west, metres / (_METRES_PER_DEGREE * cos(radians((south + north) / 2))))
    x, y = (west + east) / 2, (south + north) / 2
    return (x - across / 2, y - up / 2, x + across / 2, y + up / 2)


def inner_point(outline: GeoJson, frame: Frame, *, beside: GeoJson | None = None) -> tuple[float, float] | None:
    """The pole of inaccessibility of what the frame shows of a shape, in units of the frame; None if out of sight.

    ``beside``: rather outside this shape, as long as a fair part of the outline lies there.
    """
    parts = [part for part in _visible(outline, frame, 0) if part.area > 1]
    if beside is not None:
        kept = shapely.difference(shapely.MultiPolygon(parts), frame.place(shape(beside)))
        free = [part for part in _polygons(kept) if part.area > _ROOM]
        parts = free or parts
    if not parts:
        return None
    largest = max(parts, key=lambda part: part.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=1.0))[0]
    return (float(x), float(y))


def at(lon: float, lat: float, frame: Frame) -> tuple[float, float]:
    """A place in degrees, in units of the frame."""
    x, y = shapely.get_coordinates(frame.place(Point(lon, lat)))[0]
    return (float(x), float(y))


def draw(
    name: str,
    frame: Frame,
    layers: Sequence[Sequence[Figure]],
    *,
    labels: Sequence[Label] = (),
    markers: Sequence[Marker] = (),
    described: str = "",
    classes: str = "",
) -> Markup:
    """The map. ``layers`` lie bottom up; ``name`` keeps pattern ids apart; ``described`` is what a screen reader says.

    With links in it the map is a group of links; otherwise one picture.
    """
    drawn = [_layer(name, frame, layer) for layer in layers]
    patterns = {figure.pattern for layer in layers for figure in layer if figure.pattern}
    linked = any(figure.href for layer in layers for figure in layer)
    sets = [
        svglabels.placed(
            frame.width,
            frame.height,
            width,
            labels,
            markers,
            number,
            corner=frame.legend if number == len(frame.widths) - 1 else (0, 0),
            pill=frame.pill,
        )
        for number, width in enumerate(frame.widths)
    ]
    return Markup(
        '<div class="svgmap {classes}"><svg class="svgmap__ground" viewBox="0 0 {width} {height}" role="{role}"'
        ' aria-label="{described}">{defs}<rect class="svgmap__beyond" width="{width}" height="{height}"/>{layers}</svg>'
        '<svg class="svgmap__names" aria-hidden="true" focusable="false">{sets}</svg></div>'
    ).format(
        classes=classes,
        width=frame.width,
        height=frame.height,
        role="group" if linked else "img",
        described=described,
        defs=svgpatterns.defs(name, patterns),
        layers=Markup("").join(drawn),
        sets=Markup("").join(sets),
    )


def thumbnail(
    outlines: Mapping[str, GeoJson], chosen: Set[str], *, size: int, classes: str, described: str = ""
) -> Markup:
    """A small picture of a territory with some of its districts picked out; decoration unless ``described``."""
    frame = _small(outlines, size)
    rest = [Figure(shape=o, classes="leaf") for key, o in outlines.items() if key not in chosen]
    picked = [Figure(shape=o, classes="picked") for key, o in outlines.items() if key in chosen]
    spoken = Markup('role="img" aria-label="{}"').format(described) if described else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" viewBox="0 0 {} {}" {} focusable="false">{}</svg>').format(
        classes, size, size, spoken, Markup("").join([_layer("", frame, rest), _layer("", frame, picked)])
    )


def thumbnails(
    outlines: Mapping[str, GeoJson], name: str, *, size: int, classes: str
) -> tuple[Markup, dict[str, Markup]]:
    """What all thumbnails of a territory share (to stand once on the page, before them), and one for every district."""
    frame = _small(outlines, size)
    ground = _layer("", frame, [Figure(shape=o, classes="thumb-leaf") for o in outlines.values()])
    shared = Markup(
        '<svg class="{} shared" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        '<g id="{}">{}</g></defs></svg>'
    ).format(classes, name, ground)
    one = Markup('<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><use href="#{}"/>{}</svg>')
    return shared, {
        key: one.format(classes, size, size, name, _layer("", frame, [Figure(shape=o, classes="picked")]))
        for key, o in outlines.items()
    }


def _small(outlines: Mapping[str, GeoJson], size: int) -> Frame:
    return Frame(bounds=bounds_of(outlines.values()), width=size, height=size, padding=2, widths=())


def silhouette(outline: GeoJson, *, width: int, height: int, classes: str) -> Markup:
    """One district's shape alone, as decoration."""
    frame = Frame(bounds=bounds_of([outline]), width=width, height=height, padding=4, widths=())
    return Markup('<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>').format(
        classes, width, height, _layer("", frame, [Figure(shape=outline)])
    )


def _layer(name: str, frame: Frame, figures: Sequence[Figure]) -> Markup:
    seen = [(figure, _visible(figure.shape, frame, _BEYOND)) for figure in figures]
    seen = [(figure, parts) for figure, parts in seen if parts]
    smooth = _smoothed([MultiPolygon(parts) for _, parts in seen])
    paths = (_path(name, figure, _polygons(geometry)) for (figure, _), geometry in zip(seen, smooth, strict=True))
    return Markup("<g>{}</g>").format(Markup("").join(paths)) if seen else Markup("")


def _smoothed(placed: Sequence[MultiPolygon]) -> Iterable[BaseGeometry]:
    """Common edges are smoothed alike, so that neighbours still meet; where they overlap, each by itself."""
    try:
        return list(shapely.coverage_simplify(list(placed), _DETAIL))
    except shapely.errors.GEOSException:
        return [shapely.simplify(one, _DETAIL) for one in placed]


def _visible(outline: GeoJson, frame: Frame, beyond: float) -> list[Polygon]:
    return _polygons(shapely.clip_by_rect(frame.place(shape(outline)), *frame.view(beyond)))


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and part.area > _SPECK]


def _path(name: str, figure: Figure, parts: Sequence[Polygon]) -> Markup:
    data = "".join(_ring(shapely.get_coordinates(ring)) for p in parts for ring in (p.exterior, *p.interiors))
    if not data:
        return Markup("")
    attributes = Markup("").join(Markup(' data-{}="{}"').format(key, value) for key, value in figure.data.items())
    fill = Markup(' fill="url(#{}-{})"').format(name, figure.pattern) if figure.pattern else Markup("")
    path = Markup('<path class="{}"{}{} d="{}"/>').format(figure.classes, fill, attributes, data)
    if not figure.href:
        return path
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(figure.href, figure.name, path)


def _ring(coordinates: Iterable[Sequence[float]]) -> str:
    spots = [(round(float(x), 1), round(float(y), 1)) for x, y in coordinates][:-1]
    kept = [spot for number, spot in enumerate(spots) if spot != spots[number - 1]]
    if len(kept) < 3:
        return ""
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in kept) + "Z"
