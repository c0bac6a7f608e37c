"""Help places: told in every text, never in the way of an instruction, checked before submit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.domain import lifecycle, limits
from alerts.domain.model.alert import Content, Info
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.phrases import LANGUAGES, phrases_in
from alerts.domain.phrases.help_words import help_word
from alerts.domain.rendering import RenderInput, render
from alerts.domain.rendering.help import help_line
from tests.domain.strategies import STEADY, help_places, planned_channels, render_inputs

RATHAUS = HelpPlace(
    kind=HelpKind.SHELTER,
    name="Rathaus Wedding",
    address="Müllerstraße 146",
    hours="ab sofort",
    access="stufenlos, Hunde erlaubt",
)


def test_a_place_is_one_compact_line() -> None:
    expected = "Betreuungsstelle: Rathaus Wedding, Müllerstraße 146 (ab sofort; stufenlos, Hunde erlaubt)"
    assert expected == help_line(RATHAUS, phrases_in("de"))
    bare = HelpPlace(kind=HelpKind.WATER, name="Markt\nplatz")
    assert help_line(bare, phrases_in("en")) == "Drinking water: Markt platz"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", HelpKind)
def test_every_language_names_every_kind(language: str, kind: HelpKind) -> None:
    assert help_word(kind, language).strip()
    assert language == "en" or help_word(kind, language) != help_word(kind, "en") or kind is HelpKind.INFORMATION


def test_an_arabic_line_isolates_what_is_not_arabic() -> None:
    line = help_line(RATHAUS, phrases_in("ar"))
    assert line.startswith("\u200fمركز إيواء: \u2068Rathaus Wedding\u2069")


@STEADY
@given(render_inputs(), planned_channels(), st.lists(help_places(), min_size=1, max_size=12), st.integers(1024, 4096))
def test_places_never_cost_an_instruction(
    draft: RenderInput, channel: PlannedChannel, places: list[HelpPlace], characters: int
) -> None:
    without = render(replace(draft, content=replace(draft.content, help_places=())), channel, characters=characters)
    post = render(
        replace(draft, content=replace(draft.content, help_places=tuple(places))), channel, characters=characters
    )
    info = draft.content.info(channel.language) or draft.content.info("de")
    assert info is not None
    told = [info.instruction, *(zone.instruction.get(info.language, "") for zone in draft.content.zones)]
    assert limits.measure(post.text) <= characters
    assert [] == [one for one in told if one in without.text and one not in post.text]


@STEADY
@given(render_inputs(), planned_channels(), st.lists(help_places(), min_size=1, max_size=3))
def test_every_place_is_told_where_there_is_room(
    draft: RenderInput, channel: PlannedChannel, places: list[HelpPlace]
) -> None:
    draft = replace(draft, content=replace(draft.content, help_places=tuple(places)))
    text = render(draft, channel, characters=50_000).text
    lines = [help_line(place, phrases_in(channel.language)) for place in places]
    expected = [] if draft.role is PostRole.LEAVES else lines
    assert expected == [line for line in lines if line in text and draft.role is not PostRole.LEAVES]


NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def faulty(*places: HelpPlace) -> list[str]:
    info = Info(language="de", event="Brand", headline="Brand in Moabit", instruction="Bleiben Sie im Haus.")
    content = Content(infos=(info,), help_places=places)
    return [fault.place for fault in lifecycle.faults(content, now=NOW) if fault.place.startswith("help_places")]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (RATHAUS, []),
        (replace(RATHAUS, lat=52.5), ["help_places[0].lon"]),
        (replace(RATHAUS, lon=13.3), ["help_places[0].lat"]),
        (replace(RATHAUS, lat=91.0, lon=13.0), ["help_places[0].lat"]),
        (replace(RATHAUS, lat=52.0, lon=-180.5), ["help_places[0].lon"]),
        (replace(RATHAUS, lat=float("nan"), lon=13.0), ["help_places[0].lat"]),
        (replace(RATHAUS, name=" "), ["help_places[0].name"]),
        (replace(RATHAUS, address=""), ["help_places[0].address"]),
        (replace(RATHAUS, address="", lat=52.5, lon=13.3), []),
        (replace(RATHAUS, hours="ab [Uhrzeit]"), ["help_places[0].hours"]),
        (replace(RATHAUS, access="x" * 121), ["help_places[0].access"]),
    ],
)
def test_what_is_wrong_is_named_by_its_place(place: HelpPlace, expected: list[str]) -> None:
    assert expected == faulty(place)


def test_there_are_not_too_many() -> None:
    assert faulty(*[RATHAUS] * 13) == ["help_places"]
