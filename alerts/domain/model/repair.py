"""A delivery on the repair desk: what it is, what happened to it, what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.domain.model.codes import ChannelKind, DeliveryState, Lane
from alerts.domain.model.delivery import AttemptRow


@dataclass(frozen=True, kw_only=True)
class RepairRow:
    """A delivery that needs a person, or that a person gave up. ``since``: the end of its last try, or its release."""

    id: UUID
    alert: UUID
    channel: UUID
    channel_name: str
    join_url: str
    """Where people join the channel; empty if unknown."""
    office: UUID | None
    kind: ChannelKind
    account_name: str
    state: DeliveryState
    reason: str
    repeat: bool
    tries: int
    event: str
    headline: str
    severity: str
    drill: bool
    code: str
    text: str
    created: datetime
    since: datetime
    not_after: datetime
    attempts: tuple[AttemptRow, ...] = ()
    """Tries and looks, the newest first."""


@dataclass(frozen=True, kw_only=True)
class Patient:
    """One delivery under a row lock, before something is done about it. ``over``: expired or superseded."""

    id: UUID
    alert: UUID
    channel_name: str
    office: UUID | None
    account: UUID
    lane: Lane
    kind: ChannelKind
    state: DeliveryState
    reason: str
    repeat: bool
    over: bool
