"""Help places in a text: a line each, compact, in the order of the operator."""

from __future__ import annotations

from alerts.domain.model.help_place import HelpPlace
from alerts.domain.phrases import Phrases
from alerts.domain.phrases.help_words import help_word
from alerts.domain.rendering.direction import isolated, opened


def help_line(place: HelpPlace, phrases: Phrases) -> str:
    """ "Betreuungsstelle: Rathaus Wedding, Müllerstraße 146 (ab sofort; stufenlos)"."""
    right = phrases.right_to_left
    where = phrases.comma.join(isolated(part, right_to_left=right) for part in _said(place.name, place.address))
    more = "; ".join(isolated(part, right_to_left=right) for part in _said(place.hours, place.access))
    line = f"{help_word(place.kind, phrases.language)}: {where}"
    return opened(f"{line} ({more})" if more else line, right_to_left=right)


def _said(*parts: str) -> list[str]:
    return [" ".join(part.split()) for part in parts if part.strip()]
