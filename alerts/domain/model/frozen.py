"""What submit freezes: everything that was decided, and what follows from it, until it is released."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from alerts.domain.model.alert import Content, GeoJson, Reference
from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.plan import Plan


class PostRole(StrEnum):
    """How a channel stands to an alert: it enters the thread, stays in it, leaves it, or hears of its end."""

    ENTERS = "enters"
    STAYS = "stays"
    LEAVES = "leaves"
    ENDS = "ends"


@dataclass(frozen=True, kw_only=True)
class FrozenPost:
    """The text of one channel, with ``{code}`` and ``{link}`` still open, and the accounts in order of standby."""

    channel: UUID
    name: str
    kind: ChannelKind
    language: str
    role: PostRole
    accounts: tuple[UUID, ...]
    address: str
    text: str
    subject: str
    lock_screen: str
    limit: int
    followers: int | None = None
    stands_for: tuple[UUID, ...] = ()
    """Of a stand-by post: the channels of the alert that it covers."""


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A version bound to its plan and texts. ``area_wkb`` is hexadecimal WKB, EPSG:4326; ``zones`` are GeoJSON in the
    order of ``content.zones``."""

    version: int
    content: Content
    plan: Plan
    area_wkb: str
    area: GeoJson
    places: tuple[str, ...]
    geocodes: tuple[str, ...]
    references: tuple[Reference, ...]
    acknowledged_gaps: tuple[str, ...]
    posts: tuple[FrozenPost, ...]
    zones: tuple[GeoJson, ...] = ()
    standbys: tuple[FrozenPost, ...] = ()
    """Posts that go out only where a channel they stand for fails."""
    in_force: tuple[str, ...] = ()
    """What held on its ground at submit, by key (see ``domain.in_force``): what is new since then stops the release."""
