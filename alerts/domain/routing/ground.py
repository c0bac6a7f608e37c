"""The channels that may be used, looked up by what they serve: built once for a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelState
from alerts.domain.model.district import Match
from alerts.domain.routing.situation import Situation


@dataclass(frozen=True)
class Ground:
    """``channels`` are the usable ones, most followers first; ``serving`` finds them by each key they serve."""

    situation: Situation
    channels: tuple[Channel, ...]
    serving: dict[str, tuple[Channel, ...]]
    carrying: frozenset[str]
    """Keys that at least one channel which carries serves."""
    above: frozenset[str]
    """Keys above the authority's top districts: nobody's business."""
    populations: dict[str, int]
    """Population of every matched leaf."""
    lines: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Lines worked out so far, by ancestors: the leaves of a Kreis share theirs, and a county has hundreds."""

    def line(self, leaf: str) -> tuple[str, ...]:
        """The ancestors of a leaf up to the authority's top district, nearest first."""
        if leaf in self.situation.tops:
            return ()
        ancestors = self.situation.ancestors.get(leaf, ())
        if ancestors not in self.lines:
            self.lines[ancestors] = tuple(key for key in ancestors if key not in self.above)
        return self.lines[ancestors]

    def leaves(self, channel: Channel) -> dict[str, int]:
        """The leaves that a channel serves, with their population."""
        found: dict[str, int] = {}
        for key in channel.serves:
            below = self.situation.leaves_of.get(key)
            if below is not None:
                found.update(below)
            elif key in self.populations:
                found[key] = self.populations[key]
        return found

    def own_carries(self, leaf: Match) -> bool:
        """Whether a channel that carries serves the leaf itself."""
        return leaf.key in self.carrying

    def is_gap(self, leaf: Match) -> bool:
        """Whether nothing that carries serves the leaf, its ancestors' channels included."""
        return not (leaf.key in self.carrying or any(key in self.carrying for key in self.line(leaf.key)))


def ground_of(situation: Situation) -> Ground:
    """Active channels that stay within the authority's top districts. The order of the input makes no difference."""
    above = frozenset(key for top in situation.tops for key in situation.ancestors.get(top, ()))
    channels = tuple(
        sorted(
            (one for one in situation.channels if one.state is ChannelState.ACTIVE and not one.serves & above),
            key=lambda one: (-(one.followers or 0), one.name, one.id),
        )
    )
    return Ground(
        situation=situation,
        channels=channels,
        serving=_by_key(channels),
        carrying=frozenset(key for one in channels if one.carries for key in one.serves),
        above=above,
        populations={match.key: match.population for match in situation.matches},
    )


def _by_key(channels: Iterable[Channel]) -> dict[str, tuple[Channel, ...]]:
    found: dict[str, list[Channel]] = {}
    for channel in channels:
        for key in channel.serves:
            found.setdefault(key, []).append(channel)
    return {key: tuple(those) for key, those in found.items()}
