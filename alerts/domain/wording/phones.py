"""Telephone numbers that nobody could dial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.domain.wording.finding import Draft, Finding, Written

_NUMBER = re.compile(r"(?<![\w.,:/+-])(?:\+|00|0)[1-9][\d ()/–-]{2,24}\d(?![\w:])")
_LABELLED = re.compile(
    r"(?:Tel\.?|Telefon|Bürgertelefon|Hotline|phone|call)[ :]{1,3}(?P<number>[+\d(][\d ()/–-]{1,24})"
)
_SHORT = frozenset({"110", "112", "115", "116117", "116116", "19222"})
_FEWEST, _MOST = 7, 15
_WHOLE = re.compile(r"[+\d(][\d ()/–.-]*")


def phones(draft: Draft) -> Iterator[Finding]:
    """Numbers too short, too long, or not a number at all where one is asked for."""
    for one in draft.texts:
        if one.part == "hotline":
            yield from _hotline(one)
            continue
        spans = {match.span() for match in _NUMBER.finditer(one.text)}
        spans |= {match.span("number") for match in _LABELLED.finditer(one.text)}
        for start, end in sorted(spans):
            said = one.text[start:end].rstrip(" (/–-")
            if not _dialled(said):
                yield _wrong(one, said, (start, start + len(said)))


def _hotline(one: Written) -> Iterator[Finding]:
    said = one.text.strip()
    if not _WHOLE.fullmatch(said) or not _dialled(said):
        yield _wrong(one, said[:40], (0, len(one.text)))


def _dialled(said: str) -> bool:
    digits = "".join(sign for sign in said if sign.isdigit())
    if digits in _SHORT:
        return True
    least = _FEWEST + 2 if said.startswith(("+", "00")) else _FEWEST
    return least <= len(digits) <= _MOST and said.startswith(("+", "0", "(0"))


def _wrong(one: Written, said: str, span: tuple[int, int]) -> Finding:
    return one.found(
        "phone",
        f"„{said}“ ist keine Telefonnummer",
        f"“{said}” is no telephone number",
        span,
    )
