"""Handovers from shift to shift in the database; what was handed over is kept as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.store.tables.aftermath import handover
from alerts.store.tables.people import person


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One sheet: who gave it to whom when, and when that person took it (None: not yet)."""

    id: UUID
    created: datetime
    given_by: UUID
    giver: str
    given_to: UUID
    taker: str
    notes: str
    sheet: dict[str, Any]
    taken: datetime | None


def add(session: Session, authority: UUID, *, by: UUID, to: UUID, notes: str, sheet: dict[str, Any]) -> UUID:
    """Keep a sheet, signed by who gives it."""
    values = {"authority_id": authority, "given_by": by, "given_to": to, "notes": notes, "sheet": sheet}
    return UUID(str(session.execute(insert(handover).values(values).returning(handover.c.id)).scalar_one()))


def load(session: Session, handover_id: UUID) -> Handover:
    """One sheet. Raises NotFoundError where the asking authority has no such sheet."""
    row = session.execute(_selection().where(handover.c.id == handover_id)).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Übergabe {handover_id}")
    return _handover(row)


def recent(session: Session, authority: UUID, limit: int = 20) -> tuple[Handover, ...]:
    """The newest sheets."""
    query = _selection().where(handover.c.authority_id == authority).order_by(handover.c.created.desc()).limit(limit)
    return tuple(_handover(row) for row in session.execute(query))


def take(session: Session, handover_id: UUID) -> None:
    """Sign it as the one who takes it; the first time counts."""
    taken = func.coalesce(handover.c.taken, func.clock_timestamp())
    session.execute(update(handover).where(handover.c.id == handover_id).values(taken=taken))


def _selection() -> Select[Any]:
    giver, taker = person.alias("giver"), person.alias("taker")
    return (
        select(handover, giver.c.name.label("giver"), taker.c.name.label("taker"))
        .join(giver, giver.c.id == handover.c.given_by)
        .join(taker, taker.c.id == handover.c.given_to)
    )


def _handover(row: Row[Any]) -> Handover:
    return Handover(
        id=row.id,
        created=row.created,
        given_by=row.given_by,
        giver=row.giver,
        given_to=row.given_to,
        taker=row.taker,
        notes=row.notes,
        sheet=row.sheet,
        taken=row.taken,
    )
