"""What runs: one alert's progress live, the steps that follow, tasks and timeline."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from alerts.domain.model.codes import AlertState
from alerts.domain.model.person import Person
from alerts.services import desk
from alerts.services.desk import following
from alerts.services.views import AlertView
from alerts.store.session import Session
from api.pages.desk import cards, drawing, progress
from api.pages.desk.seat import AtDesk, Seat, address

router = APIRouter()


@router.get("/desk/alerts/{alert_id}")
def show(seat: AtDesk, alert_id: UUID) -> Response:
    """An alert where it stands: a draft goes to its step, a released one shows its progress."""
    alert = seat.read(alert_id)
    if alert.state in (AlertState.DRAFT, AlertState.RETURNED):
        step = "check" if alert.content.ends_thread else "text" if alert.content.infos else "area"
        return RedirectResponse(address(alert, step), 303)
    if alert.state is AlertState.SUBMITTED:
        return RedirectResponse(address(alert, "approve"), 303)
    if alert.state is AlertState.DISCARDED:
        return seat.page("desk/discarded.html", "drafts", alert=alert)
    others = cards.beside(seat.session, seat.person, alert)
    whole = [(one, alert if one.id == alert.id else seat.read(one.id)) for one in others]
    drill = alert.content.is_drill
    shapes = [(one, full.preview.shape) for one, full in whole if full.preview and one.content.is_drill is drill]
    if alert.preview and all(one.id != alert.id for one, _ in shapes):
        shapes.append((alert, alert.preview.shape))
    return seat.page(
        "desk/live.html",
        "running" if alert.thread_ended is None else "history",
        drill=alert.content.is_drill,
        content=alert.content,
        open_steps=() if alert.thread_ended else desk.open_in_thread(seat.session, seat.person, alert_id),
        map=drawing.running_map(seat, shapes, alert),
        **{**progress.moving(seat.session, seat.person, alert_id), "alert": alert},
    )


@router.post("/desk/alerts/{alert_id}/update")
def update(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare an update, beginning with what holds; or go on with the one that was begun."""
    return follow(seat, alert_id, desk.Step.UPDATE, desk.draft_update, "area")


@router.post("/desk/alerts/{alert_id}/all-clear")
def all_clear(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare the all-clear, ready to be submitted; or go on with the one that was begun."""
    return follow(seat, alert_id, desk.Step.ALL_CLEAR, desk.draft_all_clear, "check")


@router.post("/desk/alerts/{alert_id}/correct")
def correct(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare a correction, for every channel still in; or go on with the one that was begun."""
    return follow(seat, alert_id, desk.Step.CORRECT, following.draft_correction, "text")


@router.post("/desk/alerts/{alert_id}/cancel")
def cancel(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare taking it back: it was issued in error; or go on with what was begun."""
    return follow(seat, alert_id, desk.Step.CANCEL, desk.draft_cancel, "check")


def follow(
    seat: Seat, alert_id: UUID, step: desk.Step, draft: Callable[[Session, Person, UUID], AlertView], page: str
) -> Response:
    """The step that somebody has begun, or a new one: never two of a kind."""
    found = desk.begun(seat.session, seat.person, alert_id, step) or draft(seat.session, seat.person, alert_id)
    return RedirectResponse(address(found, "approve" if found.state is AlertState.SUBMITTED else page), 303)


@router.post("/desk/tasks/{task_id}/done")
def task_done(seat: AtDesk, task_id: UUID) -> Response:
    """Tick a task off."""
    desk.complete_task(seat.session, seat.person, task_id)
    back = seat.request.headers.get("referer", "")
    return RedirectResponse(back if back.startswith(str(seat.request.base_url)) else "/desk/running", 303)
