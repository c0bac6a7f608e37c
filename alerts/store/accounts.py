"""Accounts of gateways. Secrets go in encrypted and never come out of here in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind
from alerts.store.tables.channels import account


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to be created; its secret follows by ``keep_secret``, since the row's id guards it."""

    authority: UUID
    kind: ChannelKind
    name: str
    base_url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    per_second: float = 20.0
    burst: int = 20
    sandbox: bool = False


def create(session: Session, new: NewAccount) -> UUID:
    """Add an account, still without a secret."""
    values = {
        "authority_id": new.authority,
        "kind": new.kind,
        "name": new.name,
        "base_url": new.base_url,
        "settings": dict(new.settings),
        "per_second": new.per_second,
        "burst": new.burst,
        "tokens": float(new.burst),
        "sandbox": new.sandbox,
    }
    return UUID(str(session.execute(insert(account).values(values).returning(account.c.id)).scalar_one()))


def keep_secret(session: Session, account_id: UUID, sealed: bytes) -> None:
    """Store an encrypted secret. Raises NotFoundError where the asking authority has no such account."""
    query = update(account).where(account.c.id == account_id).values(secret=sealed).returning(account.c.id)
    if session.execute(query).first() is None:
        raise NotFoundError(what=f"Konto {account_id}")


def sandbox_by_kind(session: Session, authority: UUID) -> dict[ChannelKind, UUID]:
    """The authority's sandbox account of each kind, for drills."""
    query = (
        select(account.c.kind, account.c.id)
        .where(account.c.authority_id == authority, account.c.sandbox)
        .order_by(account.c.name.desc())
    )
    return {ChannelKind(row.kind): row.id for row in session.execute(query)}
