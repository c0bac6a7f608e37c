"""Which leaves are affected, which are slivers, which lie outside (DESIGN.md 5, Routing)."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.domain import limits
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Sliver
from alerts.domain.routing.situation import Situation


@dataclass(frozen=True, kw_only=True)
class Affected:
    """The matches, sorted out. ``leaves`` are the affected ones, switched-in slivers included."""

    leaves: tuple[Match, ...]
    slivers: tuple[Sliver, ...]
    outside: tuple[Match, ...]


def counts(share_of_part: float, share_of_area: float, people: float) -> bool:
    """Whether an overlap is enough: 1 % of the part, 1 % of the area, or 50 people."""
    return share_of_part >= limits.LEAF_SHARE or share_of_area >= limits.AREA_SHARE or people >= limits.PEOPLE


def is_touch(match: Match) -> bool:
    """Whether the leaf is met by the rounding of a shared boundary only (or was cut out of the area whole)."""
    if match.share_of_district <= 0:
        return True
    return (
        match.share_of_district < limits.TOUCH_SHARE and match.share_of_area < limits.TOUCH_SHARE and match.people < 1
    )


def sort_out(situation: Situation) -> Affected:
    """Split the matches by the rule. Most people first; the key decides between equals, so the order is fixed.

    A leaf outside the jurisdiction that is no more than a sliver is dropped: outlines of neighbours drawn by
    different offices differ by that much, and nobody could draw along a border otherwise.
    """
    leaves: list[Match] = []
    slivers: list[Sliver] = []
    outside: list[Match] = []
    for match in sorted(situation.matches, key=_most_people_first):
        if is_touch(match):
            continue
        if _is_affected(match):
            (leaves if match.inside_jurisdiction else outside).append(match)
        elif match.inside_jurisdiction:
            sliver = _sliver(match, situation)
            slivers.append(sliver)
            if sliver.included:
                leaves.append(match)
    return Affected(leaves=tuple(leaves), slivers=tuple(slivers), outside=tuple(outside))


def _most_people_first(match: Match) -> tuple[int, float, str]:
    return (-round(match.people), -match.share_of_area, match.key)


def _is_affected(match: Match) -> bool:
    return match.picked or counts(match.share_of_district, match.share_of_area, match.people)


def _sliver(match: Match, situation: Situation) -> Sliver:
    by_rule = situation.severity is not None and situation.severity.is_emergency
    included = situation.sliver_choices.get(match.key, by_rule)
    return Sliver(match=match, included=included, switched=included is not by_rule)
