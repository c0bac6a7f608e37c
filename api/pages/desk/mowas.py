"""MoWaS: what was done there, and the copy pack, everything that is typed over there on one screen."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError, NotFoundError
from alerts.domain.model.mowas import MowasState, MowasStep
from alerts.formats.geojson import MEDIA_TYPE
from alerts.services.desk import mowas
from alerts.services.views import AlertView
from api.pages.desk.beside import mowas_data
from api.pages.desk.in_force import version_of
from api.pages.desk.seat import AtDesk, Seat, address, tab
from api.pages.desk.texts import FormData
from web.words import BERLIN

router = APIRouter()

_NAMES = ("by", "identifier", "reason")


@router.get("/desk/alerts/{alert_id}/mowas")
def look(seat: AtDesk, alert_id: UUID) -> Response:
    """The copy pack, of a draft as of what went out."""
    return _page(seat, seat.read(alert_id))


@router.post("/desk/alerts/{alert_id}/mowas")
def record(seat: AtDesk, alert_id: UUID, form: FormData) -> Response:
    """Keep the step as a new version; what it lacks is said beside the form. Raises StaleVersionError."""
    alert = seat.read(alert_id)
    try:
        step = _step(form)
        if step != alert.content.mowas:
            mowas.record(seat.session, seat.person, alert_id, version_of(form), step)
    except InvalidError as refusal:
        return _page(seat, alert, form=form, faults=refusal.faults, status=422)
    back = "check" if form.get("back") == "check" else "mowas"
    return RedirectResponse(f"{address(alert, back)}#mowas", 303)


@router.get("/desk/alerts/{alert_id}/mowas/cap.xml")
def cap_xml(seat: AtDesk, alert_id: UUID) -> Response:
    """The CAP document: what went out, or the draft with status Draft. Raises NotFoundError while there is none."""
    pack = mowas.pack(seat.session, alert_id, public_url=seat.public_url)
    if not pack.cap:
        raise NotFoundError(what=seat._("CAP-Datei: dem Entwurf fehlt noch etwas"))
    return _file(pack.cap, "application/cap+xml; charset=utf-8", f"{_name(pack, alert_id)}.xml")


@router.get("/desk/alerts/{alert_id}/mowas/area.geojson")
def area_geojson(seat: AtDesk, alert_id: UUID) -> Response:
    """The area as GeoJSON. Raises NotFoundError while nothing is drawn."""
    pack = mowas.pack(seat.session, alert_id, public_url=seat.public_url)
    if pack.area is None:
        raise NotFoundError(what=seat._("Gebiet: noch keines gezeichnet"))
    feature = {"type": "Feature", "properties": {"ars": list(pack.regions)}, "geometry": pack.area}
    return _file(json.dumps(feature), MEDIA_TYPE, f"{_name(pack, alert_id)}.geojson")


def _name(pack: mowas.Pack, alert_id: UUID) -> str:
    return f"ortsruf-{pack.code or f'entwurf-{alert_id.hex[:8]}'}"


def _file(body: str, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _step(form: dict[str, str]) -> MowasStep:
    """What the form says; only the fields of the chosen state count. Raises InvalidError."""
    try:
        state = MowasState(form.get("state", ""))
    except ValueError as error:
        fault = Fault("mowas.state", "wählen Sie eins davon", "choose one of them")
        raise InvalidError([fault]) from error
    said = {name: " ".join(form.get(name, "").split())[:1_000] for name in _NAMES}
    if state is MowasState.NOT_NEEDED:
        return MowasStep(state=state, reason=said["reason"])
    identifier = said["identifier"] if state is MowasState.TRIGGERED else ""
    return MowasStep(state=state, by=said["by"], at=_moment(form.get("at", "")), identifier=identifier)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written.strip())
        if moment.tzinfo is None and 2000 <= moment.year < 2200:
            return moment.replace(tzinfo=BERLIN)
    except ValueError:
        pass
    if not written.strip():
        return None
    raise InvalidError([Fault("mowas.at", "Datum und Uhrzeit angeben", "give a date and a time")])


def _page(
    seat: Seat,
    alert: AlertView,
    *,
    form: dict[str, str] | None = None,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response:
    said = {fault.place.rpartition(".")[2]: fault.en if seat.language == "en" else fault.de for fault in faults}
    return seat.page(
        "desk/mowas_pack.html",
        tab(alert),
        drill=alert.content.is_drill,
        status=status,
        alert=alert,
        content=alert.content,
        pack=mowas.pack(seat.session, alert.id, public_url=seat.public_url),
        typed=form or {},
        mowas_faults=said,
        **mowas_data(seat, alert),
    )
