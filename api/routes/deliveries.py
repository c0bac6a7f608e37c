"""Deliveries that need a person: what they are, and what is done about them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter

from alerts.domain.repairing import Action
from alerts.services import office
from alerts.services.desk import repairing
from api.deps import Staff, Transaction
from api.schemas.delivery import RepairIn, RepairList, repairs_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/deliveries", tags=["deliveries"], responses=REFUSALS)


@router.get("")
def listed(session: Transaction, person: Staff, needs: Literal["person"]) -> RepairList:
    """Those of the own authority, or office, that do not get on by themselves; expired ones are left out."""
    return repairs_of(repairing.bench(session, person))


@router.post("/{delivery}/retry", status_code=204)
def retry(delivery: UUID, session: Transaction, person: Staff, body: RepairIn | None = None) -> None:
    """Try it again at once, marked as a repeat where it may meet itself; never what is over."""
    repairing.act(session, person, delivery, Action.RETRY, _reason(body))


@router.post("/{delivery}/mark-posted", status_code=204)
def mark_posted(delivery: UUID, session: Transaction, person: Staff, body: RepairIn | None = None) -> None:
    """Somebody has posted it by hand, or has seen it in the channel."""
    repairing.act(session, person, delivery, Action.MARK_POSTED, _reason(body))


@router.post("/{delivery}/give-up", status_code=204)
def give_up(delivery: UUID, session: Transaction, person: Staff, body: RepairIn | None = None) -> None:
    """Leave it; trying again undoes that."""
    repairing.act(session, person, delivery, Action.GIVE_UP, _reason(body))


@router.post("/{delivery}/acknowledge", status_code=204)
def acknowledge(delivery: UUID, session: Transaction, person: Staff) -> None:
    """Take a post by hand upon oneself, before it is made."""
    office.acknowledge(session, person, delivery)


def _reason(body: RepairIn | None) -> str:
    return body.reason if body else ""
