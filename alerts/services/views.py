"""What services answer: plain data for doors and pages, nothing that touches the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.domain.model.alert import Content, GeoJson
from alerts.domain.model.codes import AlertState, ChannelKind, DeliveryState, Width
from alerts.domain.model.plan import Plan
from alerts.domain.model.task import Task, TimelineEntry
from alerts.store.schedule import Booking


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The plan for an area, its resolved shape, and what each width would tell."""

    plan: Plan
    shape: GeoJson
    followers_by_width: dict[Width, int]


@dataclass(frozen=True, kw_only=True)
class ChannelText:
    """The frozen text of one channel. ``role``: enters, stays, leaves or ends (an update's view of the channel)."""

    channel: UUID
    name: str
    kind: ChannelKind
    language: str
    text: str
    subject: str
    role: str
    limit: int
    """Characters the kind allows."""
    lock_screen: str
    """What a phone shows before it is opened."""


@dataclass(frozen=True, kw_only=True)
class StandbyText(ChannelText):
    """The text of a channel that goes out only where one of those it stands for (id and name) fails."""

    stands_for: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """One edit."""

    number: int
    author: str
    created: datetime


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """An alert as the desk shows it. ``preview`` is None while nothing is drawn; frozen after submit."""

    id: UUID
    thread: UUID
    sequence: int
    state: AlertState
    version: int
    content: Content
    title: str
    """Event and places, "Bombenfund in Moabit"."""
    author: str
    authors: frozenset[UUID]
    created: datetime
    preview: Preview | None = None
    texts: tuple[ChannelText, ...] = ()
    standbys: tuple[StandbyText, ...] = ()
    versions: tuple[VersionView, ...] = ()
    hash: str | None = None
    submitted: datetime | None = None
    submitted_by: str | None = None
    acknowledged_gaps: tuple[str, ...] = ()
    return_reason: str | None = None
    identifier: str | None = None
    code: str | None = None
    sent: datetime | None = None
    released_by: str | None = None
    break_glass_reason: str | None = None
    thread_ended: datetime | None = None
    succeeded: bool = False
    """A later alert of the thread has been released."""
    booked: Booking | None = None
    """Approved for a later moment, or was; None of what goes out on approval."""
    silent: int = 0
    """Planned channels that get no post, because nothing that is read there has changed; frozen at submit."""


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """One delivery. ``after`` and ``confirmed_after`` are seconds since release."""

    id: UUID
    channel: UUID
    channel_name: str
    kind: ChannelKind
    language: str
    account_name: str
    followers: int | None
    state: DeliveryState
    role: str
    reason: str
    tries: int
    after: float | None
    confirmed_after: float | None
    due: datetime | None
    text: str
    stands_for: tuple[UUID, ...] | None = None
    """Channels for which this one stands by, or stood in; None: a post of its own."""

    @property
    def is_idle(self) -> bool:
        """Whether it only stands by, or stood by and nobody needed it."""
        return self.stands_for is not None and self.state in (DeliveryState.HELD, DeliveryState.SUPERSEDED)


@dataclass(frozen=True, kw_only=True)
class DeliveryReport:
    """How the deliveries of an alert stand, those that only stand by not counted. Seconds since release; None while
    open."""

    deliveries: tuple[DeliveryView, ...]
    total: int
    accepted: int
    confirmed: int
    first: float | None
    half: float | None
    last: float | None


TaskView = Task

__all__ = [
    "AlertView",
    "ChannelText",
    "DeliveryReport",
    "DeliveryView",
    "Preview",
    "StandbyText",
    "TaskView",
    "TimelineEntry",
    "VersionView",
]
