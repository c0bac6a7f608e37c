"""What comes to the map from outside: pasted text, uploaded files, and what is found by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

from shapely.geometry import mapping

from alerts.access.roles import require
from alerts.domain.model.alert import AreaRequest
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.services import cap_areas, place_lists
from alerts.services.place_lists import Entry, Found, Names, Standing
from alerts.store import audit, outlines, people, place_names
from alerts.store.session import Session
from geo import upload
from geo.parse import shape_from_text
from geo.rings import Shape
from geo.upload import Layer

_WKT = re.compile(
    r"\s*(?:SRID\s*=\s*\d+\s*;\s*)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON|CURVE|SURFACE)\b|\s*GEOMETRYCOLLECTION\b",
    re.IGNORECASE,
)
_CAP_PAIRS = re.compile(r"\s*-?\d{1,3}\.\d+,-?\d{1,3}\.\d+(?:\s+(?:-?\d{1,3}\.\d+,-?\d{1,3}\.\d+|\d+(?:\.\d+)?))+\s*")


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that was done or left out on the way; ``code`` is stable, the page words it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What was read. ``kind`` is list, shape, cap or file; ``area`` goes on the map; ``found`` is every entry of a list
    with its standing, ``rest`` what stays in the box; ``layers``: one of them has to be chosen first."""

    kind: str
    area: AreaRequest = field(default_factory=AreaRequest)
    found: tuple[Found, ...] = ()
    rest: str = ""
    notes: tuple[Note, ...] = ()
    layers: tuple[Layer, ...] = ()

    @property
    def taken(self) -> tuple[Found, ...]:
        """Entries that are on the map now."""
        return tuple(one for one in self.found if one.standing is Standing.TAKEN)

    @property
    def open(self) -> tuple[Found, ...]:
        """Entries that a person has to decide about, or that nobody knows."""
        return tuple(one for one in self.found if one.standing is not Standing.TAKEN)


def paste(session: Session, person: Person, text: str) -> Intake:
    """What a pasted text means: GeoJSON, WKT, CAP (a document, a polygon, a circle), or a list of places.

    Raises NotAllowedError, ShapeRefusedError, CapRefusedError, InvalidError.
    """
    require(person, Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "[") or _WKT.match(text) or _CAP_PAIRS.fullmatch(text):
        return Intake(kind="shape", area=_drawn(shape_from_text(text.lstrip("\ufeff"))))
    if start == "<" and "<kml" in text[:2_000]:
        return file(session, person, BytesIO(text.encode("utf-8", "replace")), "KML")
    if start == "<":
        return _cap(session, person, text.lstrip("\ufeff"))
    found = place_lists.read(text, _names(session, person))
    return Intake(kind="list", area=_picked(found), found=found, rest=place_lists.rest(found))


def file(
    session: Session,
    person: Person,
    source: BinaryIO,
    name: str,
    *,
    layer: str | None = None,
    crs: str | None = None,
) -> Intake:
    """What an uploaded file means; with several layers nothing but their names until one is chosen.

    Raises NotAllowedError, UploadRefusedError, ShapeRefusedError, UploadsBusyError.
    """
    require(person, Role.OPERATOR, Role.ADMINISTRATOR)
    found = upload.take(source, name, layer=layer, crs=crs)
    if found.read is None:
        return Intake(kind="file", layers=found.layers)
    detail = {"file": name[:120], "sha256": found.sha256, "layer": found.read.layer[:120]}
    audit.record(session, person.authority, person.id, "upload-area", found.sha256[:16], detail)
    return Intake(kind="file", area=_drawn(found.read.shape), notes=_file_notes(found.read), layers=found.layers)


def _names(session: Session, person: Person) -> Names:
    own = outlines.territory(session, person.authority)
    places = place_names.of_all(session, people.jurisdiction(session, person.authority))
    return Names(places, own.level)


def _cap(session: Session, person: Person, xml: str) -> Intake:
    areas = cap_areas.read(xml)
    if not areas.places:
        notes = (Note(code="codes-aside", values={"codes": [one.text for one in areas.aside]}),) if areas.aside else ()
        drawn = AreaRequest(geometry=_json(areas.shape), circle=areas.circle, subtract=_json(areas.hole))
        return Intake(kind="cap", area=drawn, notes=notes)
    names = _names(session, person)
    found = tuple(place_lists.meaning(Entry(line=one.line, text=one.text[:200]), names) for one in areas.places)
    return Intake(kind="cap", area=_picked(found), found=found, rest=place_lists.rest(found))


def _file_notes(read: upload.Read) -> tuple[Note, ...]:
    notes = [Note(code="read", values={"layer": read.layer, "features": read.features})]
    if read.moved:
        notes.append(Note(code="moved", values={"crs": read.crs, "metres": read.accuracy_m}))
    if read.heights:
        notes.append(Note(code="heights"))
    if read.skipped:
        notes.append(Note(code="skipped", values={"kinds": dict(read.skipped)}))
    return tuple(notes)


def _picked(found: tuple[Found, ...]) -> AreaRequest:
    keys = dict.fromkeys(place.key for one in found for place in one.taken)
    return AreaRequest(districts=tuple(keys))


def _drawn(shape: Shape) -> AreaRequest:
    return AreaRequest(geometry=_json(shape))


def _json(shape: Shape | None) -> dict[str, Any] | None:
    return None if shape is None else dict(mapping(shape))
