"""The office's page: its channels, what waits for a hand, its hotline, what its channels carried."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from alerts.domain.errors import InvalidError
from alerts.services import citizen, office
from alerts.services.office import Board
from api.deps import CsrfToken, Staff, Transaction
from api.language import asked
from api.pages import pictures
from api.pages.office_frame import office_frame
from api.pages.office_nav import HOME as _HOME
from web import i18n, moments, sparks, svgmap
from web.render import page
from web.svgmap import Frame

router = APIRouter(include_in_schema=False)

_LONGEST = 400


@router.get(_HOME)
def board(request: Request, session: Transaction, person: Staff, csrf: CsrfToken) -> Response:
    """The office's channels and posts."""
    return _page(request, session, person, csrf)


@router.get(f"{_HOME}/by-hand")
def by_hand(request: Request, session: Transaction, person: Staff, csrf: CsrfToken) -> Response:
    """The posts that wait for a hand, alone: the page fetches them again every few seconds."""
    seen = office.board(session, person)
    return HTMLResponse(page("office/by_hand.html", asked(request), board=seen, csrf=csrf))


@router.post(f"{_HOME}/posts/{{delivery}}/posted")
def posted(session: Transaction, person: Staff, delivery: UUID) -> Response:
    """The person has posted it."""
    office.mark_posted(session, person, delivery)
    return RedirectResponse(_HOME, 303)


@router.post(f"{_HOME}/posts/{{delivery}}/mine")
def mine(session: Transaction, person: Staff, delivery: UUID) -> Response:
    """The person takes it upon themselves."""
    office.acknowledge(session, person, delivery)
    return RedirectResponse(_HOME, 303)


@router.post(f"{_HOME}/posts/{{delivery}}/undo")
def undo(session: Transaction, person: Staff, delivery: UUID) -> Response:
    """The tick was a mistake."""
    office.undo_posted(session, person, delivery)
    return RedirectResponse(_HOME, 303)


@router.post(f"{_HOME}/posts/{{delivery}}/cannot")
def cannot(session: Transaction, person: Staff, delivery: UUID) -> Response:
    """The person cannot post it; the desk sees that."""
    office.cannot_post(session, person, delivery)
    return RedirectResponse(_HOME, 303)


@router.post(f"{_HOME}/hotline")
def hotline(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: CsrfToken,
    number: Annotated[str, Form(max_length=_LONGEST)] = "",
    hours: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Response:
    """Change the hotline block, or say what is wrong with it beside the fields."""
    try:
        office.change_hotline(session, person, number=number, hours=hours)
    except InvalidError as refusal:
        language = asked(request)
        faults = {fault.place: fault.en if language == "en" else fault.de for fault in refusal.faults}
        return _page(request, session, person, csrf, faults=faults, typed={"number": number, "hours": hours})
    return RedirectResponse(f"{_HOME}#hotline", 303)


def _page(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: str,
    *,
    faults: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    seen = office.board(session, person)
    language = asked(request)
    frame = office_frame(request, session, person, csrf, seen.at, _HOME, authority=seen.name, by_hand=len(seen.by_hand))
    html = page(
        "office/board.html",
        language,
        frame=frame,
        csrf=csrf,
        board=seen,
        map=_map(session, seen, language),
        small_map=_small_map(seen),
        spark=sparks.spark,
        moment=moments.moment,
        faults=faults or {},
        typed=typed,
    )
    return HTMLResponse(html, 422 if faults else 200)


def _map(session: Transaction, seen: Board, language: str) -> Markup:
    _ = i18n.gettext(language)
    shapes = [leaf.shape for leaf in seen.territory.leaves]
    frame = Frame(bounds=svgmap.bounds_of(shapes), width=800, height=420, padding=20, widths=(320, 480, 700))
    around = citizen.surroundings(session, frame.seen, seen.territory)
    own = set(seen.districts)
    layers = pictures.ground(seen.territory, around.regions, around.siblings, office=own)
    mine = [leaf for leaf in seen.territory.leaves if leaf.key in own]
    others = [leaf for leaf in seen.territory.leaves if leaf.key not in own]
    labels = [*pictures.names(frame, mine, classes="strong", weight=1e6), *pictures.names(frame, others, classes="far")]
    described = _("Karte: die Orte dieses Büros. Dieselben stehen darunter.")
    return svgmap.draw("office", frame, layers, labels=labels, described=described, classes="office-map")


def _small_map(seen: Board) -> Markup:
    shapes = {leaf.key: leaf.shape for leaf in seen.territory.leaves}
    return svgmap.thumbnail(shapes, set(seen.districts), size=112, classes="thumb thumb-office")
