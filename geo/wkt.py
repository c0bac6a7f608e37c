"""Well-known text, read into nested lists so that the limits are checked before a geometry library sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from geo.errors import (
    CoordinateSystemError,
    EmptyShapeError,
    ShapeKindError,
    ShapeUnreadableError,
    ThreeDimensionsError,
)
from geo.limits import Limits
from geo.rings import Part, too_big

_HEAD = re.compile(r"\s*(?:SRID=(?P<srid>\d+)\s*;)?\s*(?P<rest>[A-Z].*)\Z", re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(r"\s*(?:(?P<mark>[(),])|(?P<word>[A-Za-z]+)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?))")
_NOT_FINITE = {"NAN": float("nan"), "INF": float("inf"), "INFINITY": float("inf")}

Token = str | float


def groups_from_wkt(text: str, limits: Limits) -> list[list[Part]]:
    """The coordinates of every polygonal geometry in a WKT, each as a list of parts.

    Raises a ShapeRefusedError.
    """
    head = _HEAD.match(text)
    if head is None:
        raise _unreadable("POLYGON ((…))")
    if head["srid"] not in (None, "4326"):
        raise CoordinateSystemError(found=f"EPSG:{head['srid']}")
    if text.count(",") > limits.vertices + limits.rings:
        raise too_big("vertices", limits.vertices, text.count(",") + 1)
    reader = _Reader(head["rest"], limits)
    groups = list(reader.geometry(0))
    reader.expect(None)
    return groups


def _unreadable(detail: str) -> ShapeUnreadableError:
    return ShapeUnreadableError(format="WKT", detail=detail)


class _Reader:
    """One pass over the tokens, one token ahead."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._tokens = _tokens(text)
        self._limits = limits
        self._ahead = next(self._tokens)

    def geometry(self, depth: int) -> Iterator[list[Part]]:
        if depth > self._limits.depth:
            raise too_big("levels", self._limits.depth, depth)
        kind = self._kind()
        if kind == "POLYGON":
            yield [self._nested(2)]
        elif kind == "MULTIPOLYGON":
            yield self._nested(3)
        elif kind == "GEOMETRYCOLLECTION":
            self.expect("(")
            yield from self.geometry(depth + 1)
            while self._ahead == ",":
                self._take()
                yield from self.geometry(depth + 1)
            self.expect(")")
        else:
            raise ShapeKindError(kind=str(kind)[:40])

    def expect(self, token: str | None) -> None:
        """Take this token (None: the end) or refuse."""
        if self._ahead != token:
            raise _unreadable(f"“{token or 'end'}” expected, “{self._ahead}” found")
        if token is not None:
            self._take()

    def _take(self) -> Token | None:
        taken: Token | None = self._ahead
        self._ahead = next(self._tokens)
        return taken

    def _kind(self) -> Token | None:
        kind = self._take()
        if self._ahead in ("Z", "M", "ZM"):
            raise ThreeDimensionsError
        if self._ahead == "EMPTY":
            raise EmptyShapeError
        return kind

    def _nested(self, depth: int) -> list[Any]:
        """``((1 2, 3 4), …)`` as nested lists; depth 1 is a ring of positions."""
        self.expect("(")
        found = [self._member(depth)]
        while self._ahead == ",":
            self._take()
            found.append(self._member(depth))
        self.expect(")")
        return found

    def _member(self, depth: int) -> list[Any]:
        if depth > 1:
            if self._ahead == "EMPTY":
                raise EmptyShapeError
            return self._nested(depth - 1)
        position = []
        while isinstance(self._ahead, float):
            position.append(self._take())
        return position


def _tokens(text: str) -> Iterator[Any]:
    """Marks, upper-case words and numbers in order; then None for ever. NaN and infinity are numbers here."""
    place = 0
    end = len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise _unreadable(f"“{text[place : place + 10]}”")
        place = found.end()
        if found["number"] is not None:
            yield float(found["number"])
        elif found["word"] is not None:
            word = found["word"].upper()
            yield _NOT_FINITE.get(word, word)
        else:
            yield found["mark"]
    while True:
        yield None
