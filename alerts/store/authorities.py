"""What a message says of the authority that sends it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from alerts.domain.model.alert import Hotline, Issuer
from alerts.store.tables.people import authority as table


def issuer(session: Session, authority: UUID) -> tuple[Issuer, Hotline | None]:
    """The authority as a message names it, and its hotline if it has one."""
    row = session.execute(select(table).where(table.c.id == authority)).one()
    known = Issuer(id=row.id, slug=row.slug, name=row.name, sender=row.sender)
    return known, Hotline(**row.hotline) if row.hotline else None


def whole_districts_only(session: Session, authority: UUID) -> bool:
    """Whether the authority never publishes an outline of its own, only districts."""
    only: bool = session.execute(select(table.c.whole_districts_only).where(table.c.id == authority)).scalar_one()
    return only


def domains(session: Session, authority: UUID) -> tuple[str, ...]:
    """The web domains that are the authority's own: those it has set, and the one it sends from."""
    row = session.execute(select(table.c.domains, table.c.sender).where(table.c.id == authority)).one()
    return tuple(dict.fromkeys([*row.domains, row.sender.rpartition("@")[2]]))


def set_domains(session: Session, authority: UUID, domains: Iterable[str]) -> None:
    """Replace the list of the authority's own web domains."""
    session.execute(update(table).where(table.c.id == authority).values(domains=sorted(set(domains))))


def by_slug(session: Session, slug: str) -> UUID | None:
    """The authority with this short name, or None."""
    found: UUID | None = session.execute(select(table.c.id).where(table.c.slug == slug)).scalar_one_or_none()
    return found
