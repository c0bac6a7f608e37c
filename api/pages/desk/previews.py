"""The answer beside the map: whom an area would tell, what is published of it, how its zones lie."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, Response

from alerts.domain.model.alert import AreaRequest
from alerts.domain.model.codes import Severity
from alerts.domain.model.plan import Plan, PlannedChannel
from alerts.services import desk
from alerts.services.desk import publishing, zoning
from alerts.services.desk.zoning import ZoneView
from alerts.services.views import AlertView, Preview
from api.pages.desk import changing, pieces
from api.pages.desk.beside import of_preview
from api.pages.desk.seat import AtDesk, Seat
from web import words

router = APIRouter()


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
    zones = zoning.views(seat.session, seat.person, replace(wish, zones=pieces.zones_of(data)))
    forced = publishing.is_forced(seat.session, seat.person.authority)
    whole = forced or wish.whole_districts
    answer = seat.part(
        "desk/area_answer.html",
        drill=drill,
        **answer_data(found, wish.severity, seat.language),
        publish=_publish(found.plan, whole=whole, forced=forced),
        changes=_changes(seat, data, alert, found),
        **_beside(seat, data, alert, found),
    )
    return JSONResponse(
        {
            "html": answer,
            "map": {**map_data(found, seat), "whole": whole},
            "width": found.plan.width.value,
            "zones": [_zone(seat, zone) for zone in zones],
            "rest": words.estimate(_rest(found.plan, zones), seat.language),
        }
    )


def _beside(seat: Seat, data: dict[str, Any], alert: AlertView | None, found: Preview) -> dict[str, Any]:
    content = pieces.merged(alert.content, data, seat.now) if alert else pieces.begun(data, seat.now)
    return of_preview(seat, content, found, alert)


def _publish(plan: Plan, *, whole: bool, forced: bool) -> dict[str, Any]:
    """The choice of what is published, with the people who live in it."""
    people = publishing.people_by_ground(plan)
    return {"whole": whole, "forced": forced, "exact_people": people[False], "whole_people": people[True]}


def _zone(seat: Seat, view: ZoneView) -> dict[str, Any]:
    return {
        "key": view.zone.mark,
        "people": words.estimate(view.people, seat.language),
        "area": words.area(view.area_km2, seat.language),
        "faults": [fault.en if seat.language == "en" else fault.de for fault in view.faults],
    }


def _rest(plan: Plan, zones: tuple[ZoneView, ...]) -> int:
    """People living in the area but in none of its zones: the outermost holds the others."""
    return max(0, plan.people.estimate - (zones[-1].people if zones else 0))


def _changes(seat: Seat, data: dict[str, Any], alert: AlertView | None, found: Preview) -> tuple[changing.Group, ...]:
    if alert is None:
        return ()
    content = pieces.merged(alert.content, data, seat.now, pieces.chosen(seat.session, data))
    return changing.of_changes(desk.changes(seat.session, alert.id, content, found.plan))


def people_in(seat: Seat, area: AreaRequest) -> int:
    """People living in a zone."""
    return zoning.people(seat.session, seat.person.authority, area)


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
