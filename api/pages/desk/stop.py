"""The kill switch: its form, its sign on every page, and what it did before."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from alerts.access.roles import require
from alerts.domain.errors import InvalidError
from alerts.services import stopping
from api.pages.desk.side import Anybody, SideSeat
from api.pages.stop_sign import stop_sign

router = APIRouter()

_HOME = "/desk/stop"
_LONGEST = 2_000


@router.get(_HOME)
def show(seat: Anybody, going: int | None = None, expired: int | None = None) -> Response:
    """What is stopped, the form to stop, and what was stopped before."""
    return _page(seat, going=going, expired=expired)


@router.get(f"{_HOME}/form")
def form(seat: Anybody) -> Response:
    """The form alone, for the dialog, with what waits at this moment."""
    require(seat.person, *stopping.MAY_THROW)
    return HTMLResponse(seat.part("desk/stop_form.html", in_dialog=True, **_form(seat)))


@router.get(f"{_HOME}/sign")
def sign(seat: Anybody, mark: str = "") -> Response:
    """The sign alone, asked for every few seconds; 204 while it still is what ``mark`` stands for."""
    shown = stop_sign(seat.session, seat.person)
    now_is = sha256(seat.part("components/stop_sign.html", stop=shown, mark="").encode()).hexdigest()[:16]
    if now_is == mark:
        return Response(status_code=204)
    return HTMLResponse(seat.part("components/stop_sign.html", stop=shown, mark=now_is))


@router.post(_HOME)
def throw(
    seat: Anybody,
    reason: Annotated[str, Form(max_length=_LONGEST)] = "",
    sure: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Stop; without the tick or the reason the form comes again and says what is missing."""
    _ = seat._
    if not sure:
        return _page(seat, reason=reason, faults={"sure": _("Bitte ankreuzen, was angehalten wird.")}, status=422)
    try:
        stopping.throw(seat.session, seat.person, reason)
    except InvalidError as refusal:
        return _page(seat, reason=reason, faults=_faults(seat, refusal), status=422)
    return RedirectResponse(_back(seat), 303)


@router.post(f"{_HOME}/lift")
def lift(seat: Anybody, reason: Annotated[str, Form(max_length=_LONGEST)] = "") -> Response:
    """Let it go on, as a second person."""
    try:
        lifted = stopping.lift(seat.session, seat.person, reason)
    except InvalidError as refusal:
        return _page(seat, lift_faults=_faults(seat, refusal), status=422)
    return RedirectResponse(f"{_HOME}?{urlencode({'going': lifted.going, 'expired': lifted.expired})}", 303)


def _page(
    seat: SideSeat,
    *,
    reason: str = "",
    faults: dict[str, str] | None = None,
    lift_faults: dict[str, str] | None = None,
    going: int | None = None,
    expired: int | None = None,
    status: int = 200,
) -> Response:
    require(seat.person, *stopping.MAY_THROW)
    return seat.page(
        "desk/stop.html",
        "stop",
        status=status,
        in_dialog=False,
        lift_faults=lift_faults or {},
        going=going,
        expired=expired or 0,
        history=stopping.history(seat.session, seat.person),
        **_form(seat, reason=reason, faults=faults),
    )


def _form(seat: SideSeat, *, reason: str = "", faults: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "stop": stop_sign(seat.session, seat.person),
        "waiting": stopping.outlook(seat.session, seat.person),
        "reason": reason,
        "faults": faults or {},
        "longest": stopping.LONGEST_REASON,
    }


def _faults(seat: SideSeat, refusal: InvalidError) -> dict[str, str]:
    return {fault.place: fault.en if seat.language == "en" else fault.de for fault in refusal.faults}


def _back(seat: SideSeat) -> str:
    """The page of ours that the dialog was opened on."""
    came_from = seat.request.headers.get("referer", "")
    path = urlsplit(came_from).path
    ours = came_from.startswith(str(seat.request.base_url)) and path.startswith(
        ("/desk", "/office", "/admin", "/analyst")
    )
    return path if ours else _HOME
