"""Handing over to the next shift: one sheet with all that runs and waits, signed by who gives it and who takes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from alerts.access.roles import require, require_human
from alerts.domain.errors import Fault, InvalidError, NotAllowedError, WrongStateError
from alerts.domain.model import codec
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.model.standing import ARRIVED, TROUBLE
from alerts.services.desk import following, incidents, progress, reminding, watching
from alerts.services.views import AlertView
from alerts.store import alarms, audit, handovers, people, switches
from alerts.store.handovers import Handover
from alerts.store.session import Session, database_now

NOTES = 4000
"""Characters that the notes of a sheet may have."""
_LOOKED_BACK = timedelta(hours=12)
"""How far a sheet looks back where nothing was handed over before."""


def sheet(session: Session, person: Person) -> dict[str, Any]:
    """What runs, is open, waits and calls now, and what was answered since the last handover; plain JSON."""
    require(person, Role.OPERATOR, Role.APPROVER)
    now = database_now(session)
    running = watching.running(session, person)
    since = _since(session, person, now)
    answered = reminding.asked(session, tuple(one.id for one in running))
    titles = {one.id: one.title for one in running}
    return {
        "at": now.isoformat(),
        "since": since.isoformat(),
        "running": _running(session, person, running),
        "tasks": [
            {"title": task.title, "kind": task.kind, "people": task.people, "since": task.created.isoformat()}
            for task in watching.tasks(session, person)
        ],
        "waiting": [_draft(one) for one in watching.waiting(session, person)],
        "drafts": [_draft(one) for one in watching.drafts(session, person)],
        "alarms": [
            {
                "kind": alarm.kind.value,
                "detail": alarm.detail.as_json(),
                "raised": alarm.raised.isoformat(),
                "seen": alarm.seen is not None,
            }
            for alarm in alarms.of_authority(session, person.authority)
        ],
        "answered": [
            {
                "title": titles.get(one.alert, ""),
                "kind": one.kind.value,
                "answer": one.answer.value,
                "by": one.answered_by,
                "at": one.answered.isoformat(),
            }
            for one in answered
            if one.answered is not None and one.answer is not None and one.answered_by and one.answered >= since
        ],
        "stopped": bool(switches.thrown(session, person.authority)),
    }


def colleagues(session: Session, person: Person) -> tuple[Person, ...]:
    """Who may take over: the other people of the desk."""
    desk = frozenset({Role.OPERATOR, Role.APPROVER})
    found = people.of_authority(session, person.authority)
    return tuple(one for one in found if one.id != person.id and one.roles & desk)


def give(session: Session, person: Person, to: UUID | None, notes: str) -> Handover:
    """Sign the sheet as it stands now, for a colleague to take.

    Raises NotAllowedError, PersonNeededError, InvalidError (nobody chosen, notes too long).
    """
    require(person, Role.OPERATOR, Role.APPROVER)
    require_human(person)
    faults = []
    if all(one.id != to for one in colleagues(session, person)) or to is None:
        faults.append(Fault(place="to", de="wählen, wer übernimmt", en="choose who takes over"))
    if len(notes) > NOTES:
        faults.append(Fault(place="notes", de=f"auf {NOTES} Zeichen kürzen", en=f"shorten to {NOTES} characters"))
    if any(ord(sign) < ord(" ") and sign not in "\n\r\t" for sign in notes):
        faults.append(Fault(place="notes", de="Steuerzeichen entfernen", en="remove control characters"))
    if faults or to is None:
        raise InvalidError(faults)
    kept = sheet(session, person)
    made = handovers.add(session, person.authority, by=person.id, to=to, notes=notes.strip(), sheet=kept)
    audit.record(session, person.authority, person.id, "handover-given", made, {"to": str(to)})
    return handovers.load(session, made)


def take(session: Session, person: Person, handover_id: UUID) -> Handover:
    """Sign a sheet as the one it was given to. Raises NotAllowedError, PersonNeededError, WrongStateError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    require_human(person)
    found = handovers.load(session, handover_id)
    if found.given_to != person.id:
        raise NotAllowedError(role=found.taker, role_en=found.taker)
    if found.taken is not None:
        raise WrongStateError(state="answered", step="answer")
    handovers.take(session, handover_id)
    audit.record(session, person.authority, person.id, "handover-taken", handover_id, {})
    return handovers.load(session, handover_id)


def read(session: Session, person: Person, handover_id: UUID) -> Handover:
    """A sheet as it was handed over. Raises NotFoundError, NotAllowedError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return handovers.load(session, handover_id)


def recent(session: Session, person: Person) -> tuple[Handover, ...]:
    """The newest sheets of the own authority."""
    return handovers.recent(session, person.authority)


def _since(session: Session, person: Person, now: datetime) -> datetime:
    last = handovers.recent(session, person.authority, 1)
    return last[0].created if last else now - _LOOKED_BACK


def _running(session: Session, person: Person, running: tuple[AlertView, ...]) -> list[dict[str, Any]]:
    counts = progress.counts_of(session, [one.id for one in running])
    joined = incidents.of_threads(session, tuple(one.thread for one in running))
    return [
        {
            "id": str(one.id),
            "title": one.title,
            "severity": one.content.severity.value,
            "drill": one.content.is_drill,
            "code": one.code or "",
            "sent": one.sent.isoformat() if one.sent else None,
            "expires": one.content.expires.isoformat() if one.content.expires else None,
            "mowas": codec.content_to_json(one.content)["mowas"],
            "released_by": one.released_by or "",
            "total": counts[one.id].total,
            "arrived": counts[one.id].of(*ARRIVED),
            "trouble": counts[one.id].of(*TROUBLE),
            "incident": joined[one.thread].title if one.thread in joined else "",
            "open_steps": [
                following.step_of(step.content).value
                for step in following.open_in_thread(session, person, one.id)
                if not step.succeeded
            ],
        }
        for one in running
    ]


def _draft(view: AlertView) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "title": view.title,
        "author": view.author,
        "created": view.created.isoformat(),
        "reason": view.return_reason or "",
        "drill": view.content.is_drill,
    }
