"""Whom the own authority's alarms go to, and the alarms that stand."""

from __future__ import annotations

from fastapi import APIRouter

from alerts.access.secrets import SecretBox
from alerts.services import duty
from api.deps import Settings, Staff, Transaction
from api.schemas.duty import DutyIn, DutyOut, ProbeOut, duty_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/duty", tags=["duty"], responses=REFUSALS)


@router.get("")
def load(session: Transaction, person: Staff) -> DutyOut:
    """Where alarms go, and how the newest messages went; administrators only."""
    return duty_of(duty.load(session, person), duty.last(session, person))


@router.put("")
def save(body: DutyIn, session: Transaction, person: Staff, settings: Settings) -> DutyOut:
    """Say where alarms go; administrators only, with a session."""
    box, private = SecretBox(settings.keys()), settings.private_targets
    kept = duty.save(session, person, body.wanted(), body.webhook_secret, box=box, private=private)
    return duty_of(kept, duty.last(session, person))


@router.post("/probe")
def probe(session: Transaction, person: Staff) -> ProbeOut:
    """Raise a trial alarm; it ends by itself after a minute."""
    return ProbeOut(raised=duty.probe(session, person))
