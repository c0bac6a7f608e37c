"""Who sits at the desk: what every route of the desk needs, in one dependency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from alerts.access.roles import require
from alerts.domain.model.codes import MsgType, Role
from alerts.domain.model.person import Person
from alerts.services import desk
from alerts.services.desk import repairing
from alerts.services.views import AlertView
from alerts.store.session import Session, database_now
from api.deps import CsrfToken, Settings, Staff, Transaction
from api.language import asked
from api.pages import shell
from api.pages.desk import alarming
from api.pages.stop_sign import stop_sign
from web import i18n
from web.frame import Frame, NavItem
from web.render import page

STEPS = ("area", "text", "check", "approve")
"""The steps of an alert, as their addresses name them."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One request at the desk: the person, the transaction, the language, the public address."""

    request: Request
    session: Session
    person: Person
    csrf: str
    public_url: str

    @property
    def language(self) -> str:
        """``de`` or ``en``."""
        return asked(self.request)

    @property
    def _(self) -> Callable[[str], str]:
        """The words of the reader's language."""
        return i18n.gettext(self.language)

    def counted(self, one: str, many: str, number: int) -> str:
        """A sentence about a number of things, in the reader's language; ``%(num)s`` is the number."""
        return i18n.translations(self.language).ngettext(one, many, number) % {"num": number}

    @property
    def now(self) -> datetime:
        """The database's time."""
        return database_now(self.session)

    def read(self, alert_id: UUID) -> AlertView:
        """An alert with its plan and texts. Raises NotFoundError."""
        return desk.read(self.session, self.person, alert_id, public_url=self.public_url)

    def frame(self, current: str, *, drill: bool = False, public_test: bool = False) -> Frame:
        """The bar: new, running, drafts, history; a drill's and a Probewarnung's have colours of their own. Under it
        what waits for this person."""
        running = sum(not one.content.is_drill for one in desk.running(self.session, self.person))
        waiting = len(desk.waiting(self.session, self.person))
        open_ones = waiting + len(desk.drafts(self.session, self.person))
        _ = self._
        nav = (
            NavItem(label=_("Neue Warnung"), href="/desk", current=current == "new"),
            NavItem(
                label=_("Laufend"),
                href="/desk/running",
                current=current == "running",
                count=running,
                urgent=running > 0,
            ),
            self._repair(current),
            NavItem(
                label=_("Entwürfe"),
                href="/desk/drafts",
                current=current == "drafts",
                count=open_ones,
                urgent=waiting > 0,
            ),
            NavItem(label=_("Verlauf"), href="/desk/history", current=current == "history"),
            NavItem(label=_("Sofortwarnung"), href="/desk/immediate", current=current == "immediate"),
            NavItem(label=_("Übung"), href="/desk?mode=drill", current=False),
        )
        made = shell.frame(self.request, self.person, self.csrf, self.now, nav, home="/desk")
        return replace(
            made,
            mode="drill" if drill else "test" if public_test else "live",
            show_mode=True,
            call=self._call(),
            stop=stop_sign(self.session, self.person),
        )

    def _repair(self, current: str) -> NavItem:
        """The repair desk, with what needs a person."""
        count = repairing.count(self.session, self.person)
        return NavItem(
            label=self._("Nacharbeit"),
            href="/desk/repair",
            current=current == "repair",
            count=count,
            urgent=count > 0,
        )

    def _call(self) -> NavItem | None:
        """What waits for this person to approve it, unless they are just reading it."""
        if self.request.url.path.endswith("/approve"):
            return None
        found = desk.awaiting(self.session, self.person)
        if not found:
            return None
        said = self.counted(
            "%(num)s Warnung wartet auf Ihre Freigabe", "%(num)s Warnungen warten auf Ihre Freigabe", len(found)
        )
        if len(found) > 1:
            return NavItem(label=said, href="/desk/drafts")
        drill = self._("Übung") + ": " if found[0].content.is_drill else ""
        return NavItem(label=f"{said}: {drill}{found[0].title}", href=address(found[0], "approve"))

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
        """A whole page of the desk."""
        frame = self.frame(current, drill=drill, public_test=public_test)
        data = {**alarming.alarm_data(self.session, self.person, self.language), "now": frame.now, **data}
        html = page(template, self.language, frame=frame, csrf=self.csrf, person=self.person, **data)
        return HTMLResponse(html, status)

    def part(self, template: str, **data: Any) -> str:
        """A part of a page, for htmx or for JSON."""
        return page(template, self.language, now=self.now, person=self.person, csrf=self.csrf, **data)


def seat(request: Request, session: Transaction, person: Staff, csrf: CsrfToken, settings: Settings) -> Seat:
    """Let operators and approvers in. Raises NotAllowedError for others."""
    require(person, Role.OPERATOR, Role.APPROVER)
    return Seat(request=request, session=session, person=person, csrf=csrf, public_url=settings.public_url)


AtDesk = Annotated[Seat, Depends(seat, scope="function")]
"""The seat of whoever asks; changes are CSRF-checked."""


def address(alert: AlertView | UUID, step: str = "") -> str:
    """The address of an alert, or of one of its steps."""
    alert_id = alert if isinstance(alert, UUID) else alert.id
    return f"/desk/alerts/{alert_id}/{step}" if step else f"/desk/alerts/{alert_id}"


def step_links(alert: AlertView) -> dict[int, str]:
    """Where the steps of a draft lead: 1 to 3; the fourth belongs to a second person. An end has no map of its own: it
    keeps the place of what it ends. A Probewarnung has one form for both."""
    if alert.content.is_public_test and not alert.content.ends_thread:
        return {1: address(alert, "public-test"), 2: address(alert, "public-test"), 3: address(alert, "check")}
    first = 2 if alert.content.ends_thread else 1
    return {number: address(alert, step) for number, step in enumerate(STEPS[:3], start=1) if number >= first}


def tab(alert: AlertView) -> str:
    """Under which entry of the bar a draft stands: a new one, or the running alert that it follows."""
    return "new" if alert.content.msg_type is MsgType.ALERT else "running"
