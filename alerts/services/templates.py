"""Templates: the catalogue and an authority's own, found, made, changed and put away. Every state stays readable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from alerts.access.roles import require
from alerts.domain import lifecycle
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from alerts.domain.phrases import HAZARDS
from alerts.domain.templates import BY_HAZARD, TEMPLATES, OwnTemplate, Template, TemplateRevision, checking, parts_of
from alerts.store import audit, own_templates
from alerts.store.session import Session

READERS = (Role.OPERATOR, Role.APPROVER, Role.OFFICE, Role.ADMINISTRATOR, Role.AUDITOR)
MOST_RECENT = 4


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What an operator may begin with. A recent template stands in its own group too."""

    recent: tuple[Template, ...]
    own: tuple[Template, ...]
    hazards: tuple[Template, ...]
    everyday: tuple[Template, ...]

    @property
    def every(self) -> tuple[Template, ...]:
        """All of them once, own ones first."""
        return (*self.own, *self.hazards, *self.everyday)


def of(session: Session, content: Content) -> Template | None:
    """The template that an alert began with, in the state it had then; for an alert older than that by its hazard."""
    return by_key(session, content.template) if content.template else BY_HAZARD.get(content.hazard)


def by_key(session: Session, key: str) -> Template | None:
    """A template of the catalogue or the asking authority's own; None if there is none of this key."""
    parts = parts_of(key)
    return own_templates.state(session, *parts) if parts else TEMPLATES.get(key)


def shelf(session: Session) -> Shelf:
    """Everything an operator may begin with."""
    own = own_templates.every(session)
    catalogue = tuple(TEMPLATES.values())
    now = {one.id: one.template for one in own}
    recent = []
    for key in own_templates.recent(session):
        parts = parts_of(key)
        template = now.get(parts[0]) if parts else TEMPLATES.get(key)
        if template is not None and template not in recent:
            recent.append(template)
    return Shelf(
        recent=tuple(recent[:MOST_RECENT]),
        own=tuple(one.template for one in own),
        hazards=tuple(one for one in catalogue if one.family.is_hazard),
        everyday=tuple(one for one in catalogue if not one.family.is_hazard),
    )


def may_write(person: Person, template: Template | None = None) -> bool:
    """Administrators may write every own template, offices the everyday ones."""
    if person.has(Role.ADMINISTRATOR):
        return True
    return person.has(Role.OFFICE) and (template is None or not template.family.is_hazard)


def find(session: Session, person: Person, typed: str = "", *, archived: bool = False) -> tuple[OwnTemplate, ...]:
    """The own authority's templates whose words hold what was typed, by name. Raises NotAllowedError."""
    require(person, *READERS)
    return tuple(one for one in own_templates.every(session, archived=archived) if holds(one.template, typed))


def holds(template: Template, typed: str) -> bool:
    """Whether every typed word stands in the template's names or first lines, in any language."""
    words = " ".join(f"{text.event} {text.headline}" for text in template.texts.values()).casefold()
    return all(word in words for word in typed.casefold().split())


def read(session: Session, person: Person, template_id: UUID) -> OwnTemplate:
    """One own template, archived or not. Raises NotAllowedError, NotFoundError."""
    require(person, *READERS)
    return own_templates.load(session, template_id)


def revisions(session: Session, person: Person, template_id: UUID) -> tuple[TemplateRevision, ...]:
    """Every state of a template, the newest first. Raises NotAllowedError, NotFoundError."""
    read(session, person, template_id)
    return own_templates.revisions(session, template_id)


def save(session: Session, person: Person, template: Template) -> OwnTemplate:
    """Keep a new template. Raises NotAllowedError, InvalidError."""
    _require_writer(person, template)
    check(template)
    template_id = own_templates.create(session, person.authority, person.id, replace(template, key=""))
    audit.record(session, person.authority, person.id, "template-made", template_id, _what(template))
    return own_templates.load(session, template_id)


def change(
    session: Session, person: Person, template_id: UUID, expected_number: int, template: Template
) -> OwnTemplate:
    """Replace what a template holds; alerts that began with it keep what it was.

    Raises what ``save`` does, NotFoundError, StaleVersionError.
    """
    before = own_templates.load(session, template_id, lock=True)
    _require_writer(person, before.template)
    _require_writer(person, template)
    lifecycle.check_version(expected_number, before.number)
    template = replace(template, key=before.template.key)
    if template == before.template:
        return before
    check(template)
    own_templates.change(session, before, person.id, replace(template, key=""))
    audit.record(session, person.authority, person.id, "template-changed", template_id, _what(template))
    return own_templates.load(session, template_id)


def archive(session: Session, person: Person, template_id: UUID) -> OwnTemplate:
    """No longer offer a template; it stays readable and can be brought back. Raises NotAllowedError, NotFoundError."""
    return _put_away(session, person, template_id, away=True)


def restore(session: Session, person: Person, template_id: UUID) -> OwnTemplate:
    """Offer an archived template again. Raises NotAllowedError, NotFoundError."""
    return _put_away(session, person, template_id, away=False)


def check(template: Template) -> None:
    """Pass a template that may be kept. Raises InvalidError with every fault."""
    found = [*checking.faults(template)]
    if template.hazard and template.hazard not in HAZARDS:
        found.append(Fault(place="hazard", de="aus der Liste wählen", en="choose from the list"))
    if found:
        raise InvalidError(found)


def _put_away(session: Session, person: Person, template_id: UUID, *, away: bool) -> OwnTemplate:
    before = own_templates.load(session, template_id, lock=True)
    _require_writer(person, before.template)
    if (before.archived is not None) == away:
        return before
    own_templates.put_away(session, before, person.id, away=away)
    action = "template-archived" if away else "template-restored"
    audit.record(session, person.authority, person.id, action, template_id, _what(before.template))
    return own_templates.load(session, template_id)


def _require_writer(person: Person, template: Template) -> None:
    if not may_write(person, template):
        require(person, Role.ADMINISTRATOR)


def _what(template: Template) -> dict[str, str]:
    return {"name": template.name("de"), "severity": template.severity.value}
