"""Deliveries: one alert on one channel, on their way from release to confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from alerts.domain.model.codes import ChannelKind, DeliveryState, Lane
from alerts.domain.model.frozen import PostRole


@dataclass(frozen=True, kw_only=True)
class NewDelivery:
    """What release hands over: a frozen post for one channel, and until when it may leave."""

    authority: UUID
    alert: UUID
    thread: UUID
    sequence: int
    """The alert's place in its thread: the newest wins."""
    channel: UUID
    account: UUID
    kind: ChannelKind
    lane: Lane
    address: str
    text: str
    code: str
    link: str
    not_after: datetime
    """Aware; nothing leaves later."""
    subject: str = ""
    language: str = "de"
    role: PostRole = PostRole.ENTERS
    payload: Mapping[str, object] | None = None
    """Structured form for machines, None elsewhere."""
    accounts: tuple[UUID, ...] = ()
    """All accounts of the channel in order, ``account`` first; empty: no other than ``account``."""
    stands_for: tuple[UUID, ...] | None = None
    """The alert's channels for which this one stands by, held until one of them fails; None: a post of its own."""
    hand_over_after: float | None = None
    """Seconds until the next account goes on with it, again and again; None: not for time alone."""
    stand_in_after: float | None = None
    """Seconds until a stand-by channel goes out for it."""
    id: UUID = field(default_factory=uuid4)


class Claimed(NamedTuple):
    """A delivery in a worker's hands, under a fence that every later claim raises; a tuple, for the rate."""

    id: UUID
    state: DeliveryState
    fence: int
    tries: int
    repeat: bool
    address: str
    text: str
    subject: str
    code: str
    link: str
    language: str
    payload: Mapping[str, object] | None
    lane: Lane
    refusals: int
    others: int
    """Further accounts of its channel."""
    age: float
    """Seconds since it was accepted; 0 before."""
    begun_ago: float
    """Seconds since it was last claimed for sending."""


class Written(NamedTuple):
    """What one try or one look came to, ready to be written under its fence.

    ``due_in`` and ``accepted_before`` in seconds: until it is due again (None: never by itself), and how long before
    the writing the gateway accepted it (None: it did not).
    """

    id: UUID
    fence: int
    state: DeliveryState
    reason: str
    due_in: float | None
    repeat: bool
    accepted_before: float | None
    confirmed: bool
    gateway_id: str | None
    outcome: str
    """What the attempt row says: an ``Outcome``, or ``found`` / ``absent`` / ``unreadable`` for a look."""
    answer: str
    took: float
    """Seconds from its start to its end."""
    hand_over: bool = False
    """The channel's next account goes on with it."""
    refused: bool = False
    late: float | None = None
    """Seconds from the start of the last send until it was applied, where a look could tell."""


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """One try of a delivery, or one look for it; append-only. ``number`` is its fence."""

    delivery: UUID
    number: int
    started: datetime
    ended: datetime
    outcome: str
    reason: str
    answer: str
    gateway_id: str | None


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """A delivery as the desk reports it; ``after`` and ``confirmed_after``: seconds since release, None while open."""

    id: UUID
    alert: UUID
    channel: UUID
    channel_name: str
    kind: ChannelKind
    language: str
    account_name: str
    followers: int | None
    state: DeliveryState
    role: PostRole
    reason: str
    tries: int
    after: float | None
    confirmed_after: float | None
    due: datetime | None
    """When it is tried again; None: not by itself."""
    text: str
    stands_for: tuple[UUID, ...] | None = None
    """Channels for which this one stands by, or stood in; None: a post of its own."""
    acknowledged: datetime | None = None
    """When somebody took a manual post upon themselves."""


@dataclass(frozen=True, kw_only=True)
class ManualPost:
    """A post that waits for a person: copy, post, tick."""

    delivery: UUID
    alert: UUID
    channel: UUID
    channel_name: str
    office: UUID | None
    join_url: str
    text: str
    code: str
    created: datetime
    not_after: datetime
