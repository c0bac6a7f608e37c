"""People for districts whose file brings none: kept from the edition before, else the parent's rest shared by area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from alerts.domain.model.district import Population
from alerts.store.editions import InForce, NewDistrict
from geo.measure import area_m2

SAME_AREA = 0.02
"""A district whose area changed by less is the same ground, and keeps its figure."""


def with_people(
    districts: Sequence[NewDistrict], before: Mapping[str, InForce], parents: Mapping[str, InForce]
) -> list[NewDistrict]:
    """The districts, each with a figure where one can be had. A parent's total stays the sum of its children."""
    kept = [_kept(one, before.get(one.key)) for one in districts]
    siblings = defaultdict(list)
    for one in kept:
        siblings[one.parent].append(one)
    counted = {}
    for parent, children in siblings.items():
        above = parents.get(parent) if parent else None
        total = above.population if above else None
        for one in _shared(children, total):
            counted[one.key] = one
    return [counted[one.key] for one in kept]


def _kept(one: NewDistrict, before: InForce | None) -> NewDistrict:
    if one.population is not None or before is None or before.population is None:
        return one
    same = abs(area_m2(one.shape) / before.area_m2 - 1.0) <= SAME_AREA
    return replace(one, population=before.population) if same else one


def _shared(children: Sequence[NewDistrict], total: Population | None) -> list[NewDistrict]:
    missing = [one for one in children if one.population is None]
    if not missing or total is None:
        return list(children)
    rest = max(0, total.people - sum(one.population.people for one in children if one.population))
    shares = _rounded(rest, {one.key: area_m2(one.shape) for one in missing})
    return [one if one.population else replace(one, population=_part(total, shares[one.key])) for one in children]


def _part(total: Population, people: int) -> Population:
    return Population(people=people, as_of=total.as_of, source=total.source, method="shared-by-area")


def _rounded(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole people that sum up to the total, by largest remainder."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    people = {key: int(value) for key, value in exact.items()}
    for key in sorted(exact, key=lambda k: (people[k] - exact[k], k))[: total - sum(people.values())]:
        people[key] += 1
    return people
