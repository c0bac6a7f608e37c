"""After the release: update, all-clear, cancel. Each is a draft of its own, prepared to be submitted at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from alerts.domain import lifecycle, routing
from alerts.domain.errors import WrongStateError
from alerts.domain.model import codec
from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import AlertStanding, Content
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.model.plan import Plan
from alerts.domain.rendering.successors import (
    all_clear_content,
    cancel_content,
    correction_content,
    update_content,
)
from alerts.services.desk import drafting, freezing, showing
from alerts.services.views import AlertView
from alerts.store import alerts, audit
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session, database_now


class Step(StrEnum):
    """How a released alert goes on."""

    UPDATE = "update"
    CORRECT = "correct"
    PROLONG = "prolong"
    ALL_CLEAR = "all-clear"
    CANCEL = "cancel"


_Check = Callable[[AlertStanding, UUID, frozenset[Role], datetime], None]


def draft_update(session: Session, person: Person, alert_id: UUID, content: Content | None = None) -> AlertView:
    """An update of a running thread: begins with what holds now, or with ``content``.

    Raises WrongStateError if the thread has ended or a newer alert of it exists.
    """
    stored = followed(session, person, alert_id, "update", lifecycle.may_update)
    before = update_content(content_of(stored))
    return draft_step(session, person, stored, "update", drafting.same_kind(before, content or before))


def draft_correction(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """Something said was wrong: an update to every channel still in, marked "Korrektur" in the first line.

    Raises as ``draft_update`` does.
    """
    stored = followed(session, person, alert_id, "update", lifecycle.may_update)
    return draft_step(session, person, stored, "correction", correction_content(content_of(stored)))


def draft_all_clear(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """The danger is over: to the channels still in. Inherits the place, no description, no instruction."""
    stored = followed(session, person, alert_id, "all-clear", lifecycle.may_all_clear)
    content = all_clear_content(content_of(stored), showing.places(stored), _minute(session))
    return draft_step(session, person, stored, "all-clear", content)


def draft_cancel(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """It was issued in error: to every channel that ever carried the thread. Inherits no text."""
    stored = followed(session, person, alert_id, "cancel", lifecycle.may_cancel)
    content = cancel_content(content_of(stored), showing.places(stored), _minute(session))
    return draft_step(session, person, stored, "cancel", content)


def open_in_thread(session: Session, person: Person, alert_id: UUID) -> tuple[AlertView, ...]:
    """What of an alert's thread is being written, came back or waits for approval, newest first; without plan and
    texts. Those that a later release has overtaken say so by ``succeeded``. Raises NotFoundError."""
    thread = alerts.load(session, alert_id).thread
    return tuple(showing.light(stored) for stored in alerts.unreleased_of_thread(session, thread))


def begun(session: Session, person: Person, alert_id: UUID, step: Step) -> AlertView | None:
    """The step of this thread that somebody has already begun and nothing has overtaken, so that no second one is
    made. Holds the thread until the transaction ends. Raises NotFoundError."""
    stored = alerts.load(session, alert_id)
    alerts.lock_thread(session, stored.thread)
    for view in open_in_thread(session, person, alert_id):
        if not view.succeeded and view.sequence > stored.sequence and step_of(view.content) is step:
            return view
    return None


def changes(session: Session, alert_id: UUID, content: Content, plan: Plan) -> tuple[routing.Change, ...]:
    """What an unreleased alert, were it to hold that content and plan, would mean to each channel of its thread.

    Raises NotFoundError.
    """
    return freezing.changes(session, alerts.load(session, alert_id), content, plan)


def no_longer_affected(session: Session, alert_id: UUID, plan: Plan) -> tuple[str, ...]:
    """Names of the leaves that the thread's last release affected and ``plan`` does not. Raises NotFoundError."""
    told = freezing.told_before(session, alerts.load(session, alert_id))
    kept = {leaf.key for leaf in plan.affected}
    return tuple(leaf.name for leaf in told[-1].plan.affected if leaf.key not in kept) if told else ()


def step_of(content: Content) -> Step:
    """Which step a following alert is."""
    if content.is_cancel:
        return Step.CANCEL
    if content.is_all_clear:
        return Step.ALL_CLEAR
    return {Aim.CORRECTION: Step.CORRECT, Aim.PROLONGATION: Step.PROLONG}.get(content.aim, Step.UPDATE)


def content_of(stored: StoredAlert) -> Content:
    """What the alert's current version holds."""
    return codec.content_from_json(stored.content)


def _minute(session: Session) -> datetime:
    return database_now(session).replace(second=0, microsecond=0)


def followed(session: Session, person: Person, alert_id: UUID, step: str, check: _Check) -> StoredAlert:
    """The alert that a step follows, its thread held; refused where a newer one of the thread is released."""
    stored = alerts.load(session, alert_id)
    alerts.lock_thread(session, stored.thread)
    check(showing.standing(session, stored), person.id, person.roles, database_now(session))
    if stored.newest_released > stored.sequence:
        raise WrongStateError(state="superseded", step=step)
    return stored


def draft_step(session: Session, person: Person, stored: StoredAlert, step: str, content: Content) -> AlertView:
    """Begin the draft of a step in the thread, with its audit entry."""
    alert = drafting.create_in_thread(session, person, stored.thread, content)
    audit.record(session, person.authority, person.id, f"draft-{step}", alert, {"follows": str(stored.id)})
    return drafting.read(session, person, alert)
