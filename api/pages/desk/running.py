"""What runs: the list, one alert's progress live, the steps that follow, tasks and timeline."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from alerts.domain.model.codes import AlertState
from alerts.services import desk
from api.pages.desk import drawing, progress
from api.pages.desk.seat import AtDesk, Seat, address

router = APIRouter()

@router.get("/desk/running")
def running(seat: AtDesk) -> Response:
    """The newest running alert, or that nothing runs."""
    found = sorted(desk.running(seat.session, seat.person), key=lambda one: one.content.is_drill)
    if found:
        return RedirectResponse(address(found[0]), 303)
    return seat.page("desk/running_empty.html", "running")


@router.get("/desk/alerts/{alert_id}")
def show(seat: AtDesk, alert_id: UUID) -> Response:
    """An alert where it stands: a draft goes to its step, a released one shows its progress."""
    alert = seat.read(alert_id)
    if alert.state in (AlertState.DRAFT, AlertState.RETURNED):
        step = "text" if alert.content.msg_type != "Alert" or alert.content.infos else "area"
        return RedirectResponse(address(alert, step), 303)
    if alert.state is AlertState.SUBMITTED:
        return RedirectResponse(address(alert, "approve"), 303)
    if alert.state is AlertState.DISCARDED:
        return seat.page("desk/discarded.html", "drafts", alert=alert)
    others = progress.beside(seat.session, seat.person, alert)
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
        map=drawing.running_map(seat, shapes, alert),
        **{**progress.moving(seat.session, seat.person, alert_id), "alert": alert},
    )


@router.post("/desk/alerts/{alert_id}/update")
def update(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare an update, beginning with what holds."""
    return RedirectResponse(address(desk.draft_update(seat.session, seat.person, alert_id), "area"), 303)


@router.post("/desk/alerts/{alert_id}/all-clear")
def all_clear(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare the all-clear, ready to be submitted."""
    return RedirectResponse(address(desk.draft_all_clear(seat.session, seat.person, alert_id), "check"), 303)


@router.post("/desk/alerts/{alert_id}/correct")
def correct(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare an update that puts the text right."""
    return RedirectResponse(address(desk.draft_update(seat.session, seat.person, alert_id), "text"), 303)


@router.post("/desk/alerts/{alert_id}/cancel")
def cancel(seat: AtDesk, alert_id: UUID) -> Response:
    """Prepare taking it back: it was issued in error."""
    return RedirectResponse(address(desk.draft_cancel(seat.session, seat.person, alert_id), "check"), 303)


@router.post("/desk/tasks/{task_id}/done")
def task_done(seat: AtDesk, task_id: UUID) -> Response:
    """Tick a task off."""
    desk.complete_task(seat.session, seat.person, task_id)
    back = seat.request.headers.get("referer", "")
    return RedirectResponse(back if back.startswith(str(seat.request.base_url)) else "/desk/running", 303)
