"""Tasks in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.plan import Gap
from alerts.domain.model.task import Task
from alerts.store.tables.alerts import task
from alerts.store.tables.people import person


def add_gaps(session: Session, authority: UUID, alert: UUID, gaps: Iterable[Gap]) -> None:
    """One task for every acknowledged gap, the most people first."""
    rows = [
        {
            "authority_id": authority,
            "alert_id": alert,
            "kind": "gap",
            "district_key": gap.key,
            "title": gap.name,
            "people": gap.people,
        }
        for gap in gaps
    ]
    if rows:
        session.execute(insert(task), rows)


def open_tasks(session: Session, authority: UUID, alert: UUID | None = None) -> tuple[Task, ...]:
    """Tasks not done yet, of one alert or of all."""
    query = select(task).where(task.c.authority_id == authority, task.c.done.is_(None))
    if alert is not None:
        query = query.where(task.c.alert_id == alert)
    return tuple(_task(row) for row in session.execute(query.order_by(task.c.people.desc().nulls_last(), task.c.id)))


def of_alert(session: Session, alert: UUID) -> tuple[Task, ...]:
    """All tasks of an alert, open ones first."""
    query = select(task).where(task.c.alert_id == alert).order_by(task.c.done.nulls_first(), task.c.people.desc())
    return tuple(_task(row) for row in session.execute(query))


def of_alerts(session: Session, alerts: Iterable[UUID]) -> tuple[Task, ...]:
    """All tasks of some alerts: open ones first, by people; then what was done, by whom, the newest first."""
    query = (
        select(task, person.c.name.label("done_name"))
        .outerjoin(person, person.c.id == task.c.done_by)
        .where(task.c.alert_id.in_(list(alerts)))
        .order_by(task.c.done.desc().nulls_first(), task.c.people.desc().nulls_last(), task.c.id)
    )
    return tuple(replace(_task(row), done_by=row.done_name or "") for row in session.execute(query))


def complete(session: Session, task_id: UUID, by: UUID) -> Task:
    """Mark a task as done. Raises NotFoundError where the asking authority has no such task."""
    query = (
        update(task)
        .where(task.c.id == task_id, task.c.kind != "repair")
        .values(done=func.coalesce(task.c.done, func.clock_timestamp()), done_by=func.coalesce(task.c.done_by, by))
        .returning(task)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Aufgabe {task_id}")
    return _task(row)


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        alert=row.alert_id,
        kind=row.kind,
        title=row.title,
        district=row.district_key,
        people=row.people,
        created=row.created,
        done=row.done,
    )
