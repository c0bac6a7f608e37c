"""Why a channel belongs to the plan: one pass a reason, the strongest reason of a channel wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelState, Width
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Reason
from alerts.domain.routing.affected import counts
from alerts.domain.routing.situation import Situation

STRENGTH = (Reason.SERVES_LEAF, Reason.DRAWN, Reason.FALLBACK, Reason.PARENT, Reason.AUTHORITY)
"""Reasons, strongest first."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One reason for one channel: ``district`` is the served key that leads to it, ``leaf`` whom it is for."""

    channel: Channel
    reason: Reason
    district: str | None
    leaf: str | None


def usable(situation: Situation) -> tuple[Channel, ...]:
    """Active channels that stay within the authority's top districts, in a fixed order."""
    above = {key for top in situation.tops for key in situation.ancestors.get(top, ())}
    return tuple(
        sorted(
            (
                channel
                for channel in situation.channels
                if channel.state is ChannelState.ACTIVE and not channel.serves & above
            ),
            key=lambda channel: (-(channel.followers or 0), channel.name, str(channel.id)),
        )
    )


def candidates(leaves: tuple[Match, ...], situation: Situation, width: Width) -> tuple[Candidate, ...]:
    """All reasons of all channels, for a width; a channel may be there several times."""
    channels = usable(situation)
    found = [*_serving(leaves, channels)]
    if leaves:
        found += _drawn(leaves, channels, situation)
        found += _fallbacks(leaves, channels, situation)
    if width is not Width.TARGETED:
        found += _parents(leaves, channels, situation)
    if width is Width.AUTHORITY and leaves:
        found += (
            Candidate(channel=channel, reason=Reason.AUTHORITY, district=min(channel.serves, default=None), leaf=None)
            for channel in channels
        )
    return tuple(found)


def uncarried(leaves: Iterable[Match], channels: Iterable[Channel], situation: Situation) -> tuple[Match, ...]:
    """Leaves that nothing which carries serves, their ancestors' channels included: the gaps."""
    carried = {key for channel in channels if channel.carries for key in channel.serves}
    return tuple(leaf for leaf in leaves if not carried & {leaf.key, *within(leaf.key, situation)})


def within(leaf: str, situation: Situation) -> tuple[str, ...]:
    """The ancestors of a leaf up to the authority's top district, nearest first; above it is nobody's business."""
    above = {key for top in situation.tops for key in situation.ancestors.get(top, ())}
    if leaf in situation.tops:
        return ()
    return tuple(key for key in situation.ancestors.get(leaf, ()) if key not in above)


def _serving(leaves: tuple[Match, ...], channels: tuple[Channel, ...]) -> Iterator[Candidate]:
    for leaf in leaves:
        for channel in channels:
            if leaf.key in channel.serves:
                yield Candidate(channel=channel, reason=Reason.SERVES_LEAF, district=leaf.key, leaf=leaf.key)


def _drawn(leaves: tuple[Match, ...], channels: tuple[Channel, ...], situation: Situation) -> Iterator[Candidate]:
    affected = {leaf.key for leaf in leaves}
    for channel in channels:
        hit = situation.part_hits.get(channel.id)
        if hit is None or not counts(hit.share_of_part, hit.share_of_area, hit.people):
            continue
        met: list[str | None] = [key for key in hit.leaves if key in affected]
        for leaf in met or [None]:
            yield Candidate(channel=channel, reason=Reason.DRAWN, district=leaf, leaf=leaf)


def _fallbacks(leaves: tuple[Match, ...], channels: tuple[Channel, ...], situation: Situation) -> Iterator[Candidate]:
    """The nearest ancestor's channels for a leaf without a carrying one; if none of those carries, also the nearest
    ancestor's that has one that does.
    """
    for leaf in leaves:
        if any(channel.carries and leaf.key in channel.serves for channel in channels):
            continue
        line = within(leaf.key, situation)
        nearest = _nearest(line, channels)
        carrying = _nearest(line, [channel for channel in channels if channel.carries])
        for key in dict.fromkeys(key for key in (nearest, carrying) if key):
            for channel in channels:
                if key in channel.serves:
                    yield Candidate(channel=channel, reason=Reason.FALLBACK, district=key, leaf=leaf.key)


def _parents(leaves: tuple[Match, ...], channels: tuple[Channel, ...], situation: Situation) -> Iterator[Candidate]:
    for leaf in leaves:
        key = _nearest(within(leaf.key, situation), channels)
        for channel in channels:
            if key in channel.serves:
                yield Candidate(channel=channel, reason=Reason.PARENT, district=key, leaf=leaf.key)


def _nearest(line: tuple[str, ...], channels: Iterable[Channel]) -> str | None:
    served = {key for channel in channels for key in channel.serves}
    return next((key for key in line if key in served), None)


def by_channel(found: Iterable[Candidate]) -> dict[UUID, list[Candidate]]:
    """Candidates of each channel, strongest reason first, the order among equals kept."""
    grouped: dict[UUID, list[Candidate]] = {}
    for candidate in sorted(found, key=lambda one: STRENGTH.index(one.reason)):
        grouped.setdefault(candidate.channel.id, []).append(candidate)
    return grouped
