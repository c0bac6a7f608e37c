"""People and keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.store.entrance import StoredKey
from api.schemas.base import Incoming, Outgoing, Words


class Me(Outgoing):
    """Who asks. ``csrf`` goes into X-CSRF-Token of every change by a session; empty for API keys."""

    id: UUID
    name: str
    unit: str
    login: str
    authority: UUID
    authority_name: str
    office: UUID | None
    roles: list[Role]
    language: str
    by_machine: bool
    csrf: str


class KeyIn(Incoming):
    """An API key to be made: roles that the person holds, and how long it lasts."""

    name: Annotated[Words, Field(min_length=1, max_length=120)]
    roles: frozenset[Role] = Field(min_length=1)
    days: int = Field(default=90, ge=1, le=365)


class KeyOut(Outgoing):
    """An API key, without the key."""

    id: UUID
    name: str
    roles: list[Role]
    person: str
    created: datetime
    expires: datetime


class KeyList(Outgoing):
    """Living API keys by name."""

    keys: list[KeyOut]


class NewKeyOut(Outgoing):
    """The key itself, shown this once."""

    key: str


def me_of(person: Person, csrf: str) -> Me:
    """A person as it goes out to itself."""
    return Me(
        id=person.id,
        name=person.name,
        unit=person.unit,
        login=person.login,
        authority=person.authority,
        authority_name=person.authority_name,
        office=person.office,
        roles=sorted(person.roles),
        language=person.language,
        by_machine=person.by_machine,
        csrf=csrf,
    )


def key_of(stored: StoredKey) -> KeyOut:
    """A key as it goes out."""
    return KeyOut(
        id=stored.id,
        name=stored.name,
        roles=sorted(stored.roles),
        person=stored.person,
        created=stored.created,
        expires=stored.expires,
    )
