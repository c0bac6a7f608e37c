"""Fixed phrases in ten languages: labels of every post, and what stands in where nobody has translated yet.

Languages are ``de``, ``de-easy`` (Leichte Sprache, see ``EASY_GERMAN``), ``en``, ``fr``, ``pl``, ``ru``, ``es``,
``tr``, ``ar``, ``uk``.
"""

from __future__ import annotations

from alerts.domain import limits
from alerts.domain.model.alert import EASY_GERMAN
from alerts.domain.phrases import (
    arabic,
    easy_german,
    english,
    french,
    german,
    polish,
    russian,
    spanish,
    turkish,
    ukrainian,
)
from alerts.domain.phrases.hazards import HAZARDS, Hazard
from alerts.domain.phrases.phrases import Phrases

BOOKS: dict[str, Phrases] = {
    book.language: book
    for book in (
        german.PHRASES,
        easy_german.PHRASES,
        english.PHRASES,
        french.PHRASES,
        polish.PHRASES,
        russian.PHRASES,
        spanish.PHRASES,
        turkish.PHRASES,
        arabic.PHRASES,
        ukrainian.PHRASES,
    )
}
"""All phrases by language."""

LANGUAGES = tuple(BOOKS)
"""The ten languages, German first."""


def phrases_in(language: str) -> Phrases:
    """The phrases of a language: its exact tag, else its first part, else English."""
    return BOOKS.get(language) or BOOKS.get(language.split("-")[0]) or BOOKS["en"]


def all_clear_headline(language: str, event: str, places: str) -> str:
    """The first line of an all-clear, prepared: "Entwarnung: Bombenfund, Moabit"."""
    return _ending(phrases_in(language).all_clear, event, places)


def cancel_headline(language: str, event: str, places: str) -> str:
    """The first line of a cancel, prepared: "Zurückgenommen: Bombenfund, Moabit"."""
    return _ending(phrases_in(language).cancelled, event, places)


def _ending(mark: str, event: str, places: str) -> str:
    line = f"{mark}: {event}, {places}" if places else f"{mark}: {event}"
    return line if len(line) <= limits.FIRST_LINE else f"{mark}: {event}"


__all__ = [
    "BOOKS",
    "EASY_GERMAN",
    "HAZARDS",
    "LANGUAGES",
    "Hazard",
    "Phrases",
    "all_clear_headline",
    "cancel_headline",
    "phrases_in",
]
