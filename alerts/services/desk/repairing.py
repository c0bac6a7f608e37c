"""The repair desk: deliveries that do not get on by themselves, and what people do about them.

Every action locks its delivery, asks the table in ``alerts.domain.repairing``, writes, and is audited; what is tried
again gets its job in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.access.roles import require
from alerts.delivery import engine
from alerts.domain import repairing
from alerts.domain.errors import Fault, InvalidError, NotFoundError, WrongStateError
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.person import Person
from alerts.domain.model.repair import Patient, RepairRow
from alerts.domain.repairing import UNDO_WITHIN, Action, Need, Standing
from alerts.store import audit, deliveries, repairs, undoing
from alerts.store.session import Session, database_now
from alerts.store.undoing import Undoable

MAY_REPAIR = (Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR, Role.OFFICE)
_WHOLE = frozenset({Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR})
LONGEST_REASON = 500
"""Most characters of a reason."""
MOST_AT_ONCE = 500
"""Deliveries that one action takes at most."""


@dataclass(frozen=True, kw_only=True)
class RepairView:
    """A delivery with why it needs a person (None: given up) and what may be done, the likeliest first."""

    row: RepairRow
    need: Need | None
    offers: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The repair desk of a person. ``open`` needs somebody, ``given_up`` can still be tried again."""

    at: datetime
    open: tuple[RepairView, ...]
    given_up: tuple[RepairView, ...]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an action on several came to: how many it changed, and names of channels whose state had changed."""

    changed: int
    passed: tuple[str, ...]


def bench(session: Session, person: Person) -> Bench:
    """What needs a person, of the whole authority or of the person's office. Raises NotAllowedError."""
    require(person, *MAY_REPAIR)
    views = tuple(_view(row) for row in _listed(session, person))
    return Bench(
        at=database_now(session),
        open=tuple(view for view in views if view.need is not None),
        given_up=tuple(view for view in views if view.need is None),
    )


def count(session: Session, person: Person) -> int:
    """How many need a person; 0 for those who may do nothing about it."""
    if person.roles.isdisjoint(MAY_REPAIR) or _sees_nothing(person):
        return 0
    return repairs.count(session, person.authority, _office(person))


def act(session: Session, person: Person, delivery: UUID, action: Action, reason: str = "") -> None:
    """Do one thing about one delivery. Raises NotAllowedError, NotFoundError, WrongStateError, InvalidError."""
    require(person, *MAY_REPAIR)
    _do(session, person, _locked(session, person, delivery), action, _said(reason))


def act_on_all(session: Session, person: Person, chosen: Iterable[UUID], action: Action, reason: str = "") -> Done:
    """The same for several; those whose state no longer allows it are passed over and named.

    Raises NotAllowedError, NotFoundError, InvalidError.
    """
    require(person, *MAY_REPAIR)
    reason = _said(reason)
    changed, passed = 0, []
    for delivery in sorted(set(chosen))[:MOST_AT_ONCE]:
        patient = _locked(session, person, delivery)
        try:
            _do(session, person, patient, action, reason)
        except WrongStateError:
            passed.append(patient.channel_name)
        else:
            changed += 1
    return Done(changed=changed, passed=tuple(passed))


def undoable(session: Session, person: Person) -> tuple[Undoable, ...]:
    """What the person gave up or ticked off in the last minute and can still take back, the newest first."""
    return undoing.undoable(session, person.authority, person.id, within=UNDO_WITHIN)


def undo(session: Session, person: Person, chosen: Iterable[UUID]) -> Done:
    """Put back as they were what the person has just given up or ticked off; what is too late is passed over.

    Raises NotAllowedError, NotFoundError.
    """
    require(person, *MAY_REPAIR)
    changed, passed = 0, []
    for delivery in sorted(set(chosen))[:MOST_AT_ONCE]:
        patient = _locked(session, person, delivery)
        done = next((one for one in undoable(session, person) if one.delivery == delivery), None)
        if done is None:
            passed.append(patient.channel_name)
            continue
        undoing.put_back(session, done)
        detail = {"channel": done.channel_name, "delivery": str(delivery), "undone": done.action.value}
        audit.record(session, person.authority, person.id, "repair-undone", done.alert, detail)
        changed += 1
    return Done(changed=changed, passed=tuple(passed))


def _do(session: Session, person: Person, patient: Patient, action: Action, reason: str) -> None:
    to = repairing.repair(_standing(patient), action)
    if action is Action.MARK_POSTED:
        deliveries.mark_posted(session, patient.id, person)
    else:
        repairs.put(session, patient, to, person.id)
    if to.due:
        engine.defer(deliveries.driver_connection(session), [(patient.account, patient.lane.value)])
    detail = {
        "channel": patient.channel_name,
        "delivery": str(patient.id),
        "was": patient.state.value,
        "because": patient.reason,
        "reason": reason,
    }
    step = "posted-by-hand" if action is Action.MARK_POSTED else action.value
    audit.record(session, person.authority, person.id, step, patient.alert, detail)


def _locked(session: Session, person: Person, delivery: UUID) -> Patient:
    patient = repairs.lock(session, person.authority, delivery)
    if _sees_nothing(person) or (_office(person) is not None and patient.office != _office(person)):
        raise NotFoundError(what=f"Zustellung {delivery}")
    return patient


def _listed(session: Session, person: Person) -> tuple[RepairRow, ...]:
    return () if _sees_nothing(person) else repairs.listed(session, person.authority, _office(person))


def _office(person: Person) -> UUID | None:
    """The office whose channels alone are the person's; None: all of the authority's."""
    return None if person.roles & _WHOLE else person.office


def _sees_nothing(person: Person) -> bool:
    return not person.roles & _WHOLE and person.office is None


def _view(row: RepairRow) -> RepairView:
    standing = Standing(
        state=row.state, reason=row.reason, repeat=row.repeat, manual=row.kind is ChannelKind.WHATSAPP_MANUAL
    )
    return RepairView(row=row, need=repairing.need(row.state, row.reason), offers=repairing.offers(standing))


def _standing(patient: Patient) -> Standing:
    return Standing(
        state=patient.state,
        reason=patient.reason,
        repeat=patient.repeat,
        manual=patient.kind is ChannelKind.WHATSAPP_MANUAL,
        over=patient.over,
    )


def _said(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        most = Fault(
            place="reason", de=f"Höchstens {LONGEST_REASON} Zeichen.", en=f"At most {LONGEST_REASON} characters."
        )
        raise InvalidError([most])
    return reason
