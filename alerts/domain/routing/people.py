"""How many people live in the area, with bounds, and how many beyond it get the posts too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alerts.domain import limits
from alerts.domain.model.channel import Channel
from alerts.domain.model.district import Match, PeopleEstimate
from alerts.domain.routing.ground import Ground

_WHOLE = 1 - 1e-9


def bounds(match: Match, ratio: float = limits.DENSITY_RATIO) -> tuple[float, float]:
    """The fewest and the most people who may live in the covered part of a leaf.

    Areal interpolation takes a leaf as evenly settled: with share s of a leaf of p people it says p·s. Let the
    covered part be settled r times as densely as the rest; then p·s·r / (s·r + 1 − s) people live in it. The bounds
    take r = 1/ratio and r = ratio. They lie within 0 and p, always hold the estimate, are widest at half coverage
    (±20 % with 1.5) and meet where the leaf is covered whole: whole leaves are exact. The ratio is an assumption
    (``limits.DENSITY_RATIO``) until a census grid is loaded.
    """
    share = min(max(match.share_of_district, 0.0), 1.0)
    if share >= _WHOLE:
        return float(match.population), float(match.population)
    return _people(match.population, share, 1 / ratio), _people(match.population, share, ratio)


def estimate(leaves: Iterable[Match]) -> PeopleEstimate:
    """People living in the affected leaves' covered parts; bounds add up, the oldest date counts."""
    leaves = tuple(leaves)
    pairs = [bounds(match) for match in leaves]
    people = sum(match.people for match in leaves)
    dates = [match.population_as_of for match in leaves if match.population_as_of is not None]
    return PeopleEstimate(
        estimate=round(people),
        low=min(round(sum(low for low, _ in pairs)), round(people)),
        high=max(round(sum(high for _, high in pairs)), round(people)),
        as_of=min(dates, default=None),
    )


def spill(channels: Iterable[Channel], ground: Ground) -> int:
    """People who live in the channels' districts but outside the area; every leaf counts once.

    Drawn parts have no population of their own and are left out.
    """
    inside = inside_of(ground)
    served: dict[str, int] = {}
    for channel in channels:
        served.update(ground.leaves(channel))
    return round(sum(max(people - inside.get(leaf, 0.0), 0.0) for leaf, people in served.items()))


def inside_of(ground: Ground) -> dict[str, float]:
    """People inside the area, by leaf."""
    return {match.key: match.people for match in ground.situation.matches}


def followers_outside(channel: Channel, ground: Ground, inside: Mapping[str, float]) -> int | None:
    """Followers of one channel who live outside the area, if they are spread like the people of its leaves.

    None where its followers or the people of what it serves are not known, as with drawn parts.
    """
    served = ground.leaves(channel)
    everybody = sum(served.values())
    if channel.followers is None or channel.drawn or not everybody:
        return None
    outside = sum(max(people - inside.get(leaf, 0.0), 0.0) for leaf, people in served.items())
    return round(channel.followers * outside / everybody)


def _people(population: int, share: float, density: float) -> float:
    return population * share * density / (share * density + 1 - share)
