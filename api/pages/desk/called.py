"""Who was called about an alert that waits, and who has taken it over; beside the approval, and alone for the page that
waits for news."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.services import calling
from api.pages.desk.seat import AtDesk, Seat, address

router = APIRouter()


@router.get("/desk/alerts/{alert_id}/called")
def part(seat: AtDesk, alert_id: UUID) -> Response:
    """The part of the approval that moves."""
    return HTMLResponse(seat.part("desk/called.html", called_of=alert_id, **called(seat, alert_id)))


@router.post("/desk/alerts/{alert_id}/take")
def take(seat: AtDesk, alert_id: UUID) -> Response:
    """Take the decision over: nobody else is called for three minutes."""
    calling.take(seat.session, seat.person, alert_id)
    return RedirectResponse(address(alert_id, "approve"), 303)


def called(seat: Seat, alert_id: UUID) -> dict[str, Any]:
    """What ``desk/called.html`` shows."""
    return {"called": calling.look(seat.session, seat.person, alert_id)}
