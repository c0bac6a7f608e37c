"""Threads, alerts and versions in the database. Nothing is overwritten: an edit adds a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import AlertState
from alerts.store.tables import alerts as tables
from alerts.store.tables import people

_alert = tables.alert
_thread = tables.thread
_version = tables.version
_person = people.person


@dataclass(frozen=True, kw_only=True)
class StoredAlert:
    """One alert with its current version's content (JSON) and its thread's standing."""

    id: UUID
    authority: UUID
    thread: UUID
    sequence: int
    state: AlertState
    version: int
    content: dict[str, Any]
    area: bytes | None
    author: str
    created: datetime
    drill: bool
    thread_ended: datetime | None
    submitted_version: int | None
    submitted_hash: str | None
    submitted: datetime | None
    submitted_by: str | None
    acknowledged_gaps: tuple[str, ...]
    frozen: dict[str, Any] | None
    return_reason: str | None
    identifier: str | None
    code: str | None
    sent: datetime | None
    expires: datetime | None
    released_by: str | None
    break_glass_reason: str | None
    newest_released: int
    """The highest released sequence of the thread, 0 if none."""


@dataclass(frozen=True, kw_only=True)
class StoredVersion:
    """Who wrote a version when."""

    number: int
    author_id: UUID
    author: str
    created: datetime


@dataclass(frozen=True, kw_only=True)
class Release:
    """What release adds to an alert."""

    identifier: str
    code: str
    by: UUID
    sent: datetime
    expires: datetime
    cap: str
    break_glass_reason: str | None = None


def open_thread(session: Session, authority: UUID, *, drill: bool) -> UUID:
    """Begin a thread."""
    query = insert(_thread).values(authority_id=authority, drill=drill).returning(_thread.c.id)
    return UUID(str(session.execute(query).scalar_one()))


def lock_thread(session: Session, thread: UUID) -> None:
    """Hold the thread until the transaction ends, so that its alerts are released one after the other."""
    session.execute(select(_thread.c.id).where(_thread.c.id == thread).with_for_update())


def next_sequence(session: Session, thread: UUID) -> int:
    """The place of the next alert of the thread. Call with the thread locked."""
    query = select(func.coalesce(func.max(_alert.c.sequence), 0)).where(_alert.c.thread_id == thread)
    return int(session.execute(query).scalar_one()) + 1


def create(
    session: Session,
    *,
    authority: UUID,
    thread: UUID,
    sequence: int,
    author: UUID,
    content: dict[str, Any],
    area: bytes | None,
) -> UUID:
    """Add an alert as a draft, with its first version."""
    values = {
        "authority_id": authority,
        "thread_id": thread,
        "sequence": sequence,
        "msg_type": content["msg_type"],
        "status": content["status"],
        "author_id": author,
    }
    alert = session.execute(insert(_alert).values(values).returning(_alert.c.id)).scalar_one()
    _insert_version(session, alert, authority, 1, author, content, area)
    return UUID(str(alert))


def add_version(
    session: Session, alert: StoredAlert, *, author: UUID, content: dict[str, Any], area: bytes | None
) -> int:
    """Add an edit; a returned or submitted alert becomes a draft again and its hash is void."""
    number = alert.version + 1
    _insert_version(session, alert.id, alert.authority, number, author, content, area)
    session.execute(
        update(_alert)
        .where(_alert.c.id == alert.id)
        .values(
            current_version=number,
            state=AlertState.DRAFT,
            status=content["status"],
            submitted_version=None,
            submitted_hash=None,
            submitted_by=None,
            submitted=None,
            frozen_plan=None,
            acknowledged_gaps=[],
        )
    )
    return number


def load(session: Session, alert: UUID, *, lock: bool = False) -> StoredAlert:
    """One alert, optionally locked until the transaction ends.

    Raises NotFoundError where the asking authority has no such alert.
    """
    if lock:
        session.execute(select(_alert.c.id).where(_alert.c.id == alert).with_for_update())
    row = session.execute(_stored().where(_alert.c.id == alert)).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Warnung {alert}")
    return _stored_alert(row)


def in_states(session: Session, authority: UUID, states: Sequence[AlertState], limit: int = 200) -> list[StoredAlert]:
    """Alerts of an authority in some states, newest first."""
    query = (
        _stored()
        .where(_alert.c.authority_id == authority, _alert.c.state.in_(states))
        .order_by(func.coalesce(_alert.c.sent, _alert.c.created).desc())
        .limit(limit)
    )
    return [_stored_alert(row) for row in session.execute(query)]


def running(session: Session, authority: UUID) -> list[StoredAlert]:
    """The newest released alert of every thread that has not ended, newest first. Expired ones stay until ended
    or two days past expiry."""
    later = _alert.alias("later")
    superseded = select(later.c.id).where(
        later.c.thread_id == _alert.c.thread_id,
        later.c.state == AlertState.RELEASED,
        later.c.sequence > _alert.c.sequence,
    )
    query = (
        _stored()
        .where(
            _alert.c.authority_id == authority,
            _alert.c.state == AlertState.RELEASED,
            _thread.c.ended.is_(None),
            ~superseded.exists(),
            _alert.c.expires > func.now() - func.make_interval(0, 0, 0, 2),
        )
        .order_by(_alert.c.sent.desc())
    )
    return [_stored_alert(row) for row in session.execute(query)]


def history(session: Session, authority: UUID, limit: int = 200) -> list[StoredAlert]:
    """Released alerts of an authority, newest first."""
    return in_states(session, authority, [AlertState.RELEASED], limit)


def versions(session: Session, alert: UUID) -> list[StoredVersion]:
    """Every edit of an alert, oldest first."""
    query = (
        select(_version.c.number, _version.c.author_id, _person.c.name, _version.c.created)
        .join(_person, _person.c.id == _version.c.author_id)
        .where(_version.c.alert_id == alert)
        .order_by(_version.c.number)
    )
    return [StoredVersion(number=n, author_id=i, author=a, created=c) for n, i, a, c in session.execute(query)]


def freeze(
    session: Session, alert: StoredAlert, *, by: UUID, digest: str, gaps: Sequence[str], frozen: dict[str, Any]
) -> None:
    """Bind the current version to its hash, its plan and its texts."""
    session.execute(
        update(_alert)
        .where(_alert.c.id == alert.id)
        .values(
            state=AlertState.SUBMITTED,
            submitted_version=alert.version,
            submitted_hash=digest,
            submitted_by=by,
            submitted=func.clock_timestamp(),
            acknowledged_gaps=list(gaps),
            frozen_plan=frozen,
            return_reason=None,
        )
    )


def mark_returned(session: Session, alert: UUID, reason: str) -> None:
    """Give a submitted alert back to its authors."""
    session.execute(
        update(_alert)
        .where(_alert.c.id == alert)
        .values(state=AlertState.RETURNED, return_reason=reason, submitted_hash=None)
    )


def mark_discarded(session: Session, alert: UUID) -> None:
    """Put a draft away. It stays readable."""
    session.execute(update(_alert).where(_alert.c.id == alert).values(state=AlertState.DISCARDED))


def mark_released(session: Session, alert: StoredAlert, release: Release, *, severity: int, ends_thread: bool) -> None:
    """Record the release and what it means for the thread."""
    session.execute(
        update(_alert)
        .where(_alert.c.id == alert.id)
        .values(
            state=AlertState.RELEASED,
            identifier=release.identifier,
            code=release.code,
            released_by=release.by,
            sent=release.sent,
            expires=release.expires,
            cap=release.cap,
            break_glass_reason=release.break_glass_reason,
        )
    )
    session.execute(
        update(_thread)
        .where(_thread.c.id == alert.thread)
        .values(
            highest_severity=func.greatest(_thread.c.highest_severity, severity),
            ended=release.sent if ends_thread else _thread.c.ended,
        )
    )


def highest_severity(session: Session, thread: UUID) -> int:
    """The highest severity level (1 to 4) ever released in the thread, 0 before the first release."""
    return int(session.execute(select(_thread.c.highest_severity).where(_thread.c.id == thread)).scalar_one())


def released_of_thread(session: Session, thread: UUID) -> list[StoredAlert]:
    """The thread's released alerts, oldest first."""
    query = _stored().where(_alert.c.thread_id == thread, _alert.c.state == AlertState.RELEASED)
    return [_stored_alert(row) for row in session.execute(query.order_by(_alert.c.sequence))]


