"""Ground of thousands of leaves, such as a Land's: what a map can still draw of it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from alerts.domain.model.outline import Outline
from alerts.domain.model.person import Person
from alerts.services.ground import GERMANY, Bounds, Ground, ground, wider
from alerts.store import outlines, overview
from alerts.store.overview import Extent, Leaf, Spot
from alerts.store.session import Session
from geo.steps import Ring, rings_in_steps

MOST_LEAVES = 2_000
"""Up to so many leaves are drawn one by one, each with its own shape in the page."""
MOST_IN_A_PICTURE = 600
"""More leaves than that no small picture can show."""


@dataclass(frozen=True, kw_only=True)
class WideGround:
    """Every leaf with its rings (``geo.steps``), the outlines of the jurisdiction's districts and of Kreise in it."""

    extent: Extent
    leaves: tuple[tuple[Leaf, list[Ring]], ...]
    edge: tuple[Outline, ...]
    around: tuple[Outline, ...]


def extent(session: Session, person: Person) -> Extent:
    """How much ground the person's authority has."""
    return overview.extent(session, person.authority)


def is_wide(found: Extent) -> bool:
    """Whether there are too many leaves to draw them one by one."""
    return found.leaves > MOST_LEAVES


def bounds_of(found: Extent) -> Bounds:
    """The ground's bounds, Germany's if there is none."""
    return found.bounds or GERMANY


def wide_ground(session: Session, person: Person, found: Extent) -> WideGround:
    """All that a map of a wide ground shows."""
    leaves, shapes = overview.leaves(session, person.authority)
    around = outlines.around(session, wider(bounds_of(found)), "kreis", but=found.jurisdiction)
    return WideGround(
        extent=found,
        leaves=tuple(zip(leaves, rings_in_steps(shapes), strict=True)),
        edge=outlines.by_keys(session, found.jurisdiction),
        around=around,
    )


def pictured(session: Session, person: Person, shown: Bounds | None = None) -> Ground:
    """The ground for a small picture of ``shown``, or of all of it; of a wide one the coarser districts stand in
    where there are too many leaves. Raises NotFoundError."""
    found = extent(session, person)
    if not is_wide(found):
        return ground(session, person)
    own = outlines.territory_without_leaves(session, person.authority)
    leaves = () if shown is None else outlines.around(session, shown, own.level)
    if not 0 < len(leaves) <= MOST_IN_A_PICTURE:
        leaves = outlines.by_keys(session, own.jurisdiction)
    return Ground(territory=replace(own, leaves=leaves), edge=leaves, around=(), bounds=shown or bounds_of(found))


def at(session: Session, person: Person, lon: float, lat: float) -> Spot | None:
    """The leaf at a place, decided by its full boundary; None where no district lies."""
    return overview.at(session, person.authority, lon, lat)
