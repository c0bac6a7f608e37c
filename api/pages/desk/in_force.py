"""Alerts in force: bring in foreign ones, quote one in a draft, and say why a draft differs from what holds already."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.regard import Regard
from alerts.formats.foreign import decoded
from alerts.formats.foreign.document import LARGEST
from alerts.services import desk, foreign, foreign_sources
from alerts.services.foreign import Brought
from api.deps import Settings
from api.pages.desk.beside import beside
from api.pages.desk.seat import AtDesk, Seat, address
from api.pages.desk.texts import FormData

router = APIRouter()

_HOME = "/desk/in-force"
MOST_REGARDS = 50
LONGEST_REASON = 400


@router.get(_HOME)
def show(seat: AtDesk, settings: Settings) -> Response:
    """Everything that was brought in, and the way to bring in more."""
    return _page(seat, settings)


@router.post(_HOME)
def bring(
    seat: AtDesk,
    settings: Settings,
    text: Annotated[str, Form(max_length=LARGEST)] = "",
    source: Annotated[str, Form(max_length=1_100)] = "",
    everywhere: Annotated[str, Form(max_length=5)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take in what was pasted, uploaded, or lies at a configured source; what is refused says why, with its place."""
    try:
        document, name = _document(settings, text, source, file)
        with seat.session.begin_nested():
            brought = foreign.bring(seat.session, seat.person, document, source=name, everywhere=bool(everywhere))
    except InvalidError as refusal:
        return _page(seat, settings, faults=refusal.faults, text=text[:200_000], status=422)
    return _page(seat, settings, brought=brought)


@router.get(f"{_HOME}/{{foreign_id}}/raw")
def raw(seat: AtDesk, foreign_id: UUID) -> Response:
    """The document as it came, to be read or kept; never as a page of ours."""
    stored = foreign.one(seat.session, seat.person, foreign_id)
    headers = {"Content-Disposition": 'inline; filename="meldung.txt"', "X-Content-Type-Options": "nosniff"}
    return PlainTextResponse(stored.raw, headers=headers)


@router.post(f"{_HOME}/{{foreign_id}}/quote")
def quote(seat: AtDesk, foreign_id: UUID) -> Response:
    """One click: a draft with its words, its ground and its time, to be checked."""
    return RedirectResponse(address(foreign.quote(seat.session, seat.person, foreign_id), "text"), 303)


@router.post(f"{_HOME}/{{foreign_id}}/away")
def put_away(seat: AtDesk, foreign_id: UUID) -> Response:
    """It no longer holds."""
    foreign.put_away(seat.session, seat.person, foreign_id)
    return RedirectResponse(_HOME, 303)


@router.get("/desk/alerts/{alert_id}/in-force")
def part(seat: AtDesk, alert_id: UUID, at: str = "side") -> Response:
    """What stands beside a draft, alone: its pages ask for it again every few seconds."""
    alert = seat.read(alert_id)
    place = at if at in ("side", "approve") else "side"
    return HTMLResponse(
        seat.part("desk/in_force.html", at=place, alert=alert, content=alert.content, **beside(seat, alert))
    )


@router.post("/desk/alerts/{alert_id}/regards")
def regard(seat: AtDesk, alert_id: UUID, form: FormData) -> Response:
    """Keep the reasons as a new version; an empty one is none. Raises StaleVersionError, InvalidError."""
    alert = seat.read(alert_id)
    content = replace(alert.content, regards=_regards(form))
    if content != alert.content:
        desk.edit(seat.session, seat.person, alert_id, version_of(form), content)
    return RedirectResponse(f"{address(alert, 'check')}#in-force", 303)


@router.post("/desk/alerts/{alert_id}/quote")
def requote(seat: AtDesk, alert_id: UUID, form: FormData) -> Response:
    """A changed quotation: put its words back, or go on with it as an own text."""
    step = foreign.as_own if form.get("step") == "own" else foreign.restore
    view = step(seat.session, seat.person, alert_id, version_of(form))
    return RedirectResponse(address(view, "text"), 303)


def version_of(form: dict[str, str]) -> int:
    """The version that a form was made for; 0, which is none, where it says nothing sensible."""
    written = form.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def _regards(form: dict[str, str]) -> tuple[Regard, ...]:
    found = []
    for number in range(MOST_REGARDS):
        identifier, reason = form.get(f"identifier{number}", ""), form.get(f"reason{number}", "")
        reason = " ".join(reason.split())
        if len(reason) > LONGEST_REASON or len(identifier) > 300:
            fault = Fault("regards", f"höchstens {LONGEST_REASON} Zeichen", f"at most {LONGEST_REASON} characters")
            raise InvalidError([fault])
        if identifier and reason:
            found.append(Regard(identifier=identifier, reason=reason))
    return tuple(found)


def _document(settings: Settings, text: str, source: str, file: UploadFile | None) -> tuple[str, str]:
    """The text and where it came from."""
    if file is not None and file.filename:
        return decoded(file.file.read(LARGEST + 1)), file.filename[-120:]
    address_given = text if foreign_sources.is_address(text) else source
    if address_given.strip():
        return foreign_sources.fetch(address_given, settings.foreign)
    return text, ""


def _page(
    seat: Seat,
    settings: Settings,
    *,
    brought: tuple[Brought, ...] = (),
    faults: tuple[Fault, ...] = (),
    text: str = "",
    status: int = 200,
) -> Response:
    return seat.page(
        "desk/foreign.html",
        "in-force",
        status=status,
        alerts=foreign.recent(seat.session, seat.person),
        sources=[one for one in settings.foreign if not one.is_folder],
        folders=[one for one in settings.foreign if one.is_folder],
        brought=brought,
        faults=[(fault.place, fault.en if seat.language == "en" else fault.de) for fault in faults],
        refused=[
            [(fault.place, fault.en if seat.language == "en" else fault.de) for fault in one.faults] for one in brought
        ],
        text=text,
    )
