"""Signing in and out, and who the staff of an authority are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from alerts.access import passwords, tokens
from alerts.access.roles import require, require_human
from alerts.domain.errors import Fault, InvalidError, NotFoundError, SignInFailedError, TooManyRequestsError
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.store import audit, entrance, people
from alerts.store.entrance import StoredKey, StoredSession
from alerts.store.session import Session, Store, see_authority

SESSION_LASTS = timedelta(hours=12)
"""A shift; then everybody signs in again."""
KEY_LASTS = timedelta(days=365)

_WINDOW = timedelta(minutes=15)
# A stranger who guesses must not lock an operator out at three in the morning: the small limit counts one login from
# one address, the large ones a login from anywhere and an address with any login.
_GUESSES_BY_PAIR = 5
_GUESSES_BY_EITHER = 100


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A fresh session. ``token`` is the cookie's value and is kept nowhere else."""

    person: Person
    token: str
    csrf: str
    expires: datetime


def sign_in(session: Session, store: Store, *, login: str, password: str, address: str) -> SignedIn:
    """Begin a session for whoever knows the password.

    Failed guesses are counted aside, by login and by network address. Raises SignInFailedError, TooManyRequestsError.
    """
    login = login.strip().lower()
    by_login, by_address = tokens.digest("login", login), tokens.digest("address", address)
    by_pair = tokens.digest("login at address", f"{login}\n{address}")
    _refuse_flood(session, by_pair, _GUESSES_BY_PAIR)
    _refuse_flood(session, by_login, _GUESSES_BY_EITHER)
    _refuse_flood(session, by_address, _GUESSES_BY_EITHER)
    authority = entrance.enter(session, by_login, "login")
    found = people.by_login(session, login) if authority else None
    if not passwords.fits(found[1] if found else None, password) or found is None:
        with store.aside(authority) as aside:
            entrance.remember_guess(aside, (by_pair, by_login, by_address), _WINDOW)
            if authority:
                audit.record(aside, authority, None, "sign-in-failed", "session")
        raise SignInFailedError
    entrance.forget_guesses(session, by_pair)
    return _open(session, found[0])


def sign_out(session: Session, token: str) -> None:
    """End a session; an unknown one is no error."""
    digest = tokens.digest("session", token)
    if entrance.enter(session, digest, "session"):
        entrance.end_session(session, digest)


def person_by_session(session: Session, token: str) -> StoredSession | None:
    """Who a session cookie belongs to, or None. The transaction sees that authority's rows from then on."""
    digest = tokens.digest("session", token)
    if entrance.enter(session, digest, "session") is None:
        return None
    stored = entrance.by_session(session, digest)
    if stored is None:
        see_authority(session, None)
    return stored


def person_by_key(session: Session, key: str) -> Person | None:
    """For whom an API key speaks, or None. The transaction sees that authority's rows from then on."""
    digest = tokens.digest("key", key)
    if not key.startswith(tokens.KEY_PREFIX) or entrance.enter(session, digest, "key") is None:
        return None
    person = entrance.by_key(session, digest)
    if person is None:
        see_authority(session, None)
    return person


def create_authority(
    session: Session,
    *,
    slug: str,
    name: str,
    short_name: str,
    sender: str,
    alerting_level: str,
    jurisdiction: Sequence[str],
    hotline: Mapping[str, str] | None = None,
    whole_districts_only: bool = False,
) -> UUID:
    """Set an authority up; the rest of the transaction sees its rows. ``hotline``: number, hours."""
    authority = people.add_authority(
        session,
        slug=slug,
        name=name,
        short_name=short_name,
        sender=sender,
        alerting_level=alerting_level,
        jurisdiction=jurisdiction,
        hotline=hotline,
        whole_districts_only=whole_districts_only,
    )
    see_authority(session, authority)
    return authority


def create_office(
    session: Session,
    authority: UUID,
    *,
    name: str,
    districts: Iterable[str],
    hotline: Mapping[str, str] | None = None,
) -> UUID:
    """Set an office up that runs the channels of some districts."""
    return people.add_office(session, authority, name=name, districts=districts, hotline=hotline)


