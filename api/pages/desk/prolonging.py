"""Holding longer: a new end, without a post or with one; near the end that the channels were told, rather with one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.codec import FIRST_YEAR, LAST_YEAR
from alerts.domain.model.codes import AlertState
from alerts.services import desk
from alerts.services.desk import prolonging
from alerts.services.views import AlertView
from api import errors
from api.pages.desk import writing
from api.pages.desk.checking import plain
from api.pages.desk.seat import AtDesk, Seat, address
from geo.errors import OrtsrufError
from web.words import BERLIN

router = APIRouter()

_LONGER = (timedelta(hours=1), timedelta(hours=2), timedelta(hours=4), timedelta(hours=12))
"""Offered beyond the present end."""
OWN = "own"
"""The choice of a time typed in."""


@router.get("/desk/alerts/{alert_id}/prolong")
def look(seat: AtDesk, alert_id: UUID) -> Response:
    """The present end, what the channels were told of it, and new ends to choose from."""
    alert = desk.glance(seat.session, seat.person, alert_id)
    if alert.state is not AlertState.RELEASED or alert.succeeded or alert.thread_ended:
        return RedirectResponse(address(alert), 303)
    return _page(seat, alert)


@router.post("/desk/alerts/{alert_id}/prolong")
def prolong(
    seat: AtDesk,
    alert_id: UUID,
    choice: Annotated[str, Form()] = "",
    own: Annotated[str, Form()] = "",
    post: Annotated[str, Form()] = "",
) -> Response:
    """Prepare it for a second person; what is begun already takes the new time. A refusal stays on this page."""
    alert = desk.glance(seat.session, seat.person, alert_id)
    try:
        with seat.session.begin_nested():
            view = _drafted(seat, alert, _time(own if choice == OWN else choice), with_post=bool(post))
    except OrtsrufError as error:
        if alert.state is not AlertState.RELEASED or alert.succeeded or alert.thread_ended:
            raise
        said = plain(error, seat.language)
        return _page(seat, alert, refusal=said, choice=choice, own=own, status=errors.status_of(error))
    return RedirectResponse(address(view, "approve" if view.state is AlertState.SUBMITTED else "check"), 303)


def _drafted(seat: Seat, alert: AlertView, until: datetime, *, with_post: bool) -> AlertView:
    begun = None if with_post else desk.begun(seat.session, seat.person, alert.id, desk.Step.PROLONG)
    if begun is not None and begun.state is AlertState.SUBMITTED:
        return begun
    if begun is not None:
        desk.discard(seat.session, seat.person, begun.id)
    return prolonging.draft_prolongation(seat.session, seat.person, alert.id, until, with_post=with_post)


def _page(
    seat: Seat, alert: AlertView, *, refusal: str = "", choice: str = "", own: str = "", status: int = 200
) -> Response:
    now = seat.now
    end = alert.content.expires or now
    base = end if end > now else now.replace(second=0, microsecond=0)
    choices = [(writing.local_input(base + span), base + span, span) for span in _LONGER]
    return seat.page(
        "desk/prolong.html",
        "running",
        drill=alert.content.is_drill,
        status=status,
        alert=alert,
        over=end <= now,
        told=prolonging.told(seat.session, alert.id),
        choices=choices,
        chosen=choice or choices[1][0],
        own=own or writing.local_input(base + _LONGER[0]),
        refusal=refusal,
    )


def _time(typed: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed.strip()).replace(tzinfo=BERLIN)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(typed)
        return moment
    except ValueError as error:
        fault = Fault(place="until", de="Datum und Uhrzeit angeben", en="give a date and a time")
        raise InvalidError([fault]) from error
