"""Step 3: everything at a glance, every fault with the way to its place, gaps to acknowledge, submit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from alerts.domain import lifecycle
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.codes import AlertState
from alerts.domain.rendering.public_test import ends_at
from alerts.services import desk, in_force
from alerts.services.desk import zoning
from alerts.services.desk.submitting import usual_size
from alerts.services.views import AlertView
from api import errors
from api.pages.desk import changing, drawing
from api.pages.desk.beside import beside
from api.pages.desk.findings import form_language, open_findings
from api.pages.desk.previews import answer_data
from api.pages.desk.seat import AtDesk, Seat, address, step_links, tab
from api.pages.desk.texts import still_named, zone_missing
from geo.errors import OrtsrufError
from web import words

router = APIRouter()

_EDITABLE = (AlertState.DRAFT, AlertState.RETURNED)
_HERE = {"regards": "#in-force", "mowas": "#mowas"}
"""Faults that are put right on this page."""
_ON_MAP = ("area", "zones", "severity", "channels", "outside", "width")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A fault in words, with the address where it is put right."""

    where: str
    what: str
    href: str


@router.get("/desk/alerts/{alert_id}/check")
def look(seat: AtDesk, alert_id: UUID) -> Response:
    """The whole draft; who is through goes on to approval."""
    alert = seat.read(alert_id)
    if alert.state not in _EDITABLE:
        return RedirectResponse(address(alert), 303)
    return _page(seat, alert)


