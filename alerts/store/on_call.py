"""The on-call list of an authority, the browsers that ring, and the installation's key for Web Push."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import any_, case, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.domain.model.codes import Role
from alerts.store.tables.calls import on_call, push_key, push_subscription
from alerts.store.tables.people import person


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody with the role of an approver stands on the list; ``place`` 0: not called. ``pushes`` counts the
    browsers that ring."""

    person: UUID
    name: str
    unit: str
    place: int
    email: str
    pushes: int


@dataclass(frozen=True, kw_only=True)
class Browser:
    """One browser that lets us ring: its address and keys, base64url, as the browser made them."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, kw_only=True)
class PushKey:
    """The key that we show to push services; the private half sealed under ``id``."""

    id: UUID
    public: str
    private: bytes


_MAIL = text("""
    SELECT EXISTS (SELECT FROM account WHERE authority_id = :authority AND kind = 'email' AND NOT sandbox)
""")


def of_authority(session: Session, authority: UUID) -> tuple[Place, ...]:
    """Every active approver of an authority: those on the list in its order, then the others by name."""
    pushes = select(func.count()).where(push_subscription.c.person_id == person.c.id).scalar_subquery()
    place = func.coalesce(on_call.c.place, 0)
    query = (
        select(
            person.c.id,
            person.c.name,
            person.c.unit,
            place.label("place"),
            func.coalesce(on_call.c.email, "").label("email"),
            pushes.label("pushes"),
        )
        .outerjoin(on_call, on_call.c.person_id == person.c.id)
        .where(person.c.authority_id == authority, person.c.active, any_(person.c.roles) == Role.APPROVER.value)
        .order_by(case((place == 0, 1), else_=0), place, person.c.name)
    )
    return tuple(
        Place(person=row.id, name=row.name, unit=row.unit, place=row.place, email=row.email, pushes=row.pushes)
        for row in session.execute(query)
    )


def keep(session: Session, authority: UUID, places: Sequence[tuple[UUID, int, str]]) -> None:
    """Replace the list: person, place, address of each."""
    session.execute(delete(on_call).where(on_call.c.authority_id == authority))
    rows = [{"authority_id": authority, "person_id": who, "place": place, "email": mail} for who, place, mail in places]
    if rows:
        session.execute(insert(on_call), rows)


def keep_email(session: Session, authority: UUID, who: UUID, email: str) -> None:
    """Change one person's address; the place stays."""
    made = insert(on_call).values(authority_id=authority, person_id=who, place=0, email=email)
    changed = {"email": email, "changed": func.clock_timestamp()}
    session.execute(made.on_conflict_do_update(index_elements=["authority_id", "person_id"], set_=changed))


def has_mail(session: Session, authority: UUID) -> bool:
    """Whether the authority has a mail account that can carry calls."""
    return bool(session.execute(_MAIL, {"authority": authority}).scalar_one())


def browsers(session: Session, who: UUID) -> int:
    """How many browsers of a person ring."""
    query = select(func.count()).where(push_subscription.c.person_id == who)
    return int(session.execute(query).scalar_one())


def add_browser(session: Session, authority: UUID, who: UUID, browser: Browser) -> None:
    """Let a browser ring; the same one again brings its keys up to date."""
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    made = insert(push_subscription).values(
        authority_id=authority, person_id=who, endpoint=browser.endpoint, created=func.clock_timestamp(), **keys
    )
    session.execute(made.on_conflict_do_update(index_elements=["person_id", "endpoint"], set_=keys))


def drop_browser(session: Session, who: UUID, endpoint: str) -> bool:
    """Let a browser ring no more; False if it did not."""
    query = (
        delete(push_subscription)
        .where(push_subscription.c.person_id == who, push_subscription.c.endpoint == endpoint)
        .returning(push_subscription.c.id)
    )
    return session.execute(query).first() is not None


def drop_dead(session: Session, subscription: UUID) -> None:
    """Forget a subscription that its push service no longer knows."""
    session.execute(delete(push_subscription).where(push_subscription.c.id == subscription))


def key(session: Session) -> PushKey | None:
    """The installation's key, None before the first use."""
    row = session.execute(select(push_key.c.id, push_key.c.public, push_key.c.private)).one_or_none()
    return None if row is None else PushKey(id=row.id, public=row.public, private=bytes(row.private))


def keep_key(session: Session, made: PushKey) -> PushKey:
    """Keep a new key, or find the one that somebody else has kept meanwhile."""
    values = {"id": made.id, "public": made.public, "private": made.private}
    session.execute(insert(push_key).values(values).on_conflict_do_nothing())
    kept = key(session)
    return made if kept is None else kept


def since(session: Session, who: UUID) -> datetime | None:
    """When a person's newest browser was added."""
    query = select(func.max(push_subscription.c.created)).where(push_subscription.c.person_id == who)
    found: datetime | None = session.execute(query).scalar_one()
    return found
