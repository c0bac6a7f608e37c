"""Authorities, offices, people, and how they come in: sessions, keys, failed guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.store.tables import people as tables

_person = tables.person
_session = tables.session
_key = tables.api_key


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person to be added; the password comes hashed."""

    authority: UUID
    login: str
    name: str
    password_hash: str
    roles: frozenset[Role]
    unit: str = ""
    office: UUID | None = None
    language: str = "de"


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


def add_authority(
    session: Session,
    *,
    slug: str,
    name: str,
    short_name: str,
    sender: str,
    alerting_level: str,
    jurisdiction: Sequence[str],
    hotline: Mapping[str, str] | None,
) -> UUID:
    """Add an authority with the districts it may alert."""
    values = {
        "slug": slug,
        "name": name,
        "short_name": short_name,
        "sender": sender,
        "alerting_level": alerting_level,
        "hotline": dict(hotline) if hotline else None,
    }
    made = insert(tables.authority).values(values).returning(tables.authority.c.id)
    authority = UUID(str(session.execute(made).scalar_one()))
    rows = [{"authority_id": authority, "district_key": key} for key in dict.fromkeys(jurisdiction)]
    if rows:
        session.execute(insert(tables.jurisdiction), rows)
    return authority


def add_office(
    session: Session, authority: UUID, *, name: str, districts: Iterable[str], hotline: Mapping[str, str] | None
) -> UUID:
    """Add an office with the districts whose channels it runs."""
    values = {"authority_id": authority, "name": name, "hotline": dict(hotline) if hotline else None}
    office = session.execute(insert(tables.office).values(values).returning(tables.office.c.id)).scalar_one()
    rows = [{"office_id": office, "district_key": key, "authority_id": authority} for key in dict.fromkeys(districts)]
    if rows:
        session.execute(insert(tables.office_district), rows)
    return UUID(str(office))


def office_districts(session: Session, office: UUID) -> frozenset[str]:
    """Keys of the districts that an office runs the channels of."""
    table = tables.office_district
    return frozenset(session.scalars(select(table.c.district_key).where(table.c.office_id == office)))


def add_person(session: Session, new: NewPerson, entry: bytes) -> Person:
    """Add a person; ``entry`` is the digest of the login, for the look-up before any authority is known."""
    values = {
        "authority_id": new.authority,
        "office_id": new.office,
        "name": new.name,
        "unit": new.unit,
        "login": new.login,
        "password_hash": new.password_hash,
        "roles": sorted(new.roles),
        "language": new.language,
    }
    made = session.execute(insert(_person).values(values).returning(_person.c.id)).scalar_one()
    _open_entry(session, entry, "login", new.authority)
    row = session.execute(_people().where(_person.c.id == made)).one()
    return _read(row)


def by_login(session: Session, login: str) -> tuple[Person, str] | None:
    """An active person and the stored password, or None."""
    row = session.execute(
        _people().add_columns(_person.c.password_hash).where(_person.c.login == login, _person.c.active)
    ).first()
    return None if row is None else (_read(row), row.password_hash)


def of_authority(session: Session, authority: UUID) -> tuple[Person, ...]:
    """The active people of an authority, by name."""
    query = _people().where(_person.c.authority_id == authority, _person.c.active).order_by(_person.c.name)
    return tuple(_read(row) for row in session.execute(query))


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
    _open_entry(session, digest, "session", person.authority)
    return expires


def by_session(session: Session, digest: bytes) -> StoredSession | None:
    """Who a living session belongs to. Call ``enter`` first."""
    query = (
        _people()
        .add_columns(_session.c.csrf, _session.c.signed_in, _session.c.expires)
        .join(_session, _session.c.person_id == _person.c.id)
        .where(_session.c.digest == digest, _session.c.expires > func.now(), _person.c.active)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return StoredSession(person=_read(row, signed_in=row.signed_in), csrf=row.csrf, expires=row.expires)


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
    _open_entry(session, digest, "key", person.authority)


def by_key(session: Session, digest: bytes) -> Person | None:
    """For whom a living API key speaks, with the key's roles that the person still has. Call ``enter`` first."""
    query = (
        _people()
        .add_columns(_key.c.roles.label("key_roles"))
        .join(_key, _key.c.person_id == _person.c.id)
        .where(_key.c.digest == digest, _key.c.expires > func.now(), _person.c.active)
    )
    row = session.execute(query).first()
    return None if row is None else _read(row, set(row.key_roles))


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


def set_password(session: Session, person: UUID, password_hash: str) -> None:
    """Replace a password and end all of the person's sessions."""
    session.execute(update(_person).where(_person.c.id == person).values(password_hash=password_hash))
    gone = session.scalars(delete(_session).where(_session.c.person_id == person).returning(_session.c.digest)).all()
    session.execute(delete(tables.entry).where(tables.entry.c.digest.in_(gone)))


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


def _open_entry(session: Session, digest: bytes, kind: str, authority: UUID) -> None:
    session.execute(insert(tables.entry).values(digest=digest, kind=kind, authority_id=authority))


def _people() -> Select[Any]:
    columns = (
        _person.c.id,
        _person.c.authority_id,
        tables.authority.c.name.label("authority_name"),
        _person.c.name,
        _person.c.unit,
        _person.c.login,
        _person.c.roles,
        _person.c.office_id,
        _person.c.language,
    )
    return select(*columns).join(tables.authority, tables.authority.c.id == _person.c.authority_id)


def _read(row: Row[Any], key_roles: set[str] | None = None, signed_in: datetime | None = None) -> Person:
    roles = set(row.roles) if key_roles is None else set(row.roles) & key_roles
    return Person(
        id=row.id,
        authority=row.authority_id,
        authority_name=row.authority_name,
        name=row.name,
        unit=row.unit,
        login=row.login,
        roles=frozenset(Role(role) for role in roles),
        office=row.office_id,
        language=row.language,
        by_machine=key_roles is not None,
        signed_in=signed_in,
    )
