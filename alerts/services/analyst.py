"""Who can be told where: followers against people, district by district, with bounds and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from alerts.access.roles import require
from alerts.domain import reach
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelKind, ChannelState, Level, Role
from alerts.domain.model.outline import Outline, Territory
from alerts.domain.model.person import Person
from alerts.store import channels, followers, outlines
from alerts.store.session import Session, database_now

_TREND_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class LeafReach:
    """One leaf. ``bounds`` is None where it has no channel of its own; ``per_hundred`` also where nobody counted."""

    outline: Outline
    channels: tuple[Channel, ...]
    bounds: reach.FollowerBounds | None
    per_hundred: float | None

    @property
    def people(self) -> int | None:
        """Inhabitants, None where unknown."""
        return self.outline.population.people if self.outline.population else None

    @property
    def is_estimate(self) -> bool:
        """Whether "≈" belongs in front of the inhabitants and of what is drawn from them."""
        return self.outline.population is not None and self.outline.population.is_estimate

    @property
    def has_channel(self) -> bool:
        """Whether a channel serves the leaf itself."""
        return bool(self.channels)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """An authority's reach. ``above`` are channels of whole parents or the authority: they belong to no single leaf."""

    at: datetime
    as_of: date | None
    stale: bool
    kinds: tuple[ChannelKind, ...]
    chosen: ChannelKind | None
    territory: Territory
    lineage: tuple[tuple[str, str], ...]
    """Key and name of the districts above the jurisdiction, the highest first; Land and Kreis Berlin are one."""
    leaves: tuple[LeafReach, ...]
    above: tuple[Channel, ...]
    total: reach.FollowerBounds
    per_hundred: float | None
    trend: tuple[tuple[date, int], ...]

    @property
    def people(self) -> int:
        """Inhabitants of all leaves, as far as known."""
        return sum(leaf.people or 0 for leaf in self.leaves)

    @property
    def is_estimate(self) -> bool:
        """Whether any of the inhabitants' figures is an estimate."""
        return any(leaf.is_estimate for leaf in self.leaves)

    @property
    def without(self) -> tuple[LeafReach, ...]:
        """Leaves without a channel of their own, the most people first."""
        blind = [leaf for leaf in self.leaves if not leaf.has_channel]
        return tuple(sorted(blind, key=lambda leaf: -(leaf.people or 0)))

    @property
    def served(self) -> tuple[LeafReach, ...]:
        """Leaves with a channel of their own, the lowest reach first."""
        seen = [leaf for leaf in self.leaves if leaf.has_channel]
        return tuple(sorted(seen, key=lambda leaf: (leaf.per_hundred is None, leaf.per_hundred or 0)))

    @property
    def people_without(self) -> int:
        """Inhabitants of the leaves without a channel of their own."""
        return sum(leaf.people or 0 for leaf in self.without)

    @property
    def credits(self) -> tuple[str, ...]:
        """Whose boundaries these are."""
        return tuple(sorted({leaf.outline.credit for leaf in self.leaves}))

    @property
    def sources(self) -> tuple[tuple[str, date], ...]:
        """Where the inhabitants' figures come from and of which day, each once."""
        known = (leaf.outline.population for leaf in self.leaves)
        return tuple(sorted({(p.source, p.as_of) for p in known if p}))


def reach_of(session: Session, person: Person, *, kind: ChannelKind | None = None) -> Reach:
    """The reach of the person's authority, of one kind of channel or of all. Raises NotAllowedError."""
    require(person, Role.ANALYST, Role.ADMINISTRATOR, Role.OPERATOR, Role.APPROVER)
    territory = outlines.territory(session, person.authority)
    live = [c for c in channels.of_authority(session, person.authority) if c.state is ChannelState.ACTIVE]
    chosen = [c for c in live if kind is None or c.kind is kind]
    newest = followers.newest_day(session, person.authority)
    now = database_now(session)
    own_keys = {leaf.key for leaf in territory.leaves}
    total = reach.bounds(c.followers for c in chosen)
    people = sum(leaf.population.people for leaf in territory.leaves if leaf.population)
    return Reach(
        at=now,
        as_of=newest,
        stale=reach.is_stale(newest, now.date()),
        kinds=tuple(sorted({c.kind for c in live})),
        chosen=kind,
        territory=territory,
        lineage=_lineage(session, territory),
        leaves=tuple(_leaf(leaf, chosen) for leaf in territory.leaves),
        above=tuple(c for c in chosen if not c.serves & own_keys),
        total=total,
        per_hundred=reach.per_hundred(total.subscriptions, people),
        trend=_summed(followers.history(session, [c.id for c in chosen], days=_TREND_DAYS), newest),
    )


def surroundings(
    session: Session, bounds: tuple[float, float, float, float], territory: Territory
) -> tuple[Outline, ...]:
    """The neighbours for the map's frame, inside west, south, east, north (degrees)."""
    coarse = Level.BEZIRK if territory.level == Level.ORTSTEIL else Level.KREIS
    return outlines.around(session, bounds, coarse, but=territory.jurisdiction)


def _leaf(leaf: Outline, live: Sequence[Channel]) -> LeafReach:
    own = tuple(c for c in live if leaf.key in c.serves)
    figures = reach.bounds(c.followers for c in own) if own else None
    people = leaf.population.people if leaf.population else None
    share = reach.per_hundred(figures.subscriptions, people) if figures else None
    return LeafReach(outline=leaf, channels=own, bounds=figures, per_hundred=share)


def _lineage(session: Session, territory: Territory) -> tuple[tuple[str, str], ...]:
    if len(territory.jurisdiction) != 1:
        return ()
    own = outlines.by_keys(session, territory.jurisdiction)
    keys = own[0].lineage if own else ()
    names = outlines.names(session, keys)
    known = [(key, names[key]) for key in reversed(keys) if key in names]
    return tuple(one for number, one in enumerate(known) if number == 0 or one[1] != known[number - 1][1])


def _summed(history: Mapping[UUID, Iterable[tuple[date, int]]], newest: date | None) -> tuple[tuple[date, int], ...]:
    """All channels together by day; a channel without a count of a day keeps its last one."""
    if newest is None:
        return ()
    counts = {channel: dict(points) for channel, points in history.items()}
    first = min((day for points in counts.values() for day in points), default=newest)
    days = [first + timedelta(days=n) for n in range((newest - first).days + 1)]
    last: dict[UUID, int] = {}
    summed = []
    for day in days:
        last |= {channel: points[day] for channel, points in counts.items() if day in points}
        summed.append((day, sum(last.values())))
    return tuple(summed)
