"""Where an authority alerts, and what lies around it: outlines for maps and lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.domain.model.outline import Outline, Territory
from alerts.domain.model.person import Person
from alerts.store import outlines
from alerts.store.session import Session

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

GERMANY: Bounds = (5.8, 47.2, 15.1, 55.1)
_MARGIN = 1.2
"""How far the surroundings reach, in widths and heights of the authority's own ground."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """An authority's leaves, the outer edge of its ground, and its neighbours, coarse ones first."""

    territory: Territory
    edge: tuple[Outline, ...]
    around: tuple[Outline, ...]
    bounds: Bounds

    @property
    def credits(self) -> tuple[str, ...]:
        """Whose boundaries are shown, each once."""
        return tuple(dict.fromkeys(outline.credit for outline in self.territory.leaves))


def territory(session: Session, person: Person) -> Territory:
    """The person's authority's leaves. Raises NotFoundError."""
    return outlines.territory(session, person.authority)


def ground(session: Session, person: Person) -> Ground:
    """All that a map of the person's authority shows. Raises NotFoundError."""
    own = outlines.territory(session, person.authority)
    edge = outlines.by_keys(session, own.jurisdiction)
    bounds = bounds_of(own.leaves)
    inside = {leaf.key for leaf in own.leaves}
    levels = dict.fromkeys(["kreis", *(outline.level for outline in edge), own.level])
    around = [
        outline
        for level in levels
        for outline in outlines.around(session, wider(bounds), level, but=inside | set(own.jurisdiction))
    ]
    return Ground(territory=own, edge=edge, around=tuple(around), bounds=bounds)


def bounds_of(shown: Iterable[Outline]) -> Bounds:
    """The common bounds of some outlines, Germany's if there are none."""
    spots = [spot for outline in shown for spot in _spots(outline.shape["coordinates"])]
    if not spots:
        return GERMANY
    xs, ys = [spot[0] for spot in spots], [spot[1] for spot in spots]
    return (min(xs), min(ys), max(xs), max(ys))


def _spots(coordinates: list[object]) -> Iterable[list[float]]:
    for part in coordinates:
        if isinstance(part, list) and part and isinstance(part[0], int | float):
            yield part
        elif isinstance(part, list):
            yield from _spots(part)


def wider(bounds: Bounds) -> Bounds:
    """The bounds with room for the surroundings."""
    west, south, east, north = bounds
    across, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    return (west - across, south - up, east + across, north + up)
