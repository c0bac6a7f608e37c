"""Cutting what was drawn at the edge of the authority's own ground, and saying what was cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shapely.geometry import mapping

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import AreaRequest, Content, GeoJson
from alerts.domain.model.district import Match
from alerts.domain.model.person import Person
from alerts.services.desk.planning import Planned, Wish, make_plan
from alerts.store import areas
from alerts.store.session import Session
from geo.errors import EmptyShapeError
from geo.measure import area_m2, circle
from geo.parse import shape_from_geojson
from geo.rings import Shape
from geo.shapes import beyond_m2, parts_of, union, within

_CLOSE_M2 = 1.0
"""Less than this beyond the edge is the rounding of a shared line."""


@dataclass(frozen=True, kw_only=True)
class Trimmed:
    """An area and its zones without what lay outside, and what that was."""

    content: Content
    outside: tuple[Match, ...]
    cut_km2: float

    @property
    def people(self) -> int:
        """People living in what was cut off."""
        return round(sum(match.people for match in self.outside))


def trim(session: Session, person: Person, content: Content) -> Trimmed:
    """The content with area and zones cut at the jurisdiction; what lies inside stays as it was drawn.

    Nothing outside: the same content. Raises InvalidError if nothing would be left, and what ``planning`` raises.
    """
    planned = make_plan(session, person.authority, Wish(area=content.area), whole=False)
    if not planned.plan.outside:
        return Trimmed(content=content, outside=(), cut_km2=0.0)
    own = _own(session, planned)
    left = _area(session, person.authority, content.area, own)
    if left.is_empty:
        raise InvalidError([_nothing_left()])
    zones = [(zone, _area(session, person.authority, zone.area, own)) for zone in content.zones]
    after = areas.resolve(session, left, authority=person.authority)
    return Trimmed(
        content=replace(
            content, area=left, zones=tuple(replace(zone, area=area) for zone, area in zones if not area.is_empty)
        ),
        outside=planned.plan.outside,
        cut_km2=max(0.0, planned.plan.area_km2 - area_m2(after) / 1e6),
    )


def _own(session: Session, planned: Planned) -> Shape:
    keys = [match.key for match in planned.situation.matches if match.inside_jurisdiction]
    if not keys:
        raise InvalidError([_nothing_left()])
    return areas.whole(session, keys)


def _area(session: Session, authority: UUID, area: AreaRequest, own: Shape) -> AreaRequest:
    """The request cut at ``own``: what lies inside keeps its form, a circle that reaches out becomes an outline."""
    inside = _picked(session, authority, area.districts, own)
    drawn = [] if area.geometry is None else list(parts_of(shape_from_geojson(area.geometry)))
    round_one = area.circle
    if round_one is not None:
        disc = circle(lat=round_one.lat, lon=round_one.lon, radius_m=round_one.radius_m)
        if _reaches_out(disc, own):
            drawn, round_one = [*drawn, disc], None
    pieces = [piece for part in drawn for piece in _cut(part, own)]
    return replace(area, geometry=_geojson(pieces), circle=round_one, districts=inside)


def _cut(part: Shape, own: Shape) -> Sequence[Shape]:
    if not _reaches_out(part, own):
        return (part,)
    try:
        return tuple(piece for piece in parts_of(within(part, own)) if area_m2(piece) > _CLOSE_M2)
    except EmptyShapeError:
        return ()


def _reaches_out(part: Shape, own: Shape) -> bool:
    return beyond_m2(part, own) > _CLOSE_M2


def _picked(session: Session, authority: UUID, keys: Sequence[str], own: Shape) -> tuple[str, ...]:
    """Picked districts that lie inside; of one that reaches out, such as a Land, the leaves inside."""
    kept: list[str] = []
    for key, leaves in areas.leaves_of(session, authority, keys).items() if keys else ():
        shapes = {leaf: areas.whole(session, [leaf]) for leaf in leaves or {key: 0}}
        inside = [leaf for leaf, shape in shapes.items() if not _reaches_out(shape, own)]
        kept += [key] if len(inside) == len(shapes) else inside
    return tuple(dict.fromkeys(kept))


def _geojson(pieces: Sequence[Shape]) -> GeoJson | None:
    return dict(mapping(union(pieces))) if pieces else None


def _nothing_left() -> Fault:
    return Fault(
        place="area",
        de="liegt ganz außerhalb Ihrer Zuständigkeit; es bliebe nichts übrig",
        en="lies wholly outside your jurisdiction; nothing would be left",
    )
