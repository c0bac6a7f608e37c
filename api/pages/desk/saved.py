"""Saved and planned areas: the list beside the map, and the page where they are looked after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, File, Form, Query, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from markupsafe import Markup

from alerts.access.roles import require
from alerts.domain.errors import Fault, InvalidError, StaleVersionError, UnknownDistrictError
from alerts.domain.model import codec
from alerts.domain.model.saved_area import SavedArea, SavedContent, SavedKind
from alerts.services import intake, saved_areas, templates
from alerts.services.ground import territory
from api.errors import status_of
from api.pages.desk.intake import notes, systems
from api.pages.desk.saved_maps import SmallMaps
from api.pages.desk.seat import AtDesk, Seat
from geo.errors import OrtsrufError, ShapeRefusedError
from geo.upload import MEGABYTES, SYSTEMS

router = APIRouter()

HOME = "/desk/areas"
MOST_MAPS = 40
"""Small maps on one page; further areas are found by the search."""

Typed = Annotated[str, Query(max_length=100)]
Line = Annotated[str, Form(max_length=120)]
Text = Annotated[str, Form(max_length=2_000)]
Kind = Annotated[SavedKind, Form()]
Aliases = Annotated[str, Form(max_length=3_000)]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One area on the page: with its map, or with why it has none."""

    saved: SavedArea
    map: Markup
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form as it was filled in, with what is wrong with it by field; ``""`` for what fits to none."""

    values: Mapping[str, str]
    faults: Mapping[str, str]
    layers: tuple[str, ...] = ()


@router.get("/desk/saved")
def panel(seat: AtDesk, q: Typed = "", kind: SavedKind | None = None) -> Response:
    """The list beside the map, as a part of the page."""
    found = saved_areas.find(seat.session, seat.person, q, kind=kind)
    return HTMLResponse(seat.part("desk/area_saved_list.html", areas=found, typed=q, kind=kind, kinds=kinds(seat)))


@router.get("/desk/saved/{area}")
def take(seat: AtDesk, area: UUID) -> Response:
    """One area for the map: as it was drawn, and as one shape to be added to what is there."""
    saved = saved_areas.read(seat.session, seat.person, area)
    return JSONResponse(_taken(seat, saved))


@router.post("/desk/saved")
def keep(seat: AtDesk, data: dict[str, Any] = Body()) -> Response:
    """Save what is on the map under a name, or in the place of another (``replaces``). Raises what the service does."""
    given = dict(data)
    replaces, version = given.pop("replaces", None), given.pop("version", None)
    content = codec.saved_from_json(given)
    if replaces is None:
        made = saved_areas.save(seat.session, seat.person, content)
    else:
        made = saved_areas.change(seat.session, seat.person, _id(replaces), _number(version), content)
    said = seat._("„{name}“ gespeichert, Fassung {n}").format(name=made.content.name, n=made.version)
    return JSONResponse({"id": str(made.id), "version": made.version, "said": said}, 201)


@router.get(HOME)
def manage(
    seat: AtDesk, q: Typed = "", kind: SavedKind | None = None, archived: bool = False, edit: UUID | None = None
) -> Response:
    """All saved areas with their maps; ``edit`` opens one of them."""
    return _page(seat, q=q, kind=kind, archived=archived, edit=edit)


@router.post(f"{HOME}/import")
def bring(
    seat: AtDesk,
    file: Annotated[UploadFile, File()],
    name: Line = "",
    kind: Kind = SavedKind.OTHER,
    layer: Annotated[str, Form(max_length=300)] = "",
    crs: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """A saved area out of a file; what is wrong with the file is said above the form."""
    values = {"name": name, "kind": kind.value, "layer": layer, "crs": crs}
    try:
        with seat.session.begin_nested():
            found = intake.file(
                seat.session,
                seat.person,
                file.file,
                file.filename or "?",
                layer=layer or None,
                crs=crs if crs in SYSTEMS else None,
            )
            if found.area.is_empty:
                fault = seat._("Die Datei hat mehrere Ebenen: wählen Sie eine und die Datei noch einmal.")
                layers = tuple(one.name for one in found.layers)
                return _page(seat, bring=Filled(values=values, faults={"layer": fault}, layers=layers), status=422)
            note = " ".join((seat._("Aus der Datei {file}.").format(file=file.filename), *notes(seat, found)))
            content = SavedContent(name=name.strip(), kind=kind, note=note[:2_000], area=found.area)
            made = saved_areas.save(seat.session, seat.person, content)
    except InvalidError as refusal:
        return _page(seat, bring=Filled(values=values, faults=_by_field(refusal, seat.language)), status=422)
    except OrtsrufError as refusal:
        filled = Filled(values=values, faults={"file": refusal.text(seat.language)})
        return _page(seat, bring=filled, status=status_of(refusal))
    return RedirectResponse(f"{HOME}?saved={made.id}#area-{made.id}", 303)


@router.post(f"{HOME}/{{area}}")
def change(
    seat: AtDesk,
    area: UUID,
    version: Annotated[int, Form()],
    name: Line = "",
    kind: Kind = SavedKind.OTHER,
    aliases: Aliases = "",
    note: Text = "",
    instruction: Text = "",
    template: Line = "",
) -> Response:
    """Change everything of an area but its shape, which is changed on the map."""
    before = saved_areas.read(seat.session, seat.person, area)
    content = replace(
        before.content,
        name=name.strip(),
        kind=kind,
        aliases=_aliases(aliases),
        note=note.strip(),
        instruction=instruction.strip(),
        template=template,
    )
    try:
        with seat.session.begin_nested():
            saved_areas.change(seat.session, seat.person, area, version, content)
    except InvalidError as refusal:
        values = {
            "name": name,
            "kind": kind.value,
            "aliases": aliases,
            "note": note,
            "instruction": instruction,
            "template": template,
        }
        return _page(
            seat, edit=area, filled=Filled(values=values, faults=_by_field(refusal, seat.language)), status=422
        )
    except StaleVersionError as refusal:
        filled = Filled(values={}, faults={"": refusal.text(seat.language)})
        return _page(seat, edit=area, filled=filled, status=status_of(refusal))
    return RedirectResponse(f"{HOME}?saved={area}#area-{area}", 303)


@router.post(f"{HOME}/{{area}}/archive")
def archive(seat: AtDesk, area: UUID) -> Response:
    """No longer offer an area."""
    saved_areas.archive(seat.session, seat.person, area)
    return RedirectResponse(f"{HOME}?gone={area}", 303)


@router.post(f"{HOME}/{{area}}/restore")
def restore(seat: AtDesk, area: UUID) -> Response:
    """Offer an archived area again."""
    try:
        with seat.session.begin_nested():
            saved_areas.restore(seat.session, seat.person, area)
    except InvalidError as refusal:
        said = "; ".join(_by_field(refusal, seat.language).values())
        return _page(seat, archived=True, bring=Filled(values={}, faults={"": said}), status=422)
    return RedirectResponse(f"{HOME}?saved={area}#area-{area}", 303)


def kinds(seat: Seat) -> dict[str, str]:
    """The kinds of saved areas in the reader's words, in the order of a choice."""
    _ = seat._
    return {
        SavedKind.FLOOD.value: _("Hochwasser"),
        SavedKind.PLANT.value: _("Störfallbetrieb"),
        SavedKind.VENUE.value: _("Stadion, Veranstaltung"),
        SavedKind.WATER_SUPPLY.value: _("Wasserversorgung"),
        SavedKind.POWER_SUPPLY.value: _("Stromversorgung"),
        SavedKind.FOREST.value: _("Wald"),
        SavedKind.TRANSPORT.value: _("Verkehr"),
        SavedKind.EVACUATION.value: _("Evakuierung"),
        SavedKind.OTHER.value: _("Sonstiges"),
    }


