"""Probewarnungen: a draft with fixed words; submit and approve as any other alert."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field

from alerts.domain.model import codec
from alerts.domain.model.codes import Width
from alerts.services import desk
from api.deps import Settings, Staff, Transaction
from api.etags import etag
from api.schemas.alert import AlertOut, alert_body
from api.schemas.area import AreaIn
from api.schemas.base import Incoming, Words
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/public-tests", tags=["alerts"], responses=REFUSALS)


class PublicTestIn(Incoming):
    """Where and when; it goes out at ``starts`` once it is approved, its all-clear at ``ends``."""

    area: AreaIn
    area_name: Annotated[Words, Field(max_length=200)] = ""
    width: Width = Width.AUTHORITY
    starts: AwareDatetime
    ends: AwareDatetime


@router.post("", response_model=AlertOut, status_code=201)
def plan(body: PublicTestIn, session: Transaction, person: Staff, settings: Settings) -> JSONResponse:
    """Draft one. Changed words, a time in the past or a length nobody waits for are refused."""
    planned = desk.PublicTest(
        area=codec.area_from_json(body.area.model_dump(mode="json")),
        area_name=body.area_name,
        width=body.width,
        starts=body.starts,
        ends=body.ends,
    )
    made = desk.draft_public_test(session, person, planned)
    view = desk.read(session, person, made.id, public_url=settings.public_url)
    headers = {"ETag": etag(view.version), "Location": f"/api/v1/alerts/{view.id}"}
    return JSONResponse(alert_body(view), 201, headers=headers)
