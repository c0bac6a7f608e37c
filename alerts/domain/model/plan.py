"""What routing decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from alerts.domain.model.codes import ChannelKind, Width
from alerts.domain.model.district import Match, PeopleEstimate


class Reason(StrEnum):
    """Why a channel is in the plan."""

    SERVES_LEAF = "serves-leaf"
    """It serves an affected leaf."""
    FALLBACK = "fallback"
    """The nearest ancestor's, for a leaf that has no carrying channel of its own."""
    PARENT = "parent"
    """The nearest ancestor's, because the operator chose "with parent"."""
    AUTHORITY = "authority"
    """Any channel of the authority, because the operator chose "authority-wide"."""
    DRAWN = "drawn"
    """Its drawn part meets the area."""


@dataclass(frozen=True, kw_only=True)
class PlannedChannel:
    """A channel of the plan, with the reason and the leaves that lead to it (``for_leaves``, by key).

    ``only_for`` holds the names that the text begins with ("Nur Moabit:") when the channel serves more than the
    affected leaves; empty otherwise.
    """

    id: UUID
    name: str
    kind: ChannelKind
    language: str
    district: str | None
    reason: Reason
    for_leaves: tuple[str, ...]
    only_for: tuple[str, ...] = ()
    followers: int | None = None
    manual: bool = False
    carries: bool = True
    sandbox: bool = False
    district_name: str = ""
    followers_outside: int | None = None
    """Followers who, as people are spread over the channel's districts, live outside the area; None where unknown."""

    @property
    def is_fallback(self) -> bool:
        """Whether it stands in for a leaf's missing channel."""
        return self.reason is Reason.FALLBACK


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A leaf that nothing which carries serves; acknowledged at submit, then a task."""

    key: str
    name: str
    people: int


@dataclass(frozen=True, kw_only=True)
class Sliver:
    """A leaf that the area hardly touches. ``included`` is the rule's or the operator's choice."""

    match: Match
    included: bool
    switched: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What routing decides for an area: the same inputs always give the same plan, in the same order."""

    width: Width
    proposed_width: Width
    affected: tuple[Match, ...]
    slivers: tuple[Sliver, ...]
    channels: tuple[PlannedChannel, ...]
    gaps: tuple[Gap, ...]
    outside: tuple[Match, ...]
    people: PeopleEstimate
    spill: int
    """People who live in the planned channels' districts but outside the area."""
    area_km2: float
