"""Severe and Extreme say what was done in MoWaS before they go out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.domain import lifecycle
from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import MsgType, Severity, Status
from alerts.domain.model.mowas import MowasState, MowasStep

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
SEVERE = Content(severity=Severity.SEVERE)
DONE = MowasStep(state=MowasState.TRIGGERED, by="Leitstelle", at=NOW, identifier="DE-BB-1")


def places(content: Content) -> list[str]:
    return [fault.place for fault in lifecycle.faults(content, now=NOW) if fault.place.startswith("mowas")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SEVERE, True),
        (replace(SEVERE, severity=Severity.EXTREME), True),
        (replace(SEVERE, severity=Severity.MODERATE), False),
        (replace(SEVERE, status=Status.EXERCISE), False),
        (replace(SEVERE, event_code="BBK-EVC-050"), False),
        (replace(SEVERE, msg_type=MsgType.CANCEL), False),
        (replace(SEVERE, msg_type=MsgType.UPDATE), True),
        (replace(SEVERE, msg_type=MsgType.UPDATE, aim=Aim.PROLONGATION), False),
    ],
)
def test_it_is_asked_for_where_it_matters(content: Content, expected: bool) -> None:
    assert expected == lifecycle.needs_mowas(content)
    assert (["mowas"] if expected else []) == places(content)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (DONE, []),
        (replace(DONE, by=" "), ["mowas.by"]),
        (replace(DONE, at=None), ["mowas.at"]),
        (replace(DONE, at=NOW + timedelta(hours=1)), ["mowas.at"]),
        (replace(DONE, identifier=""), ["mowas.identifier"]),
        (replace(DONE, state=MowasState.REQUESTED, identifier=""), []),
        (MowasStep(state=MowasState.REQUESTED), ["mowas.by", "mowas.at"]),
        (MowasStep(state=MowasState.NOT_NEEDED), ["mowas.reason"]),
        (MowasStep(state=MowasState.NOT_NEEDED, reason="nur ein Ortsteil"), []),
        (MowasStep(state=MowasState.NOT_NEEDED, reason="x" * 401), ["mowas.reason"]),
    ],
)
def test_each_way_wants_what_belongs_to_it(step: MowasStep, expected: list[str]) -> None:
    assert expected == places(replace(SEVERE, mowas=step))
