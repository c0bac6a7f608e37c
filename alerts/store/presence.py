"""Who has a draft open: one row a window, kept alive by its heartbeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

ALIVE = 15
"""Seconds after its last heartbeat for which a window counts as open."""


@dataclass(frozen=True, kw_only=True)
class Present:
    """One window on a draft. ``step`` is the step's address word: area, text or check."""

    person: UUID
    page: str
    name: str
    step: str
    since: datetime


_BEAT = text("""
    INSERT INTO presence AS p (alert_id, person_id, page, authority_id, name, step)
    VALUES (:alert, :person, :page, :authority, :name, :step)
    ON CONFLICT (alert_id, person_id, page) DO UPDATE
       SET seen = clock_timestamp(), name = :name,
           since = CASE WHEN p.step = :step AND p.seen > clock_timestamp() - make_interval(secs => :alive)
                        THEN p.since ELSE clock_timestamp() END,
           step = :step
""")
_OTHERS = text("""
    SELECT person_id AS person, page, name, step, since FROM presence
     WHERE alert_id = :alert AND (person_id, page) <> (:person, :page)
       AND seen > clock_timestamp() - make_interval(secs => :alive)
     ORDER BY since, page
""")
_OLD = text("DELETE FROM presence WHERE seen < clock_timestamp() - interval '1 hour'")
_LEAVE = text("DELETE FROM presence WHERE alert_id = :alert AND person_id = :person AND page = :page")


def beat(session: Session, *, authority: UUID, alert: UUID, person: UUID, page: str, name: str, step: str) -> None:
    """A window is (still) open on a step of a draft."""
    values = {"authority": authority, "alert": alert, "person": person, "page": page, "name": name, "step": step}
    session.execute(_BEAT, {**values, "alive": ALIVE})


def others(session: Session, *, alert: UUID, person: UUID, page: str) -> tuple[Present, ...]:
    """The other windows on a draft, the same person's included, those that are open the longest first."""
    rows = session.execute(_OTHERS, {"alert": alert, "person": person, "page": page, "alive": ALIVE})
    return tuple(Present(**row._mapping) for row in rows)


def leave(session: Session, *, alert: UUID, person: UUID, page: str) -> None:
    """The window is closed or shows something else."""
    session.execute(_OLD)
    session.execute(_LEAVE, {"alert": alert, "person": person, "page": page})
