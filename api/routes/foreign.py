"""Foreign alerts: bring in what NINA, DWD, MoWaS or a CAP file says, quote it in a draft, see what holds beside one."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from alerts.services import foreign, foreign_sources, in_force
from api.deps import Settings, Staff, Transaction
from api.etags import etag
from api.language import asked
from api.schemas.alert import AlertOut, alert_body
from api.schemas.foreign import (
    BroughtListOut,
    ForeignIn,
    ForeignListOut,
    ForeignOut,
    MeetingListOut,
    brought_out,
    foreign_out,
    meetings_out,
)
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1", tags=["foreign alerts"], responses=REFUSALS)


@router.get("/foreign-alerts")
def listed(session: Transaction, person: Staff) -> ForeignListOut:
    """Everything the own authority brought in, what holds first."""
    return ForeignListOut(alerts=[foreign_out(one) for one in foreign.recent(session, person)])


@router.post("/foreign-alerts")
def bring(body: ForeignIn, request: Request, session: Transaction, person: Staff, settings: Settings) -> BroughtListOut:
    """Take in every message of a document; each is answered on its own. An identifier is there once."""
    text, source = body.document, body.source or "API"
    if foreign_sources.is_address(text):
        text, source = foreign_sources.fetch(text, settings.foreign)
    return brought_out(foreign.bring(session, person, text, source=source, everywhere=body.everywhere), asked(request))


@router.get("/foreign-alerts/{foreign_alert}")
def read(foreign_alert: UUID, session: Transaction, person: Staff) -> ForeignOut:
    """One of them, with the document as it was."""
    return foreign_out(foreign.one(session, person, foreign_alert))


@router.delete("/foreign-alerts/{foreign_alert}")
def put_away(foreign_alert: UUID, session: Transaction, person: Staff) -> ForeignOut:
    """It no longer holds; it stays readable."""
    foreign.put_away(session, person, foreign_alert)
    return foreign_out(foreign.one(session, person, foreign_alert))


@router.post("/foreign-alerts/{foreign_alert}/draft", response_model=AlertOut, status_code=201)
def quote(foreign_alert: UUID, session: Transaction, person: Staff) -> Response:
    """Begin a draft that carries it word for word; it is checked and approved like any other."""
    view = foreign.quote(session, person, foreign_alert)
    return JSONResponse(alert_body(view), 201, headers={"ETag": etag(view.version)})


@router.get("/alerts/{alert}/in-force")
def beside(alert: UUID, session: Transaction, person: Staff) -> MeetingListOut:
    """What is in force on the ground of an alert: own ones, other authorities', foreign ones."""
    return meetings_out(in_force.of_alert(session, person, alert))
