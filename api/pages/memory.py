"""Drawn maps kept in the process for a while: outlines change a few times a year, drawing them takes long."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from fastapi import Request
from markupsafe import Markup

_SECONDS = 300.0
_KEPT = 512


class Memory:
    """Pictures by key, each at most some minutes old; the oldest goes when there are too many."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[float, Markup]] = {}

    def picture(self, key: tuple[object, ...], draw: Callable[[], Markup]) -> Markup:
        """The picture of this key, drawn anew where there is none or it is too old."""
        found = self._kept.get(key)
        if found is not None and monotonic() - found[0] < _SECONDS:
            return found[1]
        drawn = draw()
        self._kept.pop(key, None)
        while len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept), key), None)
        self._kept[key] = (monotonic(), drawn)
        return drawn


def memory(request: Request) -> Memory:
    """The memory of this application (one per process, and per application in tests)."""
    state = request.app.state
    if not hasattr(state, "pictures"):
        state.pictures = Memory()
    kept: Memory = state.pictures
    return kept
