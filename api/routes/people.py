"""Who asks, and the API keys of the own authority."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from alerts.services import staff
from api.deps import CsrfToken, Staff, Transaction
from api.schemas.person import KeyIn, KeyList, Me, NewKeyOut, key_of, me_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1", tags=["people"], responses=REFUSALS)


@router.get("/me")
def me(person: Staff, csrf: CsrfToken) -> Me:
    """Who asks."""
    return me_of(person, csrf)


@router.get("/keys")
def keys(session: Transaction, person: Staff) -> KeyList:
    """The own authority's living API keys, for administrators."""
    return KeyList(keys=[key_of(stored) for stored in staff.keys_of(session, person)])


@router.post("/keys", status_code=201)
def make_key(body: KeyIn, session: Transaction, person: Staff) -> NewKeyOut:
    """Make a key that speaks for the asking person; only with a session, and shown this once."""
    return NewKeyOut(key=staff.issue_key(session, person, name=body.name, roles=body.roles, days=body.days))


@router.delete("/keys/{key}", status_code=204)
def revoke(key: UUID, session: Transaction, person: Staff) -> None:
    """End a key at once; administrators only, with a session."""
    staff.revoke_key(session, person, key)
