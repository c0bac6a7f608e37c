"""Step 1: the map. It asks while the operator draws, and saves by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from shapely.geometry import mapping

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import AreaRequest, Content
from alerts.domain.model.codes import AlertState, Severity
from alerts.domain.model.outline import Outline
from alerts.domain.model.plan import Plan, PlannedChannel
from alerts.domain.templates import TEMPLATES
from alerts.services import desk
from alerts.services.ground import Ground, ground
from alerts.services.views import AlertView, Preview
from api.deps import CsrfToken, Settings, Staff, Transaction
from api.pages import pictures
from api.pages.account import home
from api.pages.desk import changing, pieces
from api.pages.desk.seat import AtDesk, Seat, address, step_links, tab
from api.pages.desk.seat import seat as seated
from geo.parse import shape_from_text
from web import words
from web.maps import desk_map

router = APIRouter()

_EDITABLE = (AlertState.DRAFT, AlertState.RETURNED)
_KEEP = {"Cache-Control": "private, max-age=3600"}


@router.get("/desk")
def new(
    request: Request,
    session: Transaction,
    person: Staff,
    csrf: CsrfToken,
    settings: Settings,
    mode: str = "live",
) -> Response:
    """A new alert, or with ``?mode=drill`` a new drill; who works elsewhere is led there."""
    if (own := home(person)) not in ("/", "/desk"):
        return RedirectResponse(own, 303)
    taken = seated(request, session, person, csrf, settings)
    return _page(taken, Content(severity=Severity.MODERATE), None, drill=mode == "drill")


@router.get("/desk/alerts/{alert_id}/area")
def edit(seat: AtDesk, alert_id: UUID) -> Response:
    """The map of a draft; what is submitted or released has no map to draw on."""
    alert = seat.read(alert_id)
    if alert.state not in _EDITABLE:
        return RedirectResponse(address(alert), 303)
    if alert.content.is_public_test and not alert.content.ends_thread:
        return RedirectResponse(address(alert, "public-test"), 303)
    if alert.content.ends_thread:
        return RedirectResponse(address(alert, "check"), 303)
    return _page(seat, alert.content, alert, drill=alert.content.is_drill)


@router.get("/desk/map.js")
def map_script(seat: AtDesk, drawing: bool = True) -> Response:
    """The script of the person's map, as Folium writes it."""
    parts = desk_map(ground(seat.session, seat.person).bounds, language=seat.language, drawing=drawing)
    return Response(parts.script, media_type="text/javascript; charset=utf-8", headers=_KEEP)


@router.get("/desk/ground.json")
def ground_json(seat: AtDesk) -> Response:
    """The person's ground and its neighbours as GeoJSON; browsers keep it for an hour."""
    body = json.dumps(_ground(ground(seat.session, seat.person)), ensure_ascii=False, separators=(",", ":"))
    mark = f'"{sha256(body.encode()).hexdigest()[:20]}"'
    headers = {**_KEEP, "ETag": mark, "Vary": "Cookie"}
    if seat.request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/geo+json", headers=headers)


@router.post("/desk/preview")
def preview(seat: AtDesk, data: dict[str, Any] = Body()) -> Response:
    """Whom this would tell: the answer as HTML, and what the map draws of it. Raises what ``desk.preview`` does."""
    return _preview(seat, data, None)


@router.post("/desk/alerts/{alert_id}/preview")
def preview_update(seat: AtDesk, alert_id: UUID, data: dict[str, Any] = Body()) -> Response:
    """The same for an update that is being drawn, with what it means to each channel of its thread."""
    return _preview(seat, data, desk.glance(seat.session, seat.person, alert_id))


def _preview(seat: Seat, data: dict[str, Any], alert: AlertView | None) -> Response:
    pieces.check(data)
    wish = pieces.wish_of(data)
    drill = data.get("mode") == "drill"
    if wish.area.is_empty:
        return JSONResponse({"html": seat.part("desk/area_empty.html", drill=drill), "map": None})
    found = desk.preview(
        seat.session,
        seat.person,
        wish.area,
        pieces.severity_of(data),
        pieces.width_of(data),
        wish.sliver_choices,
        drill=drill,
    )
    inner = [people_in(seat, zone) for zone in pieces.zone_areas(data) if not zone.is_empty]
    answer = seat.part(
        "desk/area_answer.html",
        drill=drill,
        **answer_data(found, wish.severity, seat.language),
        inner=inner,
        changes=_changes(seat, data, alert, found),
    )
    return JSONResponse({"html": answer, "map": map_data(found, seat), "width": found.plan.width.value})


