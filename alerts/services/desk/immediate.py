"""Sofortwarnungen: two people prepare one by day, one person releases it at night, and everybody is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alerts.access.roles import require, require_human
from alerts.domain import lifecycle, seal
from alerts.domain.errors import Fault, HashMismatchError, InvalidError, SecondPersonNeededError, WrongStateError
from alerts.domain.model import codec
from alerts.domain.model.alert import AreaRequest, Circle, Content
from alerts.domain.model.codes import Role
from alerts.domain.model.immediate import Immediate, ImmediateState, Prepared
from alerts.domain.model.person import Person
from alerts.domain.model.regard import Regard
from alerts.domain.rendering.immediate import GOOD_FOR, filled, prepared_faults, wish_faults
from alerts.services import in_force
from alerts.services.desk import drafting, freezing, releasing, submitting, trimming
from alerts.services.views import AlertView
from alerts.store import alerts, audit, switches
from alerts.store import immediate as store
from alerts.store.session import Session, database_now

_WORD = "Sofortwarnung: von einer Person freigegeben, noch nicht abgestimmt"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What one person says at night: where (in words, degrees, metres) and until when."""

    place: str
    lat: float
    lon: float
    radius_m: float
    until: datetime
    drill: bool = False

    @property
    def area(self) -> AreaRequest:
        """The circle."""
        return AreaRequest(circle=Circle(lat=self.lat, lon=self.lon, radius_m=self.radius_m))


def every(session: Session, person: Person) -> tuple[Immediate, ...]:
    """Those of the own authority, approved, waiting or returned. Raises NotAllowedError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return store.every(session)


def read(session: Session, person: Person, found: UUID) -> Immediate:
    """One of the own authority. Raises NotAllowedError, NotFoundError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return store.load(session, found)


def prepare(session: Session, person: Person, prepared: Prepared) -> Immediate:
    """Hand one to a second person. Raises InvalidError with every fault, NotAllowedError."""
    require(person, Role.OPERATOR)
    faults = prepared_faults(prepared)
    if faults:
        raise InvalidError(faults)
    made = store.add(session, person.authority, person.id, prepared, _digest(prepared))
    audit.record(session, person.authority, person.id, "immediate-prepared", made, {"name": prepared.name})
    return store.load(session, made)


def approve(session: Session, person: Person, found: UUID, digest: str) -> Immediate:
    """Approve what was read, as the second person; it may be used for a year.

    Raises NotAllowedError, SecondPersonNeededError, HashMismatchError, WrongStateError.
    """
    require_human(person)
    require(person, Role.APPROVER)
    one = _in_state(session, found, ImmediateState.WAITING, "approve")
    if person.id == one.author:
        raise SecondPersonNeededError
    if digest != one.hash or _digest(one.prepared) != one.hash:
        raise HashMismatchError
    store.approve(session, found, person.id, database_now(session) + GOOD_FOR)
    audit.record(session, person.authority, person.id, "immediate-approved", found, {"hash": one.hash})
    return store.load(session, found)


def give_back(session: Session, person: Person, found: UUID, reason: str) -> Immediate:
    """Return one that waits, with a reason. Raises InvalidError, NotAllowedError, WrongStateError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    _in_state(session, found, ImmediateState.WAITING, "return")
    return _put_away(session, person, found, ImmediateState.RETURNED, reason, "immediate-returned")


def withdraw(session: Session, person: Person, found: UUID, reason: str) -> Immediate:
    """Take one out of use; one person may always make less possible. Raises InvalidError, NotAllowedError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return _put_away(session, person, found, ImmediateState.WITHDRAWN, reason, "immediate-withdrawn")


def outlook(session: Session, person: Person, found: UUID, wish: Wish) -> tuple[Content, Immediate]:
    """The alert that ``release`` would send. Raises InvalidError for what lies beyond the bounds, WrongStateError."""
    one = read(session, person, found)
    now = database_now(session)
    _usable(one, now)
    faults = wish_faults(one.prepared, wish.place, wish.radius_m, wish.until, now)
    if faults:
        raise InvalidError(faults)
    content = filled(one.prepared, wish.place.strip(), wish.area, wish.until, drill=wish.drill)
    return trimming.trim(session, person, content).content, one


def release(session: Session, person: Person, found: UUID, wish: Wish, *, public_url: str) -> AlertView:
    """Send it, as one person with a fresh sign-in: drafted, submitted and released in this one transaction.

    Gaps become tasks, what already holds there is answered with the word that nobody was asked yet. Raises
    FreshSignInNeededError, InvalidError, HashMismatchError, NotAllowedError, OutsideJurisdictionError, NoChannelError.
    """
    require_human(person)
    require(person, Role.APPROVER)
    known_stop = switches.newest(session, person.authority)
    content, one = outlook(session, person, found, wish)
    if _digest(one.prepared) != one.hash:
        raise HashMismatchError
    lifecycle.require_fresh(person.signed_in, database_now(session))
    thread = alerts.open_thread(session, person.authority, drill=wish.drill)
    planned = freezing.plan_content(session, person.authority, content)
    met = in_force.around(session, person.authority, content, planned.shape, thread=thread)
    content = replace(content, regards=_regards([meeting.other.identifier for meeting in met if meeting.needs_word]))
    alert = drafting.create_in_thread(session, person, thread, content)
    gaps = [gap.key for gap in planned.plan.gaps]
    operator = replace(person, roles=person.roles | {Role.OPERATOR})
    count = len(planned.plan.affected)
    submitting.submit(session, operator, alert, gaps, confirmed=count, public_url=public_url)
    reason = f"Sofortwarnung „{one.prepared.name}“, vorbereitet von {one.author_name} und {one.approver_name}"
    return releasing.release_prepared(session, person, alert, reason, known_stop, public_url=public_url)


def _regards(identifiers: Sequence[str]) -> tuple[Regard, ...]:
    return tuple(Regard(identifier=one, reason=_WORD) for one in identifiers)


def _digest(prepared: Prepared) -> str:
    return seal.of_document(codec.noun_to_json(prepared))


def _usable(one: Immediate, now: datetime) -> None:
    if not one.is_ready(now):
        stale = one.state is ImmediateState.APPROVED
        raise WrongStateError(state="approval expired" if stale else one.state.value, step="release")


def _in_state(session: Session, found: UUID, state: ImmediateState, step: str) -> Immediate:
    one = store.load(session, found, lock=True)
    if one.state is not state:
        raise WrongStateError(state=one.state.value, step=step)
    return one


def _put_away(
    session: Session, person: Person, found: UUID, state: ImmediateState, reason: str, action: str
) -> Immediate:
    if not reason.strip():
        raise InvalidError([Fault(place="reason", de="einen Grund angeben", en="give a reason")])
    one = store.load(session, found, lock=True)
    if one.state in (ImmediateState.WITHDRAWN, ImmediateState.RETURNED):
        raise WrongStateError(state=one.state.value, step=action)
    store.put_away(session, found, state, reason.strip())
    audit.record(session, person.authority, person.id, action, found, {"reason": reason.strip()})
    return store.load(session, found)
