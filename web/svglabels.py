"""Names and markers on a map: the heaviest first, tried beside their place, dropped where they would collide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_SIZE = 13
_LINE = 16
_NARROW = frozenset("iljtfrI.,-'()/: ·")
_WIDE = frozenset("mwMW%")
_OFFSETS = (
    *((0, 0), (0, -8), (0, 8), (-10, 0), (10, 0), (-10, -8), (10, -8), (-10, 8), (10, 8)),
    *((0, -16), (0, 16), (-20, 0), (20, 0), (-20, -14), (20, -14), (-20, 14), (20, 14), (0, -24), (0, 24)),
    *((-34, 0), (34, 0), (-30, -18), (30, -18), (-30, 18), (30, 18)),
)
_NAMES_OF_KINDS = ("Landkreis ", "Kreis ", "Kreisfreie Stadt ")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name at a place in the frame's units. ``value`` goes below it; a ``chip`` has a frame of its own.

    ``must`` is drawn even where it collides. ``lines`` are tried one after the other: one line, then two.
    """

    text: str
    spot: tuple[float, float]
    weight: float = 0.0
    value: str = ""
    classes: str = ""
    chip: bool = False
    must: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    """Pixels away from the spot."""


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A symbol of constant size: ``picture`` is SVG around (0, 0), ``size`` its width and height in pixels."""

    picture: Markup
    spot: tuple[float, float]
    size: float = 24.0


def short(name: str) -> str:
    """A name as maps write it: "Neustadt (Dosse)" is "Neustadt", "Landkreis Prignitz" is "Prignitz"."""
    for kind in _NAMES_OF_KINDS:
        name = name.removeprefix(kind)
    return name.split(" (")[0].split("/")[0].strip()


def width_of(text: str) -> float:
    """About how wide a text is in Fira Sans at the size of map names, in pixels."""
    return sum(_em(sign) for sign in text) * _SIZE


def placed(
    width: int,
    height: int,
    shown: int,
    labels: Sequence[Label],
    markers: Sequence[Marker],
    number: int,
    corner: tuple[float, float] = (0.0, 0.0),
    pill: tuple[float, float] = (0.0, 0.0),
) -> Markup:
    """The names and markers of a ``width`` x ``height`` frame that is ``shown`` pixels wide on screen.

    ``corner`` and ``pill`` are the sizes of what lies over the map's lower left corner and over the middle of its lower
    edge, in pixels; no name goes there.
    """
    zoom = shown / width
    taken: list[Box] = [_around(m.spot, zoom, m.size, m.size) for m in markers]
    bottom = height * zoom
    taken.append((0.0, bottom - corner[1], corner[0], bottom))
    taken.append(((shown - pill[0]) / 2, bottom - pill[1], (shown + pill[0]) / 2, bottom))
    drawn = [_marker(m, width, height) for m in markers]
    for label in sorted(labels, key=lambda one: (not one.must, not one.chip, -one.weight, one.text)):
        spot = _free_spot(label, zoom, taken, (shown, height * zoom))
        if spot is not None:
            lines, dx, dy, box = spot
            taken.append(box)
            drawn.append(_text(label, lines, dx, dy, width, height))
    return Markup('<g class="svgmap__set svgmap__set--{}">{}</g>').format(number, Markup("").join(drawn))


def _em(sign: str) -> float:
    if sign in _NARROW:
        return 0.33
    if sign in _WIDE:
        return 0.86
    return 0.66 if sign.isupper() else 0.57


def _around(spot: tuple[float, float], zoom: float, across: float, up: float) -> Box:
    x, y = spot[0] * zoom, spot[1] * zoom
    return (x - across / 2, y - up / 2, x + across / 2, y + up / 2)


def _ways_to_write(text: str) -> list[tuple[str, ...]]:
    ways: list[tuple[str, ...]] = [(text,)]
    middle = len(text) / 2
    cuts = [n for n, sign in enumerate(text) if sign in "- " and 2 < n < len(text) - 3]
    if cuts and len(text) > 9:
        cut = min(cuts, key=lambda n: abs(n - middle))
        ways.append((text[: cut + 1].rstrip(), text[cut + 1 :]))
    return ways


def _free_spot(
    label: Label, zoom: float, taken: list[Box], view: tuple[float, float]
) -> tuple[tuple[str, ...], float, float, Box] | None:
    ways = _ways_to_write(label.text)
    for right, down in _OFFSETS:
        dx, dy = right + label.shift[0], down + label.shift[1]
        for lines in ways:
            whole = (*lines, label.value) if label.value else lines
            across = max(width_of(line) for line in whole) + (20 if label.chip else 3)
            up = len(whole) * _LINE + (6 if label.chip else 0)
            x0, y0, x1, y1 = _around(label.spot, zoom, across, up)
            box = (x0 + dx, y0 + dy, x1 + dx, y1 + dy)
            inside = box[0] >= 2 and box[1] >= 2 and box[2] <= view[0] - 2 and box[3] <= view[1] - 2
            if label.must and inside:
                return lines, dx, dy, box
            if inside and not any(_meet(box, other) for other in taken):
                return lines, dx, dy, box
    if label.must:
        box = _around(label.spot, zoom, 60, _LINE)
        return (label.text,), label.shift[0], label.shift[1], box
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _share(value: float, whole: int) -> str:
    return f"{value / whole * 100:.2f}%"


def _marker(marker: Marker, width: int, height: int) -> Markup:
    return Markup('<svg x="{}" y="{}" overflow="visible">{}</svg>').format(
        _share(marker.spot[0], width), _share(marker.spot[1], height), marker.picture
    )


def _text(label: Label, lines: Sequence[str], dx: float, dy: float, width: int, height: int) -> Markup:
    whole = [*lines, label.value] if label.value else list(lines)
    first = -(len(whole) - 1) * _LINE / 2 + 4.5
    spans = [
        Markup('<tspan x="0" y="{:.1f}"{}>{}</tspan>').format(
            first + number * _LINE,
            Markup(' class="value"') if label.value and number == len(lines) else Markup(""),
            line,
        )
        for number, line in enumerate(whole)
    ]
    return Markup(
        '<svg x="{}" y="{}" overflow="visible"><g transform="translate({:g} {:g})">{}'
        '<text class="{}">{}</text></g></svg>'
    ).format(
        _share(label.spot[0], width),
        _share(label.spot[1], height),
        dx,
        dy,
        _chip(whole) if label.chip else Markup(""),
        f"name {label.classes}".strip(),
        Markup("").join(spans),
    )


def _chip(lines: Sequence[str]) -> Markup:
    across = max(width_of(line) for line in lines) + 16
    up = len(lines) * _LINE + 6
    return Markup('<rect class="chip" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" rx="4"/>').format(
        -across / 2, -up / 2, across, up
    )
