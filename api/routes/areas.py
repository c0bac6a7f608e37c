"""What an alert for an area would do."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from alerts.services.desk import planning
from api.deps import Staff, Transaction
from api.schemas.area import PreviewIn, PreviewOut, plan_body
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/areas", tags=["areas"], responses=REFUSALS)


@router.post("/preview", response_model=PreviewOut)
def preview(body: PreviewIn, session: Transaction, person: Staff) -> JSONResponse:
    """Districts with their shares, channels with their reasons, gaps, slivers, what lies outside, people, spill.

    Saves nothing.
    """
    return JSONResponse(plan_body(planning.planned(session, person, body.wish())))