def unreleased_of_thread(session: Session, thread: UUID) -> list[StoredAlert]:
    """What is being written, came back or waits for approval in a thread, newest first."""
    states = (AlertState.DRAFT, AlertState.RETURNED, AlertState.SUBMITTED)
    query = _stored().where(_alert.c.thread_id == thread, _alert.c.state.in_(states))
    return [_stored_alert(row) for row in session.execute(query.order_by(_alert.c.sequence.desc()))]


def ids_of_thread(session: Session, thread: UUID) -> tuple[UUID, ...]:
    """The ids of all alerts of a thread, drafts included, oldest first."""
    query = select(_alert.c.id).where(_alert.c.thread_id == thread).order_by(_alert.c.sequence)
    return tuple(session.scalars(query))


def unexpired_of_thread(session: Session, thread: UUID) -> list[StoredAlert]:
    """The thread's released alerts that have not expired, and the newest in any case; oldest first."""
    released = released_of_thread(session, thread)
    now = session.execute(select(func.now())).scalar_one()
    return [one for one in released if one is released[-1] or (one.expires and one.expires > now)]


def _insert_version(
    session: Session,
    alert: UUID,
    authority: UUID,
    number: int,
    author: UUID,
    content: dict[str, Any],
    area: bytes | None,
) -> None:
    session.execute(
        insert(_version).values(
            alert_id=alert, number=number, authority_id=authority, author_id=author, content=content, area=area
        )
    )


