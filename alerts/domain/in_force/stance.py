"""What an instruction asks of people, as far as two instructions can contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from alerts.domain.model.codes import ResponseType


class Stance(StrEnum):
    """One thing that is asked for."""

    STAY = "stay"
    """Stay inside."""
    LEAVE = "leave"
    """Leave the place."""
    WINDOWS_CLOSED = "windows-closed"
    WINDOWS_OPEN = "windows-open"
    BOIL = "boil"
    """Boil tap water before use."""
    NO_WATER = "no-water"
    """Do not use tap water at all."""
    WATER_FINE = "water-fine"
    """Tap water is fine, or fine again."""


CONTRARY = frozenset(
    frozenset(pair)
    for pair in (
        (Stance.STAY, Stance.LEAVE),
        (Stance.WINDOWS_CLOSED, Stance.WINDOWS_OPEN),
        (Stance.BOIL, Stance.NO_WATER),
        (Stance.BOIL, Stance.WATER_FINE),
        (Stance.NO_WATER, Stance.WATER_FINE),
    )
)
"""Nobody can do both of these."""

_GAP = r"[^.!?\n]{0,60}?"
_NOT_LEAVE = rf"verlassen\s+sie{_GAP}\bnicht\b|nicht\s+(?:zu\s+)?verlassen|(?:do\s+not|don['’]t)\s+leave"
_NO_BOILING = (
    r"nicht\s+(?:mehr\s+)?ab(?:ge)?kochen|nicht\s+(?:mehr\s+)?abgekocht|no\s+need\s+to\s+boil"
    rf"|do(?:es)?\s+not{_GAP}boil"
)

# In this order: what is found is taken out of the text, so that "verlassen Sie das Haus nicht" is no "verlassen".
_SIGNS: tuple[tuple[Stance, str], ...] = (
    (
        Stance.STAY,
        rf"{_NOT_LEAVE}|(?:im|ins)\s+(?:haus|gebäude|freien\s+nicht)\b|in\s+(?:der|ihrer|ihren)\s+wohnung(?:en)?\b"
        r"|in\s+(?:geschlossenen|geschlossene)\s+räumen?|(?:suchen\s+sie|aufsuchen)[^.!?\n]{0,30}schutz"
        r"|drinnen|zu\s*hause\s+bleiben|(?:stay|remain|keep|go)\s+(?:inside|indoors)|take\s+shelter|"
        r"aufenthalt\s+im\s+freien\s+(?:ver)?meiden|meiden\s+sie[^.!?\n]{0,30}aufenthalt\s+im\s+freien",
    ),
    (
        Stance.WATER_FINE,
        rf"{_NO_BOILING}|wasser{_GAP}(?:wieder|unbedenklich){_GAP}|water{_GAP}(?:is\s+safe|fine\s+again)",
    ),
    (Stance.BOIL, rf"abkochen|abgekocht|kochen\s+sie{_GAP}\bab\b|\bboil"),
    (
        Stance.NO_WATER,
        rf"wasser{_GAP}nicht\s+(?:mehr\s+)?(?:trinken|nutzen|verwenden|benutzen|gebrauchen)"
        rf"|(?:trinken|verwenden|benutzen)\s+sie{_GAP}kein\w*\s+(?:leitungs|trink)?wasser|(?:do\s+not|don['’]t)\s+drink",
    ),
    (
        Stance.LEAVE,
        r"verlassen\s+sie|\bverlassen\b|\bevakuier|räumen\s+sie|begeben\s+sie\s+sich\s+aus|"
        r"\bleave\b|\bevacuate",
    ),
    (
        Stance.WINDOWS_CLOSED,
        rf"fenster{_GAP}(?:geschlossen|schließen|schliessen|\bzu\b)|schlie(?:ß|ss)en\s+sie{_GAP}fenster"
        rf"|windows{_GAP}(?:closed|shut)|close{_GAP}windows",
    ),
    (Stance.WINDOWS_OPEN, rf"lüften|fenster{_GAP}öffnen|öffnen\s+sie{_GAP}fenster|open{_GAP}windows|ventilate"),
)
_PATTERNS = tuple((stance, re.compile(pattern, re.IGNORECASE)) for stance, pattern in _SIGNS)

_LONGEST = 8_000
"""Characters of an instruction that are looked at."""

_BY_RESPONSE = {ResponseType.SHELTER: Stance.STAY, ResponseType.EVACUATE: Stance.LEAVE}


def stances(text: str, response_types: Iterable[ResponseType] = ()) -> frozenset[Stance]:
    """What a text asks for. CAP's response types count for staying and leaving where the text says neither."""
    left = text[:_LONGEST]
    found: set[Stance] = set()
    for stance, pattern in _PATTERNS:
        left, times = pattern.subn(" ", left)
        if times:
            found.add(stance)
    if not found & {Stance.STAY, Stance.LEAVE}:
        found |= {_BY_RESPONSE[one] for one in response_types if one in _BY_RESPONSE}
    return frozenset(found)


def contradict(one: frozenset[Stance], other: frozenset[Stance]) -> bool:
    """Whether somebody who reads both cannot do as told. The same set on both sides is the same instruction."""
    return one != other and any(frozenset((mine, theirs)) in CONTRARY for mine in one for theirs in other)
