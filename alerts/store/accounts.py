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


@dataclass(frozen=True, kw_only=True)
class KeptAccount:
    """An account as an administrator sees it: everything but the secret."""

    id: UUID
    kind: ChannelKind
    name: str
    base_url: str
    settings: Mapping[str, str]
    per_second: float
    burst: int
    sandbox: bool
    has_secret: bool


def kept(session: Session, authority: UUID) -> tuple[KeptAccount, ...]:
    """The authority's accounts, by name."""
    rows = session.execute(select(account).where(account.c.authority_id == authority).order_by(account.c.name))
    return tuple(
        KeptAccount(
            id=row.id,
            kind=ChannelKind(row.kind),
            name=row.name,
            base_url=row.base_url,
            settings=dict(row.settings),
            per_second=row.per_second,
            burst=row.burst,
            sandbox=row.sandbox,
            has_secret=row.secret is not None,
        )
        for row in rows
    )


def change(session: Session, account_id: UUID, values: Mapping[str, object]) -> None:
    """Change plain columns (name, base_url, settings, per_second, burst).

    Raises NotFoundError where the asking authority has no such account.
    """
    query = update(account).where(account.c.id == account_id).values(dict(values)).returning(account.c.id)
    if session.execute(query).first() is None:
        raise NotFoundError(what=f"Konto {account_id}")
