"""Every language can say everything."""

from __future__ import annotations

import string
from dataclasses import fields

import pytest

from alerts.domain import limits, phrases
from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases import BOOKS, HAZARDS, LANGUAGES, Phrases, phrases_in
from alerts.domain.templates import TEMPLATES

GERMAN = BOOKS["de"]


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_ten_languages() -> None:
    assert ("de", "de-easy", "en", "fr", "pl", "ru", "es", "tr", "ar", "uk") == LANGUAGES


@pytest.mark.parametrize("book", BOOKS.values(), ids=LANGUAGES)
def test_every_phrase_is_there_and_takes_what_the_german_one_takes(book: Phrases) -> None:
    texts = [field.name for field in fields(Phrases) if isinstance(getattr(GERMAN, field.name), str)]

    assert [] == [name for name in texts if not getattr(book, name)]
    assert [] == [name for name in texts if _slots(getattr(book, name)) != _slots(getattr(GERMAN, name))]
    assert set(ResponseType) - {ResponseType.ALL_CLEAR} == set(book.actions)


@pytest.mark.parametrize("book", BOOKS.values(), ids=LANGUAGES)
def test_emergency_numbers_and_the_drill_are_the_same_everywhere(book: Phrases) -> None:
    assert "110" in book.no_replies
    assert "112" in book.no_replies
    assert book.drill.startswith("ÜBUNG")


@pytest.mark.parametrize("book", BOOKS.values(), ids=LANGUAGES)
def test_nothing_shouts_but_the_drill(book: Phrases) -> None:
    said = [getattr(book, field.name) for field in fields(Phrases) if isinstance(getattr(book, field.name), str)]
    words = " ".join([*said, *book.actions.values()]).replace("ÜBUNG", "").split()

    assert [] == [word for word in words if len(word) > 2 and word.isupper()]


@pytest.mark.parametrize("hazard", HAZARDS.values(), ids=HAZARDS)
def test_every_hazard_has_its_name_in_every_language(hazard: phrases.Hazard) -> None:
    assert set(LANGUAGES) == set(hazard.names)
    assert [] == [name for name in hazard.names.values() if not name or len(name) > limits.EVENT]


def test_an_unknown_language_gets_english_and_a_region_its_language() -> None:
    assert ("en", "de", "de-easy") == tuple(phrases_in(one).language for one in ("it", "de-AT", "de-easy"))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["Moabit"], "Moabit"),
        (["Moabit", "Mitte"], "Moabit und Mitte"),
        (["Moabit", "Mitte", "Wedding", "Tegel"], "Moabit, Mitte, Wedding und Tegel"),
        (["Moabit", "Mitte", "Wedding", "Tegel", "Buch"], "Moabit, Mitte, Wedding und 2 weitere Orte"),
    ],
)
def test_places_in_a_row(names: list[str], expected: str) -> None:
    assert expected == GERMAN.listed(names, 3)


def test_prepared_first_lines_of_the_end() -> None:
    assert "Entwarnung: Bombenfund, Moabit" == phrases.all_clear_headline("de", "Bombenfund", "Moabit")
    assert "Withdrawn: Bomb" == phrases.cancel_headline("en", "Bomb", "")
    assert "Entwarnung: Sturm" == phrases.all_clear_headline("de", "Sturm", "Ort, " * 50)


def test_every_template_speaks_of_a_hazard_that_all_languages_know() -> None:
    assert [] == [one.hazard for one in TEMPLATES.values() if one.hazard and one.hazard not in HAZARDS]
