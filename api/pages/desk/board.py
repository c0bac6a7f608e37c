"""The board: all that runs, on one map and as cards, live; and the answers to what is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.lifecycle.reminders import Answer
from alerts.services import desk
from alerts.services.desk import reminding
from api.deps import Opened
from api.pages.desk import cards, progress
from api.pages.desk.board_map import board_map
from api.pages.desk.running import follow
from api.pages.desk.seat import AtDesk, Seat, address

router = APIRouter()


@router.get("/desk/running")
def board(seat: AtDesk) -> Response:
    """All that runs; or that nothing does."""
    data = cards.board(seat.session, seat.person)
    if not data["cards"]:
        return seat.page("desk/running_empty.html", "running")
    shown = [one["alert"] for one in data["cards"]]
    drawn = board_map(seat.session, seat.person, seat.language, shown)
    return seat.page("desk/board.html", "running", map=drawn, **data)


@router.get("/desk/board/stream")
def stream(seat: AtDesk, opened: Opened) -> Response:
    """The board's cards and the alarms as server-sent events, the present ones at once."""
    return progress.stream(seat.person, opened, None, seat.language, board=True)


@router.get("/desk/board/now")
def now(seat: AtDesk) -> Response:
    """The same once, for a page whose stream is broken."""
    parts = progress.rendered_board(seat.session, seat.person, seat.language)
    return JSONResponse({"parts": parts, "at": seat.now.isoformat()})


@router.post("/desk/alerts/{alert_id}/answer")
def answer(seat: AtDesk, alert_id: UUID, given: Annotated[str, Form(alias="answer")] = "") -> Response:
    """Answer what is asked about an alert, and go where the answer leads. Raises InvalidError, NotFoundError."""
    if given not in _LEADS:
        raise InvalidError([Fault(place="answer", de="eine der Antworten wählen", en="choose one of the answers")])
    chosen = Answer(given)
    if chosen is Answer.PROLONG:
        desk.glance(seat.session, seat.person, alert_id)
        return RedirectResponse(address(alert_id, "prolong"), 303)
    reminding.answer(seat.session, seat.person, alert_id, chosen)
    return _LEADS[given](seat, alert_id)


def _update(seat: Seat, alert_id: UUID) -> Response:
    return follow(seat, alert_id, desk.Step.UPDATE, desk.draft_update, "area")


def _all_clear(seat: Seat, alert_id: UUID) -> Response:
    return follow(seat, alert_id, desk.Step.ALL_CLEAR, desk.draft_all_clear, "check")


def _back(seat: Seat, alert_id: UUID) -> Response:
    back = seat.request.headers.get("referer", "")
    return RedirectResponse(back if back.startswith(str(seat.request.base_url)) else address(alert_id), 303)


_LEADS: dict[str, Callable[[Seat, UUID], Response]] = {
    Answer.STILL_TRUE.value: _back,
    Answer.UPDATE.value: _update,
    Answer.PROLONG.value: _back,
    Answer.ALL_CLEAR.value: _all_clear,
}
