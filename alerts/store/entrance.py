"""How people and machines come in: sessions, API keys, and the guesses that failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.store import people
from alerts.store.tables import people as tables

_person = tables.person
_session = tables.session
_key = tables.api_key


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """Whom a session belongs to, and the value its forms must carry."""

    person: Person
    csrf: str
    expires: datetime


@dataclass(frozen=True, kw_only=True)
class StoredKey:
    """An API key as an administrator sees it; the key itself is not kept."""

    id: UUID
    name: str
    roles: frozenset[Role]
    person: str
    created: datetime
    expires: datetime


def enter(session: Session, digest: bytes, kind: str) -> UUID | None:
    """Whose authority a login, session or key belongs to; from then on the transaction sees that authority's rows."""
    query = text(
        "SELECT authority_id, set_config('ortsruf.authority', authority_id::text, true)"
        " FROM entry WHERE digest = :digest AND kind = :kind"
    )
    row = session.execute(query, {"digest": digest, "kind": kind}).first()
    return None if row is None else UUID(str(row.authority_id))


def open_session(session: Session, person: Person, digest: bytes, csrf: str, lasts: timedelta) -> datetime:
    """Begin a session; the moment it ends at the latest. Ended ones of the same person are swept away."""
    session.execute(delete(_session).where(_session.c.person_id == person.id, _session.c.expires < func.now()))
    values = {
        "digest": digest,
        "authority_id": person.authority,
        "person_id": person.id,
        "csrf": csrf,
        "expires": func.now() + lasts,
    }
    expires: datetime = session.execute(insert(_session).values(values).returning(_session.c.expires)).scalar_one()
    people.open_entry(session, digest, "session", person.authority)
    return expires


def by_session(session: Session, digest: bytes) -> StoredSession | None:
    """Who a living session belongs to. Call ``enter`` first."""
    query = (
        people.selection()
        .add_columns(_session.c.csrf, _session.c.signed_in, _session.c.expires)
        .join(_session, _session.c.person_id == _person.c.id)
        .where(_session.c.digest == digest, _session.c.expires > func.now(), _person.c.active)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return StoredSession(person=people.read(row, signed_in=row.signed_in), csrf=row.csrf, expires=row.expires)


def end_session(session: Session, digest: bytes) -> None:
    """Forget a session. Call ``enter`` first."""
    session.execute(delete(_session).where(_session.c.digest == digest))
    session.execute(delete(tables.entry).where(tables.entry.c.digest == digest))


def add_key(
    session: Session, person: Person, *, name: str, roles: frozenset[Role], digest: bytes, lasts: timedelta
) -> None:
    """Add an API key that speaks for a person with some of the roles."""
    values = {
        "authority_id": person.authority,
        "digest": digest,
        "name": name,
        "roles": sorted(roles),
        "person_id": person.id,
        "expires": func.now() + lasts,
    }
    session.execute(insert(_key).values(values))
    people.open_entry(session, digest, "key", person.authority)


def by_key(session: Session, digest: bytes) -> Person | None:
    """For whom a living API key speaks, with the key's roles that the person still has. Call ``enter`` first."""
    query = (
        people.selection()
        .add_columns(_key.c.roles.label("key_roles"))
        .join(_key, _key.c.person_id == _person.c.id)
        .where(_key.c.digest == digest, _key.c.expires > func.now(), _person.c.active)
    )
    row = session.execute(query).first()
    return None if row is None else people.read(row, set(row.key_roles))


def keys(session: Session, authority: UUID) -> tuple[StoredKey, ...]:
    """The living API keys of an authority, by name."""
    query = (
        select(_key, _person.c.name.label("person_name"))
        .join(_person, _person.c.id == _key.c.person_id)
        .where(_key.c.authority_id == authority, _key.c.expires > func.now())
        .order_by(_key.c.name, _key.c.created)
    )
    return tuple(
        StoredKey(
            id=row.id,
            name=row.name,
            roles=frozenset(Role(role) for role in row.roles),
            person=row.person_name,
            created=row.created,
            expires=row.expires,
        )
        for row in session.execute(query)
    )


def end_key(session: Session, key: UUID) -> bool:
    """Revoke an API key; False where the asking authority has no such key."""
    digest = session.execute(delete(_key).where(_key.c.id == key).returning(_key.c.digest)).scalar_one_or_none()
    if digest is None:
        return False
    session.execute(delete(tables.entry).where(tables.entry.c.digest == digest))
    return True


def guesses(session: Session, digest: bytes, within: timedelta) -> tuple[int, float]:
    """Failed guesses of late, and the seconds until the oldest of them is forgotten."""
    table = tables.guess
    age = func.extract("epoch", func.clock_timestamp() - func.min(table.c.at))
    query = select(func.count(), age).where(_recent(digest, within))
    count, oldest = session.execute(query).one()
    return int(count), within.total_seconds() - float(oldest or 0)


def remember_guess(session: Session, digests: Iterable[bytes], keep: timedelta) -> None:
    """Note a failed guess, and sweep away what is older than ``keep``."""
    table = tables.guess
    session.execute(delete(table).where(table.c.at < func.clock_timestamp() - keep))
    session.execute(insert(table), [{"digest": digest} for digest in digests])


def forget_guesses(session: Session, digest: bytes) -> None:
    """After a success the count begins anew."""
    session.execute(delete(tables.guess).where(tables.guess.c.digest == digest))


def _recent(digest: bytes, within: timedelta) -> ColumnElement[bool]:
    table = tables.guess
    return (table.c.digest == digest) & (table.c.at > func.clock_timestamp() - within)
