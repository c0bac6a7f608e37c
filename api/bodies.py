"""Reading bodies with suspicion: how long, how deep, and whether every number is one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from alerts.domain.errors import Fault, InvalidError
from api.refusals import MalformedError

DEEPEST = 40
"""Levels of nesting that a JSON body may have; GeoJSON needs 8."""

# What JSON readers let pass although it is no number or no text: NaN, Infinity, 1e400, 400 digits, NUL and lone halves
# of surrogate pairs. Only a body that shows one of these is walked through.
_SUSPICIOUS = re.compile(r"NaN|Infinity|[eE]\+?\d{3}|\d{300}|\\u(?:0000|[dD][89abAB])")


def check_json(body: bytes) -> None:
    """Pass if the body is JSON of finite numbers and writable texts; raise MalformedError or InvalidError otherwise."""
    text = _decoded(body)
    suspicious = _SUSPICIOUS.search(text) is not None
    if not suspicious and text.count("[") + text.count("{") <= DEEPEST:
        return
    _walk(_parsed(text), thorough=suspicious)


def check_form(body: bytes) -> None:
    """Pass if a form's fields hold no NUL, which no database text can."""
    if b"%00" in body or b"\x00" in body:
        raise MalformedError(de="Zeichen NUL in einem Feld", en="a NUL character in a field", place="body")


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError(de="kein UTF-8", en="not UTF-8", place=f"byte {error.start}") from error
    if "\x00" in text:
        raise MalformedError(de="Zeichen NUL", en="a NUL character", place=f"byte {body.index(0)}")
    return text


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise _too_deep("") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise MalformedError(de="kein gültiges JSON", en="not valid JSON", place=place) from error
    except ValueError as error:
        raise MalformedError(
            de="eine Zahl mit zu vielen Ziffern", en="a number with too many digits", place="body"
        ) from error


def _walk(document: Any, *, thorough: bool) -> None:
    """Look at every value, without recursion, so that no depth can hurt."""
    waiting: list[tuple[Any, tuple[object, ...]]] = [(document, ())]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict | list):
            if len(path) >= DEEPEST:
                raise _too_deep(_written(path[:6]) + "…")
            waiting.extend(_inside(value, path, thorough=thorough))
        elif thorough:
            _look_at(value, path)


def _inside(
    value: dict[str, Any] | list[Any], path: tuple[object, ...], *, thorough: bool
) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in items:
        if thorough and isinstance(step, str):
            _look_at(step, path)
        if thorough or isinstance(inner, dict | list):
            yield inner, (*path, step)


def _look_at(value: Any, path: tuple[object, ...]) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise _refused(path, "eine endliche Zahl angeben", "give a finite number")
    if isinstance(value, int) and abs(value) >= 10**300:
        raise _refused(path, "eine kleinere Zahl angeben", "give a smaller number")
    if isinstance(value, str) and not _writable(value):
        raise _refused(path, "Steuerzeichen und halbe Zeichen entfernen", "remove control and half characters")


def _writable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _refused(path: tuple[object, ...], de: str, en: str) -> InvalidError:
    return InvalidError([Fault(place=_written(path), de=de, en=en)])


def _too_deep(place: str) -> InvalidError:
    fault = Fault(
        place=place or "body",
        de=f"tiefer als {DEEPEST} Ebenen verschachtelt",
        en=f"nested deeper than {DEEPEST} levels",
    )
    return InvalidError([fault])


def _written(path: tuple[object, ...]) -> str:
    place = ""
    for step in path:
        shown = f"[{step}]" if isinstance(step, int) else str(step).encode("ascii", "replace").decode()[:60]
        place += shown if not place or isinstance(step, int) else f".{shown}"
    return place or "body"
