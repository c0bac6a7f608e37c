"""Several people on one draft: who has it open on which step, and what stands there now, field by field."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, Response

from alerts.domain.model import codec
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import AlertState
from alerts.domain.phrases import LANGUAGES
from alerts.services import desk
from alerts.services.desk import together
from alerts.store.presence import Present
from api.pages.desk import writing
from api.pages.desk.seat import AtDesk, Seat
from web import words

router = APIRouter()

_EDITABLE = (AlertState.DRAFT, AlertState.RETURNED)

Named = Annotated[str, Body(max_length=40)]


@router.post("/desk/alerts/{alert_id}/presence")
def presence(seat: AtDesk, alert_id: UUID, page: Named, step: Named) -> Response:
    """The heartbeat of a window: who else has the draft open, and which version stands there. Changes no draft."""
    others = together.beat(seat.session, seat.person, alert_id, page, step)
    alert = desk.glance(seat.session, seat.person, alert_id)
    return JSONResponse(
        {
            "version": alert.version,
            "editable": alert.state in _EDITABLE,
            "others": [_other(seat, one) for one in others],
        }
    )


@router.post("/desk/alerts/{alert_id}/presence/leave")
def leave(seat: AtDesk, alert_id: UUID, page: Annotated[str, Body(embed=True, max_length=40)]) -> Response:
    """The window no longer shows the draft."""
    together.leave(seat.session, seat.person, alert_id, page)
    return Response(status_code=204)


@router.get("/desk/alerts/{alert_id}/current.json")
def current(seat: AtDesk, alert_id: UUID) -> Response:
    """What stands in a draft now, as the text's form and the map page send it, and who wrote it when."""
    alert = seat.read(alert_id)
    last = alert.versions[-1]
    return JSONResponse(
        {
            "version": alert.version,
            "editable": alert.state in _EDITABLE,
            "author": last.author,
            "at": words.clock(last.created),
            "text": text_fields(alert.content),
            "area": area_fields(alert.content),
        },
        headers={"Cache-Control": "no-store"},
    )


def text_fields(content: Content) -> dict[str, str]:
    """The text form's fields by their names."""
    fields = {
        "area_name": content.area_name,
        "expires": writing.local_input(content.expires),
        "severity": content.severity.value,
        "urgency": content.urgency.value,
        "certainty": content.certainty.value,
        "hotline_number": content.hotline.number if content.hotline else "",
        "hotline_hours": content.hotline.hours if content.hotline else "",
        "contact": content.contact,
    }
    fields |= {f"field_{key}": value for key, value in content.fields.items()}
    for language in LANGUAGES:
        if (info := content.info(language)) is not None:
            fields |= {f"{name}_{language}": getattr(info, name) for name in writing.TEXTS}
    for zone in content.zones:
        fields |= {f"zone{zone.order}_{language}": text for language, text in zone.instruction.items()}
    for number, place in enumerate(content.help_places):
        fields |= {f"help{number}_{name}": getattr(place, name) for name in ("name", "address", "hours", "access")}
        fields |= {f"help{number}_kind": place.kind.value}
        fields |= {f"help{number}_{axis}": _degrees(getattr(place, axis)) for axis in ("lat", "lon")}
    return fields


def area_fields(content: Content) -> dict[str, str]:
    """What the map page decides, each as JSON text, so that two of them can be compared."""
    whole: dict[str, Any] = codec.content_to_json(content)
    return {
        name: json.dumps(whole[name], ensure_ascii=False, sort_keys=True)
        for name in ("area", "zones", "severity", "width", "sliver_choices", "template", "whole_districts")
    }


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _other(seat: Seat, one: Present) -> dict[str, str]:
    step = {"area": seat._("Gebiet"), "text": seat._("Text"), "check": seat._("Prüfen")}[one.step]
    mine = one.person == seat.person.id
    name = seat._("Sie selbst, in einem anderen Fenster") if mine else one.name
    said = seat._("{name}: Schritt „{step}“, seit {time}").format(name=name, step=step, time=words.clock(one.since))
    return {"name": name, "step": one.step, "since": words.clock(one.since), "words": said}
