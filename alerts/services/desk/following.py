"""After the release: update, all-clear, cancel. Each is a draft of its own, prepared to be submitted at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from alerts.domain import lifecycle
from alerts.domain.errors import WrongStateError
from alerts.domain.model import codec
from alerts.domain.model.alert import AlertStanding, Content
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.rendering.successors import all_clear_content, cancel_content, update_content
from alerts.services.desk import drafting, showing
from alerts.services.views import AlertView
from alerts.store import alerts, audit
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session, database_now

_Check = Callable[[AlertStanding, UUID, frozenset[Role], datetime], None]


def draft_update(session: Session, person: Person, alert_id: UUID, content: Content | None = None) -> AlertView:
    """An update of a running thread: begins with what holds now, or with ``content``.

    Raises WrongStateError if the thread has ended or a newer alert of it exists.
    """
    stored = _followed(session, person, alert_id, "update", lifecycle.may_update)
    before = update_content(_content(stored))
    return _draft(session, person, stored, "update", drafting.same_kind(before, content or before))


def draft_all_clear(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """The danger is over: to the channels still in. Inherits the place, no description, no instruction."""
    stored = _followed(session, person, alert_id, "all-clear", lifecycle.may_all_clear)
    content = all_clear_content(_content(stored), showing.places(stored), _minute(session))
    return _draft(session, person, stored, "all-clear", content)


def draft_cancel(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """It was issued in error: to every channel that ever carried the thread. Inherits no text."""
    stored = _followed(session, person, alert_id, "cancel", lifecycle.may_cancel)
    content = cancel_content(_content(stored), showing.places(stored), _minute(session))
    return _draft(session, person, stored, "cancel", content)


def _content(stored: StoredAlert) -> Content:
    return codec.content_from_json(stored.content)


def _minute(session: Session) -> datetime:
    return database_now(session).replace(second=0, microsecond=0)


def _followed(session: Session, person: Person, alert_id: UUID, step: str, check: _Check) -> StoredAlert:
    stored = alerts.load(session, alert_id)
    alerts.lock_thread(session, stored.thread)
    check(showing.standing(session, stored), person.id, person.roles, database_now(session))
    if stored.newest_released > stored.sequence:
        raise WrongStateError(state="superseded", step=step)
    return stored


def _draft(session: Session, person: Person, stored: StoredAlert, step: str, content: Content) -> AlertView:
    alert = drafting.create_in_thread(session, person, stored.thread, content)
    audit.record(session, person.authority, person.id, f"draft-{step}", alert, {"follows": str(stored.id)})
    return drafting.read(session, person, alert)
