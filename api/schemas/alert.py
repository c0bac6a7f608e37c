"""Alerts as they go out, and the steps that come in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from alerts.domain.model.codes import AlertState, ChannelKind, DeliveryState
from alerts.domain.model.task import Task, TimelineEntry
from alerts.services.views import AlertView, ChannelText, DeliveryReport, DeliveryView, StandbyText
from api.schemas.area import MOST_KEYS, PreviewOut, plan_body
from api.schemas.base import Incoming, Key, Outgoing, Words
from api.schemas.content import ContentOut, content_body


class SubmitIn(Incoming):
    """The gaps that the operator has seen and will cover otherwise; ``confirmed_districts``: how many districts are
    affected, where that is more than usual for the occasion."""

    acknowledged_gaps: tuple[Key, ...] = Field(default=(), max_length=MOST_KEYS)
    confirmed_districts: int | None = Field(default=None, ge=0, le=100_000)


class ReasonIn(Incoming):
    """Why it is given back."""

    reason: Annotated[Words, Field(min_length=1, max_length=2_000)]


Hash = Annotated[str, Field(min_length=1, max_length=200, description="The hash of the submitted version, as read.")]


class ApproveIn(Incoming):
    """What the second person has read."""

    hash: Hash


class BreakGlassIn(Incoming):
    """What was read, and why nobody else could approve."""

    hash: Hash
    reason: Annotated[Words, Field(min_length=1, max_length=2_000)]


class TextOut(Outgoing):
    """The text of one channel; ``role`` is enters, stays, leaves or ends."""

    channel: UUID
    name: str
    kind: ChannelKind
    language: str
    role: str
    subject: str
    text: str
    lock_screen: str
    limit: int


class StoodForOut(Outgoing):
    """A channel of the alert that a stand-by channel covers."""

    id: UUID
    name: str


class StandbyOut(TextOut):
    """The text of a channel that goes out only where one of ``stands_for`` fails; sealed with the rest."""

    stands_for: list[StoodForOut]


class VersionOut(Outgoing):
    """One edit."""

    number: int
    author: str
    created: datetime


class AlertLine(Outgoing):
    """An alert in a list."""

    id: UUID
    thread: UUID
    sequence: int
    state: AlertState
    version: int
    title: str
    author: str
    created: datetime
    content: ContentOut
    hash: str | None
    submitted: datetime | None
    submitted_by: str | None
    acknowledged_gaps: list[str]
    return_reason: str | None
    identifier: str | None
    code: str | None
    sent: datetime | None
    released_by: str | None
    break_glass_reason: str | None
    thread_ended: datetime | None
    succeeded: bool


class AlertOut(AlertLine):
    """A whole alert: with its plan (null while nothing is drawn), texts, who stands by, and versions."""

    preview: PreviewOut | None
    texts: list[TextOut]
    standbys: list[StandbyOut]
    versions: list[VersionOut]


class AlertList(Outgoing):
    """Alerts, newest first."""

    alerts: list[AlertLine]


class DeliveryOut(Outgoing):
    """One delivery; ``after`` and ``confirmed_after`` in seconds since release, null while open."""

    id: UUID
    channel: UUID
    channel_name: str
    kind: ChannelKind
    language: str
    account: str
    followers: int | None
    state: DeliveryState
    role: str
    reason: str
    tries: int
    after: float | None
    confirmed_after: float | None
    due: datetime | None
    text: str
    stands_for: list[UUID] | None = Field(
        description="channels for which it stands by (held), stood in, or was not needed (superseded); null: its own"
    )


class DeliveriesOut(Outgoing):
    """How an alert's deliveries stand; ``first``, ``half`` and ``last`` accepted in seconds since release. ``total``
    leaves out those that only stand by."""

    accepted: int
    confirmed: int
    total: int
    first: float | None
    half: float | None
    last: float | None
    deliveries: list[DeliveryOut]


class TaskOut(Outgoing):
    """What a person has to do outside."""

    id: UUID
    alert: UUID
    kind: str
    title: str
    district: str | None
    people: int | None
    created: datetime
    done: datetime | None


class TaskList(Outgoing):
    """Open tasks."""

    tasks: list[TaskOut]


class TimelineOut(Outgoing):
    """One step in a thread's history."""

    at: datetime
    who: str
    action: str
    subject: str
    detail: dict[str, Any]


class Timeline(Outgoing):
    """A thread's history, newest first."""

    entries: list[TimelineOut]


def alert_line(view: AlertView) -> dict[str, Any]:
    """An alert in the shape of ``AlertLine``."""
    return {
        "id": str(view.id),
        "thread": str(view.thread),
        "sequence": view.sequence,
        "state": view.state.value,
        "version": view.version,
        "title": view.title,
        "author": view.author,
        "created": view.created.isoformat(),
        "content": content_body(view.content),
        "hash": view.hash,
        "submitted": _time(view.submitted),
        "submitted_by": view.submitted_by,
        "acknowledged_gaps": list(view.acknowledged_gaps),
        "return_reason": view.return_reason,
        "identifier": view.identifier,
        "code": view.code,
        "sent": _time(view.sent),
        "released_by": view.released_by,
        "break_glass_reason": view.break_glass_reason,
        "thread_ended": _time(view.thread_ended),
        "succeeded": view.succeeded,
    }


def alert_body(view: AlertView) -> dict[str, Any]:
    """An alert in the shape of ``AlertOut``."""
    return alert_line(view) | {
        "preview": plan_body(view.preview.plan) if view.preview else None,
        "texts": [_text(text) for text in view.texts],
        "standbys": [_standby(text) for text in view.standbys],
        "versions": [
            {"number": version.number, "author": version.author, "created": version.created.isoformat()}
            for version in view.versions
        ],
    }


def deliveries_of(report: DeliveryReport) -> DeliveriesOut:
    """A report as it goes out."""
    return DeliveriesOut(
        accepted=report.accepted,
        confirmed=report.confirmed,
        total=report.total,
        first=report.first,
        half=report.half,
        last=report.last,
        deliveries=[_delivery(view) for view in report.deliveries],
    )


def task_of(task: Task) -> TaskOut:
    """A task as it goes out."""
    return TaskOut(
        id=task.id,
        alert=task.alert,
        kind=task.kind,
        title=task.title,
        district=task.district,
        people=task.people,
        created=task.created,
        done=task.done,
    )


def step_of(entry: TimelineEntry) -> TimelineOut:
    """A step of the history as it goes out."""
    return TimelineOut(
        at=entry.at, who=entry.who, action=entry.action, subject=entry.subject, detail=dict(entry.detail)
    )


def _text(text: ChannelText) -> dict[str, Any]:
    return {
        "channel": str(text.channel),
        "name": text.name,
        "kind": text.kind.value,
        "language": text.language,
        "role": str(text.role),
        "subject": text.subject,
        "text": text.text,
        "lock_screen": text.lock_screen,
        "limit": text.limit,
    }


def _standby(text: StandbyText) -> dict[str, Any]:
    return _text(text) | {"stands_for": [{"id": str(channel), "name": name} for channel, name in text.stands_for]}


def _delivery(view: DeliveryView) -> DeliveryOut:
    return DeliveryOut(
        id=view.id,
        channel=view.channel,
        channel_name=view.channel_name,
        kind=view.kind,
        language=view.language,
        account=view.account_name,
        followers=view.followers,
        state=view.state,
        role=str(view.role),
        reason=view.reason,
        tries=view.tries,
        after=view.after,
        confirmed_after=view.confirmed_after,
        due=view.due,
        text=view.text,
        stands_for=None if view.stands_for is None else list(view.stands_for),
    )


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
