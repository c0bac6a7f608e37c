"""Incidents with other authorities: the list, one incident with everybody's released alerts, invitations, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from alerts.domain.errors import Fault, InvalidError
from alerts.services import citizen, desk
from alerts.services.desk import incidents
from alerts.services.desk.incidents import IncidentView
from api import errors
from api.pages import pictures
from api.pages.desk.checking import plain
from api.pages.desk.seat import AtDesk, Seat
from geo.errors import OrtsrufError
from web import svgmap, svgpatterns
from web.svglabels import Label, Marker
from web.svgmap import Figure, Frame

router = APIRouter()

_BELOW_MARK = 26.0
_SMALLEST = 6000.0
"""Metres that an incident's map shows at least."""


@router.get("/desk/incidents")
def all_of(seat: AtDesk) -> Response:
    """The incidents that the own authority leads or is asked into, newest first."""
    return seat.page("desk/incidents.html", "running", views=incidents.all_of(seat.session, seat.person))


@router.get("/desk/incidents/{incident_id}")
def look(seat: AtDesk, incident_id: UUID) -> Response:
    """One incident. Raises NotFoundError for those who are no members."""
    return _page(seat, incidents.look(seat.session, seat.person, incident_id))


@router.get("/desk/alerts/{alert_id}/incident")
def begin(seat: AtDesk, alert_id: UUID) -> Response:
    """The incident of an alert, or the form that opens one around it."""
    alert = desk.glance(seat.session, seat.person, alert_id)
    joined = incidents.of_threads(seat.session, (alert.thread,)).get(alert.thread)
    if joined is not None:
        return RedirectResponse(f"/desk/incidents/{joined.id}", 303)
    if alert.sent is None or alert.thread_ended or alert.content.is_drill:
        return RedirectResponse(f"/desk/alerts/{alert_id}", 303)
    return seat.page("desk/incident_new.html", "running", alert=alert, title=alert.title, refusal="")


@router.post("/desk/alerts/{alert_id}/incident")
def open_incident(seat: AtDesk, alert_id: UUID, title: Annotated[str, Form()] = "") -> Response:
    """Open an incident around an own alert, and lead it."""
    try:
        with seat.session.begin_nested():
            opened = incidents.open_incident(seat.session, seat.person, alert_id, title)
    except InvalidError as error:
        alert = desk.glance(seat.session, seat.person, alert_id)
        said = plain(error, seat.language)
        status = errors.status_of(error)
        return seat.page("desk/incident_new.html", "running", status=status, alert=alert, title=title, refusal=said)
    return RedirectResponse(f"/desk/incidents/{opened.id}", 303)


@router.post("/desk/incidents/{incident_id}/invite")
def invite(seat: AtDesk, incident_id: UUID, thread: Annotated[str, Form()] = "") -> Response:
    """Ask another authority to put an alert of its own into the incident."""

    def step() -> None:
        incidents.invite(seat.session, seat.person, incident_id, _uuid(thread, "thread"))

    return _tried(seat, incident_id, step)


@router.post("/desk/incidents/{incident_id}/answer")
def answer(
    seat: AtDesk, incident_id: UUID, part: Annotated[str, Form()] = "", given: Annotated[str, Form(alias="answer")] = ""
) -> Response:
    """Accept or decline an invitation."""

    def step() -> None:
        if given not in ("join", "decline"):
            raise InvalidError([Fault(place="answer", de="annehmen oder ablehnen", en="accept or decline")])
        incidents.answer(seat.session, seat.person, incident_id, _uuid(part, "part"), accept=given == "join")

    return _tried(seat, incident_id, step)


@router.post("/desk/incidents/{incident_id}/close")
def close(seat: AtDesk, incident_id: UUID) -> Response:
    """Invite nobody any more."""
    return _tried(seat, incident_id, lambda: incidents.close(seat.session, seat.person, incident_id))


def _tried(seat: Seat, incident_id: UUID, step: Callable[[], None]) -> Response:
    view = incidents.look(seat.session, seat.person, incident_id)
    try:
        with seat.session.begin_nested():
            step()
    except OrtsrufError as error:
        return _page(seat, view, refusal=plain(error, seat.language), status=errors.status_of(error))
    return RedirectResponse(f"/desk/incidents/{incident_id}", 303)


def _page(seat: Seat, view: IncidentView, *, refusal: str = "", status: int = 200) -> Response:
    candidates = incidents.candidates(seat.session, seat.person, view) if view.leads else ()
    running = {one.thread: one for one in desk.running(seat.session, seat.person)}
    own = [running[part.thread] for part in view.own if part.joined and part.thread in running]
    return seat.page(
        "desk/incident.html",
        "running",
        status=status,
        view=view,
        incident=view.incident,
        candidates=candidates if view.incident.closed is None else (),
        own_running=own,
        map=_map(seat, view),
        refusal=refusal,
    )


def _map(seat: Seat, view: IncidentView) -> Markup:
    """Everybody's newest alerts on one map, each in its level's pattern, with the authority's name."""
    shown = [one for one in view.newest if not one.ends_thread] or list(view.newest)
    if not shown:
        return Markup("")
    bounds = svgmap.at_least(svgmap.bounds_of([one.area for one in shown], grow=0.25), _SMALLEST)
    frame = Frame(bounds=bounds, width=560, height=420, padding=24, widths=(320, 480, 560))
    members = {part.authority for part in view.incident.parts}
    lands = [land for land in citizen.territories(seat.session) if land.authority in members]
    layers = [
        [Figure(shape=pictures.union(land.leaves), classes="own") for land in lands],
        [Figure(shape=leaf.shape, classes="leaf") for land in lands for leaf in land.leaves],
        [Figure(shape=pictures.union(land.leaves), classes="edge") for land in lands],
    ]
    labels: list[Label] = []
    markers: list[Marker] = []
    for one in sorted(shown, key=lambda alert: alert.severity.level):
        key = pictures.tone(one)
        layers.append([Figure(shape=one.area, classes="casing")])
        layers.append([Figure(shape=one.area, classes=f"area quiet level-{key}", pattern=svgpatterns.overview(key))])
        if (spot := svgmap.inner_point(one.area, frame)) is None:
            continue
        markers.append(pictures.severity_marker(one, spot, f"/a/{one.identifier}"))
        labels.append(
            Label(text=one.authority_name, spot=spot, chip=True, weight=1000.0, must=True, shift=(0.0, _BELOW_MARK))
        )
    described = seat._("Karte: die Warnungen aller Beteiligten. Dieselben stehen in der Liste.")
    return svgmap.draw(
        "incident", frame, layers, labels=labels, markers=markers, described=described, classes="desk-map"
    )


def _uuid(typed: str, place: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise InvalidError([Fault(place=place, de="aus der Liste wählen", en="choose from the list")]) from error
