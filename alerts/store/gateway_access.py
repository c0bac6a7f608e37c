"""How to reach an account's gateway; its secret leaves here as it is stored, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.domain.model.codes import ChannelKind
from alerts.store.tables.channels import account


@dataclass(frozen=True, kw_only=True)
class SealedAccess:
    """An account's place, free settings and sealed secret."""

    account: UUID
    kind: ChannelKind
    base_url: str
    settings: Mapping[str, str]
    secret: bytes | None


def sealed_access(session: Session, account_id: UUID) -> SealedAccess | None:
    """How to reach the account, None if there is no such account."""
    columns = (account.c.kind, account.c.base_url, account.c.settings, account.c.secret)
    row = session.execute(select(*columns).where(account.c.id == account_id)).one_or_none()
    if row is None:
        return None
    return SealedAccess(
        account=account_id,
        kind=ChannelKind(row.kind),
        base_url=row.base_url,
        settings=row.settings,
        secret=None if row.secret is None else bytes(row.secret),
    )


def owner(session: Session, account_id: UUID) -> UUID | None:
    """Whose account that is, None if there is none. Only the worker role sees those of all authorities."""
    query = select(account.c.authority_id).where(account.c.id == account_id)
    found: UUID | None = session.execute(query).scalar_one_or_none()
    return found
