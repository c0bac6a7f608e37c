"""Is it still true, and it is about to run out: asked by the watch, answered by a person at the desk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alerts.access.roles import require
from alerts.domain.alarms import About, AlarmKind
from alerts.domain.lifecycle import reminders
from alerts.domain.lifecycle.reminders import Answer
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.store import alarms, alerts, audit, duty, questions
from alerts.store.questions import Asked
from alerts.store.session import Session, database_now

CALLS = (AlarmKind.STILL_TRUE, AlarmKind.EXPIRES_30, AlarmKind.EXPIRES_10)
"""The alarms that questions raise."""


def ask(session: Session) -> int:
    """Put what is due about all running alerts, and close what has passed. For the watch's role; how many are new."""
    now = database_now(session)
    put = questions.ask(session, (one for each in questions.watched(session) for one in reminders.due(each, now)))
    questions.pass_over(session)
    return put


def answer(session: Session, person: Person, alert_id: UUID, given: Answer) -> bool:
    """Answer what is asked about an alert: recorded with person and time, and the call falls silent.

    False where nothing was open, because a colleague was faster. Raises NotAllowedError, NotFoundError.
    """
    require(person, Role.OPERATOR, Role.APPROVER)
    alerts.load(session, alert_id)
    kinds = questions.answer(session, alert_id, given, person.id)
    over = [one for one in alarms.of_authority(session, person.authority) if one.subject == alert_id]
    over = [one for one in over if one.kind in CALLS]
    alarms.clear(session, over)
    duty.enqueue(session, (one.id for one in over), About.CLEARED)
    if kinds:
        detail = {"answer": given.value, "asked": [kind.value for kind in kinds]}
        audit.record(session, person.authority, person.id, f"answered-{given}", alert_id, detail)
    return bool(kinds)


def next_question(session: Session, alert_id: UUID) -> datetime | None:
    """When it is next asked whether an alert is still true; None where it is asked already or no more."""
    watched = questions.watched_alert(session, alert_id)
    return None if watched is None or watched.open else reminders.next_still_true(watched)


def asked(session: Session, alert_ids: tuple[UUID, ...]) -> tuple[Asked, ...]:
    """All that was asked about some alerts, and what came of it, newest first."""
    return questions.of_alerts(session, alert_ids)
