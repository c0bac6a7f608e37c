"""Everything routing looks at. Whoever builds it has asked the database; routing itself asks nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import Severity, Width
from alerts.domain.model.district import Match


@dataclass(frozen=True, kw_only=True)
class Hit:
    """How the area meets a channel's drawn part (or a served district finer than the leaves).

    ``share_of_part`` and ``share_of_area`` are 0 to 1, ``people`` live where both overlap. ``leaves`` are the
    keys of the leaves that the overlap lies in, most people first.
    """

    share_of_part: float
    share_of_area: float
    people: float
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Situation:
    """An area, the leaves it meets, and the channels that may be used.

    ``channels`` holds those of the issuing authority (and, under an agreement, of others) in every state: routing
    itself drops what is not active.
    """

    matches: tuple[Match, ...]
    """All leaves that the area meets, those of others included, in any order."""
    area_km2: float
    channels: tuple[Channel, ...] = ()
    severity: Severity | None = None
    """None while the operator has not said: slivers stay out then."""
    width: Width | None = None
    """The operator's choice; None takes the proposal."""
    template_width: Width | None = None
    """What the template proposes; the wider of this and the severity's proposal is proposed."""
    sliver_choices: Mapping[str, bool] = field(default_factory=dict)
    tops: frozenset[str] = frozenset()
    """Keys of the authority's top districts: routing never goes to a channel that serves more than these."""
    ancestors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ancestors of every matched leaf and of every top, nearest first, by parent link."""
    leaves_of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For every district that a channel serves: the leaves in it with their population (a leaf holds itself)."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of served districts, for headings."""
    part_hits: Mapping[UUID, Hit] = field(default_factory=dict)
    """Hits of channels with a drawn part (or finer districts); a channel without an entry is not met."""