def _changes(seat: Seat, data: dict[str, Any], alert: AlertView | None, found: Preview) -> tuple[changing.Group, ...]:
    if alert is None:
        return ()
    content = pieces.merged(alert.content, data, seat.now)
    return changing.of_changes(desk.changes(seat.session, alert.id, content, found.plan))


@router.post("/desk/paste")
def paste(seat: AtDesk, text: str = Body(embed=True, max_length=1_500_000)) -> Response:
    """Pasted GeoJSON or WKT as a shape for the map. Raises ShapeRefusedError naming the place of the fault."""
    return JSONResponse({"geometry": dict(mapping(shape_from_text(text)))})


@router.post("/desk/alerts")
def create(seat: AtDesk, data: dict[str, Any] = Body()) -> Response:
    """Begin a draft with what is on the map."""
    alert = desk.draft(seat.session, seat.person, pieces.begun(data, seat.now))
    return JSONResponse(_saved(seat, alert), 201)


@router.post("/desk/alerts/{alert_id}/area")
def save(seat: AtDesk, alert_id: UUID, data: dict[str, Any] = Body()) -> Response:
    """Save what is on the map as a new version. Raises StaleVersionError."""
    alert = seat.read(alert_id)
    version = data.get("version")
    if not isinstance(version, int):
        raise InvalidError([Fault(place="version", de="eine Zahl angeben", en="give a number")])
    content = pieces.merged(alert.content, data, seat.now)
    if content == alert.content and version == alert.version:
        return JSONResponse(_saved(seat, alert))
    return JSONResponse(_saved(seat, desk.edit(seat.session, seat.person, alert_id, version, content)))


@router.post("/desk/alerts/{alert_id}/discard")
def discard(seat: AtDesk, alert_id: UUID) -> Response:
    """Put a draft away; who followed a running alert comes back to it."""
    draft = desk.discard(seat.session, seat.person, alert_id)
    followed = next((one for one in desk.running(seat.session, seat.person) if one.thread == draft.thread), None)
    return RedirectResponse(address(followed) if followed else "/desk/drafts", 303)


def people_in(seat: Seat, area: AreaRequest) -> int:
    """People living in a zone."""
    return desk.preview(seat.session, seat.person, area).plan.people.estimate


def answer_data(found: Preview, severity: Severity, language: str) -> dict[str, Any]:
    """What the panel shows of a preview."""
    plan = found.plan
    followers = sum(channel.followers or 0 for channel in plan.channels)
    return {
        "plan": plan,
        "severity": severity,
        "followers": followers,
        "followers_outside": _outside(plan),
        "followers_by_width": found.followers_by_width,
        "groups": grouped(plan, language),
    }


def _group_name(channel: PlannedChannel, plan: Plan, language: str) -> str:
    """The district a channel serves, with its level where it is not a leaf: "Moabit", "Bezirk Mitte"."""
    if channel.district is None:
        return channel.district_name
    level = channel.district.split(":")[0]
    leaves = {match.level for match in plan.affected}
    name = channel.district_name or channel.district
    return name if level in leaves else f"{words.level(level, language, 1)} {name}"


