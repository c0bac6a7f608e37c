"""The outage pack: poster, loudspeaker text and door note of one alert or of all that run.

It is looked at and printed from the desk, and taken along as one file that needs no network: styles, map and QR code
are inside it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from alerts.domain.model import tokens
from alerts.domain.model.codes import AlertState
from alerts.domain.rendering.announcing import announcements
from alerts.services import desk
from alerts.services.views import AlertView
from alerts.store import authorities
from api.pages.desk import drawing
from api.pages.desk.seat import AtDesk, Seat, address
from web import words
from web.render import STATIC, page

router = APIRouter()

SIZES = ("a4", "a3")
_STYLES = ("css/tokens.css", "css/svgmap.css", "css/paper.css", "css/outage.css")
_MODULE = 4
"""Units of one module of the QR code."""


@router.get("/desk/outage")
def all_running(seat: AtDesk, size: str = "a4") -> Response:
    """The packs of all that runs, drills left out."""
    return _page(seat, _running(seat), size, "/desk/outage")


@router.get("/desk/outage/file")
def all_as_file(seat: AtDesk, size: str = "a4") -> Response:
    """The same as one file to keep."""
    return _file(seat, _running(seat), size, "alle")


@router.get("/desk/alerts/{alert_id}/outage")
def one(seat: AtDesk, alert_id: UUID, size: str = "a4") -> Response:
    """The pack of one released alert."""
    alert = seat.read(alert_id)
    if alert.state is not AlertState.RELEASED:
        return RedirectResponse(address(alert), 303)
    return _page(seat, [alert], size, address(alert, "outage"))


@router.get("/desk/alerts/{alert_id}/outage/file")
def one_as_file(seat: AtDesk, alert_id: UUID, size: str = "a4") -> Response:
    """The same as one file to keep."""
    alert = seat.read(alert_id)
    if alert.state is not AlertState.RELEASED:
        return RedirectResponse(address(alert), 303)
    return _file(seat, [alert], size, alert.code or "warnung")


def qr(link: str) -> Markup:
    """A QR code as SVG, high enough in error correction to survive a crease."""
    drawn = BytesIO()
    segno.make(link, error="q", micro=False).save(
        drawn, kind="svg", scale=_MODULE, border=4, xmldecl=False, svgns=True, svgclass="qr", lineclass=None, nl=False
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - made by segno out of an address of ours


def _running(seat: Seat) -> list[AlertView]:
    return [seat.read(one.id) for one in desk.running(seat.session, seat.person) if not one.content.is_drill]


def _page(seat: Seat, alerts: list[AlertView], size: str, path: str) -> Response:
    drill = bool(alerts) and all(one.content.is_drill for one in alerts)
    return seat.page("desk/outage.html", "running", drill=drill, path=path, **_data(seat, alerts, size))


def _file(seat: Seat, alerts: list[AlertView], size: str, name: str) -> Response:
    styles = Markup("\n".join((STATIC / style).read_text(encoding="utf-8") for style in _STYLES))  # noqa: S704 - ours
    html = page("desk/outage_file.html", seat.language, now=seat.now, styles=styles, **_data(seat, alerts, size))
    disposition = f'attachment; filename="ortsruf-aushang-{name}-{seat.now:%Y%m%d-%H%M}.html"'
    return Response(html, media_type="text/html; charset=utf-8", headers={"Content-Disposition": disposition})


def _data(seat: Seat, alerts: list[AlertView], size: str) -> dict[str, Any]:
    return {
        "size": size if size in SIZES else SIZES[0],
        "sizes": SIZES,
        "packs": [_pack(seat, alert, number) for number, alert in enumerate(alerts)],
        "authority": seat.person.authority_name,
    }


def _pack(seat: Seat, alert: AlertView, number: int) -> dict[str, Any]:
    content = alert.content
    issuer, hotline = authorities.issuer(seat.session, seat.person.authority)
    places = tuple(match.name for match in alert.preview.plan.affected) if alert.preview else ()
    link = tokens.link_to(seat.public_url, alert.code or "")
    name = f"pack{number}"
    return {
        "alert": alert,
        "content": content,
        "german": content.info("de"),
        "others": [info for info in content.infos if not info.language.startswith("de")][:2],
        "places": places,
        "issuer": issuer.name,
        "hotline": content.hotline or hotline,
        "link": link,
        "qr": qr(link),
        "map": drawing.content_map(seat, content, alert.preview, name=name, width=560, height=420),
        "spoken": announcements(content, issuer.name, places),
        "right_to_left": {"ar"},
        "until": words.clock(content.expires),
    }
