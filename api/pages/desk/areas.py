"""Step 1: the map. It asks while the operator draws, and saves by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import AlertState, Severity
from alerts.services import desk, templates, wide_ground
from alerts.services.desk import publishing
from alerts.services.ground import territory
from alerts.services.views import AlertView
from api.deps import CsrfToken, Settings, Staff, Transaction
from api.pages.account import home
from api.pages.desk import pieces
from api.pages.desk.seat import AtDesk, Seat, address, step_links, tab
from api.pages.desk.seat import seat as seated
from geo.upload import MEGABYTES
from web import words
from web.maps import desk_map

router = APIRouter()

_EDITABLE = (AlertState.DRAFT, AlertState.RETURNED)
_KEEP = {"Cache-Control": "private, max-age=3600"}


@router.get("/desk")
def new(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: CsrfToken,
    settings: Settings,
    mode: str = "live",
) -> Response:
    """A new alert, or with ``?mode=drill`` a new drill; who works elsewhere is led there."""
    if (own := home(person)) not in ("/", "/desk"):
        return RedirectResponse(own, 303)
    taken = seated(request, session, person, csrf, settings)
    return _page(taken, Content(severity=Severity.MODERATE), None, drill=mode == "drill")


@router.get("/desk/alerts/{alert_id}/area")
def edit(seat: AtDesk, alert_id: UUID) -> Response:
    """The map of a draft; what is submitted or released has no map to draw on."""
    alert = seat.read(alert_id)
    if alert.state not in _EDITABLE:
        return RedirectResponse(address(alert), 303)
    if alert.content.is_public_test and not alert.content.ends_thread:
        return RedirectResponse(address(alert, "public-test"), 303)
    if alert.content.ends_thread:
        return RedirectResponse(address(alert, "check"), 303)
    return _page(seat, alert.content, alert, drill=alert.content.is_drill)


@router.get("/desk/map.js")
def map_script(seat: AtDesk, drawing: bool = True) -> Response:
    """The script of the person's map, as Folium writes it."""
    bounds = wide_ground.bounds_of(wide_ground.extent(seat.session, seat.person))
    parts = desk_map(bounds, language=seat.language, drawing=drawing)
    return Response(parts.script, media_type="text/javascript; charset=utf-8", headers=_KEEP)


@router.post("/desk/alerts")
def create(seat: AtDesk, data: dict[str, Any] = Body()) -> Response:
    """Begin a draft with what is on the map."""
    alert = desk.draft(seat.session, seat.person, pieces.begun(data, seat.now, pieces.chosen(seat.session, data)))
    return JSONResponse(_saved(seat, alert), 201)


@router.post("/desk/alerts/{alert_id}/area")
def save(seat: AtDesk, alert_id: UUID, data: dict[str, Any] = Body()) -> Response:
    """Save what is on the map as a new version. Raises StaleVersionError."""
    alert = seat.read(alert_id)
    version = data.get("version")
    if not isinstance(version, int):
        raise InvalidError([Fault(place="version", de="eine Zahl angeben", en="give a number")])
    content = pieces.merged(alert.content, data, seat.now, pieces.chosen(seat.session, data))
    if content == alert.content and version == alert.version:
        return JSONResponse(_saved(seat, alert))
    return JSONResponse(_saved(seat, desk.edit(seat.session, seat.person, alert_id, version, content)))


@router.post("/desk/alerts/{alert_id}/discard")
def discard(seat: AtDesk, alert_id: UUID) -> Response:
    """Put a draft away; who followed a running alert comes back to it."""
    draft = desk.discard(seat.session, seat.person, alert_id)
    followed = next((one for one in desk.running(seat.session, seat.person) if one.thread == draft.thread), None)
    return RedirectResponse(address(followed) if followed else "/desk/drafts", 303)


def _page(seat: Seat, content: Content, alert: AlertView | None, *, drill: bool) -> Response:
    extent = wide_ground.extent(seat.session, seat.person)
    wide = wide_ground.is_wide(extent)
    forced = publishing.is_forced(seat.session, seat.person.authority)
    chosen = pieces.template_of(seat.session, content)
    state = {
        "area": codec.area_to_json(content.area),
        "severity": content.severity.value,
        "template": chosen.key if chosen else "",
        "width": content.width.value if alert and not content.area.is_empty else None,
        "sliver_choices": dict(content.sliver_choices),
        "zones": codec.content_to_json(pieces.marked(content))["zones"],
        "whole_districts": content.whole_districts or forced,
        "whole_only": forced,
        "mode": "drill" if drill else "live",
        "id": str(alert.id) if alert else None,
        "version": alert.version if alert else None,
        "preview": address(alert, "preview") if alert and tab(alert) == "running" else "/desk/preview",
    }
    return seat.page(
        "desk/area.html",
        tab(alert) if alert else "new",
        drill=drill,
        alert=alert,
        content=content,
        state=state,
        extent=extent,
        leaves=() if wide else territory(seat.session, seat.person).leaves,
        wide=wide,
        whole_only=forced,
        shelf=templates.shelf(seat.session),
        chosen=chosen,
        links=step_links(alert) if alert else {},
        map=desk_map(wide_ground.bounds_of(extent), language=seat.language),
        saved=alert.versions[-1].created if alert and alert.versions else None,
        megabytes=MEGABYTES,
    )


def _saved(seat: Seat, alert: AlertView) -> dict[str, Any]:
    return {
        "id": str(alert.id),
        "version": alert.version,
        "saved": words.clock(seat.now),
        "area": address(alert, "area"),
        "text": address(alert, "text"),
    }
