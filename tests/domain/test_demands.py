"""What a content must hold before it may be submitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.domain import lifecycle
from alerts.domain.errors import (
    GapsNotAcknowledgedError,
    InvalidError,
    NoChannelError,
    OutsideJurisdictionError,
)
from alerts.domain.model.alert import AreaRequest, Content, Hotline, Info, Zone
from alerts.domain.model.codes import ChannelKind, MsgType, ResponseType, Status
from alerts.domain.routing import plan
from tests.domain.world import KEYS, channel, leaf, situation

NOW = datetime(2026, 11, 24, 13, 41, tzinfo=UTC)
GERMAN = Info(
    language="de", event="Bombenfund", headline="Bombenfund in Moabit: im Haus bleiben.", instruction="Im Haus bleiben."
)
ENGLISH = replace(GERMAN, language="en", instruction="")
ZONE = Zone(
    order=1, name="Sperrkreis", area=AreaRequest(districts=(KEYS["Moabit"],)), instruction={"de": "Gehen Sie weg."}
)
GOOD = Content(expires=NOW + timedelta(hours=5), infos=(GERMAN,), area=AreaRequest(districts=(KEYS["Moabit"],)))
PLAN = plan(situation([leaf("Moabit")], [channel("Moabit")]))


def places(**changes: Any) -> list[str]:
    return [fault.place for fault in lifecycle.faults(replace(GOOD, **changes), now=NOW)]


def test_a_good_content_with_a_good_plan_may_be_submitted() -> None:
    lifecycle.check_submit(GOOD, PLAN, (), now=NOW)


def test_an_empty_draft_names_all_that_is_missing() -> None:
    assert ["expires", "area", "infos"] == [fault.place for fault in lifecycle.faults(Content(), now=NOW)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"status": Status.TEST}, ["status"]),
        ({"response_types": (ResponseType.ALL_CLEAR,)}, ["response_types"]),
        ({"msg_type": MsgType.CANCEL, "response_types": (ResponseType.ALL_CLEAR,)}, ["response_types"]),
        ({"expires": None}, ["expires"]),
        ({"expires": NOW}, ["expires"]),
        ({"expires": NOW + timedelta(days=32)}, ["expires"]),
        ({"onset": NOW + timedelta(hours=5)}, []),
        ({"onset": NOW + timedelta(hours=6)}, ["onset"]),
        ({"area": AreaRequest()}, ["area"]),
        ({"area_name": "x" * 161}, ["area_name"]),
        ({"infos": ()}, ["infos"]),
        ({"infos": (replace(GERMAN, language="en"),)}, ["infos"]),
        ({"infos": (replace(GERMAN, language="de-easy"),)}, ["infos"]),
        ({"infos": (GERMAN, GERMAN)}, ["infos[1].language"]),
        ({"infos": (replace(GERMAN, event=" "),)}, ["infos[0].event"]),
        ({"infos": (replace(GERMAN, headline=""),)}, ["infos[0].headline"]),
        ({"infos": (replace(GERMAN, headline="x" * 161),)}, ["infos[0].headline"]),
        ({"infos": (replace(GERMAN, headline="zwei\nZeilen"),)}, ["infos[0].headline"]),
        ({"infos": (replace(GERMAN, instruction=""),)}, ["infos[0].instruction"]),
        ({"infos": (replace(GERMAN, instruction=""),), "zones": (ZONE,)}, []),
        ({"infos": (GERMAN, ENGLISH), "zones": (ZONE,)}, ["infos[1].instruction"]),
        ({"infos": (replace(GERMAN, instruction="x" * 401),)}, ["infos[0].instruction"]),
        ({"infos": (replace(GERMAN, description="x" * 4001),)}, ["infos[0].description"]),
        ({"infos": (replace(GERMAN, description="Code ····-····"),)}, ["infos[0].description"]),
        ({"infos": (replace(GERMAN, headline="Bombenfund in {places}"),)}, ["infos[0].headline"]),
        ({"infos": (replace(GERMAN, instruction="Bis [Uhrzeit] zur [Adresse]."),)}, ["infos[0].instruction"] * 2),
        ({"zones": (replace(ZONE, instruction={"de": "Bis [Uhrzeit] gehen."}),)}, ["zones[0].instruction.de"]),
        ({"zones": (replace(ZONE, order=2),)}, ["zones"]),
        ({"zones": (ZONE, ZONE)}, ["zones"]),
        ({"zones": tuple(replace(ZONE, order=order) for order in (1, 2, 3, 4))}, ["zones"]),
        ({"zones": (replace(ZONE, name=""),)}, ["zones[0].name"]),
        ({"zones": (replace(ZONE, area=AreaRequest()),)}, ["zones[0].area"]),
        ({"zones": (replace(ZONE, instruction={}),)}, ["zones[0].instruction.de"]),
        ({"hotline": Hotline(number=" ")}, ["hotline.number"]),
        ({"contact": "x" * 201}, ["contact"]),
    ],
)
def test_each_fault_has_its_place(changes: dict[str, Any], expected: list[str]) -> None:
    assert expected == places(**changes)


def test_the_end_of_a_thread_needs_no_instruction_and_no_channels_of_its_own() -> None:
    silent = (replace(GERMAN, instruction=""),)
    all_clear = replace(GOOD, msg_type=MsgType.UPDATE, response_types=(ResponseType.ALL_CLEAR,), infos=silent)

    lifecycle.check_submit(all_clear, plan(situation([leaf("Moabit")])), (), now=NOW)


def test_a_gap_must_be_acknowledged() -> None:
    gap = plan(situation([leaf("Hansaviertel")], [channel("Bezirk Mitte", ChannelKind.WHATSAPP_MANUAL)]))

    with pytest.raises(GapsNotAcknowledgedError) as refused:
        lifecycle.check_submit(GOOD, gap, (KEYS["Moabit"],), now=NOW)

    assert "Hansaviertel" in refused.value.text("de")
    lifecycle.check_submit(GOOD, gap, (KEYS["Hansaviertel"],), now=NOW)


def test_an_alert_that_tells_nobody_is_refused() -> None:
    with pytest.raises(NoChannelError):
        lifecycle.check_submit(GOOD, plan(situation([leaf("Moabit")])), (KEYS["Moabit"],), now=NOW)


def test_what_lies_outside_is_refused_by_name() -> None:
    outside = plan(situation([leaf("Moabit"), leaf("Wedding", inside_jurisdiction=False)], [channel("Moabit")]))

    with pytest.raises(OutsideJurisdictionError) as refused:
        lifecycle.check_submit(GOOD, outside, (), now=NOW)

    assert "Wedding" in refused.value.text("de")


def test_a_drill_must_not_meet_a_live_channel() -> None:
    drill = replace(GOOD, status=Status.EXERCISE)
    sandboxed = replace(PLAN, channels=tuple(replace(one, sandbox=True) for one in PLAN.channels))

    with pytest.raises(InvalidError) as refused:
        lifecycle.check_submit(drill, PLAN, (), now=NOW)

    assert ["channels"] == [fault.place for fault in refused.value.faults]
    lifecycle.check_submit(drill, sandboxed, (), now=NOW)
