"""What a look leads to, and what an alarm says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from alerts.domain.alarms import (
    PROBE_LASTS,
    About,
    Alarm,
    AlarmKind,
    Changes,
    Detail,
    Finding,
    advice,
    body,
    changes,
    retry_after,
    said,
    subject_line,
)

NOW = datetime(2026, 11, 24, 2, 12, 19, tzinfo=UTC)
LATE = Detail(count=12, since=NOW - timedelta(seconds=14), names=("Moabit", "Wedding"), more=True)


def finding(kind: AlarmKind = AlarmKind.WAITING, detail: Detail = LATE) -> Finding:
    return Finding(authority=uuid4(), kind=kind, subject=uuid4(), detail=detail)


def standing(found: Finding, *, raised: datetime = NOW) -> Alarm:
    values = {"authority": found.authority, "kind": found.kind, "subject": found.subject, "detail": found.detail}
    return Alarm(**values, id=uuid4(), raised=raised)


def test_a_finding_is_raised_once_follows_what_holds_and_is_cleared() -> None:
    found = finding()
    stands = standing(found)
    more = replace(found, detail=replace(LATE, count=13))
    assert Changes(raised=(found,), changed=(), cleared=()) == changes([found], [], NOW)
    assert Changes(raised=(), changed=(), cleared=()) == changes([found], [stands], NOW)
    assert Changes(raised=(), changed=((stands, more.detail),), cleared=()) == changes([more], [stands], NOW)
    assert Changes(raised=(), changed=(), cleared=(stands,)) == changes([], [stands], NOW)


def test_kinds_and_alerts_are_alarms_of_their_own() -> None:
    late, refused = finding(), finding(AlarmKind.REFUSED)
    assert (refused,) == changes([late, refused], [standing(late)], NOW).raised


def test_a_trial_ends_by_itself() -> None:
    trial = standing(finding(AlarmKind.PROBE, Detail()))
    assert () == changes([], [trial], NOW + PROBE_LASTS - timedelta(seconds=1)).cleared
    assert (trial,) == changes([], [trial], NOW + PROBE_LASTS).cleared


def test_the_subject_is_plain() -> None:
    expected = "Ortsruf: 12 Zustellungen warten seit 14 s (Moabit, Wedding …)"
    assert expected == subject_line(AlarmKind.WAITING, LATE, NOW, About.RAISED)
    over = "Ortsruf: Alarm beendet: 12 Zustellungen warten seit 14 s (Moabit, Wedding …)"
    assert over == subject_line(AlarmKind.WAITING, LATE, NOW, About.CLEARED)
    one = Detail(count=1, since=NOW - timedelta(seconds=131), names=("Moabit",))
    assert "1 delivery is waiting for 2:11 min (Moabit)" == said(AlarmKind.WAITING, one, NOW, "en")
    assert "1 Zustellung wartet (Moabit)" == said(AlarmKind.WAITING, one, None)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", list(AlarmKind))
def test_every_kind_says_what_is_wrong_and_what_to_do(kind: AlarmKind, language: str) -> None:
    detail = replace(LATE, headline="Bombenfund in Moabit")
    link = "https://warnung.example/desk/alerts/1"
    told = body(standing(finding(kind, detail)), NOW, About.RAISED, link, language)
    assert told.startswith(f"{said(kind, detail, NOW, language)}.\n")
    assert advice(kind, detail, language) in told
    assert link in told
    assert "24.11.2026 03:12:19" in told


def test_a_stand_by_that_waits_for_a_hand_is_not_said_to_be_on_its_way() -> None:
    waits = replace(LATE, count=2, by_hand=1)
    assert "The message is on its way." == advice(AlarmKind.STOOD_IN, LATE, "en").split(" Find")[0]
    assert "The message is not out yet:" == advice(AlarmKind.STOOD_IN, waits, "en")[:27]
    assert "Die Nachricht ist noch nicht draußen:" == advice(AlarmKind.STOOD_IN, waits)[:37]
    assert waits == Detail.from_json(waits.as_json())


def test_a_dead_worker_explains_why_nothing_moves() -> None:
    assert "./run worker" in advice(AlarmKind.WAITING, replace(LATE, no_worker=True))


def test_what_is_known_survives_the_database() -> None:
    detail = replace(LATE, headline="Bombenfund", no_worker=True)
    assert detail == Detail.from_json(detail.as_json())


def test_a_message_is_tried_more_and_more_slowly_and_not_for_ever() -> None:
    assert [4.0, 8.0, 16.0] == [retry_after(tries) for tries in (1, 2, 3)]
    assert 600.0 == retry_after(20)
    assert retry_after(1000) is None
