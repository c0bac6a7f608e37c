"""Sofortwarnungen: prepared by two by day; at night one person says where and until when, and sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from alerts.domain import limits
from alerts.domain.errors import Fault, FreshSignInNeededError, InvalidError
from alerts.domain.model.alert import EASY_GERMAN, Content, Info
from alerts.domain.model.codes import Role, Severity, Urgency
from alerts.domain.model.immediate import PLACE, UNTIL, Bounds, Immediate, ImmediateState, Prepared
from alerts.domain.templates import Filler, Template
from alerts.services import places, templates
from alerts.services.desk import immediate, preview
from alerts.services.desk.immediate import Wish
from alerts.services.views import Preview
from api import errors
from api.pages.desk import drawing
from api.pages.desk.checking import plain
from api.pages.desk.seat import AtDesk, Seat, address
from api.pages.desk.texts import FormData
from geo.errors import OrtsrufError
from geo.position import position
from web import words

router = APIRouter()

HOME = "/desk/immediate"
LANGUAGES = ("de", EASY_GERMAN, "en")
_PARTS = ("event", "headline", "instruction", "description")
_HITS = 6


@dataclass(frozen=True, kw_only=True)
class Night:
    """What one person has said so far, on the page of one Sofortwarnung."""

    where: str = ""
    at: str = ""
    """The ``where`` that ``lat`` and ``lon`` were found for."""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    radius: int = 0
    hours: int = 0
    drill: bool = False
    hits: tuple[dict[str, Any], ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)

    def wish(self, seat: Seat) -> Wish | None:
        """The wish, once a place is found."""
        if self.lat is None or self.lon is None:
            return None
        until = (seat.now + timedelta(hours=self.hours)).replace(second=0, microsecond=0)
        return Wish(place=self.place, lat=self.lat, lon=self.lon, radius_m=self.radius, until=until, drill=self.drill)


def night_of(
    where: Annotated[str, Query(max_length=200)] = "",
    at: Annotated[str, Query(max_length=200)] = "",
    place: Annotated[str, Query(max_length=200)] = "",
    lat: Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)] = None,
    lon: Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)] = None,
    radius: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    hours: Annotated[int, Query(ge=0, le=1_000)] = 0,
    drill: bool = False,
) -> Night:
    """What the address says."""
    return Night(where=where, at=at, place=place, lat=lat, lon=lon, radius=radius, hours=hours, drill=drill)


Asked = Annotated[Night, Depends(night_of)]


@router.get(HOME)
def listed(seat: AtDesk) -> Response:
    """What may be sent at once, what waits for its second person."""
    found = immediate.every(seat.session, seat.person)
    return seat.page(
        "desk/immediate_list.html",
        "immediate",
        ready=[one for one in found if one.is_ready(seat.now)],
        stale=[one for one in found if one.state is ImmediateState.APPROVED and not one.is_ready(seat.now)],
        waiting=[one for one in found if one.state is ImmediateState.WAITING],
        returned=[one for one in found if one.state is ImmediateState.RETURNED],
    )


@router.get(f"{HOME}/new")
def new(seat: AtDesk, template: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Prepare one, beginning with a template's texts."""
    chosen = templates.by_key(seat.session, template) if template else None
    return _form(seat, chosen, _begun(chosen), {})


@router.post(HOME)
def prepare(seat: AtDesk, form: FormData) -> Response:
    """Hand it to a second person; what is wrong stays on the page."""
    chosen = templates.by_key(seat.session, form.get("template", ""))
    prepared = _prepared(form, chosen)
    try:
        with seat.session.begin_nested():
            made = immediate.prepare(seat.session, seat.person, prepared)
    except InvalidError as refusal:
        return _form(seat, chosen, prepared, _by_place(refusal, seat.language), 422)
    return RedirectResponse(f"{HOME}/{made.id}", 303)


@router.get(f"{HOME}/{{found}}")
def look(seat: AtDesk, found: UUID, night: Asked) -> Response:
    """One that waits: read and approve. One that is ready: where, until when, whom it tells."""
    one = immediate.read(seat.session, seat.person, found)
    if not one.is_ready(seat.now):
        return _reading(seat, one)
    return _releasing(seat, one, _found(seat, night, one))


