"""Why a channel belongs to the plan: one pass a reason, the strongest reason of a channel wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import Width
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Reason
from alerts.domain.routing.affected import counts
from alerts.domain.routing.ground import Ground

STRENGTH = (Reason.SERVES_LEAF, Reason.DRAWN, Reason.FALLBACK, Reason.PARENT, Reason.AUTHORITY)
"""Reasons, strongest first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reason for one channel: ``district`` is the served key that leads to it, ``leaf`` whom it is for."""

    channel: Channel
    reason: Reason
    district: str | None
    leaf: str | None


def candidates(leaves: tuple[Match, ...], ground: Ground, width: Width) -> dict[UUID, list[Candidate]]:
    """All reasons of each channel for a width, strongest first, in the order of the leaves. Nobody is affected:
    nobody is told."""
    if not leaves:
        return {}
    passes = [_serving(leaves, ground), _drawn(leaves, ground), _fallbacks(leaves, ground)]
    if width is not Width.TARGETED:
        passes.append(_parents(leaves, ground))
    if width is Width.AUTHORITY:
        passes.append(_everybody(ground))
    grouped: dict[UUID, list[Candidate]] = {}
    for one in (candidate for each in passes for candidate in each):
        grouped.setdefault(one.channel.id, []).append(one)
    return grouped


def _serving(leaves: Iterable[Match], ground: Ground) -> Iterator[Candidate]:
    for leaf in leaves:
        for channel in ground.serving.get(leaf.key, ()):
            yield Candidate(channel, Reason.SERVES_LEAF, leaf.key, leaf.key)


def _drawn(leaves: Iterable[Match], ground: Ground) -> Iterator[Candidate]:
    affected = {leaf.key for leaf in leaves}
    for channel in ground.channels:
        hit = ground.situation.part_hits.get(channel.id)
        if hit is None or not counts(hit.share_of_part, hit.share_of_area, hit.people):
            continue
        met: list[str | None] = [key for key in hit.leaves if key in affected]
        for leaf in met or [None]:
            yield Candidate(channel, Reason.DRAWN, leaf, leaf)


def _fallbacks(leaves: Iterable[Match], ground: Ground) -> Iterator[Candidate]:
    """The nearest ancestor's channels for a leaf without a carrying one; if none of those carries, also the nearest
    ancestor's that has one that does."""
    for leaf in leaves:
        if ground.own_carries(leaf):
            continue
        line = ground.line(leaf.key)
        nearest = next((key for key in line if key in ground.serving), None)
        carrying = next((key for key in line if key in ground.carrying), None)
        for key in dict.fromkeys(key for key in (nearest, carrying) if key):
            for channel in ground.serving[key]:
                yield Candidate(channel, Reason.FALLBACK, key, leaf.key)


def _parents(leaves: Iterable[Match], ground: Ground) -> Iterator[Candidate]:
    for leaf in leaves:
        key = next((key for key in ground.line(leaf.key) if key in ground.serving), None)
        for channel in ground.serving[key] if key else ():
            yield Candidate(channel, Reason.PARENT, key, leaf.key)


def _everybody(ground: Ground) -> Iterator[Candidate]:
    for channel in ground.channels:
        yield Candidate(channel, Reason.AUTHORITY, min(channel.serves, default=None), None)
