"""Authorities, offices and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, insert, select, update
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
    whole_districts_only: bool = False,
) -> UUID:
    """Add an authority with the districts it may alert."""
    values = {
        "slug": slug,
        "name": name,
        "short_name": short_name,
        "sender": sender,
        "alerting_level": alerting_level,
        "hotline": dict(hotline) if hotline else None,
        "whole_districts_only": whole_districts_only,
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


def jurisdiction(session: Session, authority: UUID) -> frozenset[str]:
    """Keys of the districts that an authority may alert."""
    table = tables.jurisdiction
    return frozenset(session.scalars(select(table.c.district_key).where(table.c.authority_id == authority)))


def offices(session: Session, authority: UUID) -> dict[UUID, str]:
    """The offices of an authority and their names."""
    table = tables.office
    rows = session.execute(select(table.c.id, table.c.name).where(table.c.authority_id == authority))
    return {row.id: row.name for row in rows}


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
    open_entry(session, entry, "login", new.authority)
    row = session.execute(selection().where(_person.c.id == made)).one()
    return read(row)


def by_id(session: Session, person: UUID) -> Person | None:
    """An active person, or None."""
    row = session.execute(selection().where(_person.c.id == person, _person.c.active)).one_or_none()
    return read(row) if row else None


def by_login(session: Session, login: str) -> tuple[Person, str] | None:
    """An active person and the stored password, or None."""
    row = session.execute(
        selection().add_columns(_person.c.password_hash).where(_person.c.login == login, _person.c.active)
    ).first()
    return None if row is None else (read(row), row.password_hash)


def of_authority(session: Session, authority: UUID) -> tuple[Person, ...]:
    """The active people of an authority, by name."""
    query = selection().where(_person.c.authority_id == authority, _person.c.active).order_by(_person.c.name)
    return tuple(read(row) for row in session.execute(query))


def set_password(session: Session, person: UUID, password_hash: str) -> None:
    """Replace a password and end all of the person's sessions."""
    session.execute(update(_person).where(_person.c.id == person).values(password_hash=password_hash))
    gone = session.scalars(delete(_session).where(_session.c.person_id == person).returning(_session.c.digest)).all()
    session.execute(delete(tables.entry).where(tables.entry.c.digest.in_(gone)))


def open_entry(session: Session, digest: bytes, kind: str, authority: UUID) -> None:
    """Say whose a login, session or key is, for the look-up before any authority is known."""
    session.execute(insert(tables.entry).values(digest=digest, kind=kind, authority_id=authority))


def selection() -> Select[Any]:
    """People with their authority's name, as ``read`` wants them; add columns and conditions."""
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


def read(row: Row[Any], key_roles: set[str] | None = None, signed_in: datetime | None = None) -> Person:
    """A person from a row of ``selection``; with ``key_roles`` the one an API key speaks for."""
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
