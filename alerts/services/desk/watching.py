"""What runs, what waits, what was: the lists of the desk and the progress of deliveries."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from alerts.access.roles import require
from alerts.domain.model.alert import GeoJson
from alerts.domain.model.codes import AlertState, DeliveryState, Role
from alerts.domain.model.person import Person
from alerts.domain.model.task import Task, TimelineEntry
from alerts.services.desk import showing
from alerts.services.views import AlertView, DeliveryReport, DeliveryView
from alerts.store import alerts, audit, schedule
from alerts.store import deliveries as delivery_store
from alerts.store import tasks as task_store
from alerts.store.session import Session


def running(session: Session, person: Person) -> tuple[AlertView, ...]:
    """The newest alert of every thread that has not ended, newest first; without plan and texts."""
    return tuple(showing.light(stored) for stored in alerts.running(session, person.authority))


def shapes(session: Session, person: Person) -> dict[UUID, GeoJson]:
    """The areas of what runs, by alert, as they were released."""
    found = alerts.running(session, person.authority)
    return {one.id: dict(one.frozen["area"]) for one in found if one.frozen is not None}


def drafts(session: Session, person: Person) -> tuple[AlertView, ...]:
    """What is being written or came back, newest first."""
    states = (AlertState.DRAFT, AlertState.RETURNED)
    return tuple(showing.light(stored) for stored in alerts.in_states(session, person.authority, states))


def waiting(session: Session, person: Person) -> tuple[AlertView, ...]:
    """What has been submitted and waits for a second person, newest first; not what waits for its time."""
    decided = {one.alert for one in schedule.open_ones(session, person.authority) if not one.failed}
    stored = alerts.in_states(session, person.authority, (AlertState.SUBMITTED,))
    return tuple(showing.light(one) for one in stored if one.id not in decided)


def booked(session: Session, person: Person) -> tuple[AlertView, ...]:
    """What two people have decided and what waits for its time, or failed at it lately, soonest first."""
    found = schedule.open_ones(session, person.authority)
    return tuple(replace(showing.light(alerts.load(session, one.alert)), booked=one) for one in found)


def awaiting(session: Session, person: Person) -> tuple[AlertView, ...]:
    """What this person may approve as the second one: submitted, and no version of it written by them."""
    if Role.APPROVER not in person.roles:
        return ()
    return tuple(
        view
        for view in waiting(session, person)
        if all(version.author_id != person.id for version in alerts.versions(session, view.id))
    )


def history(session: Session, person: Person) -> tuple[AlertView, ...]:
    """Everything released, newest first."""
    return tuple(showing.light(stored) for stored in alerts.history(session, person.authority))


def deliveries(session: Session, person: Person, alert_id: UUID) -> DeliveryReport:
    """How an alert's deliveries stand: trouble first, then by the time they took. Raises NotFoundError."""
    alerts.load(session, alert_id)
    views = tuple(
        DeliveryView(
            id=row.id,
            channel=row.channel,
            channel_name=row.channel_name,
            kind=row.kind,
            language=row.language,
            account_name=row.account_name,
            followers=row.followers,
            state=row.state,
            role=row.role,
            reason=row.reason,
            tries=row.tries,
            after=row.after,
            confirmed_after=row.confirmed_after,
            due=row.due,
            text=row.text,
            stands_for=row.stands_for,
        )
        for row in delivery_store.report_rows(session, alert_id)
    )
    return report(views)


def report(views: tuple[DeliveryView, ...]) -> DeliveryReport:
    """Sum up deliveries; ``half`` and ``last`` stay None until half, or all that will come, have been accepted."""
    total = sum(not view.is_idle for view in views)
    times = sorted(view.after for view in views if view.after is not None)
    half = (total + 1) // 2
    return DeliveryReport(
        deliveries=tuple(sorted(views, key=_trouble_first)),
        total=total,
        accepted=len(times),
        confirmed=sum(view.confirmed_after is not None for view in views),
        first=times[0] if times else None,
        half=times[half - 1] if times and len(times) >= half else None,
        last=times[-1] if times and not any(view.state in _OPEN for view in views) else None,
    )


def tasks(session: Session, person: Person) -> tuple[Task, ...]:
    """What people still have to do outside."""
    return task_store.open_tasks(session, person.authority)


def tasks_of(session: Session, alert_ids: tuple[UUID, ...]) -> tuple[Task, ...]:
    """All tasks of some alerts, open ones first, done ones with who did them."""
    return task_store.of_alerts(session, alert_ids)


def complete_task(session: Session, person: Person, task_id: UUID) -> Task:
    """Mark a task as done; a repair is done at the repair desk only. Raises NotFoundError, NotAllowedError."""
    require(person, Role.OPERATOR, Role.OFFICE)
    done = task_store.complete(session, task_id, person.id)
    audit.record(session, person.authority, person.id, "task-done", done.alert, {"task": done.title})
    return done


def timeline(session: Session, person: Person, alert_id: UUID) -> tuple[TimelineEntry, ...]:
    """What happened in the alert's thread, newest first. Raises NotFoundError."""
    stored = alerts.load(session, alert_id)
    return audit.timeline(session, alerts.ids_of_thread(session, stored.thread))


_OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.WAITING, DeliveryState.UNKNOWN)
_ORDER = (
    DeliveryState.DEAD,
    DeliveryState.REFUSED,
    DeliveryState.UNKNOWN,
    DeliveryState.HELD,
    DeliveryState.WAITING,
    DeliveryState.SENDING,
    DeliveryState.QUEUED,
    DeliveryState.EXPIRED,
    DeliveryState.ACCEPTED,
    DeliveryState.CONFIRMED,
    DeliveryState.SUPERSEDED,
)


def _trouble_first(view: DeliveryView) -> tuple[int, float, str]:
    settled = view.state in (DeliveryState.ACCEPTED, DeliveryState.CONFIRMED)
    rank = len(_ORDER) if settled or view.is_idle else _ORDER.index(view.state)
    return rank, -(view.followers or 0), view.channel_name
