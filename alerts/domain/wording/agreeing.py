"""Languages that say something else than German: times and numbers read the same in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from alerts.domain.wording.clock import clocks, minutes_in
from alerts.domain.wording.finding import Draft, Finding, Written

_NUMBER = re.compile(r"(?<![\w.,/:-])\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+(?![\d])|(?<![\w.,/:-])\d+(?![\w/:-])")
_LEAST = 4
"""Smaller numbers are often written out, in one language and not in the other."""
_MOST = 3
"""So many differences of one text are told; more say the same."""
_PARTS = ("headline", "instruction", "zone")


def contradictions(draft: Draft) -> Iterator[Finding]:
    """Times and numbers that another language leaves out or has beside the German ones, text by text."""
    german = {_key(one): one for one in draft.part("de", *_PARTS)}
    for one in draft.texts:
        other = german.get(_key(one))
        if other is not None and one.language != "de":
            yield from _compared(one, minutes_in((one.text,)), minutes_in((other.text,)), "Uhrzeit", "time")
            yield from _compared(one, _numbers(one.text), _numbers(other.text), "Zahl", "number")


def _key(one: Written) -> str:
    """The same text in another language: a zone's by its number, an info's by its part."""
    return one.place.split(".")[0] if one.part == "zone" else one.part


def _compared(one: Written, own: Mapping[int, str], german: Mapping[int, str], de: str, en: str) -> Iterator[Finding]:
    if one.part == "headline" and en == "time" and german and not own:
        return
    for value in [value for value in own if value not in german][:_MOST]:
        start = one.text.find(own[value])
        span = (start, start + len(own[value])) if start >= 0 else (0, 0)
        yield one.found(
            "contradiction",
            f"{de} {own[value]} steht nicht im deutschen Text",
            f"the {en} {own[value]} is not in the German text",
            span,
        )
    for value in [value for value in german if value not in own][:_MOST]:
        yield one.found(
            "contradiction",
            f"{de} {german[value]} fehlt, sie steht im deutschen Text",
            f"the {en} {german[value]} is missing, the German text has it",
        )


def _numbers(text: str) -> dict[int, str]:
    """Numbers that are no times, by value, with how they are written."""
    taken = [(clock.start, clock.end) for clock in clocks(text)]
    found: dict[int, str] = {}
    for match in _NUMBER.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        digits = re.sub(r"\D", "", match.group())[:18]
        if int(digits) >= _LEAST:
            found.setdefault(int(digits), match.group())
    return found
