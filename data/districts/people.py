"""People per district where only the parent's total is official: places of GeoNames, scaled; the rest by area."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sources import Place

from geo.measure import area_m2


@dataclass(frozen=True)
class Share:
    """People in a district and how the figure came about: ``scaled``, ``shared-by-area`` or ``official``."""

    people: int
    method: str


def shared(
    total: int, known: Mapping[str, int], shapes: Mapping[str, BaseGeometry], empty: frozenset[str]
) -> dict[str, Share]:
    """The parent's total over its children so that the sum is exact.

    ``known`` are the counts of places; a child without one gets its area times the lower quartile of the known
    densities (it is the small villages that the source leaves out); then all are scaled together. ``empty`` are
    children in which by law nobody lives.
    """
    densities = sorted(count / area_m2(shapes[key]) for key, count in known.items())
    low = statistics.quantiles(densities, n=4)[0] if len(densities) > 1 else 0.0
    estimates = {
        key: 0.0 if key in empty else float(known.get(key, low * area_m2(shape))) for key, shape in shapes.items()
    }
    people = _rounded(total, estimates)
    return {key: Share(people[key], _method(key, known, empty)) for key in shapes}


def by_place(shapes: Mapping[str, BaseGeometry], names: Mapping[str, str], places: Sequence[Place]) -> dict[str, int]:
    """Counts for the districts that hold a place: the one of the same name, else all of them together."""
    points = shapely.points([p.lon for p in places], [p.lat for p in places])
    tree = shapely.STRtree(points)
    found = {}
    for key, shape in shapes.items():
        inside = [places[i] for i in tree.query(shape, predicate="intersects")]
        namesakes = [p for p in inside if plain(p.name) == plain(names[key])]
        if inside:
            found[key] = max(p.people for p in namesakes) if namesakes else sum(p.people for p in inside)
    return found


def plain(name: str) -> str:
    """A name without additions: "Wusterhausen/Dosse" and "Wusterhausen" are the same."""
    return re.split(r"[/(]| am | an der ", name.casefold().replace("-", " "))[0].strip()


def _method(key: str, known: Mapping[str, int], empty: frozenset[str]) -> str:
    if key in empty:
        return "official"
    return "scaled" if key in known else "shared-by-area"


def _rounded(total: int, estimates: Mapping[str, float]) -> dict[str, int]:
    """Scaled to the total and rounded by largest remainder."""
    factor = total / sum(estimates.values())
    exact = {key: value * factor for key, value in estimates.items()}
    people = {key: int(value) for key, value in exact.items()}
    missing = total - sum(people.values())
    for key in sorted(exact, key=lambda k: exact[k] - people[k], reverse=True)[:missing]:
        people[key] += 1
    return people
