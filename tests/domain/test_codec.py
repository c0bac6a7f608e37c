"""JSON and back: nothing lost, nothing repaired, every fault with its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from alerts.domain.errors import InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import AreaRequest, Circle, Content
from alerts.domain.routing import Situation, plan
from tests.domain.strategies import STEADY, areas, contents, situations


def through_json(data: object) -> Any:
    return json.loads(json.dumps(data, allow_nan=False))


@STEADY
@given(contents())
def test_a_content_comes_back_as_it_was(content: Content) -> None:
    assert content == codec.content_from_json(through_json(codec.content_to_json(content)))


@STEADY
@given(situations())
def test_a_plan_comes_back_as_it_was(situation: Situation) -> None:
    decided = plan(situation)

    assert decided == codec.plan_from_json(through_json(codec.plan_to_json(decided)))


@STEADY
@given(areas())
def test_an_area_comes_back_as_it_was(area: AreaRequest) -> None:
    assert area == codec.area_from_json(through_json(codec.area_to_json(area)))


def test_what_is_left_out_takes_its_default() -> None:
    assert Content() == codec.content_from_json({})


def test_whole_numbers_are_fine_where_a_number_is_wanted() -> None:
    circle = codec.area_from_json({"circle": {"lat": 52, "lon": 13, "radius_m": 500}}).circle

    assert Circle(lat=52.0, lon=13.0, radius_m=500.0) == circle


def test_times_keep_their_moment() -> None:
    content = codec.content_from_json({"expires": "2026-11-24T20:00:00+01:00"})

    assert datetime(2026, 11, 24, 19, tzinfo=UTC) == content.expires


FAULTY: list[tuple[object, list[str]]] = [
    (None, ["$"]),
    ([], ["$"]),
    ("{}", ["$"]),
    ({"colour": "red"}, ["colour"]),
    ({"severity": "severe"}, ["severity"]),
    ({"severity": None}, ["severity"]),
    ({"expires": "2026-11-24T20:00:00"}, ["expires"]),
    ({"expires": "tomorrow"}, ["expires"]),
    ({"expires": 1795550400}, ["expires"]),
    ({"infos": "Bombenfund"}, ["infos"]),
    ({"infos": {"language": "de"}}, ["infos"]),
    ({"infos": [{"language": 1, "headline": "x"}]}, ["infos[0].language", "infos[0].event"]),
    ({"infos": [{"language": "de", "event": "e", "headline": "h", "zeile": ""}]}, ["infos[0].zeile"]),
    ({"infos": [7, 8]}, ["infos[0]", "infos[1]"]),
    ({"response_types": ["Shelter", "Hide"]}, ["response_types[1]"]),
    ({"sliver_choices": {"ortsteil:berlin:0104": 1}}, ["sliver_choices.ortsteil:berlin:0104"]),
    ({"sliver_choices": []}, ["sliver_choices"]),
    ({"area": 7}, ["area"]),
    ({"area": {"geometry": "POINT (1 2)"}}, ["area.geometry"]),
    ({"area": {"circle": {"lat": "52", "lon": True, "radius_m": 10**400}}},
     ["area.circle.lat", "area.circle.lon", "area.circle.radius_m"]),
    ({"area": {"circle": {"lat": float("nan"), "lon": 13, "radius_m": float("inf")}}},
     ["area.circle.lat", "area.circle.radius_m"]),
    ({"zones": [{"order": 1.0, "name": "a", "area": {}}]}, ["zones[0].order"]),
    ({"zones": [{"order": True, "name": "a", "area": {}}]}, ["zones[0].order"]),
    ({"zones": [{"order": 1, "name": "a", "area": {}, "instruction": {"de": 3}}]}, ["zones[0].instruction.de"]),
    ({"note": "a\x00b"}, ["note"]),
    ({"note": "half \ud83d"}, ["note"]),
    ({"hotline": {"hours": "always"}}, ["hotline.number"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "places"), FAULTY, ids=[str(data)[:60] for data, _ in FAULTY])
def test_every_fault_is_named_with_its_place(data: object, places: list[str]) -> None:
    with pytest.raises(InvalidError) as refused:
        codec.content_from_json(data)

    assert sorted(places) == sorted(fault.place for fault in refused.value.faults)
    assert all(fault.de and fault.en for fault in refused.value.faults)


def test_bottomless_nesting_is_refused_instead_of_exhausting_the_stack() -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(InvalidError) as refused:
        codec.area_from_json({"geometry": {"coordinates": deep}})

    assert 1 == len(refused.value.faults)
