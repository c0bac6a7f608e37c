"""The frame of a workplace: who is signed in, and which other workplaces the person's roles open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fastapi import Request

from alerts.domain.model.codes import Role
from alerts.domain.model.person import Person
from api.language import asked
from web import i18n
from web.frame import Frame, NavItem

_OFFICE = (Role.OFFICE, Role.ADMINISTRATOR, Role.OPERATOR, Role.APPROVER)
_ANALYST = (Role.ANALYST, Role.ADMINISTRATOR, Role.OPERATOR, Role.APPROVER)
_DESK = (Role.OPERATOR, Role.APPROVER)
_ADMIN = (Role.ADMINISTRATOR,)
_CALLED = (Role.APPROVER, Role.ADMINISTRATOR)


def frame(
    request: Request,
    person: Person,
    csrf: str,
    now: datetime,
    nav: Sequence[NavItem],
    *,
    home: str,
    authority: str = "",
) -> Frame:
    """The bar's data of a workplace. ``authority`` replaces the authority's name, for an office."""
    _ = i18n.gettext(asked(request))
    doors = (
        (_("Pult"), "/desk", _DESK),
        (_("Stadtteilbüro"), "/office", _OFFICE),
        (_("Erreichbarkeit"), "/analyst", _ANALYST),
        (_("Rufliste"), "/desk/on-call", _CALLED),
        (_("Alarmierung"), "/admin/duty", _ADMIN),
    )
    places = [NavItem(label=label, href=href) for label, href, roles in doors if person.roles & set(roles)]
    return Frame(
        person=person,
        authority=authority or person.authority_name,
        nav=tuple(nav),
        places=(*places, NavItem(label=_("Handys der Sandbox"), href="/phones")),
        csrf=csrf,
        now=now,
        path=request.url.path,
        home=home,
    )
