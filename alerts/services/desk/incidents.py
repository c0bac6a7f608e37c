"""Incidents with other authorities of the installation: one leads, each keeps and ends its own alerts.

Only what is published crosses the border between authorities; the rest of another's thread stays unseen. The lead's
all-clear proposes the end to all: each prepares and releases its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alerts.access.roles import require
from alerts.domain.errors import Fault, InvalidError, NotAllowedError, NotFoundError, WrongStateError
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.model.published import PublishedAlert
from alerts.store import alerts, audit, authorities, published
from alerts.store import incidents as store
from alerts.store.incidents import Incident, Part
from alerts.store.session import Session, database_now

TITLE = 120
"""Characters that an incident's title may have."""
_SPELT = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    """An incident as one of its members sees it: its parts, and what each has published, oldest first."""

    incident: Incident
    me: UUID
    alerts: tuple[PublishedAlert, ...]
    now: datetime

    @property
    def leads(self) -> bool:
        """Whether the asking authority leads."""
        return self.incident.lead == self.me

    @property
    def own(self) -> tuple[Part, ...]:
        """The parts of the asking authority."""
        return tuple(part for part in self.incident.parts if part.authority == self.me)

    @property
    def invitations(self) -> tuple[Part, ...]:
        """What the asking authority is asked to put in."""
        return tuple(part for part in self.own if part.joined is None and part.declined is None)

    @property
    def newest(self) -> tuple[PublishedAlert, ...]:
        """The newest alert of every thread that has joined."""
        return tuple(one for one in self.alerts if one.succeeded_by is None)

    @property
    def ended_by_lead(self) -> PublishedAlert | None:
        """The lead's all-clear, which proposes the end to everybody."""
        return next((one for one in self.newest if one.authority == self.incident.lead and one.all_clear), None)

    def newest_of(self, part: Part) -> PublishedAlert | None:
        """The newest published alert of a part."""
        return next((one for one in self.newest if one.thread == part.thread), None)


def open_incident(session: Session, person: Person, alert_id: UUID, title: str) -> Incident:
    """Open an incident around an own running thread, and lead it.

    Raises NotAllowedError, NotFoundError, WrongStateError (ended, a drill, or in an incident already), InvalidError.
    """
    require(person, Role.OPERATOR)
    stored = alerts.load(session, alert_id)
    alerts.lock_thread(session, stored.thread)
    _running(stored.thread_ended is not None or stored.drill or stored.sent is None)
    if store.of_threads(session, [stored.thread]):
        raise WrongStateError(state="in-incident", step="open-incident")
    wanted = _title(title)
    issuer, _ = authorities.issuer(session, person.authority)
    name = _name(issuer.slug, wanted, database_now(session))
    made = store.open_(
        session,
        lead=person.authority,
        name=name,
        title=wanted,
        by=person.name,
        own_thread=stored.thread,
        authority_name=issuer.name,
    )
    audit.record(session, person.authority, person.id, "incident-opened", alert_id, {"incident": wanted, "name": name})
    return store.load(session, made)


def look(session: Session, person: Person, incident_id: UUID) -> IncidentView:
    """An incident that the own authority is a member of. Raises NotFoundError."""
    return _view(session, person, store.load(session, incident_id))


def all_of(session: Session, person: Person) -> tuple[IncidentView, ...]:
    """The incidents of the own authority, newest first."""
    return tuple(_view(session, person, one) for one in store.of_authority(session))


def candidates(session: Session, person: Person, view: IncidentView) -> tuple[PublishedAlert, ...]:
    """Other authorities' alerts in force that are not in the incident yet."""
    there = {part.thread for part in view.incident.parts}
    found = published.in_force(session)
    return tuple(one for one in found if one.authority != person.authority and one.thread not in there)


