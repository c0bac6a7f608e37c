"""Hatches: what lies in an area is told by its pattern, not by its colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

SEVERITY = {
    "1": ("#FFE12F", "#5E4A00"),
    "2": ("#FFA305", "#B24A00"),
    "3": ("#C31C13", "#B60000"),
    "4": ("#5B007E", "#5B007E"),
    "drill": ("#CFEF6B", "#394800"),
    "test": ("#006B8C", "#006B8C"),
}
"""Fill and line by level; the drill's and the Probewarnung's beside them."""

_STRIPES = (
    '<pattern id="{name}-{key}" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate({turn})">'
    '<rect width="10" height="10" fill="#fff" fill-opacity=".55"/>'
    '<rect width="10" height="10" fill="{fill}" fill-opacity=".22"/>'
    '<rect width="{pen}" height="10" fill="{line}"/></pattern>'
)
_CROSSED = (
    '<pattern id="{name}-{key}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="{fill}" fill-opacity=".8"/>'
    '<rect width="2" height="7" fill="{line}"/><rect width="7" height="2" fill="{line}"/></pattern>'
)
_DOTS = (
    '<pattern id="{name}-{key}" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#fff" fill-opacity=".55"/>'
    '<rect width="8" height="8" fill="{fill}" fill-opacity=".3"/>'
    '<circle cx="2" cy="2" r="1.2" fill="{line}"/><circle cx="6" cy="6" r="1.2" fill="{line}"/></pattern>'
)
_NO_CHANNEL = (
    '<pattern id="{name}-{key}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect width="8" height="8" fill="#fff"/><rect width="2" height="8" fill="#6E7597"/></pattern>'
)


def area(severity: str) -> str:
    """The pattern of an alert's area alone on its map."""
    return f"h-{severity}"


def inner(severity: str) -> str:
    """The pattern of a zone inside the area."""
    return f"x-{severity}"


def overview(severity: str) -> str:
    """The pattern of an area among others: every level has one of its own."""
    return f"o-{severity}"


NO_CHANNEL = "none"
"""Grey hatch: nobody can be told here."""


def defs(name: str, patterns: Iterable[str]) -> Markup:
    """The definitions of the patterns that a map uses, their ids beginning with the map's name."""
    made = Markup("").join(_pattern(name, key) for key in sorted(patterns))
    return Markup("<defs>{}</defs>").format(made) if made else Markup("")


def _pattern(name: str, key: str) -> Markup:
    if key == NO_CHANNEL:
        return Markup(_NO_CHANNEL).format(name=name, key=key)  # noqa: S704 (a constant of this module)
    kind, _, severity = key.partition("-")
    fill, line = SEVERITY[severity]
    template, pen, turn = _form(kind, severity)
    return Markup(template).format(name=name, key=key, fill=fill, line=line, pen=pen, turn=turn)  # noqa: S704


def _form(kind: str, severity: str) -> tuple[str, str, str]:
    if kind == "x" or (kind == "o" and severity == "4"):
        return _CROSSED, "2", "45"
    if kind == "o" and severity == "1":
        return _DOTS, "2", "0"
    if kind == "o" and severity == "3":
        return _STRIPES, "3.5", "-45"
    return _STRIPES, "2.25", "45"
