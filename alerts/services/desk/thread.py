"""The whole story of a thread: its alerts, who did what, what went to the channels, what called, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.person import Person
from alerts.domain.model.task import Task, TimelineEntry
from alerts.services.desk import showing
from alerts.services.views import AlertView
from alerts.store import alerts, audit, questions, tasks, thread_log
from alerts.store.questions import Asked
from alerts.store.session import Session
from alerts.store.thread_log import PastAlarm, Post


@dataclass(frozen=True, kw_only=True)
class Thread:
    """Everything about a thread. ``released``: its alerts, oldest first; the rest by their own times."""

    released: tuple[AlertView, ...]
    entries: tuple[TimelineEntry, ...]
    posts: tuple[Post, ...]
    alarms: tuple[PastAlarm, ...]
    asked: tuple[Asked, ...]
    tasks: tuple[Task, ...]


def story(session: Session, person: Person, alert_id: UUID) -> Thread:
    """The thread that an alert belongs to. Raises NotFoundError."""
    thread = alerts.load(session, alert_id).thread
    ids = alerts.ids_of_thread(session, thread)
    return Thread(
        released=tuple(showing.light(one) for one in alerts.released_of_thread(session, thread)),
        entries=audit.timeline(session, ids),
        posts=thread_log.posts(session, ids),
        alarms=thread_log.alarms_about(session, ids),
        asked=questions.of_alerts(session, ids),
        tasks=tasks.of_alerts(session, ids),
    )
