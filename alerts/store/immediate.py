"""Sofortwarnungen in the database. What was approved is never changed: a new one takes its place."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model import codec
from alerts.domain.model.immediate import Immediate, ImmediateState, Prepared
from alerts.store.tables.immediate import immediate
from alerts.store.tables.people import person


def add(session: Session, authority: UUID, author: UUID, prepared: Prepared, digest: str) -> UUID:
    """Keep one for its second person."""
    values = {
        "authority_id": authority,
        "author_id": author,
        "prepared": codec.noun_to_json(prepared),
        "hash": digest,
    }
    made = session.execute(insert(immediate).values(values).returning(immediate.c.id)).scalar_one()
    return UUID(str(made))


def load(session: Session, found: UUID, *, lock: bool = False) -> Immediate:
    """One of the asking authority. Raises NotFoundError."""
    query = _selection().where(immediate.c.id == found)
    row = session.execute(query.with_for_update(of=immediate) if lock else query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Sofortwarnung {found}")
    return _read(row)


def every(session: Session) -> tuple[Immediate, ...]:
    """What is approved or waits, by age; withdrawn ones not."""
    query = _selection().where(immediate.c.state != ImmediateState.WITHDRAWN).order_by(immediate.c.created)
    return tuple(_read(row) for row in session.execute(query.limit(200)))


def approve(session: Session, found: UUID, by: UUID, good_until: datetime) -> None:
    """A second person approved it."""
    values = {
        "state": ImmediateState.APPROVED,
        "approved_by": by,
        "approved": func.clock_timestamp(),
        "good_until": good_until,
    }
    session.execute(update(immediate).where(immediate.c.id == found).values(values))


def put_away(session: Session, found: UUID, state: ImmediateState, reason: str) -> None:
    """Return or withdraw it; it stays readable."""
    session.execute(update(immediate).where(immediate.c.id == found).values(state=state, reason=reason))


def _selection() -> Any:
    author, approver = person.alias("author"), person.alias("approver")
    return (
        select(immediate, author.c.name.label("author_name"), approver.c.name.label("approver_name"))
        .join(author, author.c.id == immediate.c.author_id)
        .outerjoin(approver, approver.c.id == immediate.c.approved_by)
    )


def _read(row: Row[Any]) -> Immediate:
    return Immediate(
        id=row.id,
        authority=row.authority_id,
        prepared=codec.noun_from_json(row.prepared, Prepared),
        state=ImmediateState(row.state),
        author=row.author_id,
        author_name=row.author_name,
        created=row.created,
        hash=row.hash,
        approved_by=row.approved_by,
        approver_name=row.approver_name or "",
        approved=row.approved,
        reason=row.reason,
        good_until=row.good_until,
    )
