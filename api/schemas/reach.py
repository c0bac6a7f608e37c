"""Followers and people per district."""

from __future__ import annotations

from datetime import date, datetime

from alerts.domain.model.codes import ChannelKind
from alerts.domain.reach import FollowerBounds
from alerts.services.analyst import LeafReach, Reach
from api.schemas.base import Outgoing


class FollowersOut(Outgoing):
    """Followers of some channels. People lie between ``low`` (the largest channel) and ``high`` (the sum);
    ``unknown`` channels tell no figure."""

    low: int
    high: int
    unknown: int


class DistrictReach(Outgoing):
    """One leaf; ``followers`` is null without a channel of its own."""

    key: str
    name: str
    people: int | None
    people_as_of: date | None
    people_source: str | None
    people_estimate: bool
    channels: int
    followers: FollowersOut | None
    per_hundred: float | None


class ReachOut(Outgoing):
    """An authority's reach, counted on ``as_of``; ``stale``: older than it should be."""

    at: datetime
    as_of: date | None
    stale: bool
    kind: ChannelKind | None
    people: int
    followers: FollowersOut
    per_hundred: float | None
    districts: list[DistrictReach]
    credits: list[str]


def reach_of(reach: Reach) -> ReachOut:
    """The figures as they go out."""
    return ReachOut(
        at=reach.at,
        as_of=reach.as_of,
        stale=reach.stale,
        kind=reach.chosen,
        people=reach.people,
        followers=_followers(reach.total),
        per_hundred=reach.per_hundred,
        districts=[_district(leaf) for leaf in reach.leaves],
        credits=list(reach.credits),
    )


def _district(leaf: LeafReach) -> DistrictReach:
    known = leaf.outline.population
    return DistrictReach(
        key=leaf.outline.key,
        name=leaf.outline.name,
        people=leaf.people,
        people_as_of=known.as_of if known else None,
        people_source=known.source if known else None,
        people_estimate=leaf.is_estimate,
        channels=len(leaf.channels),
        followers=_followers(leaf.bounds) if leaf.bounds else None,
        per_hundred=leaf.per_hundred,
    )


def _followers(bounds: FollowerBounds) -> FollowersOut:
    return FollowersOut(low=bounds.low, high=bounds.high, unknown=bounds.unknown)
