"""The plan: which channels, why, and who is left without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import Width
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Gap, Plan, PlannedChannel, Reason
from alerts.domain.routing import people
from alerts.domain.routing.affected import sort_out
from alerts.domain.routing.candidates import STRENGTH, Candidate, candidates
from alerts.domain.routing.ground import Ground, ground_of
from alerts.domain.routing.situation import Situation
from alerts.domain.routing.width import proposed


def plan(situation: Situation) -> Plan:
    """Decide. Pure: the same situation always gives the same plan, in the same order, whatever order it came in."""
    affected = sort_out(situation)
    ground = ground_of(situation)
    proposal = proposed(affected.leaves, situation.severity, situation.template_width)
    width = situation.width or proposal
    grouped = candidates(affected.leaves, ground, width)
    return Plan(
        width=width,
        proposed_width=proposal,
        affected=affected.leaves,
        slivers=affected.slivers,
        channels=_channels(grouped.values(), affected.leaves, ground),
        gaps=tuple(
            Gap(key=leaf.key, name=leaf.name, people=round(leaf.people))
            for leaf in affected.leaves
            if ground.is_gap(leaf)
        ),
        outside=affected.outside,
        people=people.estimate(affected.leaves),
        spill=people.spill([found[0].channel for found in grouped.values()], ground),
        area_km2=situation.area_km2,
    )


def followers_by_width(situation: Situation) -> dict[Width, int]:
    """Followers of the plan's channels at each width: subscriptions, not people, and never "reached"."""
    leaves, ground = sort_out(situation).leaves, ground_of(situation)
    return {
        width: sum(found[0].channel.followers or 0 for found in candidates(leaves, ground, width).values())
        for width in Width
    }


def _channels(
    grouped: Iterable[list[Candidate]], leaves: tuple[Match, ...], ground: Ground
) -> tuple[PlannedChannel, ...]:
    rank = {leaf.key: number for number, leaf in enumerate(leaves)}
    names = {leaf.key: leaf.name for leaf in leaves}
    inside = people.inside_of(ground)
    planned = [_planned(found, names, ground, inside) for found in grouped]
    return tuple(sorted(planned, key=lambda channel: _place(channel, rank)))


def _planned(
    found: list[Candidate], names: dict[str, str], ground: Ground, inside: Mapping[str, float]
) -> PlannedChannel:
    """``names`` are the affected leaves' by key, in their order; ``found`` starts with the strongest reason; ``inside``
    are the people inside the area by leaf."""
    channel, strongest = found[0].channel, found[0]
    district = strongest.district or ""
    return PlannedChannel(
        id=channel.id,
        name=channel.name,
        kind=channel.kind,
        language=channel.language,
        district=strongest.district,
        district_name=names.get(district) or ground.situation.names.get(district, ""),
        reason=strongest.reason,
        for_leaves=tuple(one.leaf for one in found if one.reason is strongest.reason and one.leaf is not None),
        only_for=_only_for(channel, names, ground),
        followers=channel.followers,
        manual=channel.is_manual,
        carries=channel.carries,
        sandbox=channel.sandbox,
        followers_outside=people.followers_outside(channel, ground, inside),
    )


def _only_for(channel: Channel, names: dict[str, str], ground: Ground) -> tuple[str, ...]:
    """The affected leaves among those a channel serves, by name, if it serves others too.

    All of them are named, not just the one that lacks a channel: a reader in Moabit must not read "Nur
    Hansaviertel:" when Moabit is affected as well. A channel that serves none of them names all.
    """
    served = ground.leaves(channel)
    if not served.keys() - names.keys():
        return ()
    return tuple(name for key, name in names.items() if key in served) or tuple(names.values())


def _place(channel: PlannedChannel, rank: dict[str, int]) -> tuple[int, int, str, int, str, str]:
    """Own channels by leaf, most people first; then those that stand in, the parent's, the authority's."""
    own = channel.reason in (Reason.SERVES_LEAF, Reason.DRAWN)
    return (
        0 if own else STRENGTH.index(channel.reason),
        min((rank[key] for key in channel.for_leaves), default=len(rank)) if own else 0,
        channel.district_name or channel.district or "",
        -(channel.followers or 0),
        channel.name,
        str(channel.id),
    )
