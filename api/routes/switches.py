"""The kill switch of the own authority. The installation's is thrown and lifted at the command line only."""

from __future__ import annotations

from fastapi import APIRouter

from alerts.services import stopping
from api.deps import Staff, Transaction
from api.schemas.problem import REFUSALS
from api.schemas.switch import LiftedOut, StopIn, StopOut, lifted_of, stop_of

router = APIRouter(prefix="/api/v1/kill-switch", tags=["kill switch"], responses=REFUSALS)


@router.get("")
def standing(session: Transaction, person: Staff) -> StopOut:
    """What is stopped, by whom and why, and how many deliveries it holds."""
    return stop_of(stopping.standing(session, person), stopping.outlook(session, person))


@router.post("")
def throw(body: StopIn, session: Transaction, person: Staff) -> StopOut:
    """Hold everything that is not sent yet; what is approved afterwards passes."""
    return stop_of(stopping.throw(session, person, body.reason), stopping.outlook(session, person))


@router.post("/lift")
def lift(body: StopIn, session: Transaction, person: Staff) -> LiftedOut:
    """Let it go on, as a second person with a session; what has expired is not sent."""
    return lifted_of(stopping.lift(session, person, body.reason))
