"""Alerts: draft, edit, submit, approve, follow up, watch."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, Response

from alerts.services import desk
from alerts.services.views import AlertView
from api.deps import Settings, Staff, Transaction
from api.etags import IfMatch, etag, expected
from api.repeats import Answer, OnlyOnce
from api.schemas.alert import (
    AlertList,
    AlertOut,
    ApproveIn,
    BreakGlassIn,
    DeliveriesOut,
    ReasonIn,
    SubmitIn,
    Timeline,
    alert_body,
    alert_line,
    deliveries_of,
    step_of,
)
from api.schemas.content import ContentIn
from api.schemas.problem import REFUSALS

router = APIRouter(prefix="/api/v1/alerts", tags=["alerts"], responses=REFUSALS)

_HEADERS = {"headers": {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}}
_OK: dict[int | str, dict[str, Any]] = {200: _HEADERS}
_MADE: dict[int | str, dict[str, Any]] = {201: _HEADERS}


class Listing(StrEnum):
    """Which alerts to list."""

    RUNNING = "running"
    DRAFTS = "drafts"
    WAITING = "waiting"
    HISTORY = "history"


_LISTINGS = {
    Listing.RUNNING: desk.running,
    Listing.DRAFTS: desk.drafts,
    Listing.WAITING: desk.waiting,
    Listing.HISTORY: desk.history,
}


@router.get("", response_model=AlertList)
def listed(session: Transaction, person: Staff, show: Listing = Listing.RUNNING) -> JSONResponse:
    """The own authority's alerts: running ones, drafts, those waiting for approval, or the history."""
    return JSONResponse({"alerts": [alert_line(view) for view in _LISTINGS[show](session, person)]})


@router.post("", response_model=AlertOut, status_code=201, responses=_MADE)
def draft(body: ContentIn, session: Transaction, person: Staff, settings: Settings, once: OnlyOnce) -> Response:
    """Begin a draft. It may be unfinished; an impossible area is refused."""

    def work() -> Answer:
        return _made(desk.draft(session, person, body.said(), public_url=settings.public_url))

    return once(body.model_dump(mode="json"), work)


@router.get("/{alert}", response_model=AlertOut, responses=_OK)
def read(alert: UUID, session: Transaction, person: Staff, settings: Settings) -> JSONResponse:
    """One alert with its plan and texts: as frozen after submit, as things stand before."""
    return _shown(desk.read(session, person, alert, public_url=settings.public_url))


@router.patch("/{alert}", response_model=AlertOut, responses=_OK)
def edit(
    alert: UUID,
    body: ContentIn,
    session: Transaction,
    person: Staff,
    settings: Settings,
    if_match: IfMatch = None,
) -> JSONResponse:
    """Save a new version: the fields that are sent replace those of the version named by If-Match."""
    version = expected(if_match)
    before = desk.glance(session, person, alert).content
    saved = desk.edit(session, person, alert, version, body.over(before), public_url=settings.public_url)
    return _shown(saved)


@router.delete("/{alert}", response_model=AlertOut)
def discard(alert: UUID, session: Transaction, person: Staff) -> JSONResponse:
    """Put a draft away; it stays readable."""
    return _shown(desk.discard(session, person, alert))


@router.post("/{alert}/submit", response_model=AlertOut, responses=_OK)
def submit(
    alert: UUID, session: Transaction, person: Staff, settings: Settings, once: OnlyOnce, body: SubmitIn | None = None
) -> Response:
    """Freeze the version with its plan and texts; the answer holds the hash for approval."""
    said = body or SubmitIn()

    def work() -> Answer:
        desk.submit(
            session,
            person,
            alert,
            said.acknowledged_gaps,
            confirmed=said.confirmed_districts,
            public_url=settings.public_url,
        )
        return _done(desk.read(session, person, alert, public_url=settings.public_url))

    return once(said.model_dump(mode="json"), work)


@router.post("/{alert}/return", response_model=AlertOut, responses=_OK)
def return_(alert: UUID, body: ReasonIn, session: Transaction, person: Staff, once: OnlyOnce) -> Response:
    """Give a submitted alert back to its authors with a reason."""
    return once(body.model_dump(), lambda: _done(desk.return_(session, person, alert, body.reason)))


@router.post("/{alert}/approve", response_model=AlertOut, responses=_OK)
def approve(
    alert: UUID, body: ApproveIn, session: Transaction, person: Staff, settings: Settings, once: OnlyOnce
) -> Response:
    """Release what was submitted, as a second person with a session; API keys cannot."""
    url = settings.public_url
    return once(body.model_dump(), lambda: _done(desk.approve(session, person, alert, body.hash, public_url=url)))


@router.post("/{alert}/break-glass", response_model=AlertOut, responses=_OK)
def break_glass(
    alert: UUID, body: BreakGlassIn, session: Transaction, person: Staff, settings: Settings, once: OnlyOnce
) -> Response:
    """Release alone because nobody else is there: fresh sign-in, a reason, everybody is told."""
    url = settings.public_url
    return once(
        body.model_dump(),
        lambda: _done(desk.break_glass(session, person, alert, body.hash, body.reason, public_url=url)),
    )


@router.post("/{alert}/update", response_model=AlertOut, status_code=201, responses=_MADE)
def update(
    alert: UUID,
    session: Transaction,
    person: Staff,
    once: OnlyOnce,
    body: Annotated[ContentIn | None, Body()] = None,
) -> Response:
    """Draft an update of a running alert: what holds now, with the fields that are sent."""

    def work() -> Answer:
        if body is None:
            return _made(desk.draft_update(session, person, alert))
        before = desk.read(session, person, alert).content
        return _made(desk.draft_update(session, person, alert, body.over(before)))

    return once(body.model_dump(mode="json") if body else {}, work)


@router.post("/{alert}/all-clear", response_model=AlertOut, status_code=201, responses=_MADE)
def all_clear(alert: UUID, session: Transaction, person: Staff, once: OnlyOnce) -> Response:
    """Draft the all-clear: the danger is over."""
    return once({}, lambda: _made(desk.draft_all_clear(session, person, alert)))


@router.post("/{alert}/cancel", response_model=AlertOut, status_code=201, responses=_MADE)
def cancel(alert: UUID, session: Transaction, person: Staff, once: OnlyOnce) -> Response:
    """Draft the cancel: it was issued in error."""
    return once({}, lambda: _made(desk.draft_cancel(session, person, alert)))


@router.get("/{alert}/deliveries")
def deliveries(alert: UUID, session: Transaction, person: Staff) -> DeliveriesOut:
    """How far its posts have come, trouble first."""
    return deliveries_of(desk.deliveries(session, person, alert))


@router.get("/{alert}/timeline")
def timeline(alert: UUID, session: Transaction, person: Staff) -> Timeline:
    """What happened in its thread, newest first."""
    return Timeline(entries=[step_of(entry) for entry in desk.timeline(session, person, alert)])


def _shown(view: AlertView) -> JSONResponse:
    status, body, headers = _done(view)
    return JSONResponse(body, status, headers)


def _done(view: AlertView) -> Answer:
    return 200, alert_body(view), {"ETag": etag(view.version)}


def _made(view: AlertView) -> Answer:
    return 201, alert_body(view), {"ETag": etag(view.version), "Location": f"/api/v1/alerts/{view.id}"}
