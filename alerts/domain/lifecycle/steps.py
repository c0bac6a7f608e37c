"""Who may take which step when. ``now`` is the database's time everywhere."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from alerts.domain import limits
from alerts.domain.errors import (
    Fault,
    FreshSignInNeededError,
    HashMismatchError,
    InvalidError,
    NotAllowedError,
    PlanChangedError,
    SecondPersonNeededError,
    StaleVersionError,
    WrongStateError,
)
from alerts.domain.model.alert import AlertStanding
from alerts.domain.model.codes import AlertState, Role

OPEN = (AlertState.DRAFT, AlertState.RETURNED)
"""States in which an alert can still be written."""

Roles = frozenset[Role]


def may_edit(standing: AlertStanding, person: UUID, roles: Roles, now: datetime) -> None:
    """An operator edits drafts and returned ones; what is submitted must be returned first.

    Raises NotAllowedError, WrongStateError.
    """
    _has(roles, Role.OPERATOR)
    _in(standing, OPEN, "edit")
    _thread_runs(standing, "edit")


def may_discard(standing: AlertStanding, person: UUID, roles: Roles, now: datetime) -> None:
    """An operator discards drafts and returned ones. Raises NotAllowedError, WrongStateError."""
    _has(roles, Role.OPERATOR)
    _in(standing, OPEN, "discard")


def may_submit(standing: AlertStanding, person: UUID, roles: Roles, now: datetime) -> None:
    """An operator submits drafts and returned ones of a thread that has not ended.

    Raises NotAllowedError, WrongStateError. What the content must hold is ``check_submit``'s.
    """
    _has(roles, Role.OPERATOR)
    _in(standing, OPEN, "submit")
    _thread_runs(standing, "submit")


def may_return(standing: AlertStanding, person: UUID, roles: Roles, now: datetime, *, reason: str) -> None:
    """An approver returns what is submitted; who wrote it may take it back. The reason must be said.

    Raises NotAllowedError, WrongStateError, InvalidError (no reason).
    """
    if not (Role.OPERATOR in roles and person in standing.authors):
        _has(roles, Role.APPROVER)
    _in(standing, (AlertState.SUBMITTED,), "return")
    _reason(reason)


def may_approve(standing: AlertStanding, person: UUID, roles: Roles, now: datetime, *, content_hash: str) -> None:
    """A second person approves: one who wrote no version of it, and who read what was submitted (``content_hash``).

    A drill may be approved by its author. Raises NotAllowedError, WrongStateError (state, expired, thread ended),
    HashMismatchError, SecondPersonNeededError.
    """
    _may_release(standing, roles, now, content_hash, "approve")
    if person in standing.authors and not standing.is_drill:
        raise SecondPersonNeededError


def may_break_glass(
    standing: AlertStanding,
    person: UUID,
    roles: Roles,
    now: datetime,
    *,
    content_hash: str,
    reason: str,
    signed_in: datetime | None,
) -> None:
    """One person releases alone: with the approver's role, a fresh sign-in and a reason; everyone is told.

    ``signed_in`` is when the person last proved who they are; None (an API key) never suffices. Raises what
    ``may_approve`` raises but for the second person, and FreshSignInNeededError, InvalidError (no reason).
    """
    _may_release(standing, roles, now, content_hash, "break-glass")
    _reason(reason)
    require_fresh(signed_in, now)


def require_fresh(signed_in: datetime | None, now: datetime) -> None:
    """Pass if the person proved who they are within the last minutes. Raises FreshSignInNeededError."""
    oldest = now - timedelta(minutes=limits.FRESH_SIGN_IN_MINUTES)
    if signed_in is None or signed_in < oldest:
        raise FreshSignInNeededError(minutes=limits.FRESH_SIGN_IN_MINUTES)


def may_update(standing: AlertStanding, person: UUID, roles: Roles, now: datetime) -> None:
    """An operator writes an update of a released alert, expired or not, while its thread has not ended.

    Raises NotAllowedError, WrongStateError.
    """
    _may_follow(standing, roles, "update")


def may_all_clear(standing: AlertStanding, person: UUID, roles: Roles, now: datetime) -> None:
    """As ``may_update``: an expired alert still wants its all-clear."""
    _may_follow(standing, roles, "all-clear")


def may_cancel(standing: AlertStanding, person: UUID, roles: Roles, now: datetime) -> None:
    """As ``may_update``: what was issued in error is taken back even after it expired."""
    _may_follow(standing, roles, "cancel")


def check_version(expected: int, current: int) -> None:
    """An edit names the version it started from. Raises StaleVersionError if that is no longer the newest."""
    if expected != current:
        raise StaleVersionError(expected=expected, current=current)


def check_plan_unchanged(difference: Sequence[str]) -> None:
    """The plan at approval is the one that was submitted (see ``seal.plan_difference``). Raises PlanChangedError."""
    if difference:
        raise PlanChangedError(difference)


def _may_release(standing: AlertStanding, roles: Roles, now: datetime, content_hash: str, step: str) -> None:
    _has(roles, Role.APPROVER)
    _in(standing, (AlertState.SUBMITTED,), step)
    _thread_runs(standing, step)
    if standing.expires is None or standing.expires <= now:
        raise WrongStateError(state="expired", step=step)
    if not _same(standing.submitted_hash or "", content_hash):
        raise HashMismatchError


def _may_follow(standing: AlertStanding, roles: Roles, step: str) -> None:
    _has(roles, Role.OPERATOR)
    _in(standing, (AlertState.RELEASED,), step)
    _thread_runs(standing, step)


def _has(roles: Roles, role: Role) -> None:
    if role not in roles:
        raise NotAllowedError(role=role.value)


def _in(standing: AlertStanding, states: tuple[AlertState, ...], step: str) -> None:
    if standing.state not in states:
        raise WrongStateError(state=standing.state.value, step=step)


def _thread_runs(standing: AlertStanding, step: str) -> None:
    if standing.thread_ended:
        raise WrongStateError(state="ended", step=step)


def _reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidError((Fault(place="reason", de="einen Grund angeben", en="give a reason"),))


def _same(submitted: str, given: str) -> bool:
    return bool(submitted) and hmac.compare_digest(submitted.encode(), given.strip().lower().encode())
