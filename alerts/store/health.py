"""How the database, its shape and the workers stand; nothing an authority owns."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class QueueDepth:
    """Jobs of one queue in one status; ``oldest`` is the age in seconds of the one waiting longest, 0 if none."""

    queue: str
    status: str
    jobs: int
    oldest: float


def revision(session: Session) -> str | None:
    """The migration the database stands at, None before the first."""
    found = session.execute(text("SELECT to_regclass('public.alembic_version')")).scalar_one()
    if found is None:
        return None
    version: str | None = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def heartbeat_age(session: Session) -> float | None:
    """Seconds since a worker last showed that it lives, None if there is no worker."""
    query = text("SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat)) FROM procrastinate_workers")
    age = session.execute(query).scalar_one()
    return None if age is None else float(age)


def queues(session: Session) -> tuple[QueueDepth, ...]:
    """Jobs that wait or run, by queue."""
    query = text("""
        SELECT queue_name, status::text AS status, count(*) AS jobs,
               coalesce(extract(epoch FROM now() - min(scheduled_at)), 0) AS oldest
        FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
        GROUP BY queue_name, status ORDER BY queue_name, status
    """)
    return tuple(
        QueueDepth(queue=row.queue_name, status=row.status, jobs=row.jobs, oldest=float(row.oldest))
        for row in session.execute(query)
    )
