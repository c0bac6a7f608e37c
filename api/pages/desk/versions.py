"""Two versions side by side: every word that changed, every place that came or went, both maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from markupsafe import Markup

from alerts.domain.model.alert import Content, Info
from alerts.domain.model.codes import Width
from alerts.services.desk import comparing
from alerts.services.desk.comparing import Said
from api.pages.desk import drawing
from api.pages.desk.seat import AtDesk, Seat
from web import words
from web.differences import Sides, sides

router = APIRouter()

Number = Annotated[int | None, Query(ge=1, le=10**9)]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Something that changed: what it is, and both sides in pieces."""

    what: str
    language: str
    sides: Sides


@router.get("/desk/alerts/{alert_id}/versions")
def look(seat: AtDesk, alert_id: UUID, a: Number = None, b: Number = None) -> Response:
    """Version ``a`` beside ``b``; without them the last edit."""
    alert = seat.read(alert_id)
    newer = b or alert.version
    older = a or max(1, newer - 1)
    left, right = (comparing.version(seat.session, seat.person, alert_id, one) for one in (older, newer))
    return seat.page(
        "desk/versions.html",
        "drafts",
        drill=alert.content.is_drill,
        public_test=alert.content.is_public_test,
        alert=alert,
        content=alert.content,
        older=older,
        newer=newer,
        rows=tuple(_changed(seat, left.content, right.content)),
        places=_places(left, right),
        people=tuple(one.preview.plan.people.estimate if one.preview else 0 for one in (left, right)),
        maps=tuple(_map(seat, one, side) for side, one in (("before", left), ("after", right))),
    )


def _map(seat: Seat, said: Said, side: str) -> Markup:
    return drawing.content_map(seat, said.content, said.preview, name=side, width=480, height=360)


def _changed(seat: Seat, before: Content, after: Content) -> Iterator[Row]:
    old, new = dict(_said(seat, before)), dict(_said(seat, after))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key, "") != new.get(key, ""):
            yield Row(what=key[0], language=key[1], sides=sides(old.get(key, ""), new.get(key, "")))


def _said(seat: Seat, content: Content) -> Iterator[tuple[tuple[str, str], str]]:
    """Everything that is read, by what it is and its language, in words."""
    _ = seat._
    yield (_("Stufe"), ""), words.translated(words.SEVERITIES, seat.language)(content.severity)
    yield (_("Gültig bis"), ""), words.when(content.expires, seat.now, seat.language) if content.expires else ""
    yield (_("Ort in Worten"), "de"), content.area_name
    yield (_("Weite"), ""), _width(seat, content)
    for info in content.infos:
        yield from _info(seat, info)
    for zone in sorted(content.zones, key=lambda zone: zone.order):
        for language, text in sorted(zone.instruction.items()):
            yield (_("Zone {name}").format(name=zone.name or zone.order), language), text
    for place in content.help_places:
        facts = (place.name, place.address, place.hours, place.access)
        yield (_("Hilfsort"), place.name), ", ".join(fact for fact in facts if fact)
    yield (_("Kontakt"), ""), content.contact
    if content.hotline:
        yield (_("Bürgertelefon"), ""), f"{content.hotline.number} {content.hotline.hours}".strip()


def _width(seat: Seat, content: Content) -> str:
    _ = seat._
    named = {
        Width.TARGETED: _("Gezielt"),
        Width.WITH_PARENT: _("Mit übergeordneten"),
        Width.AUTHORITY: _("Ganze Behörde"),
    }
    return named[content.width]


def _info(seat: Seat, info: Info) -> Iterator[tuple[tuple[str, str], str]]:
    _ = seat._
    yield (_("Anlass"), info.language), info.event
    yield (_("Erste Zeile"), info.language), info.headline
    yield (_("Was tun?"), info.language), info.instruction
    yield (_("Was ist los?"), info.language), info.description


def _places(left: Said, right: Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the affected places that came, and of those that went."""
    old, new = _affected(left), _affected(right)
    came = tuple(name for key, name in new.items() if key not in old)
    return came, tuple(name for key, name in old.items() if key not in new)


def _affected(said: Said) -> dict[str, str]:
    return {match.key: match.name for match in said.preview.plan.affected} if said.preview else {}
