"""The desk's lists: what is being written or waits for a second person, and what was."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from alerts.services import desk
from api.pages.desk.seat import AtDesk

router = APIRouter()


@router.get("/desk/drafts")
def drafts(seat: AtDesk) -> Response:
    """What waits for approval first, then what is being written."""
    return seat.page(
        "desk/drafts.html",
        "drafts",
        waiting=desk.waiting(seat.session, seat.person),
        drafts=desk.drafts(seat.session, seat.person),
        booked=desk.booked(seat.session, seat.person),
    )


@router.get("/desk/history")
def history(seat: AtDesk) -> Response:
    """Everything released, newest first."""
    return seat.page("desk/history.html", "history", alerts=desk.history(seat.session, seat.person))
