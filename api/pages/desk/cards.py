"""The running alerts as cards: how each arrives, what is open, what calls; trouble at the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from alerts.domain.lifecycle.reminders import Answer, QuestionKind
from alerts.domain.model.aim import Aim
from alerts.domain.model.person import Person
from alerts.domain.model.standing import ARRIVED, Standing
from alerts.domain.model.task import Task
from alerts.services import desk
from alerts.services.desk import incidents, prolonging, reminding
from alerts.services.desk.progress import counts_of
from alerts.services.desk.watching import tasks_of
from alerts.services.views import AlertView
from alerts.store.incidents import Incident
from alerts.store.progress import Counts
from alerts.store.questions import Asked
from alerts.store.session import Session, database_now

DONE_SHOWN = 3
"""Done tasks that a card still shows."""
_BAR = (
    (Standing.CONFIRMED, "confirmed"),
    (Standing.ACCEPTED, "accepted"),
    (Standing.UNDER_WAY, "rest"),
    (Standing.BY_HAND, "rest"),
    (Standing.WAITING, "warn"),
    (Standing.UNKNOWN, "warn"),
    (Standing.HELD, "warn"),
    (Standing.EXPIRED, "warn"),
    (Standing.DECIDES, "fail"),
    (Standing.REFUSED, "fail"),
    (Standing.GIVEN_UP, "rest"),
)
BAR_ORDER = tuple(standing for standing, _ in _BAR)
"""Where deliveries stand, in the order of the progress bar."""


@dataclass(frozen=True, kw_only=True)
class Still:
    """Whether an alert is still true: what is asked now, who last said so, when it is next asked."""

    asks: QuestionKind | None
    since: datetime | None
    said: Asked | None
    next: datetime | None


def beside(session: Session, person: Person, alert: AlertView) -> tuple[AlertView, ...]:
    """What runs beside an alert: in a drill only drills; else the real ones first, drills after them."""
    found = desk.running(session, person)
    if alert.content.is_drill:
        return tuple(one for one in found if one.content.is_drill)
    return tuple(sorted(found, key=lambda one: one.content.is_drill))


def card(alert: AlertView, counts: Counts, now: datetime) -> dict[str, Any]:
    """How one alert arrives, in short."""
    arrived = counts.of(*ARRIVED)
    return {
        "alert": alert,
        "total": counts.total,
        "accepted": arrived,
        "decides": counts.of(Standing.DECIDES),
        "refused": counts.of(Standing.REFUSED),
        "stuck": counts.of(Standing.UNKNOWN, Standing.HELD, Standing.WAITING),
        "by_hand": counts.of(Standing.BY_HAND),
        "all_confirmed": 0 < counts.total == counts.of(Standing.CONFIRMED),
        "all_accepted": 0 < counts.total == arrived,
        "since": now - alert.sent if alert.sent else timedelta(0),
    }


def bar(counts: Counts) -> list[dict[str, Any]]:
    """The pieces of the progress bar, from the left; 0 to 100 each."""
    total = max(counts.total, 1)
    pieces, at = [], 0.0
    for standing, look in _BAR:
        width = 100 * counts.of(standing) / total
        if width:
            pieces.append({"look": look, "x": round(at, 2), "width": round(width, 2)})
        at += width
    return pieces


def still(session: Session, alert: AlertView, asked: Sequence[Asked]) -> Still:
    """How it stands with "still true?". ``asked`` is about this alert, newest first."""
    waits = next((one for one in asked if one.answered is None), None)
    return Still(
        asks=waits.kind if waits else None,
        since=waits.asked if waits else None,
        said=next((one for one in asked if one.answer is Answer.STILL_TRUE), None),
        next=None if alert.content.is_drill else reminding.next_question(session, alert.id),
    )


def board(session: Session, person: Person) -> dict[str, Any]:
    """All that runs, trouble first, with everything a card of the board shows."""
    now = database_now(session)
    running = desk.running(session, person)
    ids = tuple(one.id for one in running)
    counts = counts_of(session, ids)
    asked = reminding.asked(session, ids)
    tasks = tasks_of(session, ids)
    joined = incidents.of_threads(session, tuple(one.thread for one in running))
    cards = [
        _whole(
            session,
            person,
            alert,
            counts[alert.id],
            now,
            asked=[one for one in asked if one.alert == alert.id],
            tasks=[task for task in tasks if task.alert == alert.id],
            joined=joined,
        )
        for alert in running
    ]
    return {"now": now, "cards": sorted(cards, key=_trouble_first)}


def _whole(
    session: Session,
    person: Person,
    alert: AlertView,
    counts: Counts,
    now: datetime,
    *,
    asked: Sequence[Asked],
    tasks: Sequence[Task],
    joined: Mapping[UUID, Incident],
) -> dict[str, Any]:
    expires = alert.content.expires
    open_tasks = [task for task in tasks if task.done is None]
    return {
        **card(alert, counts, now),
        "bar": bar(counts),
        "left": expires - now if expires else timedelta(0),
        "over": expires is not None and expires <= now,
        "told": prolonging.told(session, alert.id) if alert.content.aim is Aim.PROLONGATION else None,
        "still": still(session, alert, asked),
        "tasks": open_tasks,
        "done": [task for task in tasks if task.done is not None][:DONE_SHOWN],
        "incident": joined.get(alert.thread),
        "open_steps": [one for one in desk.open_in_thread(session, person, alert.id) if not one.succeeded],
    }


def _trouble_first(one: Mapping[str, Any]) -> tuple[bool, int, int, float]:
    """Real ones before drills; what is over or calls, what is refused or unclear, what hangs, what is to be done."""
    asks = one["still"].asks
    ranks = (
        one["over"] or asks is QuestionKind.EXPIRES_10,
        one["decides"] or one["refused"],
        asks is not None,
        one["stuck"],
        one["tasks"] or one["by_hand"],
    )
    rank = next((number for number, holds in enumerate(ranks) if holds), len(ranks))
    alert: AlertView = one["alert"]
    return alert.content.is_drill, rank, -alert.content.severity.level, one["since"].total_seconds()
