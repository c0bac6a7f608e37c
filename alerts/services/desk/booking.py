"""Decided now, released later: a Probewarnung waits for its time, and its all-clear is decided with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alerts.domain import seal
from alerts.domain.errors import WrongStateError
from alerts.domain.model import codec
from alerts.domain.model.alert import Content
from alerts.domain.model.person import Person
from alerts.domain.rendering.public_test import ends_at, public_test_end
from alerts.services.desk import drafting, freezing, showing
from alerts.store import alerts, audit, people, schedule
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session


def waits_until(content: Content, now: datetime) -> datetime | None:
    """When an approved content is to go out, if that is later than now."""
    if not content.is_public_test or content.ends_thread or content.onset is None or content.onset <= now:
        return None
    return content.onset


def book(session: Session, approver: Person, stored: StoredAlert, due: datetime, known_stop: int) -> None:
    """Let what was approved wait for its time."""
    digest = stored.submitted_hash
    if digest is None:
        raise WrongStateError(state=stored.state.value, step="approve")
    schedule.book(session, stored.authority, stored.id, due=due, by=approver.id, digest=digest, known_stop=known_stop)
    details = {"due": due.isoformat(), "hash": digest}
    audit.record(session, stored.authority, approver.id, "book", stored.id, details)


def book_end(session: Session, approver: Person, test: UUID, known_stop: int, *, public_url: str) -> None:
    """Write, freeze and book the all-clear of a Probewarnung that has just been released.

    Its author is the author of the test, its approver who approved the test: both decided the end with it.
    """
    stored = alerts.load(session, test)
    content = codec.content_from_json(stored.content)
    due = ends_at(content)
    author = people.by_id(session, alerts.versions(session, test)[0].author_id)
    if due is None or author is None:
        return
    end = public_test_end(content, showing.places(stored), due)
    made = alerts.load(session, drafting.create_in_thread(session, author, stored.thread, end))
    planned = freezing.plan_content(session, stored.authority, end)
    frozen = freezing.freeze(session, made, planned, gaps=(), public_url=public_url)
    digest = seal.seal(frozen)
    alerts.freeze(session, made, by=author.id, digest=digest, gaps=(), frozen=codec.frozen_to_json(frozen))
    book(session, approver, alerts.load(session, made.id), due, known_stop)
