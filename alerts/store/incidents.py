"""Incidents in the database. Under the policies of migration 0015 a member sees its incidents and their parts, the lead
writes them, everybody joins by itself; other authorities' threads are known by what is published of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.store.tables.alerts import published, thread
from alerts.store.tables.incidents import incident, incident_part
from alerts.store.tables.people import authority


@dataclass(frozen=True, kw_only=True)
class Part:
    """One authority's thread in an incident."""

    id: UUID
    authority: UUID
    authority_name: str
    thread: UUID
    invited: datetime
    joined: datetime | None
    joined_by: str
    declined: datetime | None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Threads of several authorities about one thing; ``lead`` opened it."""

    id: UUID
    lead: UUID
    name: str
    title: str
    opened: datetime
    opened_by: str
    closed: datetime | None
    parts: tuple[Part, ...]


def open_(
    session: Session, *, lead: UUID, name: str, title: str, by: str, own_thread: UUID, authority_name: str
) -> UUID:
    """Open an incident with the lead's own thread in it."""
    values = {"authority_id": lead, "name": name, "title": title, "members": [lead], "opened_by": by}
    made = UUID(str(session.execute(insert(incident).values(values).returning(incident.c.id)).scalar_one()))
    row = {
        "authority_id": lead,
        "incident_id": made,
        "thread_id": own_thread,
        "authority_name": authority_name,
        "joined": func.clock_timestamp(),
        "joined_by": by,
    }
    session.execute(insert(incident_part).values(row))
    set_thread(session, own_thread, made)
    return made


def load(session: Session, incident_id: UUID, *, lock: bool = False) -> Incident:
    """One incident that the asking authority is a member of. Raises NotFoundError."""
    query = select(incident).where(incident.c.id == incident_id)
    row = session.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Ereignis {incident_id}")
    return _incident(row, _parts(session, [incident_id]))


def of_authority(session: Session) -> tuple[Incident, ...]:
    """The incidents that the asking authority is a member of, newest first."""
    rows = session.execute(select(incident).order_by(incident.c.opened.desc()).limit(100)).all()
    parts = _parts(session, [row.id for row in rows])
    return tuple(_incident(row, parts) for row in rows)


def of_threads(session: Session, threads: Iterable[UUID]) -> dict[UUID, Incident]:
    """The open incident of each own thread that has joined one."""
    query = select(incident_part.c.thread_id, incident_part.c.incident_id).where(
        incident_part.c.thread_id.in_(list(threads)), incident_part.c.joined.is_not(None)
    )
    found = {row.thread_id: row.incident_id for row in session.execute(query)}
    known = {one.id: one for one in of_authority(session)} if found else {}
    return {own: known[which] for own, which in found.items() if which in known}


def names_of_thread(session: Session, thread_id: UUID) -> tuple[str, ...]:
    """What CAP calls the incident that a thread belongs to."""
    query = (
        select(incident.c.name)
        .join(incident_part, incident_part.c.incident_id == incident.c.id)
        .where(incident_part.c.thread_id == thread_id, incident_part.c.joined.is_not(None))
        .order_by(incident.c.opened)
    )
    return tuple(session.scalars(query))


def invite(session: Session, one: Incident, *, authority_id: UUID, authority_name: str, thread_id: UUID) -> None:
    """Ask another authority to put a thread of its own into the incident. For the lead."""
    if authority_id not in {part.authority for part in one.parts}:
        members = func.array_append(incident.c.members, authority_id)
        session.execute(update(incident).where(incident.c.id == one.id).values(members=members))
    row = {
        "authority_id": authority_id,
        "incident_id": one.id,
        "thread_id": thread_id,
        "authority_name": authority_name,
    }
    session.execute(insert(incident_part).values(row))


def join(session: Session, part: UUID, by: str) -> None:
    """Accept an invitation. For the invited."""
    query = (
        update(incident_part)
        .where(incident_part.c.id == part)
        .values(joined=func.clock_timestamp(), joined_by=by, declined=None)
        .returning(incident_part.c.thread_id, incident_part.c.incident_id)
    )
    row = session.execute(query).one()
    set_thread(session, row.thread_id, row.incident_id)


def decline(session: Session, part: UUID) -> None:
    """Turn an invitation down. For the invited."""
    session.execute(
        update(incident_part).where(incident_part.c.id == part).values(declined=func.clock_timestamp(), joined=None)
    )


def close(session: Session, incident_id: UUID) -> None:
    """Nobody is invited any more. For the lead."""
    session.execute(update(incident).where(incident.c.id == incident_id).values(closed=func.clock_timestamp()))


def set_thread(session: Session, thread_id: UUID, incident_id: UUID) -> None:
    """Note on an own thread which incident it belongs to."""
    session.execute(update(thread).where(thread.c.id == thread_id).values(incident_id=incident_id))


def owner_of_thread(session: Session, thread_id: UUID) -> tuple[UUID, str] | None:
    """Whose published thread it is, id and name; None where nothing of it is published."""
    query = select(published.c.authority_id, published.c.authority_name).where(published.c.thread_id == thread_id)
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else (row.authority_id, row.authority_name)


def short_names(session: Session) -> dict[UUID, str]:
    """What the authorities of this installation are called in short."""
    return {row.id: row.short_name for row in session.execute(select(authority.c.id, authority.c.short_name))}


def _parts(session: Session, incidents: list[UUID]) -> list[Row[Any]]:
    query = select(incident_part).where(incident_part.c.incident_id.in_(incidents)).order_by(incident_part.c.invited)
    return list(session.execute(query))


def _incident(row: Row[Any], parts: Iterable[Row[Any]]) -> Incident:
    return Incident(
        id=row.id,
        lead=row.authority_id,
        name=row.name,
        title=row.title,
        opened=row.opened,
        opened_by=row.opened_by,
        closed=row.closed,
        parts=tuple(
            Part(
                id=part.id,
                authority=part.authority_id,
                authority_name=part.authority_name,
                thread=part.thread_id,
                invited=part.invited,
                joined=part.joined,
                joined_by=part.joined_by,
                declined=part.declined,
            )
            for part in parts
            if part.incident_id == row.id
        ),
    )
