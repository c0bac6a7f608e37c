"""Step 4: the second person reads, confirms, releases; or gives it back with a reason. Made for a phone at night."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError, PlanChangedError
from alerts.domain.model.codes import AlertState, Role
from alerts.domain.rendering.public_test import ends_at
from alerts.services import desk
from alerts.services.views import AlertView
from api import errors
from api.pages.desk import changing, drawing
from api.pages.desk.beside import beside
from api.pages.desk.called import called
from api.pages.desk.checking import plain
from api.pages.desk.previews import answer_data, people_in
from api.pages.desk.seat import AtDesk, Seat, address
from geo.errors import OrtsrufError
from web import words

router = APIRouter()


@router.get("/desk/alerts/{alert_id}/approve")
def look(seat: AtDesk, alert_id: UUID) -> Response:
    """What was submitted, with its hash."""
    alert = seat.read(alert_id)
    if alert.state is not AlertState.SUBMITTED:
        return RedirectResponse(address(alert), 303)
    return _page(seat, alert)


@router.post("/desk/alerts/{alert_id}/approve")
def approve(
    seat: AtDesk, alert_id: UUID, hash: Annotated[str, Form()] = "", confirm: Annotated[str, Form()] = ""
) -> Response:
    """Release what was read, if the words were typed; a refusal stays on this page with its reason."""
    alert = seat.read(alert_id)

    def step() -> None:
        _check_typed(confirm, confirmation(alert, seat))
        desk.approve(seat.session, seat.person, alert_id, hash, public_url=seat.public_url)

    return _tried(seat, alert, step, confirm=confirm)


@router.post("/desk/alerts/{alert_id}/break-glass")
def break_glass(
    seat: AtDesk, alert_id: UUID, hash: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
) -> Response:
    """Release alone, because nobody else is there; the reason is kept and everybody is told."""
    alert = seat.read(alert_id)

    def step() -> None:
        desk.break_glass(seat.session, seat.person, alert_id, hash, reason, public_url=seat.public_url)

    return _tried(seat, alert, step, reason=reason)


@router.post("/desk/alerts/{alert_id}/return")
def give_back(seat: AtDesk, alert_id: UUID, reason: Annotated[str, Form()] = "") -> Response:
    """Give it back to be changed. The reason is shown to who wrote it."""
    alert = seat.read(alert_id)

    def step() -> None:
        desk.return_(seat.session, seat.person, alert_id, reason)

    return _tried(seat, alert, step, reason=reason)


def confirmation(alert: AlertView, seat: Seat) -> str:
    """What the second person types: how many districts, so that nobody releases without having looked."""
    count = len(alert.preview.plan.affected) if alert.preview else 0
    level = alert.preview.plan.affected[0].level if count and alert.preview else ""
    return f"{count} {words.level(level, seat.language, count)}".strip()


def _check_typed(typed: str, wanted: str) -> None:
    if "".join(typed.split()).casefold() != "".join(wanted.split()).casefold():
        raise InvalidError([Fault(place="confirm", de=f"„{wanted}“ eintippen", en=f"type “{wanted}”")])


def _tried(seat: Seat, alert: AlertView, step: Callable[[], None], *, confirm: str = "", reason: str = "") -> Response:
    """Take a step in a savepoint: refused, nothing of it stays and the page says why."""
    try:
        with seat.session.begin_nested():
            step()
    except OrtsrufError as error:
        if alert.state is not AlertState.SUBMITTED:
            raise
        difference = error.difference if isinstance(error, PlanChangedError) else ()
        return _page(
            seat,
            alert,
            refusal=plain(error, seat.language),
            difference=difference,
            confirm=confirm,
            reason=reason,
            status=errors.status_of(error),
        )
    return RedirectResponse(address(alert), 303)


def _page(
    seat: Seat,
    alert: AlertView,
    *,
    refusal: str = "",
    difference: tuple[str, ...] = (),
    confirm: str = "",
    reason: str = "",
    status: int = 200,
) -> Response:
    zones = [(zone, people_in(seat, zone.area)) for zone in alert.content.zones if not zone.area.is_empty]
    changes = changing.of_alert(alert)
    shown = answer_data(alert.preview, alert.content.severity, seat.language) if alert.preview else {"plan": None}
    return seat.page(
        "desk/approve.html",
        "drafts",
        drill=alert.content.is_drill,
        public_test=alert.content.is_public_test,
        test_ends=None if alert.content.ends_thread else ends_at(alert.content),
        status=status,
        alert=alert,
        content=alert.content,
        wrote=seat.person.id in alert.authors and not alert.content.is_drill,
        may=seat.person.has(Role.APPROVER),
        wanted=confirmation(alert, seat),
        refusal=refusal,
        difference=difference,
        confirm=confirm,
        reason=reason,
        zones=zones,
        changes=changes,
        silent=changing.silent_in(changes),
        map=drawing.draft_map(seat, alert, width=640, height=300),
        **beside(seat, alert),
        called_of=alert.id,
        **called(seat, alert.id),
        **shown,
    )
