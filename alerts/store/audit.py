"""The audit chain of each authority."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from alerts.access import chain
from alerts.domain.model.task import TimelineEntry
from alerts.store.tables.people import person
from alerts.store.tables.trust import audit


def record(
    session: Session,
    authority: UUID,
    person_id: UUID | None,
    action: str,
    subject: UUID | str,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an entry. A transaction-long lock per authority keeps the chain without forks."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"audit {authority}"})
    previous = session.execute(
        select(audit.c.digest).where(audit.c.authority_id == authority).order_by(audit.c.number.desc()).limit(1)
    ).scalar_one_or_none()
    at = session.execute(select(func.clock_timestamp())).scalar_one()
    values = {
        "authority_id": authority,
        "at": at,
        "person_id": person_id,
        "action": action,
        "subject": str(subject),
        "detail": detail or {},
        "previous": previous or chain.GENESIS,
    }
    digest = chain.link(previous or chain.GENESIS, _linked(at, person_id, action, str(subject), detail or {}))
    session.execute(insert(audit).values(**values, digest=digest))


def first_broken(session: Session, authority: UUID) -> int | None:
    """The number of the first entry whose digest does not follow from the one before, or None."""
    expected = chain.GENESIS
    for row in session.execute(select(audit).where(audit.c.authority_id == authority).order_by(audit.c.number)):
        linked = _linked(row.at, row.person_id, row.action, row.subject, row.detail)
        if row.previous != expected or row.digest != chain.link(expected, linked):
            return int(row.number)
        expected = row.digest
    return None


def timeline(session: Session, subjects: Iterable[UUID]) -> tuple[TimelineEntry, ...]:
    """What happened to some alerts, newest first."""
    query = (
        select(audit.c.at, person.c.name, audit.c.action, audit.c.subject, audit.c.detail)
        .outerjoin(person, person.c.id == audit.c.person_id)
        .where(audit.c.subject.in_([str(s) for s in subjects]))
        .order_by(audit.c.number.desc())
    )
    return tuple(
        TimelineEntry(at=row.at, who=row.name or "", action=row.action, subject=row.subject, detail=row.detail)
        for row in session.execute(query)
    )


def _linked(at: datetime, person_id: UUID | None, action: str, subject: str, detail: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": at.astimezone(UTC).isoformat(),
        "person": str(person_id) if person_id else None,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
