"""Times: missing in a first line, impossible, or of no day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.domain.model.tokens import BERLIN
from alerts.domain.wording.clock import Clock, clocks
from alerts.domain.wording.finding import Draft, Finding, Written

_DAY = re.compile(
    r"\b(?:heute|morgen|übermorgen|gestern|nachts?|täglich|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?"
    r"|today|tonight|tomorrow|daily|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|\b\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZJFMASOND][a-zä]{2})|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
_TODAY = {"de": "heute, ", "de-easy": "heute, ", "en": "today, "}
_DEADLINE = {
    "de": re.compile(r"\bbis(?: spätestens)?(?: um)? $", re.IGNORECASE),
    "de-easy": re.compile(r"\bbis(?: um)? $", re.IGNORECASE),
    "en": re.compile(r"\b(?:by|before|until) $", re.IGNORECASE),
}
_TOLD = ("headline", "instruction", "zone", "description")


def time_in_first_line(draft: Draft) -> Iterator[Finding]:
    """First lines without the deadline that their own instructions name, or that the German first line names."""
    german = any(clocks(one.text) for one in draft.part("de", "headline"))
    for language in draft.languages:
        for one in draft.part(language, "headline"):
            if not clocks(one.text) and (_deadline(draft, language) or (german and language != "de")):
                yield one.found("time-missing", "Uhrzeit fehlt in der ersten Zeile", "no time of day in the first line")


def impossible_times(draft: Draft) -> Iterator[Finding]:
    """Times of day that no clock shows, like 25:00."""
    for one in draft.texts:
        for clock in clocks(one.text):
            if one.part in _TOLD and clock.minutes is None:
                yield one.found(
                    "time-impossible",
                    f"„{clock.said}“ ist keine Uhrzeit",
                    f"“{clock.said}” is no time of day",
                    (clock.start, clock.end),
                )


def times_without_day(draft: Draft) -> Iterator[Finding]:
    """Times of day without "heute" or a date where the alert holds beyond today: nobody could know which day."""
    expires = draft.content.expires
    if expires is not None and expires.astimezone(BERLIN).date() <= draft.about.today:
        return
    for one in draft.texts:
        if one.part in _TOLD and one.language in _TODAY and not _DAY.search(one.text):
            first = next((clock for clock in clocks(one.text) if clock.minutes is not None), None)
            if first is not None:
                yield _of_no_day(one, first)


def _of_no_day(one: Written, clock: Clock) -> Finding:
    return one.found(
        "day-missing",
        f"„{clock.said}“: an welchem Tag?",
        f"“{clock.said}”: on which day?",
        (clock.start, clock.end),
        proposal=f"{_TODAY[one.language]}{clock.said}",
    )


def _deadline(draft: Draft, language: str) -> bool:
    before = _DEADLINE.get(language)
    return before is not None and any(
        before.search(one.text[max(0, clock.start - 20) : clock.start]) is not None
        for one in draft.part(language, "instruction", "zone")
        for clock in clocks(one.text)
    )
