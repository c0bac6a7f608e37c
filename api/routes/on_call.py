"""Who is called when an alert waits for its second person."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from alerts.access.secrets import SecretBox
from alerts.services import calling, on_call, push_keys
from alerts.store.session import Session
from api.deps import Settings, Staff, Transaction
from api.schemas.on_call import OnCallIn, OnCallOut, PushIn, PushOffIn, PushOut, TakeOut, on_call_of
from api.schemas.problem import REFUSALS
from api.settings import Settings as AppSettings

router = APIRouter(prefix="/api/v1", tags=["on call"], responses=REFUSALS)


@router.get("/on-call")
def load(session: Transaction, person: Staff, settings: Settings) -> OnCallOut:
    """The list: for approvers, operators and administrators."""
    return _list(session, person, settings)


@router.put("/on-call")
def save(body: OnCallIn, session: Transaction, person: Staff, settings: Settings) -> OnCallOut:
    """Replace the list; administrators only, with a session."""
    on_call.save(session, person, body.wanted())
    return _list(session, person, settings)


@router.post("/on-call/push")
def ring(body: PushIn, session: Transaction, person: Staff, settings: Settings) -> PushOut:
    """Let the own browser ring; approvers only, with a session."""
    on_call.ring(session, person, body.browser(), private=settings.private_targets)
    return PushOut(rings=True)


@router.post("/on-call/push/off")
def silence(body: PushOffIn, session: Transaction, person: Staff) -> PushOut:
    """Let it ring no more."""
    on_call.silence(session, person, body.endpoint)
    return PushOut(rings=False)


@router.post("/alerts/{alert}/take")
def take(alert: UUID, session: Transaction, person: Staff) -> TakeOut:
    """Take the decision about a submitted alert over: nobody else is called for three minutes."""
    return TakeOut(taken=calling.take(session, person, alert))


def _list(session: Session, person: Staff, settings: AppSettings) -> OnCallOut:
    places = on_call.load(session, person)
    key = push_keys.public(session, SecretBox(settings.keys()))
    return on_call_of(places, has_mail=on_call.has_mail(session, person), push_key=key)
