"""Saved and planned areas: found, kept, changed, taken. Nothing is overwritten: every state stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from shapely.geometry import mapping

from alerts.access.roles import require
from alerts.domain import lifecycle
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import AreaRequest, GeoJson
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.model.saved_area import SavedArea, SavedContent, SavedKind, SavedRevision
from alerts.store import areas, audit, saved_areas
from alerts.store.saved_areas import Wanted
from alerts.store.session import Session

READERS = (Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR)
WRITERS = (Role.OPERATOR, Role.ADMINISTRATOR)

LONGEST_NAME = 120
LONGEST_TEXT = 2_000
MOST_ALIASES = 20
MOST_ZONES = 3


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """A saved area on real ground: its shape, and its zones by name, the innermost first (GeoJSON, EPSG:4326)."""

    area: GeoJson
    zones: tuple[tuple[str, GeoJson], ...]


def find(
    session: Session, person: Person, typed: str = "", *, kind: SavedKind | None = None, archived: bool = False
) -> tuple[SavedArea, ...]:
    """The own authority's areas, the best hits first. Raises NotAllowedError."""
    require(person, *READERS)
    return saved_areas.find(session, Wanted(typed=typed, kind=kind, archived=archived))


def read(session: Session, person: Person, area_id: UUID) -> SavedArea:
    """One area, archived or not. Raises NotAllowedError, NotFoundError."""
    require(person, *READERS)
    return saved_areas.load(session, area_id)


def revisions(session: Session, person: Person, area_id: UUID) -> tuple[SavedRevision, ...]:
    """Every state of an area, the newest first. Raises NotAllowedError, NotFoundError."""
    read(session, person, area_id)
    return saved_areas.revisions(session, area_id)


def shapes(session: Session, content: SavedContent) -> Shapes:
    """Where an area lies today. Raises UnknownDistrictError if one of its districts has gone without a successor."""
    zones = sorted(content.zones, key=lambda zone: zone.order)
    return Shapes(
        area=_shape(session, content.area),
        zones=tuple((zone.name, _shape(session, zone.area)) for zone in zones if not zone.area.is_empty),
    )


def save(session: Session, person: Person, content: SavedContent) -> SavedArea:
    """Keep a new area. Raises NotAllowedError, InvalidError, ShapeRefusedError, UnknownDistrictError."""
    require(person, *WRITERS)
    _check(session, content)
    area_id = saved_areas.create(session, person.authority, person.id, content)
    audit.record(session, person.authority, person.id, "save-area", area_id, _what(content))
    return saved_areas.load(session, area_id)


def change(session: Session, person: Person, area_id: UUID, expected_version: int, content: SavedContent) -> SavedArea:
    """Replace what an area holds. Raises what ``save`` does, NotFoundError, StaleVersionError."""
    require(person, *WRITERS)
    before = saved_areas.load(session, area_id, lock=True)
    lifecycle.check_version(expected_version, before.version)
    if content == before.content:
        return before
    _check(session, content)
    saved_areas.change(session, before, person.id, content)
    audit.record(session, person.authority, person.id, "change-area", area_id, _what(content))
    return saved_areas.load(session, area_id)


def archive(session: Session, person: Person, area_id: UUID) -> SavedArea:
    """No longer offer an area; it stays readable and can be brought back. Raises NotAllowedError, NotFoundError."""
    return _put_away(session, person, area_id, away=True)


def restore(session: Session, person: Person, area_id: UUID) -> SavedArea:
    """Offer an archived area again. Raises InvalidError if another has taken its name meanwhile."""
    return _put_away(session, person, area_id, away=False)


def _put_away(session: Session, person: Person, area_id: UUID, *, away: bool) -> SavedArea:
    require(person, *WRITERS)
    before = saved_areas.load(session, area_id, lock=True)
    if (before.archived is not None) == away:
        return before
    saved_areas.put_away(session, before, person.id, away=away)
    action = "archive-area" if away else "restore-area"
    audit.record(session, person.authority, person.id, action, area_id, _what(before.content))
    return saved_areas.load(session, area_id)


def _check(session: Session, content: SavedContent) -> None:
    faults = [*_text_faults(content), *_shape_faults(content)]
    if faults:
        raise InvalidError(faults)
    areas.resolve(session, content.area)
    for zone in content.zones:
        areas.resolve(session, zone.area)


def _text_faults(content: SavedContent) -> Iterator[Fault]:
    if not content.name.strip():
        yield Fault(place="name", de="einen Namen angeben", en="give a name")
    limits = (
        ("name", content.name, LONGEST_NAME),
        ("note", content.note, LONGEST_TEXT),
        ("instruction", content.instruction, LONGEST_TEXT),
        ("template", content.template, LONGEST_NAME),
        *((f"aliases[{number}]", alias, LONGEST_NAME) for number, alias in enumerate(content.aliases)),
    )
    for place, text, most in limits:
        if len(text) > most:
            yield Fault(place=place, de=f"höchstens {most} Zeichen", en=f"at most {most} characters")
    if len(content.aliases) > MOST_ALIASES:
        yield Fault(place="aliases", de=f"höchstens {MOST_ALIASES} weitere Namen", en=f"at most {MOST_ALIASES} names")


def _shape_faults(content: SavedContent) -> Iterator[Fault]:
    if content.area.is_empty:
        yield Fault(place="area", de="ein Gebiet zeichnen oder wählen", en="draw or pick an area")
    if len(content.zones) > MOST_ZONES:
        yield Fault(place="zones", de=f"höchstens {MOST_ZONES} Zonen", en=f"at most {MOST_ZONES} zones")
    for number, zone in enumerate(content.zones):
        if zone.area.is_empty:
            yield Fault(place=f"zones[{number}].area", de="die Zone zeichnen", en="draw the zone")


def _shape(session: Session, area: AreaRequest) -> GeoJson:
    return dict(mapping(areas.resolve(session, area)))


def _what(content: SavedContent) -> dict[str, str]:
    return {"name": content.name, "kind": content.kind.value}
