"""Calls for the second person: made by the watch, shown to everybody at the desk, stopped by whoever takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.access.roles import require
from alerts.domain import calling
from alerts.domain.alarms import About, Alarm, AlarmKind, Decision, Detail, Finding
from alerts.domain.calling import STEP
from alerts.domain.errors import SecondPersonNeededError, WrongStateError
from alerts.domain.model.codes import AlertState, Role
from alerts.domain.model.person import Person
from alerts.store import alarms, alerts, approvals, audit, duty
from alerts.store.approvals import Rung, Submission, Taken
from alerts.store.session import Session, database_now


@dataclass(frozen=True, kw_only=True)
class Calls:
    """What became of calling for an alert: ``quiet_until`` while somebody has it, ``nobody`` where nobody may be
    called, ``may_take`` for the person who asks."""

    calls: tuple[Rung, ...] = ()
    taken: Taken | None = None
    quiet_until: datetime | None = None
    nobody: bool = False
    given_up: bool = False
    may_take: bool = False
    waits: bool = False
    """Whether it is called about at all: not for drills, nor for what is decided."""


def finding(submission: Submission, now: datetime) -> Finding:
    """The alarm that stands while an alert waits, with those who were called or are about to be."""
    names = {one.person: one.name for one in submission.waiting.roster}
    calls = (names[call.person] for call in calling.due(submission.waiting, now))
    return Finding(
        authority=submission.authority,
        kind=AlarmKind.APPROVAL,
        subject=submission.alert,
        detail=Detail(
            count=1,
            since=submission.waiting.submitted,
            names=submission.places[:3],
            more=len(submission.places) > 3,
            headline=submission.headline,
            decision=Decision(
                event=submission.event,
                severity=submission.severity,
                called=tuple(dict.fromkeys((*submission.called, *calls))),
                taken=submission.taken_by,
            ),
        ),
    )


def ring(session: Session, submissions: Sequence[Submission]) -> int:
    """Make the calls that are due, and tell the duty where nobody can be called, or nobody decided after all of them.

    For the watch's role, after the alarms were raised; how many calls that were.
    """
    now = database_now(session)
    made = sum(_rung(session, submission, now) for submission in submissions)
    hopeless = {one.alert for one in submissions if calling.given_up(one.waiting, now)}
    if hopeless:
        standing = [one for one in alarms.standing(session) if one.kind is AlarmKind.APPROVAL]
        duty.enqueue(session, (one.id for one in standing if one.subject in hopeless), About.RAISED)
    return made


def settle(session: Session, cleared: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """Stop the calls of what is decided; those of the cleared alarms whose end the duty is to be told."""
    decided = [one.id for one in cleared if one.kind is AlarmKind.APPROVAL]
    approvals.let_go(session, decided)
    told = approvals.told(session, decided)
    return tuple(one for one in cleared if one.kind is not AlarmKind.APPROVAL or one.id in told)


def take(session: Session, person: Person, alert_id: UUID) -> bool:
    """Take the decision about an alert over: others are not called for three minutes. False if one had it already.

    Raises NotAllowedError, SecondPersonNeededError (who wrote it cannot decide), WrongStateError, NotFoundError.
    """
    require(person, Role.APPROVER)
    stored = alerts.load(session, alert_id)
    alarm = approvals.open_alarm(session, alert_id)
    if stored.state is not AlertState.SUBMITTED or alarm is None:
        raise WrongStateError(state=stored.state.value, step="take")
    if any(version.author_id == person.id for version in alerts.versions(session, alert_id)):
        raise SecondPersonNeededError
    new = approvals.take(session, person.authority, alarm, person.id)
    if new:
        audit.record(session, person.authority, person.id, "take", alert_id, {})
    return new


def look(session: Session, person: Person, alert_id: UUID) -> Calls:
    """Who was called about an alert and who has it. Raises NotFoundError."""
    stored = alerts.load(session, alert_id)
    alarm = approvals.open_alarm(session, alert_id)
    if stored.state is not AlertState.SUBMITTED or alarm is None:
        return Calls()
    now = database_now(session)
    authors = {version.author_id for version in alerts.versions(session, alert_id)}
    taken = approvals.takings(session, alert_id)
    last = taken[-1] if taken else None
    quiet = last.at + STEP if last else None
    waiting = calling.Waiting(
        submitted=stored.submitted or now,
        roster=approvals.roster(session, person.authority),
        authors=authors,
        taken=[one.at for one in taken],
    )
    return Calls(
        calls=approvals.calls(session, alert_id),
        taken=last,
        quiet_until=quiet if quiet and quiet > now else None,
        nobody=not waiting.callable,
        given_up=calling.given_up(waiting, now),
        may_take=person.has(Role.APPROVER)
        and person.id not in authors
        and all(one.person != person.id for one in taken),
        waits=True,
    )


def _rung(session: Session, submission: Submission, now: datetime) -> int:
    made = 0
    for wanted in calling.due(submission.waiting, now):
        done = approvals.call(session, submission, wanted)
        if done is None:
            continue
        made += 1
        said = {"name": done.name, "round": wanted.round + 1, "ways": [way.value for way in done.ways]}
        audit.record(session, submission.authority, None, "call", submission.alert, said)
    return made