@router.post(f"{HOME}/{{found}}/approve")
def approve(seat: AtDesk, found: UUID, hash: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Approve it for a year."""
    return _tried(seat, found, lambda: immediate.approve(seat.session, seat.person, found, hash))


@router.post(f"{HOME}/{{found}}/return")
def give_back(seat: AtDesk, found: UUID, reason: Annotated[str, Form(max_length=1000)] = "") -> Response:
    """Give it back with a reason."""
    return _tried(seat, found, lambda: immediate.give_back(seat.session, seat.person, found, reason))


@router.post(f"{HOME}/{{found}}/withdraw")
def withdraw(seat: AtDesk, found: UUID, reason: Annotated[str, Form(max_length=1000)] = "") -> Response:
    """Take it out of use."""
    return _tried(seat, found, lambda: immediate.withdraw(seat.session, seat.person, found, reason))


@router.post(f"{HOME}/{{found}}/release")
def release(seat: AtDesk, found: UUID, night: Asked, confirm: Annotated[str, Form(max_length=60)] = "") -> Response:
    """Send it; a refusal stays on the page with everything that was said."""
    one = immediate.read(seat.session, seat.person, found)
    wish = night.wish(seat)
    try:
        if wish is None:
            raise InvalidError([Fault(place="where", de="zuerst den Ort angeben", en="say where first")])
        with seat.session.begin_nested():
            content, _ = immediate.outlook(seat.session, seat.person, found, wish)
            _check_typed(confirm, _wanted(seat, _preview(seat, content)))
            sent = immediate.release(seat.session, seat.person, found, wish, public_url=seat.public_url)
    except OrtsrufError as error:
        stale = isinstance(error, FreshSignInNeededError)
        said = plain(error, seat.language)
        return _releasing(seat, one, night, refusal=said, stale=stale, status=errors.status_of(error))
    return RedirectResponse(address(sent), 303)


def _reading(seat: Seat, one: Immediate, refusal: str = "", status: int = 200) -> Response:
    return seat.page(
        "desk/immediate_read.html",
        "immediate",
        status=status,
        one=one,
        content=one.prepared.content,
        refusal=refusal,
        wrote=one.author == seat.person.id,
        may=seat.person.has(Role.APPROVER),
    )


def _releasing(
    seat: Seat, one: Immediate, night: Night, *, refusal: str = "", stale: bool = False, status: int = 200
) -> Response:
    content, found = None, None
    wish = night.wish(seat)
    if wish is not None:
        try:
            content, _ = immediate.outlook(seat.session, seat.person, one.id, wish)
            found = _preview(seat, content)
        except OrtsrufError as error:
            content = None
            refusal = refusal or plain(error, seat.language)
    return seat.page(
        "desk/immediate_release.html",
        "immediate",
        drill=night.drill,
        status=status,
        one=one,
        night=night,
        content=content,
        plan=found.plan if found else None,
        wanted=_wanted(seat, found) if found else "",
        until=wish.until if wish else None,
        map=drawing.content_map(seat, content, found, name="immediate", width=640, height=320) if content else "",
        refusal=refusal,
        stale=stale or not _fresh(seat),
        may=seat.person.has(Role.APPROVER),
        hours=range(1, one.prepared.bounds.hours + 1),
        radii=_radii(one.prepared.bounds.radius_m),
        frame_query=_query(night),
    )


def _query(night: Night) -> str:
    said = {
        "where": night.where,
        "at": night.at,
        "place": night.place,
        "lat": night.lat,
        "lon": night.lon,
        "radius": night.radius,
        "hours": night.hours,
        "drill": "true" if night.drill else None,
    }
    return urlencode({name: value for name, value in said.items() if value not in (None, "")})


def _found(seat: Seat, night: Night, one: Immediate) -> Night:
    """The typed place on the map: coordinates, or the districts of that name."""
    bounds = one.prepared.bounds
    radius, hours = night.radius or _radii(bounds.radius_m)[-1], night.hours or min(2, bounds.hours)
    typed = night.where.strip()
    if night.at == typed and night.lat is not None:
        return replace(night, radius=radius, hours=hours)
    night = replace(night, radius=radius, hours=hours, lat=None, lon=None, at=typed)
    if not typed:
        return night
    try:
        spot = position(typed)
    except OrtsrufError as error:
        return replace(night, faults={"where": plain(error, seat.language)})
    if spot is not None:
        return replace(night, lat=spot.lat, lon=spot.lon)
    hits = places.labelled(seat.session, seat.person, typed, limit=_HITS)
    if len(hits) == 1:
        lon, lat = hits[0].label
        return replace(night, lat=lat, lon=lon, place=night.place or hits[0].name)
    if not hits:
        return replace(night, faults={"where": seat._("Kein Ort dieses Namens. Auch Koordinaten gehen: 52,53; 13,34")})
    found = tuple({"name": hit.name, "level": hit.level, "lat": hit.label[1], "lon": hit.label[0]} for hit in hits)
    return replace(night, hits=found)


def _preview(seat: Seat, content: Content) -> Preview:
    return preview(seat.session, seat.person, content.area, content.severity, content.width, drill=content.is_drill)


def _wanted(seat: Seat, found: Preview) -> str:
    affected = found.plan.affected
    level = affected[0].level if affected else ""
    return f"{len(affected)} {words.level(level, seat.language, len(affected))}".strip()


def _check_typed(typed: str, wanted: str) -> None:
    if "".join(typed.split()).casefold() != "".join(wanted.split()).casefold():
        raise InvalidError([Fault(place="confirm", de=f"„{wanted}“ eintippen", en=f"type “{wanted}”")])


def _fresh(seat: Seat) -> bool:
    signed_in = seat.person.signed_in
    return signed_in is not None and seat.now - signed_in < timedelta(minutes=limits.FRESH_SIGN_IN_MINUTES)


def _radii(most: int) -> tuple[int, ...]:
    steps = (100, 200, 300, 500, 1000, 2000, 5000, 10_000, 20_000)
    return (*(step for step in steps if step < most), most)


def _form(
    seat: Seat, chosen: Template | None, prepared: Prepared, faults: Mapping[str, str], status: int = 200
) -> Response:
    shelf = templates.shelf(seat.session)
    return seat.page(
        "desk/immediate_form.html",
        "immediate",
        status=status,
        chosen=chosen,
        prepared=prepared,
        content=prepared.content,
        infos={language: _exact(prepared.content, language) for language in LANGUAGES},
        faults=faults,
        offered=[one for one in (*shelf.own, *shelf.hazards) if one.urgency is Urgency.IMMEDIATE],
        severities=(Severity.SEVERE, Severity.EXTREME),
        marks=(PLACE, UNTIL),
    )


def _begun(template: Template | None) -> Prepared:
    if template is None:
        return Prepared(name="", content=_content({}, None), bounds=Bounds(radius_m=1000, hours=4))
    infos = tuple(_info(template, language) for language in LANGUAGES if language in template.texts)
    return Prepared(
        name=template.name("de"),
        content=replace(_content({}, template), infos=infos),
        bounds=Bounds(radius_m=1000, hours=min(6, max(1, round(template.holds.total_seconds() / 3600)))),
    )


def _info(template: Template, language: str) -> Info:
    text = template.texts[language]
    filler = Filler(template.fields, {}, PLACE, language)
    return Info(
        language=language,
        event=text.event,
        headline=filler.text(text.headline),
        instruction=filler.text(text.instruction),
        description=filler.text(text.description),
    )


def _content(form: Mapping[str, str], template: Template | None) -> Content:
    wanted = form.get("severity", "")
    level = Severity(wanted) if wanted in list(Severity) else Severity.SEVERE
    base = Content(severity=level, urgency=Urgency.IMMEDIATE)
    if template is None:
        return base
    return replace(
        base,
        template=template.key,
        hazard=template.hazard,
        event_code=template.event_code,
        category=template.category,
        certainty=template.certainty,
        response_types=template.response_types,
    )


def _prepared(form: Mapping[str, str], template: Template | None) -> Prepared:
    infos = []
    for language in LANGUAGES:
        said = {part: form.get(f"{part}_{language}", "").replace("\r\n", "\n").strip() for part in _PARTS}
        if any(said.values()):
            infos.append(Info(language=language, **said))
    return Prepared(
        name=form.get("name", "").strip(),
        content=replace(_content(form, template), infos=tuple(infos)),
        bounds=Bounds(radius_m=_whole(form.get("radius_m", "")), hours=_whole(form.get("hours", ""))),
    )


def _whole(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 8 else 0


def _exact(content: Content, language: str) -> Info:
    empty = Info(language=language, event="", headline="")
    return next((info for info in content.infos if info.language == language), empty)


def _by_place(refusal: InvalidError, language: str) -> dict[str, str]:
    return {fault.place: fault.en if language == "en" else fault.de for fault in refusal.faults}


def _tried(seat: Seat, found: UUID, step: Callable[[], object]) -> Response:
    one = immediate.read(seat.session, seat.person, found)
    try:
        with seat.session.begin_nested():
            step()
    except OrtsrufError as error:
        return _reading(seat, one, plain(error, seat.language), errors.status_of(error))
    return RedirectResponse(HOME, 303)
