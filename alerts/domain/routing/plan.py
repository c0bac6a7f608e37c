"""The plan: which channels, why, and who is left without."""

from __future__ import annotations

from dataclasses import replace

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import Width
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Gap, Plan, PlannedChannel, Reason
from alerts.domain.routing import people
from alerts.domain.routing.affected import Affected, sort_out
from alerts.domain.routing.candidates import STRENGTH, Candidate, by_channel, candidates, uncarried, usable
from alerts.domain.routing.situation import Situation
from alerts.domain.routing.width import proposed


def plan(situation: Situation) -> Plan:
    """Decide. Pure: the same situation always gives the same plan, in the same order, whatever order it came in."""
    affected = sort_out(situation)
    proposal = proposed(affected.leaves, situation.severity, situation.template_width)
    width = situation.width or proposal
    planned = _channels(affected, situation, width)
    by_id = {channel.id: channel for channel in situation.channels}
    gaps = uncarried(affected.leaves, usable(situation), situation)
    return Plan(
        width=width,
        proposed_width=proposal,
        affected=affected.leaves,
        slivers=affected.slivers,
        channels=planned,
        gaps=tuple(Gap(key=leaf.key, name=leaf.name, people=round(leaf.people)) for leaf in gaps),
        outside=affected.outside,
        people=people.estimate(affected.leaves),
        spill=people.spill((by_id[channel.id] for channel in planned), situation),
        area_km2=situation.area_km2,
    )


def followers_by_width(situation: Situation) -> dict[Width, int]:
    """Followers of the plan's channels at each width: subscriptions, not people, and never "reached"."""
    return {
        width: sum(channel.followers or 0 for channel in plan(replace(situation, width=width)).channels)
        for width in Width
    }


def _channels(affected: Affected, situation: Situation, width: Width) -> tuple[PlannedChannel, ...]:
    grouped = by_channel(candidates(affected.leaves, situation, width))
    rank = {leaf.key: number for number, leaf in enumerate(affected.leaves)}
    planned = [_planned(found, affected.leaves, situation, rank) for found in grouped.values()]
    return tuple(sorted(planned, key=lambda channel: _place(channel, rank)))


def _planned(
    found: list[Candidate], leaves: tuple[Match, ...], situation: Situation, rank: dict[str, int]
) -> PlannedChannel:
    channel, strongest = found[0].channel, found[0]
    keys = {one.leaf for one in found if one.reason is strongest.reason and one.leaf is not None}
    return PlannedChannel(
        id=channel.id,
        name=channel.name,
        kind=channel.kind,
        language=channel.language,
        district=strongest.district,
        district_name=_name(strongest.district, leaves, situation),
        reason=strongest.reason,
        for_leaves=tuple(sorted(keys, key=lambda key: (rank.get(key, len(rank)), key))),
        only_for=_only_for(channel, leaves, situation),
        followers=channel.followers,
        manual=channel.is_manual,
        carries=channel.carries,
        sandbox=channel.sandbox,
    )


def _only_for(channel: Channel, leaves: tuple[Match, ...], situation: Situation) -> tuple[str, ...]:
    """The affected leaves among those a channel serves, by name, if it serves others too.

    All of them are named, not just the one that lacks a channel: a reader in Moabit must not read "Nur
    Hansaviertel:" when Moabit is affected as well. A channel that serves none of them names all.
    """
    served = people.ground(channel, situation)
    if not served.keys() - {leaf.key for leaf in leaves}:
        return ()
    own = tuple(leaf.name for leaf in leaves if leaf.key in served)
    return own or tuple(leaf.name for leaf in leaves)


def _name(key: str | None, leaves: tuple[Match, ...], situation: Situation) -> str:
    own = {leaf.key: leaf.name for leaf in leaves}
    return own.get(key or "") or situation.names.get(key or "", "")


def _place(channel: PlannedChannel, rank: dict[str, int]) -> tuple[int, int, str, int, str, str]:
    first = min((rank.get(key, len(rank)) for key in channel.for_leaves), default=len(rank))
    leaf_first = first if channel.reason in (Reason.SERVES_LEAF, Reason.DRAWN) else len(rank)
    strength = STRENGTH.index(channel.reason)
    return (
        strength if leaf_first == len(rank) else 0,
        leaf_first,
        channel.district_name or channel.district or "",
        -(channel.followers or 0),
        channel.name,
        str(channel.id),
    )