def create_person(
    session: Session,
    authority: UUID,
    *,
    login: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    unit: str = "",
    office: UUID | None = None,
    language: str = "de",
) -> Person:
    """Add a person. Raises InvalidError for a login or password that will not do."""
    login = login.strip().lower()
    _refuse_weak(login, password)
    new = people.NewPerson(
        authority=authority,
        login=login,
        name=name,
        password_hash=passwords.hashed(password),
        roles=frozenset(roles),
        unit=unit,
        office=office,
        language=language,
    )
    return people.add_person(session, new, tokens.digest("login", login))


def create_key(session: Session, person: Person, name: str, roles: Iterable[Role], lasts: timedelta = KEY_LASTS) -> str:
    """An API key that speaks for a person, shown this once. It never holds a role that the person lacks."""
    wanted = frozenset(roles)
    if not wanted or not wanted <= person.roles:
        raise InvalidError(
            [
                Fault(
                    place="roles",
                    de="Ein Schlüssel kann nur Rollen tragen, die die Person selbst hat.",
                    en="A key can only carry roles that the person holds.",
                )
            ]
        )
    key = tokens.new_key()
    entrance.add_key(session, person, name=name, roles=wanted, digest=tokens.digest("key", key), lasts=lasts)
    audit.record(session, person.authority, person.id, "key-created", "key", {"name": name, "roles": sorted(wanted)})
    return key


def staff_of(session: Session, person: Person) -> tuple[Person, ...]:
    """The people of the own authority, for its administrators."""
    require(person, Role.ADMINISTRATOR)
    return people.of_authority(session, person.authority)


def keys_of(session: Session, person: Person) -> tuple[StoredKey, ...]:
    """The living API keys of the own authority, for its administrators."""
    require(person, Role.ADMINISTRATOR)
    return entrance.keys(session, person.authority)


def issue_key(session: Session, person: Person, *, name: str, roles: Iterable[Role], days: int) -> str:
    """An API key for the signed-in person's own roles."""
    require_human(person)
    return create_key(session, person, name, roles, timedelta(days=days))


def revoke_key(session: Session, person: Person, key: UUID) -> None:
    """End an API key at once. Raises NotFoundError."""
    require(person, Role.ADMINISTRATOR)
    require_human(person)
    if not entrance.end_key(session, key):
        raise NotFoundError(what=f"Schlüssel {key}")
    audit.record(session, person.authority, person.id, "key-revoked", key)


def change_password(session: Session, person: Person, *, current: str, new: str) -> None:
    """Replace the own password; every session of the person ends. Raises SignInFailedError, InvalidError."""
    require_human(person)
    found = people.by_login(session, person.login)
    if found is None or not passwords.fits(found[1], current):
        raise SignInFailedError
    _refuse_weak(person.login, new)
    people.set_password(session, person.id, passwords.hashed(new))
    audit.record(session, person.authority, person.id, "password-changed", person.id)


def _open(session: Session, person: Person) -> SignedIn:
    token, csrf = tokens.new_session_token(), tokens.new_csrf()
    expires = entrance.open_session(session, person, tokens.digest("session", token), csrf, SESSION_LASTS)
    audit.record(session, person.authority, person.id, "signed-in", "session")
    return SignedIn(person=person, token=token, csrf=csrf, expires=expires)


def _refuse_flood(session: Session, digest: bytes, most: int) -> None:
    count, seconds = entrance.guesses(session, digest, _WINDOW)
    if count >= most:
        raise TooManyRequestsError(seconds=max(1, ceil(seconds)))


def _refuse_weak(login: str, password: str) -> None:
    faults = []
    if not login:
        faults.append(Fault(place="login", de="Der Anmeldename fehlt.", en="The login name is missing."))
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        between = (passwords.SHORTEST, passwords.LONGEST)
        faults.append(
            Fault(
                place="password",
                de="Das Passwort braucht {} bis {} Zeichen.".format(*between),
                en="The password needs {} to {} characters.".format(*between),
            )
        )
    if faults:
        raise InvalidError(faults)
