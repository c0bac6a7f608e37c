"""Plan a Probewarnung: where, when, how wide. Its words are fixed, its all-clear is decided with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import AreaRequest, Content
from alerts.domain.model.codes import AlertState, Width
from alerts.domain.phrases.public_test import PUBLIC_TEST_WORDS
from alerts.domain.rendering.public_test import ends_at
from alerts.services import desk
from alerts.services.desk import PublicTest
from alerts.services.ground import territory
from alerts.services.views import AlertView
from api.pages.desk.seat import AtDesk, Seat, address
from web.words import BERLIN

router = APIRouter()

HOME = "/desk/public-test"
DURATIONS = (15, 30, 45, 60, 120)
"""Minutes until the all-clear that one can choose."""
_A_WEEK = timedelta(days=7)
_AT_ELEVEN = time(11, 0)
_EDITABLE = (AlertState.DRAFT, AlertState.RETURNED)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The form as it was filled in. ``faults`` by field."""

    districts: tuple[str, ...]
    area_name: str
    day: str
    clock: str
    minutes: int
    width: Width
    faults: Mapping[str, str] = field(default_factory=dict)


@router.get(HOME)
def new(seat: AtDesk) -> Response:
    """An empty form: everywhere, in a week, at eleven."""
    own = territory(seat.session, seat.person)
    day = (seat.now.astimezone(BERLIN) + _A_WEEK).date()
    wanted = Wanted(
        districts=tuple(leaf.key for leaf in own.leaves),
        area_name=own.short_name,
        day=day.isoformat(),
        clock=_AT_ELEVEN.isoformat("minutes"),
        minutes=30,
        width=Width.AUTHORITY,
    )
    return _page(seat, None, wanted)


@router.get("/desk/alerts/{alert_id}/public-test")
def look(seat: AtDesk, alert_id: UUID) -> Response:
    """The form of one that is not submitted."""
    alert = seat.read(alert_id)
    if alert.state not in _EDITABLE or not alert.content.is_public_test or alert.content.ends_thread:
        return RedirectResponse(address(alert), 303)
    return _page(seat, alert, _wanted_of(alert.content))


@router.post(HOME)
@router.post("/desk/alerts/{alert_id}/public-test")
def save(
    seat: AtDesk,
    alert_id: UUID | None = None,
    version: Annotated[int, Form(ge=0, le=10**9)] = 0,
    district: Annotated[list[str] | None, Form(max_length=20_000)] = None,
    area_name: Annotated[str, Form(max_length=200)] = "",
    day: Annotated[str, Form(max_length=20)] = "",
    clock: Annotated[str, Form(max_length=20)] = "",
    minutes: Annotated[str, Form(max_length=6)] = "",
    width: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Draft or change it and go on to the check; what is wrong stays on this page."""
    alert = seat.read(alert_id) if alert_id else None
    chosen = Width(width) if width in list(Width) else Width.AUTHORITY
    wanted = Wanted(
        districts=tuple(district or ()),
        area_name=area_name.strip(),
        day=day,
        clock=clock,
        minutes=int(minutes) if minutes.isdecimal() else 0,
        width=chosen,
    )
    try:
        with seat.session.begin_nested():
            saved = _save(seat, alert, version, _planned(wanted))
    except InvalidError as refusal:
        return _page(seat, alert, wanted, _by_field(refusal, seat.language), 422)
    return RedirectResponse(address(saved, "check"), 303)


def _save(seat: Seat, alert: AlertView | None, version: int, planned: PublicTest) -> AlertView:
    if alert is None:
        return desk.draft_public_test(seat.session, seat.person, planned)
    return desk.edit_public_test(seat.session, seat.person, alert.id, version, planned)


def _planned(wanted: Wanted) -> PublicTest:
    faults = []
    if not wanted.districts:
        faults.append(Fault(place="area", de="mindestens einen Ort wählen", en="choose at least one place"))
    try:
        starts = datetime.fromisoformat(f"{wanted.day}T{wanted.clock}").replace(tzinfo=BERLIN)
    except ValueError:
        starts = None
        faults.append(Fault(place="onset", de="Tag und Uhrzeit angeben", en="give a day and a time"))
    if starts is None or faults:
        raise InvalidError(faults)
    return PublicTest(
        area=AreaRequest(districts=wanted.districts),
        area_name=wanted.area_name,
        width=wanted.width,
        starts=starts,
        ends=starts + timedelta(minutes=wanted.minutes),
    )


def _wanted_of(content: Content) -> Wanted:
    starts, ends = content.onset, ends_at(content)
    local = starts.astimezone(BERLIN) if starts else None
    return Wanted(
        districts=content.area.districts,
        area_name=content.area_name,
        day=local.date().isoformat() if local else "",
        clock=local.strftime("%H:%M") if local else "",
        minutes=round((ends - starts).total_seconds() / 60) if starts and ends else 0,
        width=content.width,
    )


def _by_field(refusal: InvalidError, language: str) -> dict[str, str]:
    places = {"area": "district", "onset": "day", "expires": "minutes"}
    said: dict[str, str] = {}
    for fault in refusal.faults:
        text = fault.en if language == "en" else fault.de
        said[places.get(fault.place, "")] = text[:1].upper() + text[1:]
    return said


def _page(
    seat: Seat, alert: AlertView | None, wanted: Wanted, faults: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    return seat.page(
        "desk/public_test.html",
        "drafts",
        public_test=True,
        status=status,
        alert=alert,
        wanted=wanted,
        faults=faults or {},
        durations=sorted({*DURATIONS, wanted.minutes} - {0}),
        territory=territory(seat.session, seat.person),
        said=PUBLIC_TEST_WORDS[seat.language],
        languages_told=len(PUBLIC_TEST_WORDS),
    )
