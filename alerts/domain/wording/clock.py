"""Times of day in texts of ten languages, whatever way they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HOUR = r"(?<![\d.,:])(?P<h>\d{1,2})"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_HOUR}(?::(?P<m>\d{{2}}))?\s?(?P<half>[ap]\.?m\b\.?)",
        rf"{_HOUR}[:.](?P<m>\d{{2}})(?:\s?Uhr\b)?(?![\d.:])",
        rf"{_HOUR}\s?Uhr\b(?:\s(?P<m>\d{{2}})\b)?",
        rf"{_HOUR}\s?h(?:\s?(?P<m>\d{{2}}))?\b",
        rf"(?:godz\.|saat|الساعة)\s?{_HOUR}\b(?![.:]\d)",
        rf"{_HOUR}\s?(?:часов|часа|час|годин[аиі]?|год\.)(?!\w)",
    )
)
_DATE_LIKE = re.compile(r"^\d{1,2}\.(?:0?[1-9]|1[0-2])$")
_LATEST_HOUR, _LAST_MINUTE, _NOON = 24, 59, 12


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One time of day in a text; ``minutes`` since midnight, None for one that no clock shows."""

    start: int
    end: int
    said: str
    minutes: int | None

    @property
    def shown(self) -> str:
        """As "16:00", or as it was said."""
        return self.said if self.minutes is None else f"{self.minutes // 60}:{self.minutes % 60:02}"


def clocks(text: str) -> tuple[Clock, ...]:
    """Every time of day, in order; of overlapping readings the first of the longest."""
    found: list[Clock] = []
    for form in _FORMS:
        for match in form.finditer(text):
            one = _read(match)
            if one is not None and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def minutes_in(texts: Iterator[str] | tuple[str, ...]) -> dict[int, str]:
    """The times of day of several texts, by minutes since midnight, with how they are shown."""
    return {one.minutes: one.shown for text in texts for one in clocks(text) if one.minutes is not None}


def _read(match: re.Match[str]) -> Clock | None:
    said = match.group().rstrip()
    groups = match.groupdict()
    if "Uhr" not in said and "uhr" not in said and _DATE_LIKE.match(said):
        return None
    hour, minute = int(groups["h"]), int(groups.get("m") or 0)
    half = (groups.get("half") or "").casefold()
    possible = hour <= (_NOON if half else _LATEST_HOUR) and minute <= _LAST_MINUTE
    if half and possible:
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    minutes = (hour * 60 + minute) % (24 * 60) if possible else None
    return Clock(start=match.start(), end=match.start() + len(said), said=said, minutes=minutes)
