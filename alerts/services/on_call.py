"""The on-call list: administrators keep it, each approver keeps the own address and the own browsers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from alerts.access import vapid
from alerts.access.roles import require, require_human
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.formats import web_push
from alerts.services.duty import is_mailbox, is_receiver
from alerts.store import audit
from alerts.store import on_call as store
from alerts.store.on_call import Browser, Place
from alerts.store.session import Session

MOST_BROWSERS = 10
"""Of one person."""
LONGEST_ENDPOINT = 2_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Where a person shall stand; ``place`` 0: not called."""

    person: UUID
    place: int
    email: str


def load(session: Session, person: Person) -> tuple[Place, ...]:
    """All approvers of the own authority, those who are called first. Raises NotAllowedError."""
    require(person, Role.APPROVER, Role.OPERATOR, Role.ADMINISTRATOR)
    return store.of_authority(session, person.authority)


def has_mail(session: Session, person: Person) -> bool:
    """Whether e-mails can go out at all."""
    return store.has_mail(session, person.authority)


def save(session: Session, person: Person, wanted: Sequence[Wanted]) -> tuple[Place, ...]:
    """Replace the list. Places close up: who stands behind a gap moves forward.

    Raises NotAllowedError, PersonNeededError, InvalidError.
    """
    require(person, Role.ADMINISTRATOR)
    require_human(person)
    known = store.of_authority(session, person.authority)
    faults = [*_list_faults(wanted, known)]
    if faults:
        raise InvalidError(faults)
    order = sorted((one for one in wanted if one.place > 0), key=lambda one: one.place)
    rest = [one for one in wanted if one.place <= 0 and one.email]
    rows = [(one.person, number, one.email) for number, one in enumerate(order, start=1)]
    store.keep(session, person.authority, [*rows, *((one.person, 0, one.email) for one in rest)])
    names = {one.person: one.name for one in known}
    said = {"order": [names[one.person] for one in order]}
    audit.record(session, person.authority, person.id, "on-call-changed", person.authority, said)
    return store.of_authority(session, person.authority)


def save_own(session: Session, person: Person, email: str) -> None:
    """Change the own address. Raises NotAllowedError, PersonNeededError, InvalidError."""
    require(person, Role.APPROVER)
    require_human(person)
    if email and not is_mailbox(email):
        raise InvalidError([_no_mailbox("email")])
    store.keep_email(session, person.authority, person.id, email)
    audit.record(session, person.authority, person.id, "on-call-address", person.id, {"email": bool(email)})


def ring(session: Session, person: Person, browser: Browser, *, private: bool) -> None:
    """Let a browser of the own ring. ``private``: push services may be on this machine and in private networks.

    Raises NotAllowedError, PersonNeededError, InvalidError.
    """
    require(person, Role.APPROVER)
    require_human(person)
    faults = [*_browser_faults(browser, private=private)]
    if not faults and store.browsers(session, person.id) >= MOST_BROWSERS:
        faults = [
            Fault(
                place="endpoint",
                de=f"Es sind schon {MOST_BROWSERS} Geräte angemeldet; eines davon zuerst abmelden.",
                en=f"{MOST_BROWSERS} devices are registered already; take one of them off first.",
            )
        ]
    if faults:
        raise InvalidError(faults)
    store.add_browser(session, person.authority, person.id, browser)
    audit.record(session, person.authority, person.id, "push-on", person.id, {})


def silence(session: Session, person: Person, endpoint: str) -> bool:
    """Let a browser of the own ring no more; False if it did not. Raises NotAllowedError, PersonNeededError."""
    require(person, Role.APPROVER)
    require_human(person)
    gone = store.drop_browser(session, person.id, endpoint)
    if gone:
        audit.record(session, person.authority, person.id, "push-off", person.id, {})
    return gone


def _list_faults(wanted: Sequence[Wanted], known: Sequence[Place]) -> Iterator[Fault]:
    people = {one.person for one in known}
    places: dict[int, UUID] = {}
    seen: set[UUID] = set()
    for one in wanted:
        if one.person not in people or one.person in seen:
            yield Fault(
                place=f"person.{one.person}",
                de="keine Person dieser Behörde mit der Rolle „Freigabe“, oder zweimal genannt",
                en="no person of this authority with the role of an approver, or named twice",
            )
        seen.add(one.person)
        if one.email and not is_mailbox(one.email):
            yield _no_mailbox(f"email.{one.person}")
        if one.place > 0 and places.setdefault(one.place, one.person) != one.person:
            yield Fault(
                place=f"place.{one.person}",
                de=f"Platz {one.place} ist zweimal vergeben",
                en=f"place {one.place} is given twice",
            )


def _no_mailbox(place: str) -> Fault:
    return Fault(place=place, de="keine E-Mail-Adresse", en="not an e-mail address")


def _browser_faults(browser: Browser, *, private: bool) -> Iterator[Fault]:
    if len(browser.endpoint) > LONGEST_ENDPOINT or not is_receiver(browser.endpoint, private=private):
        yield Fault(
            place="endpoint",
            de="keine öffentliche Adresse eines Push-Dienstes",
            en="not a public address of a push service",
        )
    try:
        web_push.public_key(vapid.decoded(browser.p256dh))
    except ValueError:
        yield Fault(place="keys.p256dh", de="kein Schlüssel eines Browsers", en="not a browser's key")
    try:
        fits = len(vapid.decoded(browser.auth)) == web_push.AUTH_BYTES
    except ValueError:
        fits = False
    if not fits:
        yield Fault(place="keys.auth", de="kein Geheimnis eines Browsers", en="not a browser's secret")