def _stored() -> Select[Any]:
    author, submitter, approver = (_person.alias(name) for name in ("author", "submitter", "approver"))
    other = _alert.alias("other")
    newest = (
        select(func.coalesce(func.max(other.c.sequence), 0))
        .where(other.c.thread_id == _alert.c.thread_id, other.c.state == AlertState.RELEASED)
        .scalar_subquery()
    )
    return (
        select(
            _alert,
            _version.c.content,
            _version.c.area,
            _thread.c.drill,
            _thread.c.ended,
            author.c.name.label("author_name"),
            submitter.c.name.label("submitter_name"),
            approver.c.name.label("approver_name"),
            newest.label("newest_released"),
        )
        .join(_thread, _thread.c.id == _alert.c.thread_id)
        .join(_version, (_version.c.alert_id == _alert.c.id) & (_version.c.number == _alert.c.current_version))
        .join(author, author.c.id == _alert.c.author_id)
        .outerjoin(submitter, submitter.c.id == _alert.c.submitted_by)
        .outerjoin(approver, approver.c.id == _alert.c.released_by)
    )


def _stored_alert(row: Row[Any]) -> StoredAlert:
    return StoredAlert(
        id=row.id,
        authority=row.authority_id,
        thread=row.thread_id,
        sequence=row.sequence,
        state=AlertState(row.state),
        version=row.current_version,
        content=row.content,
        area=row.area,
        author=row.author_name,
        created=row.created,
        drill=row.drill,
        thread_ended=row.ended,
        submitted_version=row.submitted_version,
        submitted_hash=row.submitted_hash,
        submitted=row.submitted,
        submitted_by=row.submitter_name,
        acknowledged_gaps=tuple(row.acknowledged_gaps),
        frozen=row.frozen_plan,
        return_reason=row.return_reason,
        identifier=row.identifier,
        code=row.code,
        sent=row.sent,
        expires=row.expires,
        released_by=row.approver_name,
        break_glass_reason=row.break_glass_reason,
        newest_released=row.newest_released,
    )
