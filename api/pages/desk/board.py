"""The board: all that runs, on one map and as cards, live; and the answers to what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, RedirectResponse, Response
from markupsafe import Markup

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.lifecycle.reminders import Answer
from alerts.domain.model.alert import GeoJson
from alerts.domain.model.person import Person
from alerts.services import desk
from alerts.services.desk import reminding, watching
from alerts.services.ground import ground
from alerts.services.views import AlertView
from alerts.store.session import Session
from api.deps import Opened
from api.pages import pictures
from api.pages.desk import cards, drawing, progress
from api.pages.desk.running import follow
from api.pages.desk.seat import AtDesk, Seat, address
from web import svgmap, svgpatterns
from web.svglabels import Label, Marker
from web.svgmap import Figure, Frame

router = APIRouter()

_BELOW_MARK = 26.0
"""Pixels from the middle of a mark to the middle of the label under it."""


@router.get("/desk/running")
def board(seat: AtDesk) -> Response:
    """All that runs; or that nothing does."""
    data = cards.board(seat.session, seat.person)
    if not data["cards"]:
        return seat.page("desk/running_empty.html", "running")
    shown = [one["alert"] for one in data["cards"]]
    shapes = watching.shapes(seat.session, seat.person)
    pairs = [(alert, shapes[alert.id]) for alert in shown if alert.id in shapes]
    return seat.page("desk/board.html", "running", map=board_map(seat.session, seat.person, seat._, pairs), **data)


@router.get("/desk/board/stream")
def stream(seat: AtDesk, opened: Opened) -> Response:
    """The board's cards and the alarms as server-sent events, the present ones at once."""
    return progress.stream(seat.person, opened, None, seat.language, board=True)


@router.get("/desk/board/now")
def now(seat: AtDesk) -> Response:
    """The same once, for a page whose stream is broken."""
    parts = {"board": progress.rendered_board(seat.session, seat.person, seat.language)}
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


def board_map(
    session: Session, person: Person, _: Callable[[str], str], alerts: Sequence[tuple[AlertView, GeoJson]]
) -> Markup:
    """All that runs on the authority's ground: each area in its level's pattern, its mark, and its name where it
    does not collide; the list beside it names the same."""
    own = ground(session, person)
    frame = Frame(bounds=own.bounds, width=560, height=520, padding=20, widths=(320, 480, 560))
    layers = drawing.ground_layers(own, frozenset(), "")
    labels: list[Label] = []
    markers: list[Marker] = []
    for alert, shape in sorted(alerts, key=lambda pair: pair[0].content.severity.level):
        key = "drill" if alert.content.is_drill else str(alert.content.severity.level)
        layers.append([Figure(shape=shape, classes="casing")])
        layers.append([Figure(shape=shape, classes=f"area quiet level-{key}", pattern=svgpatterns.overview(key))])
        spot = svgmap.inner_point(shape, frame)
        if spot is None:
            continue
        markers.append(pictures.severity_mark(alert.content.severity, spot, address(alert)))
        labels.append(
            Label(
                text=_event(alert),
                spot=spot,
                chip=True,
                weight=100.0 * alert.content.severity.level,
                shift=(0.0, _BELOW_MARK),
            )
        )
    labels += pictures.names(frame, own.territory.leaves, classes="strong")
    described = _("Karte: alle laufenden Warnungen. Dieselben stehen in der Liste.")
    return svgmap.draw("board", frame, layers, labels=labels, markers=markers, described=described, classes="desk-map")


def _event(alert: AlertView) -> str:
    info = alert.content.info("de")
    said = (info.event if info else "") or alert.title
    return said if len(said) <= 24 else f"{said[:23]}…"
