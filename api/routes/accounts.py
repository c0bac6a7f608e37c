"""Gateway accounts of the own authority; secrets go in and never come out."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from alerts.access.secrets import SecretBox
from alerts.services import accounts
from alerts.store.accounts import NewAccount
from api.deps import Settings, Staff, Transaction
from api.schemas.channel import AccountIn, AccountList, AccountOut, AccountPatch, account_of
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"], responses=REFUSALS)


@router.get("")
def listed(session: Transaction, person: Staff) -> AccountList:
    """The own authority's accounts."""
    return AccountList(accounts=[account_of(kept) for kept in accounts.listed(session, person)])


@router.post("", status_code=201)
def create(body: AccountIn, session: Transaction, person: Staff, settings: Settings, response: Response) -> AccountOut:
    """Add an account; administrators only, with a session."""
    new = NewAccount(
        authority=person.authority,
        kind=body.kind,
        name=body.name,
        base_url=body.base_url,
        settings=body.settings,
        per_second=body.per_second,
        burst=body.burst,
        sandbox=body.sandbox,
    )
    made = accounts.create(session, person, new, body.secret, box=SecretBox(settings.keys()))
    response.headers["Location"] = f"/api/v1/accounts/{made.id}"
    return account_of(made)


@router.patch("/{account}")
def change(account: UUID, body: AccountPatch, session: Transaction, person: Staff, settings: Settings) -> AccountOut:
    """Change what is sent; a secret replaces the old one."""
    box = SecretBox(settings.keys())
    return account_of(accounts.change(session, person, account, body.said(), body.secret, box=box))
