"""An office, its posts by hand and what its channels carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.domain.model.alert import Hotline
from alerts.domain.model.codes import ChannelKind, DeliveryState


@dataclass(frozen=True, kw_only=True)
class Office:
    """A part of an authority. ``hotline`` is its own, ``inherited`` the authority's, used where it has none."""

    id: UUID
    name: str
    hotline: Hotline | None
    inherited: Hotline | None
    districts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountStanding:
    """Whether an account can send: ``blocked_until`` while the breaker holds it."""

    id: UUID
    name: str
    failures: int
    blocked_until: datetime | None
    reason: str
    sandbox: bool
    kind: ChannelKind
    failed_at: datetime | None = None
    """When it last took no post, and why; None: never, as far as known."""
    failed_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficePost:
    """A post of a channel: the frozen text, the alert it belongs to, how it stands."""

    delivery: UUID
    alert: UUID
    channel: UUID
    channel_name: str
    kind: ChannelKind
    state: DeliveryState
    reason: str
    role: str
    event: str
    severity: str
    drill: bool
    code: str
    text: str
    link: str
    created: datetime
    accepted: datetime | None
    not_after: datetime
    districts: tuple[str, ...]
    """Keys of the alert's affected leaves."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Somebody has taken a post by hand upon themselves."""

    at: datetime
    by: UUID
    who: str


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """A post that somebody has just ticked off; for ``seconds_left`` they can still take the tick back."""

    delivery: UUID
    alert: UUID
    channel_name: str
    event: str
    code: str
    at: datetime
    seconds_left: float