def _page(
    seat: Seat,
    *,
    q: str = "",
    kind: SavedKind | None = None,
    archived: bool = False,
    edit: UUID | None = None,
    filled: Filled | None = None,
    bring: Filled | None = None,
    status: int = 200,
) -> Response:
    require(seat.person, *saved_areas.READERS)
    found = saved_areas.find(seat.session, seat.person, q, kind=kind, archived=archived)
    asked = seat.request.query_params
    opened = next((one for one in found if one.id == edit), None)
    return seat.page(
        "desk/saved_areas.html",
        "areas",
        status=status,
        cards=_cards(seat, found),
        typed=q,
        kind=kind.value if kind else "",
        archived=archived,
        kinds=kinds(seat),
        templates=templates.shelf(seat.session).every,
        systems=systems(seat),
        megabytes=MEGABYTES,
        edit=opened,
        filled=filled,
        bring=bring,
        revisions=saved_areas.revisions(seat.session, seat.person, opened.id) if opened else (),
        saved=asked.get("saved", ""),
        gone=asked.get("gone", ""),
        may_write=not seat.person.roles.isdisjoint(saved_areas.WRITERS),
    )


def _cards(seat: Seat, found: tuple[SavedArea, ...]) -> list[Card]:
    maps = SmallMaps(territory(seat.session, seat.person).leaves) if found else None
    return [_card(seat, one, maps if number < MOST_MAPS else None) for number, one in enumerate(found)]


def _card(seat: Seat, saved: SavedArea, maps: SmallMaps | None) -> Card:
    if maps is None:
        return Card(saved=saved, map=Markup(""))
    try:
        shapes = saved_areas.shapes(seat.session, saved.content)
    except (ShapeRefusedError, UnknownDistrictError) as refusal:
        return Card(saved=saved, map=Markup(""), trouble=refusal.text(seat.language))
    described = seat._("Karte: {name}").format(name=saved.content.name)
    return Card(saved=saved, map=maps.draw(f"saved-{saved.id.hex[:12]}", shapes, described))


def _taken(seat: Seat, saved: SavedArea) -> dict[str, Any]:
    written = codec.saved_to_json(saved.content)
    shapes = saved_areas.shapes(seat.session, saved.content)
    return {
        "id": str(saved.id),
        "name": saved.content.name,
        "version": saved.version,
        "area": written["area"],
        "zones": written["zones"],
        "shape": shapes.area,
        "template": saved.content.template,
        "instruction": saved.content.instruction,
        "note": saved.content.note,
    }


def _aliases(text: str) -> tuple[str, ...]:
    """One a line or behind a comma, each once."""
    pieces = (piece.strip() for line in text.splitlines() for piece in line.split(","))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _by_field(refusal: InvalidError, language: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for fault in refusal.faults:
        text = fault.en if language == "en" else fault.de
        place = fault.place.split("[")[0]
        said[place] = f"{said[place]}; {text}" if place in said else text[:1].upper() + text[1:]
    return said


def _id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise InvalidError([Fault(place="replaces", de="aus der Liste wählen", en="choose from the list")]) from None


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidError([Fault(place="version", de="eine Zahl angeben", en="give a number")])
    return value
