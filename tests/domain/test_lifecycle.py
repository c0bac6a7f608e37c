"""Who may do what when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from alerts.domain import lifecycle
from alerts.domain.errors import (
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

NOW = datetime(2026, 11, 24, 13, 41, tzinfo=UTC)
AUTHOR, SECOND = UUID(int=1), UUID(int=2)
BOTH = frozenset({Role.OPERATOR, Role.APPROVER})
NOBODY: frozenset[Role] = frozenset({Role.ANALYST, Role.OFFICE, Role.ADMINISTRATOR, Role.AUDITOR})
HASH = "7f3a92c1" * 8

DRAFT = AlertStanding(state=AlertState.DRAFT, authors=frozenset({AUTHOR}), is_drill=False)
SUBMITTED = replace(DRAFT, state=AlertState.SUBMITTED, submitted_hash=HASH, expires=NOW + timedelta(hours=5))
RELEASED = replace(SUBMITTED, state=AlertState.RELEASED)


def approve(standing: AlertStanding = SUBMITTED, person: UUID = SECOND, **changes: Any) -> None:
    lifecycle.may_approve(
        standing, person, changes.get("roles", BOTH), changes.get("now", NOW), content_hash=changes.get("hash", HASH)
    )


def break_glass(standing: AlertStanding = SUBMITTED, person: UUID = AUTHOR, **changes: Any) -> None:
    lifecycle.may_break_glass(
        standing,
        person,
        changes.get("roles", BOTH),
        changes.get("now", NOW),
        content_hash=changes.get("hash", HASH),
        reason=changes.get("reason", "Zweite Schicht im Stau, Evakuierung läuft"),
        signed_in=changes.get("signed_in", NOW - timedelta(minutes=1)),
    )


OPEN = {AlertState.DRAFT, AlertState.RETURNED}
ALLOWED = {
    lifecycle.may_edit: OPEN,
    lifecycle.may_discard: OPEN,
    lifecycle.may_submit: OPEN,
    lifecycle.may_update: {AlertState.RELEASED},
    lifecycle.may_all_clear: {AlertState.RELEASED},
    lifecycle.may_cancel: {AlertState.RELEASED},
}


@pytest.mark.parametrize("state", AlertState)
@pytest.mark.parametrize("step", ALLOWED, ids=lambda step: step.__name__)
def test_each_step_belongs_to_its_states(step: Any, state: AlertState) -> None:
    standing = replace(DRAFT, state=state)

    if state in ALLOWED[step]:
        step(standing, AUTHOR, BOTH, NOW)
    else:
        with pytest.raises(WrongStateError):
            step(standing, AUTHOR, BOTH, NOW)


@pytest.mark.parametrize("step", ALLOWED, ids=lambda step: step.__name__)
def test_only_operators_write(step: Any) -> None:
    with pytest.raises(NotAllowedError):
        step(replace(DRAFT, state=next(iter(ALLOWED[step]))), AUTHOR, NOBODY | {Role.APPROVER}, NOW)


@pytest.mark.parametrize(
    "step",
    [
        lifecycle.may_edit,
        lifecycle.may_submit,
        lifecycle.may_update,
        lifecycle.may_all_clear,
        lifecycle.may_cancel,
    ],
    ids=lambda step: step.__name__,
)
def test_an_ended_thread_goes_no_further(step: Any) -> None:
    standing = replace(DRAFT, state=next(iter(ALLOWED[step])), thread_ended=True)

    with pytest.raises(WrongStateError) as refused:
        step(standing, AUTHOR, BOTH, NOW)

    assert "beendet" in refused.value.text("de")
    assert "ended" in refused.value.text("en")


def test_an_expired_alert_can_still_be_followed_up() -> None:
    expired = replace(RELEASED, expires=NOW - timedelta(hours=1))

    for step in (lifecycle.may_update, lifecycle.may_all_clear, lifecycle.may_cancel):
        step(expired, AUTHOR, BOTH, NOW)


def test_a_second_person_approves() -> None:
    approve()
    approve(hash=HASH.upper())


def test_whoever_wrote_any_version_is_no_second_person() -> None:
    with pytest.raises(SecondPersonNeededError):
        approve(replace(SUBMITTED, authors=frozenset({AUTHOR, SECOND})))


def test_a_drill_may_be_approved_by_its_author() -> None:
    approve(replace(SUBMITTED, is_drill=True), AUTHOR)


def test_what_was_approved_must_be_what_was_submitted() -> None:
    for wrong in ("", HASH[:-1], "0" * 64):
        with pytest.raises(HashMismatchError):
            approve(hash=wrong)
    with pytest.raises(HashMismatchError):
        approve(replace(SUBMITTED, submitted_hash=None), hash="")


@pytest.mark.parametrize(
    "standing",
    [
        DRAFT,
        RELEASED,
        replace(SUBMITTED, state=AlertState.RETURNED),
        replace(SUBMITTED, thread_ended=True),
        replace(SUBMITTED, expires=NOW),
        replace(SUBMITTED, expires=None),
    ],
)
def test_only_what_is_submitted_and_still_holds_is_released(standing: AlertStanding) -> None:
    with pytest.raises(WrongStateError):
        approve(standing)
    with pytest.raises(WrongStateError):
        break_glass(standing)


def test_release_needs_the_approvers_role() -> None:
    for roles in (NOBODY, frozenset({Role.OPERATOR})):
        with pytest.raises(NotAllowedError):
            approve(roles=roles)
        with pytest.raises(NotAllowedError):
            break_glass(roles=roles)


def test_the_glass_breaks_for_one_person_with_a_fresh_sign_in_and_a_reason() -> None:
    break_glass()
    break_glass(signed_in=NOW - timedelta(minutes=5))
    for signed_in in (None, NOW - timedelta(minutes=5, seconds=1)):
        with pytest.raises(FreshSignInNeededError):
            break_glass(signed_in=signed_in)
    with pytest.raises(InvalidError):
        break_glass(reason=" \n")
    with pytest.raises(HashMismatchError):
        break_glass(hash="0" * 64)


def test_the_approver_returns_and_the_author_takes_back() -> None:
    lifecycle.may_return(SUBMITTED, SECOND, frozenset({Role.APPROVER}), NOW, reason="Adresse fehlt")
    lifecycle.may_return(SUBMITTED, AUTHOR, frozenset({Role.OPERATOR}), NOW, reason="Tippfehler")
    with pytest.raises(NotAllowedError):
        lifecycle.may_return(SUBMITTED, SECOND, frozenset({Role.OPERATOR}), NOW, reason="Adresse fehlt")
    with pytest.raises(WrongStateError):
        lifecycle.may_return(DRAFT, SECOND, BOTH, NOW, reason="Adresse fehlt")
    with pytest.raises(InvalidError):
        lifecycle.may_return(SUBMITTED, SECOND, BOTH, NOW, reason="")


def test_an_edit_of_an_old_version_is_refused() -> None:
    lifecycle.check_version(4, 4)
    with pytest.raises(StaleVersionError) as refused:
        lifecycle.check_version(3, 4)

    assert "Fassung 4" in refused.value.text("de")


def test_a_changed_plan_stops_the_approval_and_says_what_changed() -> None:
    lifecycle.check_plan_unchanged(())
    with pytest.raises(PlanChangedError) as refused:
        lifecycle.check_plan_unchanged(("Kanal fällt weg: WhatsApp Moabit",))

    assert ("Kanal fällt weg: WhatsApp Moabit",) == refused.value.difference


def test_refusals_speak_in_words() -> None:
    with pytest.raises(WrongStateError) as state:
        lifecycle.may_edit(SUBMITTED, AUTHOR, BOTH, NOW)
    with pytest.raises(NotAllowedError) as role:
        approve(roles=NOBODY)

    assert "Das geht im Stand „eingereicht“ nicht: bearbeiten. Laden Sie die Seite neu." == state.value.text("de")
    assert "Not possible in state “submitted”: edit. Reload the page." == state.value.text("en")
    assert "„Freigabe“" in role.value.text("de")