def grouped(plan: Plan, language: str) -> list[dict[str, Any]]:
    """The channels by the district they serve, in the plan's order, with the reason of each group."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    names = {match.key: match.name for match in (*plan.affected, *(sliver.match for sliver in plan.slivers))}
    for channel in plan.channels:
        key = (_group_name(channel, plan, language), channel.reason.value)
        group = groups.setdefault(
            key, {"name": key[0], "reason": channel.reason.value, "channels": [], "leaves": [], "alone": False}
        )
        group["channels"].append(channel)
        group["leaves"] += [
            names[leaf] for leaf in channel.for_leaves if leaf in names and names[leaf] not in group["leaves"]
        ]
        group["alone"] = group["alone"] or channel.carries
    return list(groups.values())


def map_data(found: Preview, seat: Seat) -> dict[str, Any]:
    """What the map draws of a preview, every figure already in words."""
    plan = found.plan
    gaps = {gap.key for gap in plan.gaps}
    return {
        "shape": found.shape,
        "affected": [
            {
                "key": match.key,
                "name": match.name,
                "share": words.percent(match.share_of_district, seat.language),
                "gap": match.key in gaps,
            }
            for match in plan.affected
        ],
        "slivers": [
            {
                "key": sliver.match.key,
                "name": sliver.match.name,
                "share": words.percent(sliver.match.share_of_district, seat.language),
                "included": sliver.included,
            }
            for sliver in plan.slivers
        ],
        "outside": [match.key for match in plan.outside],
        "spoken": _spoken(plan, seat),
    }


def _spoken(plan: Plan, seat: Seat) -> str:
    people = seat._("{people} Menschen").format(people=words.estimate(plan.people.estimate, seat.language))
    counted = (
        seat.counted("%(num)s Ort", "%(num)s Orte", len(plan.affected)),
        seat.counted("%(num)s Kanal", "%(num)s Kanäle", len(plan.channels)),
        seat.counted("%(num)s Lücke", "%(num)s Lücken", len(plan.gaps)),
    )
    said = ", ".join((people, *counted))
    names = ", ".join(f"{m.name} {words.percent(m.share_of_district, seat.language)}" for m in plan.affected[:6])
    return f"{said}. {names}"


def _outside(plan: Plan) -> int:
    """Subscriptions that belong to readers outside the area, an estimate; 0 (nothing is said) if one channel's are
    not known."""
    outside = [channel.followers_outside for channel in plan.channels if channel.followers]
    known = [one for one in outside if one is not None]
    return sum(known) if len(known) == len(outside) else 0


def _page(seat: Seat, content: Content, alert: AlertView | None, *, drill: bool) -> Response:
    own = ground(seat.session, seat.person)
    chosen = pieces.template_of(content)
    state = {
        "area": codec.area_to_json(content.area),
        "severity": content.severity.value,
        "template": chosen.key if chosen else "",
        "width": content.width.value if alert and not content.area.is_empty else None,
        "sliver_choices": dict(content.sliver_choices),
        "zones": [codec.content_to_json(replace(content, zones=(zone,)))["zones"][0] for zone in content.zones],
        "mode": "drill" if drill else "live",
        "id": str(alert.id) if alert else None,
        "version": alert.version if alert else None,
        "preview": address(alert, "preview") if alert and tab(alert) == "running" else "/desk/preview",
    }
    return seat.page(
        "desk/area.html",
        tab(alert) if alert else "new",
        drill=drill,
        alert=alert,
        content=content,
        state=state,
        ground=own,
        templates=tuple(TEMPLATES.values()),
        chosen=chosen,
        links=step_links(alert) if alert else {},
        map=desk_map(own.bounds, language=seat.language),
        saved=alert.versions[-1].created if alert and alert.versions else None,
    )


def _saved(seat: Seat, alert: AlertView) -> dict[str, Any]:
    return {
        "id": str(alert.id),
        "version": alert.version,
        "saved": words.clock(seat.now),
        "area": address(alert, "area"),
        "text": address(alert, "text"),
    }


def _ground(own: Ground) -> dict[str, Any]:
    return {
        "bounds": own.bounds,
        "credits": own.credits,
        "level": own.territory.level,
        "ancestors": sorted({key for leaf in own.territory.leaves for key in leaf.lineage[1:]}),
        "own": [_feature(outline) for outline in own.territory.leaves],
        "edge": {"type": "Feature", "properties": {}, "geometry": pictures.union(own.territory.leaves)},
        "around": [_feature(outline) for outline in own.around],
    }


def _feature(outline: Outline) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "key": outline.key,
            "name": outline.name,
            "level": outline.level,
            "label": list(outline.label),
            "people": outline.population.people if outline.population else None,
        },
        "geometry": outline.shape,
    }
