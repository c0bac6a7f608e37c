"""Who may what: the roles of a person, asked for by the services."""

from __future__ import annotations

from uuid import UUID

from alerts.domain.errors import NotAllowedError, PersonNeededError
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person

WORDS: dict[Role, tuple[str, str]] = {
    Role.OPERATOR: ("Lagezentrum", "operator"),
    Role.APPROVER: ("Freigabe", "approver"),
    Role.OFFICE: ("Stadtteilbüro", "office"),
    Role.ANALYST: ("Auswertung", "analyst"),
    Role.ADMINISTRATOR: ("Verwaltung", "administrator"),
    Role.AUDITOR: ("Prüfung", "auditor"),
}
"""Each role in German and English."""


def require(person: Person, *any_of: Role) -> None:
    """Pass if the person holds one of the roles, else raise NotAllowedError naming the first of them."""
    if person.roles.isdisjoint(any_of):
        german, english = WORDS[any_of[0]]
        raise NotAllowedError(role=german, role_en=english)


def require_human(person: Person) -> None:
    """Pass if a person with a session acts; raise PersonNeededError for an API key."""
    if person.by_machine:
        raise PersonNeededError


def require_office(person: Person, office: UUID | None) -> None:
    """Pass for administrators, and for people of exactly this office; else raise NotAllowedError."""
    if person.has(Role.ADMINISTRATOR):
        return
    require(person, Role.OFFICE)
    if person.office is None or person.office != office:
        german, english = WORDS[Role.ADMINISTRATOR]
        raise NotAllowedError(role=german, role_en=english)
