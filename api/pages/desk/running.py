"""What runs: the list, one alert's progress live, the steps that follow, tasks and timeline."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from math import log10
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.domain.model.codes import AlertState, ChannelKind, DeliveryState
from alerts.services import desk
from alerts.services.views import AlertView, DeliveryReport, DeliveryView
from api.pages.desk import drawing
from api.pages.desk.seat import AtDesk, Seat, address

router = APIRouter()

TICKS = ((0.1, "0,1 s"), (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"))
"""The delivery track's scale: seconds, as logarithms."""

STATES: dict[DeliveryState, tuple[str, str, str]] = {
    DeliveryState.QUEUED: ("wartet", "", "clock"),
    DeliveryState.SENDING: ("wird gesendet", "", "refresh"),
    DeliveryState.ACCEPTED: ("angenommen", "ok", "check"),
    DeliveryState.CONFIRMED: ("bestätigt", "ok", "checks"),
    DeliveryState.WAITING: ("neuer Versuch", "warn", "hourglass"),
    DeliveryState.UNKNOWN: ("unklar, wird nachgesehen", "warn", "question"),
    DeliveryState.REFUSED: ("abgelehnt", "fail", "alert"),
    DeliveryState.EXPIRED: ("abgelaufen", "warn", "hourglass"),
    DeliveryState.SUPERSEDED: ("ersetzt", "", "history"),
    DeliveryState.HELD: ("angehalten", "warn", "pause"),
    DeliveryState.DEAD: ("nicht zugestellt", "fail", "alert"),
}
"""A delivery's state: word, tone, symbol."""

_BY_HAND = ("wartet auf Person", "", "hand")
_TROUBLE = (DeliveryState.UNKNOWN, DeliveryState.REFUSED, DeliveryState.DEAD, DeliveryState.WAITING, DeliveryState.HELD)
_DOT = 6.5
"""Width of a dot on the track: nearer ones are drawn as one, the ring around the dot."""
_THROUGH = (DeliveryState.ACCEPTED, DeliveryState.CONFIRMED)


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
    others = _beside(seat, alert)
    whole = [(one, alert if one.id == alert.id else seat.read(one.id)) for one in others]
    drill = alert.content.is_drill
    shapes = [(one, full.preview.shape) for one, full in whole if full.preview and one.content.is_drill is drill]
    if alert.preview and all(one.id != alert.id for one, _ in shapes):
        shapes.append((alert, alert.preview.shape))
    return seat.page(
        "desk/live.html",
        "running" if alert.thread_ended is None else "history",
        drill=alert.content.is_drill,
        alert=alert,
        content=alert.content,
        map=drawing.running_map(seat, shapes, alert),
        **progress_data(seat, alert, others),
    )


@router.get("/desk/alerts/{alert_id}/progress")
def progress(seat: AtDesk, alert_id: UUID, mark: str = "") -> Response:
    """The moving parts of the page, for htmx; 204 while they still are what ``mark`` stands for."""
    alert = seat.read(alert_id)
    others = _beside(seat, alert)
    data = progress_data(seat, alert, others)
    now_is = sha256(seat.part("desk/live_parts.html", alert=alert, mark="", **data).encode()).hexdigest()[:16]
    if now_is == mark:
        return Response(status_code=204)
    return HTMLResponse(seat.part("desk/live_parts.html", alert=alert, mark=now_is, **data))


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


def progress_data(seat: Seat, alert: AlertView, others: tuple[AlertView, ...]) -> dict[str, Any]:
    """What changes while one looks: figures, tracks, tasks, timeline, the cards of the running alerts."""
    now = seat.now
    report = desk.deliveries(seat.session, seat.person, alert.id)
    thread = {one.id for one in others if one.thread == alert.thread} | {alert.id}
    mine = [task for task in desk.tasks(seat.session, seat.person) if task.alert in thread and task.done is None]
    return {
        "report": report,
        "rows": [_row(delivery, alert, now) for delivery in report.deliveries],
        "ticks": [(position(seconds), label) for seconds, label in TICKS],
        "open_for": (now - alert.sent).total_seconds() if alert.sent and report.last is None else None,
        "cards": [_card(seat, one, now) for one in others],
        "tasks": mine,
        "entries": desk.timeline(seat.session, seat.person, alert.id)[:12],
        "left": alert.content.expires - now if alert.content.expires else timedelta(0),
        "over": alert.content.expires is not None and alert.content.expires <= now,
    }


def _beside(seat: Seat, alert: AlertView) -> tuple[AlertView, ...]:
    """What runs beside an alert: in a drill only drills; else the real ones first, drills after them."""
    found = desk.running(seat.session, seat.person)
    if alert.content.is_drill:
        return tuple(one for one in found if one.content.is_drill)
    return tuple(sorted(found, key=lambda one: one.content.is_drill))


def position(seconds: float) -> float:
    """A time on the track, 0 (0.1 s) to 100 (10 min), as its logarithm."""
    low, high = log10(0.1), log10(600)
    return round(100 * (log10(min(max(seconds, 0.1), 600)) - low) / (high - low), 2)


def _row(delivery: DeliveryView, alert: AlertView, now: datetime) -> dict[str, Any]:
    by_hand = _by_hand(delivery)
    word, tone, symbol = _BY_HAND if by_hand else STATES[delivery.state]
    since = (now - alert.sent).total_seconds() if alert.sent else 0.0
    accepted = None if delivery.after is None else position(delivery.after)
    confirmed = None if delivery.confirmed_after is None else position(delivery.confirmed_after)
    return {
        "delivery": delivery,
        "word": word,
        "tone": tone,
        "symbol": symbol,
        "trouble": not by_hand and delivery.state in _TROUBLE,
        "accepted": accepted,
        "confirmed": confirmed,
        "together": accepted is not None and confirmed is not None and confirmed - accepted < _DOT,
        "until": position(since if delivery.after is None else delivery.after),
    }


def _by_hand(delivery: DeliveryView) -> bool:
    """Whether a person still has to post it."""
    return delivery.kind is ChannelKind.WHATSAPP_MANUAL and delivery.state not in _THROUGH


def _card(seat: Seat, alert: AlertView, now: datetime) -> dict[str, Any]:
    report = desk.deliveries(seat.session, seat.person, alert.id)
    waiting = [one for one in report.deliveries if _by_hand(one)]
    stuck = sum(one.state in _TROUBLE and not _by_hand(one) for one in report.deliveries)
    return {
        "alert": alert,
        "report": report,
        "stuck": stuck,
        "by_hand": len(waiting),
        "all_confirmed": _all(report, confirmed=True),
        "all_accepted": _all(report, confirmed=False),
        "since": now - alert.sent if alert.sent else timedelta(0),
    }


def _all(report: DeliveryReport, *, confirmed: bool) -> bool:
    count = report.confirmed if confirmed else report.accepted
    return bool(report.deliveries) and count == len(report.deliveries)