def invite(session: Session, person: Person, incident_id: UUID, thread: UUID) -> None:
    """Ask another authority to put a running thread of its own into the incident. For the lead.

    Raises NotAllowedError, NotFoundError (nothing of that thread in force), WrongStateError (closed).
    """
    require(person, Role.OPERATOR)
    _led(person, store.load(session, incident_id))
    found = store.load(session, incident_id, lock=True)
    _running(found.closed is not None)
    if all(one.thread != thread for one in candidates(session, person, _view(session, person, found))):
        raise NotFoundError(what=f"Warnung {thread}")
    whose = store.owner_of_thread(session, thread)
    if whose is None:
        raise NotFoundError(what=f"Warnung {thread}")
    store.invite(session, found, authority_id=whose[0], authority_name=whose[1], thread_id=thread)
    detail = {"incident": found.title, "authority": whose[1]}
    audit.record(session, person.authority, person.id, "incident-invited", incident_id, detail)


def answer(session: Session, person: Person, incident_id: UUID, part_id: UUID, *, accept: bool) -> None:
    """Accept or decline an invitation for an own thread. Raises NotAllowedError, NotFoundError, WrongStateError."""
    require(person, Role.OPERATOR, Role.APPROVER)
    view = look(session, person, incident_id)
    part = next((one for one in view.own if one.id == part_id), None)
    if part is None:
        raise NotFoundError(what=f"Einladung {part_id}")
    if part.joined is not None or part.declined is not None:
        raise WrongStateError(state="answered", step="answer")
    if accept:
        store.join(session, part.id, person.name)
    else:
        store.decline(session, part.id)
    action = "incident-joined" if accept else "incident-declined"
    newest = view_alert(session, part)
    subject = newest.alert if newest else incident_id
    audit.record(session, person.authority, person.id, action, subject, {"incident": view.incident.title})


def close(session: Session, person: Person, incident_id: UUID) -> None:
    """Close an incident: nobody is invited any more; alerts stay as they are. For the lead."""
    require(person, Role.OPERATOR)
    _led(person, store.load(session, incident_id))
    found = store.load(session, incident_id, lock=True)
    store.close(session, incident_id)
    audit.record(session, person.authority, person.id, "incident-closed", incident_id, {"incident": found.title})


def of_threads(session: Session, threads: tuple[UUID, ...]) -> dict[UUID, Incident]:
    """The incident of each own thread that belongs to one."""
    return store.of_threads(session, threads)


def view_alert(session: Session, part: Part) -> PublishedAlert | None:
    """The newest published alert of a part."""
    found = published.of_thread(session, part.thread)
    return found[-1] if found else None


def _view(session: Session, person: Person, found: Incident) -> IncidentView:
    told = [one for part in found.parts if part.joined is not None for one in published.of_thread(session, part.thread)]
    return IncidentView(
        incident=found,
        me=person.authority,
        alerts=tuple(sorted(told, key=lambda one: one.sent)),
        now=database_now(session),
    )


def _led(person: Person, found: Incident) -> None:
    if found.lead != person.authority:
        raise NotAllowedError(role="Leitung des Ereignisses", role_en="lead of the incident")


def _running(over: bool) -> None:
    if over:
        raise WrongStateError(state="ended", step="open-incident")


def _title(title: str) -> str:
    wanted = " ".join(title.split())
    if not wanted:
        raise InvalidError([Fault(place="title", de="dem Ereignis einen Namen geben", en="name the incident")])
    if len(wanted) > TITLE:
        raise InvalidError(
            [Fault(place="title", de=f"auf {TITLE} Zeichen kürzen", en=f"shorten to {TITLE} characters")]
        )
    if any(not sign.isprintable() for sign in wanted):
        raise InvalidError([Fault(place="title", de="Steuerzeichen entfernen", en="remove control characters")])
    return wanted


def _name(slug: str, title: str, now: datetime) -> str:
    """What CAP calls it: ``mitte.20261124T1446.hochwasser-an-der-panke``."""
    spelt = title.casefold().translate(_SPELT)
    return f"{slug}.{now:%Y%m%dT%H%M%S}.{_PLAIN.sub('-', spelt).strip('-')[:60] or 'ereignis'}"