@router.post("/desk/alerts/{alert_id}/submit")
def submit(
    seat: AtDesk,
    alert_id: UUID,
    gap: Annotated[list[str] | None, Form()] = None,
    size: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Freeze it and hand it to a second person; a refusal stays on this page with its reason."""
    alert = seat.read(alert_id)
    try:
        with seat.session.begin_nested():
            desk.submit(
                seat.session,
                seat.person,
                alert_id,
                tuple(gap or ()),
                confirmed=_typed(size),
                public_url=seat.public_url,
            )
    except OrtsrufError as error:
        status = errors.status_of(error)
        refusal = _refusal(error, alert, seat)
        return _page(seat, alert, refusal=refusal, acknowledged=tuple(gap or ()), size=size, status=status)
    return RedirectResponse(address(alert, "approve"), 303)


def _typed(size: str) -> int | None:
    """The number in "7 Gemeinden"."""
    number = re.match(r"\s*(\d{1,6})\b", size)
    return int(number.group(1)) if number else None


def plain(error: OrtsrufError, language: str) -> str:
    """A refusal in words, without the names of fields that only machines know."""
    if isinstance(error, InvalidError):
        said = "; ".join(fault.en if language == "en" else fault.de for fault in error.faults)
        return said[:1].upper() + said[1:]
    return error.text(language)


def _refusal(error: OrtsrufError, alert: AlertView, seat: Seat) -> str:
    """Why it was not submitted; what the page lists with the way to its place is not said a second time."""
    if isinstance(error, InvalidError) and faults(seat, alert):
        return seat._("Was fehlt, steht darunter.")
    return plain(error, seat.language)


def _page(
    seat: Seat,
    alert: AlertView,
    *,
    refusal: str = "",
    acknowledged: tuple[str, ...] = (),
    size: str = "",
    status: int = 200,
) -> Response:
    shown: dict[str, Any] = (
        answer_data(alert.preview, alert.content.severity, seat.language) if alert.preview else {"plan": None}
    )
    changes = changing.of_alert(alert)
    return seat.page(
        "desk/check.html",
        tab(alert),
        drill=alert.content.is_drill,
        public_test=alert.content.is_public_test,
        test_ends=None if alert.content.ends_thread else ends_at(alert.content),
        status=status,
        alert=alert,
        content=alert.content,
        links=step_links(alert),
        faults=faults(seat, alert),
        refusal=refusal,
        acknowledged=acknowledged,
        size=size,
        large=_large(alert, seat),
        changes=changes,
        silent=changing.silent_in(changes),
        zone_missing=zone_missing(seat, alert.content),
        still_named=still_named(seat, alert),
        findings=open_findings(seat, alert),
        map=drawing.draft_map(seat, alert, width=480, height=360),
        **beside(seat, alert),
        **shown,
    )


def _large(alert: AlertView, seat: Seat) -> dict[str, Any] | None:
    """What must be typed where the area is larger than usual: "7 Gemeinden"; None where it is not."""
    usual = usual_size(seat.session, alert.content)
    if alert.preview is None or not lifecycle.wants_confirmation(alert.content, alert.preview.plan, usual):
        return None
    affected = alert.preview.plan.affected
    level = affected[0].level if affected else ""
    return {"wanted": f"{len(affected)} {words.level(level, seat.language, len(affected))}".strip(), "usual": usual}


def faults(seat: Seat, alert: AlertView) -> list[Place]:
    """Everything that keeps this draft from being submitted, gaps aside."""
    content = alert.content
    found = list(lifecycle.faults(content, now=seat.now))
    found += zoning.faults(seat.session, seat.person.authority, content)
    found += in_force.open_faults(seat.session, seat.person.authority, alert.id)
    plan = alert.preview.plan if alert.preview else None
    if plan is not None and not content.ends_thread:
        names = ", ".join(match.name for match in plan.outside)
        if names:
            found.append(
                Fault(
                    place="outside",
                    de=f"{names}: liegt außerhalb Ihrer Zuständigkeit; Gebiet zuschneiden",
                    en=f"{names}: outside your jurisdiction; cut the area",
                )
            )
        if not plan.channels:
            found.append(Fault(place="channels", de="kein Kanal; weiter fassen", en="no channel; choose more"))
    return [_placed(fault, alert, seat) for fault in found]


def _placed(fault: Fault, alert: AlertView, seat: Seat) -> Place:
    head = fault.place.split(".")[0].split("[")[0]
    step = "area" if head in _ON_MAP and ".instruction" not in fault.place else "text"
    field = _field(fault.place, alert)
    what = fault.en if seat.language == "en" else fault.de
    if head in _HERE:
        return Place(where=_where(fault.place, alert, seat), what=what, href=_HERE[head])
    href = address(alert, step) + (f"#f-{field}" if field and step == "text" else "")
    return Place(where=_where(fault.place, alert, seat), what=what, href=href)


def _field(place: str, alert: AlertView) -> str:
    """The name of the form's field for a place in the content."""
    head, _, rest = place.partition(".")
    if head.startswith("infos["):
        return f"{rest or 'headline'}_{_language(head, alert)}"
    if head.startswith("zones[") and rest.startswith("instruction"):
        number = int(head[6:-1])
        return f"zone{alert.content.zones[number].order}_{rest.rpartition('.')[2]}"
    return {"infos": "headline_de", "hotline": f"hotline_{rest}"}.get(head, head)


def _language(head: str, alert: AlertView) -> str:
    number = int(head[6:-1])
    infos = alert.content.infos
    return form_language(infos[number].language) if number < len(infos) else "de"


def _where(place: str, alert: AlertView, seat: Seat) -> str:
    _ = seat._
    named = {
        "headline": _("Erste Zeile"),
        "description": _("Was ist los?"),
        "instruction": _("Was tun?"),
        "event": _("Anlass"),
        "expires": _("Gültig bis"),
        "area": _("Gebiet"),
        "area_name": _("Ort in Worten"),
        "channels": _("Kanäle"),
        "outside": _("Gebiet"),
        "zones": _("Zonen"),
        "hotline": _("Bürgertelefon"),
        "contact": _("Kontakt"),
        "infos": _("Text"),
        "regards": _("Hier gilt schon"),
        "mowas": "MoWaS",
    }
    parts = [part.split("[")[0] for part in place.split(".")]
    name = next((named[part] for part in reversed(parts) if part in named), place)
    if place.startswith("zones[") and "." in place:
        name = alert.content.zones[int(place[6 : place.index("]")])].name or name
    english = place.endswith(".en") or (place.startswith("infos[") and _language(place.split(".")[0], alert) == "en")
    return f"{name} ({_('Englisch')})" if english else name
