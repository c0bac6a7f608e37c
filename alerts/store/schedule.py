"""Bookings in the database: what is to be released at its time, by whose decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.store.tables.people import person
from alerts.store.tables.schedule import booking

RELEASED = "released"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Booking:
    """One release that waits for its time. ``outcome`` is empty while it waits."""

    alert: UUID
    authority: UUID
    due: datetime
    approved_by: UUID
    approver: str
    approved: datetime
    hash: str
    known_stop: int
    outcome: str

    @property
    def failed(self) -> bool:
        """Whether its time came and it did not go out."""
        return self.outcome not in ("", RELEASED, WITHDRAWN)


def book(
    session: Session, authority: UUID, alert: UUID, *, due: datetime, by: UUID, digest: str, known_stop: int
) -> None:
    """Let a release wait for its time; a decision before it for the same alert is replaced."""
    values = {
        "due": due,
        "approved_by": by,
        "approved": func.clock_timestamp(),
        "hash": digest,
        "known_stop": known_stop,
        "done": None,
        "outcome": "",
    }
    made = insert(booking).values(alert_id=alert, authority_id=authority, **values)
    session.execute(made.on_conflict_do_update(index_elements=[booking.c.alert_id], set_=values))


def of_alert(session: Session, alert: UUID) -> Booking | None:
    """The booking of an alert, open or done."""
    row = session.execute(_selection().where(booking.c.alert_id == alert)).one_or_none()
    return _booking(row) if row else None


def open_ones(session: Session, authority: UUID) -> tuple[Booking, ...]:
    """What waits, and what failed within the last day, soonest first."""
    failed = booking.c.done > func.now() - func.make_interval(0, 0, 0, 1)
    gone = booking.c.outcome.in_((RELEASED, WITHDRAWN))
    query = _selection().where(booking.c.authority_id == authority, booking.c.done.is_(None) | (failed & ~gone))
    return tuple(_booking(row) for row in session.execute(query.order_by(booking.c.due)))


def due(session: Session) -> tuple[Booking, ...]:
    """What is to go out now, of all authorities; for a role that sees them all."""
    query = _selection().where(booking.c.done.is_(None), booking.c.due <= func.statement_timestamp())
    return tuple(_booking(row) for row in session.execute(query.order_by(booking.c.due).limit(20)))


def take(session: Session, alert: UUID) -> bool:
    """Hold an open booking until the transaction ends; False if somebody else holds it or it is done."""
    query = select(booking.c.alert_id).where(booking.c.alert_id == alert, booking.c.done.is_(None))
    return session.execute(query.with_for_update(skip_locked=True)).one_or_none() is not None


def finish(session: Session, alert: UUID, outcome: str) -> None:
    """Say what became of it."""
    session.execute(
        update(booking)
        .where(booking.c.alert_id == alert, booking.c.done.is_(None))
        .values(done=func.clock_timestamp(), outcome=outcome)
    )


def _selection() -> Any:
    return select(booking, person.c.name.label("approver")).join(person, person.c.id == booking.c.approved_by)


def _booking(row: Row[Any]) -> Booking:
    return Booking(
        alert=row.alert_id,
        authority=row.authority_id,
        due=row.due,
        approved_by=row.approved_by,
        approver=row.approver,
        approved=row.approved,
        hash=row.hash,
        known_stop=row.known_stop,
        outcome=row.outcome,
    )
