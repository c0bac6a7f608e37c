"""Routing beside its table: figures, order, what lies outside, drawn parts, lines of ancestors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alerts.domain.model.codes import ChannelKind, Severity, Width
from alerts.domain.model.district import PeopleEstimate
from alerts.domain.routing import Hit, followers_by_width, plan
from alerts.domain.routing.people import bounds
from tests.domain.world import BEZIRK, KEYS, PEOPLE, channel, leaf, names, situation, told


def test_people_are_those_in_the_affected_parts_with_bounds_and_the_oldest_date() -> None:
    moabit = leaf("Moabit", 0.5, population_as_of=date(2018, 12, 31))
    hansaviertel = leaf("Hansaviertel", population_as_of=date(2023, 12, 31))

    people = plan(situation([moabit, hansaviertel])).people

    half = PEOPLE["Moabit"]
    assert (
        PeopleEstimate(
            estimate=half // 2 + PEOPLE["Hansaviertel"],
            low=round(half * 0.4) + PEOPLE["Hansaviertel"],
            high=round(half * 0.6) + PEOPLE["Hansaviertel"],
            as_of=date(2018, 12, 31),
        )
        == people
    )


def test_a_whole_leaf_is_exact_and_nothing_is_nothing() -> None:
    assert (79_500, 79_500) == bounds(leaf("Moabit", 1.0))
    assert (0, 0) == bounds(leaf("Moabit", 0.0))


def test_spill_counts_each_person_once_who_gets_a_post_without_living_in_the_area() -> None:
    told_twice = [channel("Moabit"), channel("Moabit", ChannelKind.EMAIL), channel("Wedding")]

    assert round(PEOPLE["Moabit"] * 0.51) == plan(situation([leaf("Moabit", 0.49)], told_twice)).spill


def test_the_spill_of_a_stand_in_is_the_whole_bezirk_without_the_area() -> None:
    decided = plan(situation([leaf("Hansaviertel")], [channel("Bezirk Mitte")]))

    assert sum(PEOPLE.values()) - PEOPLE["Hansaviertel"] == decided.spill


def test_followers_outside_are_told_channel_by_channel() -> None:
    channels = [
        channel("Moabit", followers=1_000),
        channel("Bezirk Mitte", followers=10_000),
        channel("Mitte", drawn=True, followers=500),
        channel("Moabit", ChannelKind.EMAIL, followers=None),
    ]
    met = {channels[2].id: Hit(share_of_part=0.5, share_of_area=0.5, people=900, leaves=(KEYS["Moabit"],))}
    decided = plan(situation([leaf("Moabit", 0.5)], channels, width=Width.WITH_PARENT, part_hits=met))

    bezirk = sum(PEOPLE.values())
    assert {
        "whatsapp Moabit": 500,
        "whatsapp Bezirk Mitte": round(10_000 * (bezirk - PEOPLE["Moabit"] / 2) / bezirk),
        "whatsapp Mitte": None,
        "email Moabit": None,
    } == {one.name: one.followers_outside for one in decided.channels}


def test_nobody_follows_from_outside_where_the_whole_district_is_in() -> None:
    decided = plan(situation([leaf("Moabit")], [channel("Moabit", followers=4_000)]))

    assert [0] == [one.followers_outside for one in decided.channels]


def test_what_lies_outside_the_jurisdiction_is_named_and_tells_nobody() -> None:
    strange = leaf("Wedding", 0.3, inside_jurisdiction=False, owner="Bezirksamt Pankow von Berlin")

    decided = plan(situation([leaf("Moabit"), strange], [channel("Moabit"), channel("Wedding")]))

    assert ["Wedding"] == names(decided.outside)
    assert ["Moabit"] == names(decided.affected)
    assert {"whatsapp Moabit": "serves-leaf"} == told(decided)


def test_a_hair_across_the_border_does_not_refuse_a_whole_area() -> None:
    hair = leaf("Wedding", 0.002, share_of_area=0.001, people=9.0, inside_jurisdiction=False)

    decided = plan(situation([leaf("Moabit"), hair], severity=Severity.EXTREME))

    assert () == decided.outside
    assert () == decided.slivers


def test_slivers_say_whether_they_are_in_and_whether_somebody_switched_them() -> None:
    edge = leaf("Tiergarten", 0.002, share_of_area=0.005, people=22.0)
    seen = {
        (severity, choice): plan(
            situation([edge], severity=severity, sliver_choices={} if choice is None else {edge.key: choice})
        ).slivers[0]
        for severity in (None, Severity.MINOR, Severity.SEVERE)
        for choice in (None, True, False)
    }

    assert {
        (None, None): (False, False),
        (None, True): (True, True),
        (None, False): (False, False),
        (Severity.MINOR, None): (False, False),
        (Severity.MINOR, True): (True, True),
        (Severity.MINOR, False): (False, False),
        (Severity.SEVERE, None): (True, False),
        (Severity.SEVERE, True): (True, False),
        (Severity.SEVERE, False): (False, True),
    } == {case: (sliver.included, sliver.switched) for case, sliver in seen.items()}


def test_followers_add_up_by_width() -> None:
    channels = [
        channel("Moabit", followers=8420),
        channel("Moabit", ChannelKind.TELEGRAM, followers=None),
        channel("Bezirk Mitte", ChannelKind.WHATSAPP_MANUAL, followers=4310),
        channel("Wedding", followers=9740),
    ]

    assert {
        Width.TARGETED: 8420,
        Width.WITH_PARENT: 8420 + 4310,
        Width.AUTHORITY: 8420 + 4310 + 9740,
    } == followers_by_width(situation([leaf("Moabit")], channels))


def test_channels_stand_by_leaf_then_stand_ins_then_parents_each_with_most_followers_first() -> None:
    channels = [
        channel("Bezirk Mitte", followers=4310),
        channel("Hansaviertel", ChannelKind.TELEGRAM, followers=100, language="tr"),
        channel("Moabit", ChannelKind.EMAIL, followers=1130),
        channel("Moabit", followers=8420),
    ]

    decided = plan(situation([leaf("Hansaviertel"), leaf("Moabit")], channels))

    assert [
        "whatsapp Moabit",
        "email Moabit",
        "telegram Hansaviertel tr",
        "whatsapp Bezirk Mitte",
    ] == [one.name for one in decided.channels]
    assert ["Moabit", "Moabit", "Hansaviertel", "Bezirk Mitte"] == [one.district_name for one in decided.channels]
    assert [(KEYS["Hansaviertel"],)] == [one.for_leaves for one in decided.channels if one.is_fallback]


def test_a_template_may_propose_wider_than_the_severity_but_not_narrower() -> None:
    moabit = [leaf("Moabit")]

    assert Width.AUTHORITY == plan(situation(moabit, template_width=Width.AUTHORITY)).proposed_width
    assert (
        Width.WITH_PARENT
        == plan(situation(moabit, severity=Severity.SEVERE, template_width=Width.TARGETED)).proposed_width
    )


def test_the_nearest_ancestor_that_carries_joins_when_the_nearest_does_not() -> None:
    region = "bezirksregion:berlin:0102"
    by_hand = replace(channel("Bezirk Mitte", ChannelKind.WHATSAPP_MANUAL), serves=frozenset({region}))
    line = {KEYS["Moabit"]: (region, BEZIRK, "land:ars:11"), BEZIRK: ("land:ars:11",)}

    decided = plan(situation([leaf("Moabit")], [by_hand, channel("Bezirk Mitte")], ancestors=line))

    assert [(region, "fallback"), (BEZIRK, "fallback")] == sorted(
        ((one.district or "", one.reason.value) for one in decided.channels), reverse=True
    )
    assert () == decided.gaps


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        (Hit(share_of_part=0.2, share_of_area=0.0, people=0.0, leaves=(KEYS["Moabit"],)), {"telegram Moabit": "drawn"}),
        (Hit(share_of_part=0.0, share_of_area=0.5, people=0.0), {"telegram Moabit": "drawn"}),
        (Hit(share_of_part=0.001, share_of_area=0.001, people=49.0, leaves=(KEYS["Moabit"],)), {}),
        (None, {}),
    ],
)
def test_a_drawn_channel_is_told_when_its_part_is_met_and_never_carries(
    hit: Hit | None, expected: dict[str, str]
) -> None:
    drawn = channel("Moabit", ChannelKind.TELEGRAM, drawn=True)
    hits = {} if hit is None else {drawn.id: hit}

    decided = plan(situation([leaf("Moabit")], [drawn], part_hits=hits))

    assert expected == told(decided)
    assert ["Moabit"] == [gap.name for gap in decided.gaps]
