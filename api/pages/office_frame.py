"""The frame of the office's and the administrator's pages: their bar with what waits, and the sign of a stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from fastapi import Request

from alerts.domain.model.person import Person
from alerts.services.desk import repairing
from alerts.store.session import Session
from api.language import asked
from api.pages import shell
from api.pages.office_nav import HOME, office_nav
from api.pages.stop_sign import stop_sign
from web.frame import Frame


def office_frame(
    request: Request,
    session: Session,
    person: Person,
    csrf: str,
    now: datetime,
    current: str,
    *,
    authority: str = "",
    by_hand: int = 0,
) -> Frame:
    """The frame with the entry at ``current`` marked; ``by_hand`` posts wait for a hand."""
    repairs = repairing.count(session, person)
    nav = office_nav(asked(request), current, person, by_hand=by_hand, repairs=repairs)
    made = shell.frame(request, person, csrf, now, nav, home=HOME, authority=authority)
    return replace(made, stop=stop_sign(session, person))
