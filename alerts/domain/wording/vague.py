"""Places that only those know who stand there, and first lines that name none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.domain.wording.finding import Draft, Finding, Written

_NAMED = r"(?!\s+(?:(?:von|um|bei|rund|des|der|an|am|in)\s+)?(?:(?:der|die|das|den|dem)\s+)?[A-ZÄÖÜ0-9])"
_GERMAN = tuple(
    re.compile(pattern)
    for pattern in (
        # "Hier bekommen Sie Wasser: Marktplatz" names the place after the colon.
        r"\b[Hh]ier\b(?![^.!?\n]{0,80}:)",
        rf"\b[Ii]n der (?:Gegend|Umgebung|Nähe|Nachbarschaft)\b{_NAMED}",
        r"\b[Ii]n Ihrer (?:Gegend|Umgebung|Nähe|Nachbarschaft)\b",
        rf"\b(?:[Ii]m |[Dd]en |[Dd]em )?(?:Innenstadt|Stadt|Nah|Kern|Umgebungs)(?:bereich|gebiet)(?:e?s)?\b{_NAMED}",
        rf"\b[Ii]m (?:näheren |weiteren |engeren )?Umkreis\b{_NAMED}",
        rf"\b(?:[Aa]m |[Aa]n der |[Dd]en |[Dd]er )?(?:Einsatzort|Schadensort|Einsatzstelle|Schadensstelle)\b{_NAMED}",
    )
)
_ENGLISH_NAMED = r"(?!\s+(?:of|around|near|between)\b)"
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b[Hh]ere\b(?![^.!?\n]{0,80}:)",
        rf"\b[Ii]n the (?:area|vicinity|neighbourhood|surroundings)\b{_ENGLISH_NAMED}",
        r"\b[Ii]n your (?:area|neighbourhood)\b",
        r"\b[Nn]earby\b",
        rf"\b(?:[Dd]owntown|[Ii]n the city (?:centre|center))\b{_ENGLISH_NAMED}",
    )
)
_RULES = {"de": _GERMAN, "de-easy": _GERMAN, "en": _ENGLISH}
_LATIN = frozenset({"de", "de-easy", "en", "fr", "pl", "es", "tr"})
_SHORT = 3


def vague_places(draft: Draft) -> Iterator[Finding]:
    """Words like "hier" and "im Innenstadtbereich" without a name; the proposal names the place."""
    for one in draft.texts:
        if one.part in ("headline", "instruction", "description", "zone"):
            for pattern in _RULES.get(one.language, ()):
                for match in pattern.finditer(one.text):
                    yield _vague(one, match, draft)


def place_in_first_line(draft: Draft) -> Iterator[Finding]:
    """First lines that name no affected place, neither the operator's words nor a district's name."""
    area = draft.content.area_name.strip()
    names = [name.casefold() for name in (area, *draft.about.places) if len(name) >= _SHORT]
    if not names:
        return
    for language in draft.languages:
        if language not in _LATIN:
            continue
        for one in draft.part(language, "headline"):
            said = one.text.casefold()
            if not any(name in said for name in names):
                yield one.found(
                    "place-missing",
                    "Ort fehlt in der ersten Zeile; er wird davorgesetzt",
                    "no place in the first line; it is put in front",
                )


def _vague(one: Written, match: re.Match[str], draft: Draft) -> Finding:
    said = match.group()
    return one.found(
        "vague-place",
        f"„{said}“ sagt nicht, wo",
        f"“{said}” does not say where",
        match.span(),
        proposal=_named(one, said, draft),
    )


def _named(one: Written, said: str, draft: Draft) -> str | None:
    place = draft.content.area_name.strip() or next(iter(draft.about.places), "")
    if not place or said[:3].casefold() in ("den", "der", "dem"):
        return None
    return f"{'In' if said[:1].isupper() else 'in'} {place}"
