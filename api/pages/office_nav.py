"""The bar of the office's and the administrator's pages."""

from __future__ import annotations

from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from web import i18n
from web.frame import NavItem

HOME = "/office"
FALLBACKS = f"{HOME}/fallbacks"
TEMPLATES = f"{HOME}/templates"
REPAIR = "/desk/repair"
DUTY = "/admin/duty"


def office_nav(language: str, current: str, person: Person, *, by_hand: int = 0, repairs: int = 0) -> list[NavItem]:
    """The entries, the page at ``current`` marked. ``by_hand`` posts and ``repairs`` wait for a person."""
    _ = i18n.gettext(language)
    entries = [
        (_("Kanäle und Beiträge"), HOME, by_hand),
        (_("Nacharbeit"), REPAIR, repairs),
        (_("Ersatzwege"), FALLBACKS, 0),
        (_("Vorlagen"), TEMPLATES, 0),
    ]
    if person.has(Role.ADMINISTRATOR):
        entries.append((_("Alarmierung"), DUTY, 0))
    return [
        NavItem(label=label, href=href, current=href == current, count=count, urgent=True)
        for label, href, count in entries
    ]
