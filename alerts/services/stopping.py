"""The kill switch: stop everything that is not sent yet, of an authority or of the whole installation.

Throwing needs one person and a reason, lifting a second one. What is approved after it passes, so that a correction, a
cancel or an all-clear goes out while it stands. After it means: the switch was committed when the approval began; an
approval under way is held, whenever it commits (``alerts.store.switches``).

The installation has no role of its own among people: its switch is thrown and lifted at the command line of the
machine, by people who prove who they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alerts.access import passwords
from alerts.access.roles import require, require_human
from alerts.domain.errors import (
    Fault,
    InvalidError,
    SecondPersonToLiftError,
    SignInFailedError,
    StoppedEverywhereError,
    WrongStateError,
)
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.model.switch import Switch, Waiting
from alerts.store import audit, people, switches
from alerts.store.session import Session

MAY_THROW = (Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR)
MAY_LIFT = (Role.APPROVER, Role.ADMINISTRATOR)
LONGEST_REASON = 500
"""Most characters of a reason."""
_REMEMBERED = 10


@dataclass(frozen=True, kw_only=True)
class Stop:
    """How things stand for a person. ``switches`` hold the authority's deliveries, ``held`` says how many."""

    switches: tuple[Switch, ...]
    held: Waiting
    may_throw: bool
    may_lift: bool
    """The role is there, and somebody else threw one of them."""
    own: bool
    """The person threw one of them."""

    @property
    def stands(self) -> bool:
        """Whether anything is stopped."""
        return bool(self.switches)


@dataclass(frozen=True, kw_only=True)
class Lifted:
    """What became of what was held: deliveries that go on, and those that expired while it stood."""

    going: int
    expired: int
    still: bool
    """Another switch still stands."""


def standing(session: Session, person: Person) -> Stop:
    """What is stopped, by whom, what it holds, and what the person may do about it; quick, for every page."""
    thrown = switches.thrown(session, person.authority)
    return Stop(
        switches=thrown,
        held=switches.held(session, person.authority) if thrown else Waiting(queued=0, by_hand=0),
        may_throw=not person.roles.isdisjoint(MAY_THROW),
        may_lift=not person.roles.isdisjoint(MAY_LIFT) and bool(_liftable(thrown, person)),
        own=any(switch.by == person.id for switch in thrown),
    )


def outlook(session: Session, person: Person) -> Waiting:
    """What a switch thrown now would hold."""
    return switches.waiting(session, person.authority)


def history(session: Session, person: Person) -> tuple[Switch, ...]:
    """The authority's last switches that were lifted, the newest first."""
    return switches.last(session, person.authority, limit=_REMEMBERED)


def throw(session: Session, person: Person, reason: str) -> Stop:
    """Hold everything of the person's authority that is not sent yet; again: also what was released since.

    Raises NotAllowedError, InvalidError.
    """
    require(person, *MAY_THROW)
    reason = _said(reason)
    held = switches.waiting(session, person.authority)
    audit.record(
        session,
        person.authority,
        person.id,
        "stop",
        person.authority,
        {"reason": reason, "queued": held.queued, "by_hand": held.by_hand, "sending": held.sending},
    )
    switches.throw(session, person.authority, person.id, reason=reason, held=held.queued + held.by_hand)
    return standing(session, person)


def lift(session: Session, person: Person, reason: str) -> Lifted:
    """Lift the authority's switches that somebody else threw; what has not expired goes on.

    Raises NotAllowedError, PersonNeededError, InvalidError, SecondPersonToLiftError, StoppedEverywhereError where only
    the installation is stopped, WrongStateError where nothing is.
    """
    require_human(person)
    require(person, *MAY_LIFT)
    reason = _said(reason)
    thrown = switches.thrown(session, person.authority)
    found = _liftable(thrown, person)
    if not found:
        raise _not_liftable(thrown)
    expired = switches.expired(session, person.authority, found)
    held = switches.held(session, person.authority)
    switches.lift(session, found, person.id, reason=reason)
    left = switches.held(session, person.authority) if len(found) < len(thrown) else Waiting(queued=0, by_hand=0)
    going = held.queued + held.by_hand - left.queued - left.by_hand
    detail = {"reason": reason, "going": going, "expired": expired}
    audit.record(session, person.authority, person.id, "resume", person.authority, detail)
    return Lifted(going=going, expired=expired, still=len(found) < len(thrown))


def prove(session: Session, login: str, password: str) -> Person:
    """Who knows the password of a login, on a session that sees all authorities. Raises SignInFailedError."""
    found = people.by_login(session, login.strip().lower())
    if not passwords.fits(found[1] if found else None, password) or found is None:
        raise SignInFailedError
    return found[0]


def throw_everywhere(session: Session, person: Person, reason: str) -> Waiting:
    """Hold everything that is not sent yet, of every authority; answers what it holds. Raises as ``throw``.

    The session must bypass row-level security.
    """
    require(person, *MAY_THROW)
    reason = _said(reason)
    held = switches.waiting(session, None)
    _tell_all(session, "stop-everywhere", {"reason": reason, "by": person.name, "of": person.authority_name})
    switches.throw(session, None, person.id, reason=reason, held=held.queued + held.by_hand)
    return held


def lift_everywhere(session: Session, first: Person, second: Person, reason: str) -> Lifted:
    """Lift the installation's switches: two people together, of whom one at least did not throw them.

    Raises NotAllowedError, InvalidError, SecondPersonToLiftError, WrongStateError.
    """
    require(first, *MAY_LIFT)
    require(second, *MAY_LIFT)
    reason = _said(reason)
    thrown = switches.thrown_everywhere(session)
    if not thrown:
        raise WrongStateError(state="running", step="lift")
    if first.id == second.id:
        raise SecondPersonToLiftError
    ids = [switch.id for switch in thrown]
    expired, held = switches.expired(session, None, ids), switches.held(session, None)
    switches.lift(session, ids, first.id, reason=reason)
    left = switches.held(session, None)
    going = held.queued + held.by_hand - left.queued - left.by_hand
    both = {"reason": reason, "by": first.name, "of": first.authority_name, "with": second.name}
    _tell_all(session, "resume-everywhere", both | {"going": going, "expired": expired})
    return Lifted(going=going, expired=expired, still=False)


def _liftable(thrown: tuple[Switch, ...], person: Person) -> list[UUID]:
    return [switch.id for switch in thrown if not switch.everywhere and switch.by != person.id]


def _not_liftable(thrown: tuple[Switch, ...]) -> SecondPersonToLiftError | StoppedEverywhereError | WrongStateError:
    if any(not switch.everywhere for switch in thrown):
        return SecondPersonToLiftError()
    return StoppedEverywhereError() if thrown else WrongStateError(state="running", step="lift")


def _said(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise InvalidError([Fault(place="reason", de="Bitte einen Grund angeben.", en="Please give a reason.")])
    if len(reason) > LONGEST_REASON:
        most = Fault(
            place="reason", de=f"Höchstens {LONGEST_REASON} Zeichen.", en=f"At most {LONGEST_REASON} characters."
        )
        raise InvalidError([most])
    return reason


def _tell_all(session: Session, action: str, detail: dict[str, object]) -> None:
    """One entry in the audit chain of every authority: it concerns them all."""
    for authority in switches.authorities(session):
        audit.record(session, authority, None, action, "installation", detail)
