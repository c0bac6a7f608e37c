"""The nested zones of an area: who lives in them, and whether each lies where it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from alerts.domain import limits
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import AreaRequest, Content, Zone
from alerts.domain.model.person import Person
from alerts.store import areas, authorities
from alerts.store.session import Session
from geo.measure import area_m2
from geo.rings import Shape
from geo.shapes import beyond_m2

_SLACK = 1e-4
"""Share of a zone that may lie outside: an edge drawn on another edge is never on it to the millimetre."""
_LEAST_SLACK_M2 = 1.0


@dataclass(frozen=True, kw_only=True)
class ZoneView:
    """A zone as it is drawn: people living in it, its size, and what is wrong with its place."""

    zone: Zone
    people: int
    area_km2: float
    faults: tuple[Fault, ...]


def views(session: Session, person: Person, content: Content) -> tuple[ZoneView, ...]:
    """Every drawn zone, innermost first. Raises ShapeRefusedError, UnknownDistrictError or TooManyDistrictsError."""
    if not content.zones:
        return ()
    _require_few(content)
    shapes = _shapes(session, person.authority, content)
    outer = None if content.area.is_empty else areas.resolve(session, content.area, authority=person.authority)
    faults = _faults(session, person.authority, content, shapes, outer)
    return tuple(_view(session, person.authority, zone, shape, faults) for zone, shape in shapes)


def people(session: Session, authority: UUID, area: AreaRequest) -> int:
    """People living in a drawn zone. Raises as ``views``."""
    return _people(session, authority, area, areas.resolve(session, area, authority=authority))


def faults(session: Session, authority: UUID, content: Content) -> tuple[Fault, ...]:
    """What is wrong with the places of the zones (``zones[1].area``); an end has none. Raises as ``views``."""
    if content.ends_thread or not content.zones or content.area.is_empty:
        return ()
    shapes, area = _shapes(session, authority, content), areas.resolve(session, content.area, authority=authority)
    return tuple(fault for _, fault in _faults(session, authority, content, shapes, area))


def check(session: Session, authority: UUID, content: Content) -> None:
    """Whether every zone lies in the area and in the next one out. Raises InvalidError (``zones[1].area``)."""
    if found := faults(session, authority, content):
        raise InvalidError(found)


def _require_few(content: Content) -> None:
    if len(content.zones) > limits.ZONES:
        raise InvalidError(
            [Fault(place="zones", de=f"höchstens {limits.ZONES} Zonen", en=f"at most {limits.ZONES} zones")]
        )


def _shapes(session: Session, authority: UUID, content: Content) -> list[tuple[Zone, Shape]]:
    drawn = sorted((zone for zone in content.zones if not zone.area.is_empty), key=lambda zone: zone.order)
    return [(zone, areas.resolve(session, zone.area, authority=authority)) for zone in drawn]


def _faults(
    session: Session, authority: UUID, content: Content, shapes: Sequence[tuple[Zone, Shape]], area: Shape | None
) -> list[tuple[Zone, Fault]]:
    places = {zone.mark: f"zones[{number}].area" for number, zone in enumerate(content.zones)}
    found = [(zone, places[zone.mark], de, en) for zone, de, en in _misplaced(shapes, area)]
    if authorities.whole_districts_only(session, authority):
        found += [(zone, places[zone.mark], *_OUTLINE) for zone, _ in shapes if not _is_whole(zone)]
    return [(zone, Fault(place=place, de=de, en=en)) for zone, place, de, en in found]


_OUTLINE = (
    "Ihre Behörde veröffentlicht nur ganze Orte: die Zone weglassen oder aus ganzen Orten bilden",
    "your authority publishes whole districts only: leave the zone out or make it of whole districts",
)


def _is_whole(zone: Zone) -> bool:
    return zone.area.geometry is None and zone.area.circle is None and zone.area.subtract is None


def _misplaced(shapes: Sequence[tuple[Zone, Shape]], area: Shape | None) -> Iterator[tuple[Zone, str, str]]:
    for number, (zone, shape) in enumerate(shapes):
        if area is not None and _sticks_out(shape, area):
            yield zone, "ragt aus dem Gebiet der Warnung", "reaches beyond the alert's area"
        elif number + 1 < len(shapes) and _sticks_out(shape, shapes[number + 1][1]):
            next_one = shapes[number + 1][0].name
            yield (
                zone,
                f"liegt nicht ganz in der nächsten Zone, „{next_one}“",
                f"does not lie wholly in the next zone, “{next_one}”",
            )


def _sticks_out(inner: Shape, outer: Shape) -> bool:
    return beyond_m2(inner, outer) > max(_LEAST_SLACK_M2, area_m2(inner) * _SLACK)


def _view(
    session: Session, authority: UUID, zone: Zone, shape: Shape, faults: Sequence[tuple[Zone, Fault]]
) -> ZoneView:
    return ZoneView(
        zone=zone,
        people=_people(session, authority, zone.area, shape),
        area_km2=area_m2(shape) / 1e6,
        faults=tuple(fault for of, fault in faults if of is zone),
    )


def _people(session: Session, authority: UUID, area: AreaRequest, shape: Shape) -> int:
    picked, intact = frozenset(area.districts), area.subtract is None
    ground = areas.matches(session, shape, picked=picked, authority=authority, intact=intact)
    return round(sum(match.people for match in ground.matches))
