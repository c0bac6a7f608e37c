"""What an operator brings to the map from outside: pasted text, uploaded files, what is found by name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, File, Form, Query, UploadFile
from fastapi.responses import JSONResponse, Response

from alerts.domain.model import codec
from alerts.services import intake, searching
from alerts.services.intake import Intake
from alerts.services.searching import Hit
from api.pages.desk.seat import AtDesk, Seat
from geo.upload import SYSTEMS, UploadRefusedError
from web import words

router = APIRouter()

LONGEST_TEXT = 1_500_000
MOST_HITS = 12

System = Annotated[str, Form(max_length=20)]
LayerName = Annotated[str, Form(max_length=300)]


@router.post("/desk/paste")
def paste(seat: AtDesk, text: str = Body(embed=True, max_length=LONGEST_TEXT)) -> Response:
    """Pasted GeoJSON, WKT, CAP or a list of places, for the map. Raises ShapeRefusedError naming the fault's place."""
    return JSONResponse(_body(seat, intake.paste(seat.session, seat.person, text)))


@router.post("/desk/upload")
def upload(seat: AtDesk, file: Annotated[UploadFile, File()], layer: LayerName = "", crs: System = "") -> Response:
    """The areas of a file, for the map. With several layers, or without a coordinate system, first the question."""
    system = crs if crs in SYSTEMS else None
    try:
        found = intake.file(seat.session, seat.person, file.file, file.filename or "?", layer=layer or None, crs=system)
    except UploadRefusedError as refusal:
        if refusal.reason != "no-crs":
            raise
        asked = seat.part("desk/area_upload_crs.html", said=refusal.text(seat.language), systems=systems(seat))
        return JSONResponse({"kind": "file", "area": None, "ask": "crs", "html": asked})
    return JSONResponse(_body(seat, found))


@router.get("/desk/search")
def search(seat: AtDesk, q: Annotated[str, Query(min_length=1, max_length=100)]) -> Response:
    """Districts and saved areas by name, alias or code, a slip forgiven; the own ground first."""
    found = searching.search(seat.session, seat.person, q, limit=MOST_HITS)
    return JSONResponse({"hits": [_hit(seat, one) for one in found]})


def systems(seat: Seat) -> dict[str, str]:
    """The coordinate systems to choose from, with what they are called."""
    _ = seat._
    names = {
        "EPSG:25832": _("UTM-Zone 32 (ETRS89), die meisten Länder"),
        "EPSG:25833": _("UTM-Zone 33 (ETRS89), der Osten"),
        "EPSG:4326": _("Grad (WGS 84), GPS"),
        "EPSG:3857": _("Web-Mercator, Internetkarten"),
    }
    zone = _("Gauß-Krüger, Streifen {n}")
    return {one: names.get(one) or zone.format(n=int(one[-1]) - 4) for one in SYSTEMS}


def notes(seat: Seat, found: Intake) -> list[str]:
    """What was done or left out on the way, in words."""
    return [said for note in found.notes if (said := _note(seat, note.code, note.values))]


def _body(seat: Seat, found: Intake) -> dict[str, Any]:
    chosen = not found.area.is_empty
    html = seat.part(
        "desk/area_paste_answer.html",
        found=found,
        notes=notes(seat, found),
        codes=next((note.values["codes"] for note in found.notes if note.code == "codes-aside"), ()),
    )
    return {
        "kind": found.kind,
        "area": codec.area_to_json(found.area) if chosen else None,
        "geometry": found.area.geometry,
        "rest": found.rest,
        "open": [{"line": one.entry.line, "text": one.entry.text} for one in found.open],
        "ask": "layer" if found.layers and not chosen else None,
        "done": _done(seat, found),
        "html": html,
    }


def _done(seat: Seat, found: Intake) -> str:
    """One sentence for the live region and the line under the map."""
    if found.found:
        taken, all_of_them = len(found.taken), len(found.found)
        return seat._("{taken} von {all} Einträgen übernommen").format(taken=taken, all=all_of_them)
    return "" if found.area.is_empty else seat._("Gebiet übernommen")


def _note(seat: Seat, code: str, values: Any) -> str:
    _ = seat._
    if code == "read":
        said = seat.counted("%(num)s Fläche", "%(num)s Flächen", values["features"])
        return _("Ebene „{layer}“: {areas} übernommen.").format(layer=values["layer"], areas=said)
    if code == "moved":
        said = _("Umgerechnet aus {crs}").format(crs=values["crs"])
        if values["metres"] >= 1:
            metres = words.number(values["metres"], seat.language)
            return _("{said}, auf etwa {metres} m genau.").format(said=said, metres=metres)
        return f"{said}."
    if code == "heights":
        return _("Höhenangaben wurden weggelassen.")
    if code == "skipped":
        kinds = ", ".join(f"{number} {_kind(seat, kind)}" for kind, number in values["kinds"].items())
        return _("Nicht übernommen, weil keine Flächen: {kinds}.").format(kinds=kinds)
    return ""


def _kind(seat: Seat, kind: str) -> str:
    _ = seat._
    if "Point" in kind:
        return _("Punkte")
    if "Line" in kind or kind in ("Track", "LinearRing"):
        return _("Linien")
    return _("leere Einträge") if kind == "none" else kind


def _hit(seat: Seat, hit: Hit) -> dict[str, Any]:
    detail = words.level(hit.level, seat.language, 1) if hit.level else seat._("gespeichertes Gebiet")
    if hit.parent and hit.parent != hit.name:
        detail = f"{detail}, {hit.parent}"
    return {
        "key": hit.key,
        "saved": str(hit.saved) if hit.saved else None,
        "name": hit.name,
        "detail": detail,
        "code": hit.key.rsplit(":", 1)[-1] if hit.key else "",
        "own": hit.own,
        "bounds": hit.bounds,
    }
