"""Pages of the desk that offices and administrators open as well, each with the bar of their own workplace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from alerts.domain.model.codes import Role
from alerts.services.desk import repairing
from api.deps import CsrfToken, Settings, Staff, Transaction
from api.pages import shell
from api.pages.desk.seat import Seat
from api.pages.office_nav import HOME, office_nav
from api.pages.stop_sign import stop_sign
from web.frame import Frame
from web.render import page

_DESK = frozenset({Role.OPERATOR, Role.APPROVER})


@dataclass(frozen=True, kw_only=True)
class SideSeat(Seat):
    """A seat for whoever is signed in; the services say who may do what."""

    @property
    def is_at_desk(self) -> bool:
        """Whether the person works at the desk."""
        return bool(self.person.roles & _DESK)

    def frame(self, current: str, *, drill: bool = False, public_test: bool = False) -> Frame:
        """The desk's bar for its people, the office's for all others."""
        if self.is_at_desk:
            return super().frame(current, drill=drill, public_test=public_test)
        open_ones = repairing.count(self.session, self.person)
        nav = office_nav(self.language, self.request.url.path, self.person, repairs=open_ones)
        made = shell.frame(self.request, self.person, self.csrf, self.now, nav, home=HOME)
        return replace(made, stop=stop_sign(self.session, self.person))

    def page(
        self,
        template: str,
        current: str,
        *,
        drill: bool = False,
        public_test: bool = False,
        status: int = 200,
        **data: Any,
    ) -> HTMLResponse:
        """A whole page; the desk's alarms stand on it for the desk's people only."""
        if self.is_at_desk:
            return super().page(template, current, drill=drill, public_test=public_test, status=status, **data)
        frame = self.frame(current)
        html = page(template, self.language, frame=frame, csrf=self.csrf, now=frame.now, person=self.person, **data)
        return HTMLResponse(html, status)


def side_seat(request: Request, session: Transaction, person: Staff, csrf: CsrfToken, settings: Settings) -> SideSeat:
    """Anybody's seat."""
    return SideSeat(request=request, session=session, person=person, csrf=csrf, public_url=settings.public_url)


Anybody = Annotated[SideSeat, Depends(side_seat, scope="function")]
"""The seat of whoever is signed in; changes are CSRF-checked."""
