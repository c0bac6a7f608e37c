"""Step 2: the words, and how they arrive on each channel. Saves while one writes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from markupsafe import Markup

from alerts.domain import limits
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import AlertState, Certainty, Severity, Urgency
from alerts.domain.model.help_place import HelpKind
from alerts.domain.phrases.help_words import help_word
from alerts.domain.templates import open_marks
from alerts.services import desk, templates
from alerts.services.views import AlertView, ChannelText
from api.pages.desk import drawing, fields, findings, help_map, languages, pieces, together, writing
from api.pages.desk.beside import beside
from api.pages.desk.previews import people_in
from api.pages.desk.seat import AtDesk, Seat, address, step_links, tab
from web import svgmap, words

LONGEST_VERSION = 9
"""Digits of a version number; longer ones are none."""

router = APIRouter()

_PARTS = ("headline", "instruction", "description", "event")
_EDITABLE = (AlertState.DRAFT, AlertState.RETURNED)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, texts only."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


FormData = Annotated[dict[str, str], Depends(form_of)]


@router.get("/desk/alerts/{alert_id}/text")
def edit(seat: AtDesk, alert_id: UUID, channel: str = "") -> Response:
    """The form. A draft without a text begins with its template's, saved at the first keystroke."""
    alert = seat.read(alert_id)
    if alert.state not in _EDITABLE:
        return RedirectResponse(address(alert), 303)
    if alert.content.is_public_test and not alert.content.ends_thread:
        return RedirectResponse(address(alert, "public-test"), 303)
    begun = proposed(seat, alert)
    chosen = pieces.template_of(seat.session, alert.content)
    return seat.page(
        "desk/text.html",
        tab(alert),
        drill=alert.content.is_drill,
        alert=alert,
        content=begun,
        prefilled=begun != alert.content,
        links=step_links(alert),
        templates=templates.shelf(seat.session).every,
        chosen=chosen,
        asked=fields.asked(seat, chosen, begun),
        zone_people={zone.order: people_in(seat, zone.area) for zone in begun.zones if not zone.area.is_empty},
        expires=writing.local_input(begun.expires),
        limits=limits,
        choices={"severity": list(Severity), "urgency": list(Urgency), "certainty": list(Certainty)},
        help_kinds=list(HelpKind),
        help_words={kind.value: help_word(kind, seat.language) for kind in HelpKind},
        tabs=languages.tabs(begun, seat.language),
        fixed=languages.fixed(alert, begun, seat.language),
        map=drawing.draft_map(seat, alert, width=400, height=424),
        **beside(seat, alert),
        map_bounds=help_map.seen(alert, width=400, height=424),
        **arrival(seat, alert, channel),
    )


@router.post("/desk/alerts/{alert_id}/text")
def save(seat: AtDesk, alert_id: UUID, form: FormData) -> Response:
    """Save the form as a new version and answer how it arrives now. Raises StaleVersionError, InvalidError."""
    alert = seat.read(alert_id)
    written = writing.written(alert.content, form)
    content = fields.taken(seat, alert.content, written, form, partial(languages.places, alert))
    version = form.get("version", "")
    expected = int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else 0
    if content != alert.content or expected != alert.version:
        desk.edit(seat.session, seat.person, alert_id, expected, content)
        alert = seat.read(alert_id)
    shown = arrival(seat, alert, form.get("channel", ""))
    return JSONResponse(
        {
            "version": alert.version,
            "saved": words.clock(seat.now),
            "html": seat.part("desk/text_arrival.html", alert=alert, **shown),
            "checks": seat.part("desk/text_checks.html", **shown),
            "tabs": {one.code: one.complete for one in languages.tabs(alert.content, seat.language)},
            "counts": {name: limits.measure(text) for name, text in together.text_fields(alert.content).items()},
        }
    )


@router.post("/desk/alerts/{alert_id}/template")
def take_template(
    seat: AtDesk, alert_id: UUID, template: Annotated[str, Form()], version: Annotated[int, Form()]
) -> Response:
    """Begin the text anew from another template; the version before stays readable. Raises StaleVersionError."""
    alert = seat.read(alert_id)
    if chosen := templates.by_key(seat.session, template):
        zones = tuple(replace(zone, instruction={}) for zone in alert.content.zones)
        begun = replace(pieces.with_template(alert.content, chosen, seat.now), zones=zones, infos=())
        desk.edit(seat.session, seat.person, alert_id, version, begun)
    return RedirectResponse(address(alert, "text"), 303)


def proposed(seat: Seat, alert: AlertView) -> Content:
    """The content, with the template's texts where nothing has been written yet."""
    template = pieces.template_of(seat.session, alert.content)
    content = alert.content
    if template is None or content.ends_thread:
        return content
    named = partial(languages.places, alert)
    if not content.infos:
        content = replace(content, infos=pieces.infos_of(template, named, content))
    zones = tuple(pieces.zone_of(template, zone, named, content) for zone in content.zones)
    return replace(content, zones=zones)


def arrival(seat: Seat, alert: AlertView, channel: str) -> dict[str, Any]:
    """How the text arrives: the channels, the one looked at, what the checks say."""
    shown = next((text for text in alert.texts if str(text.channel) == channel), None)
    shown = shown or next(iter(alert.texts), None)
    rows = [*open_rows(alert, seat), *findings.rows(seat, alert)]
    return {
        "texts": _merged(alert.texts),
        "shown": shown,
        "rows": sorted(rows, key=lambda row: row.rank),
        "silhouette": _silhouette(alert),
    }


def _silhouette(alert: AlertView) -> Markup:
    """The area's shape, as decoration of the phone."""
    if alert.preview is None:
        return Markup("")
    return svgmap.silhouette(alert.preview.shape, width=280, height=230, classes="silhouette")


def _merged(texts: tuple[ChannelText, ...]) -> list[dict[str, Any]]:
    """Channels whose text is the same stand in one row."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for text in texts:
        row = rows.setdefault((text.kind.value, text.text), {"text": text, "names": [], "length": len(text.text)})
        row["names"].append(text.name)
    return list(rows.values())


def open_rows(alert: AlertView, seat: Seat) -> list[findings.Row]:
    """What is still to be filled in or contradicts the map. An end knows no zones."""
    _ = seat._
    content = alert.content
    said = []
    if content.expires is None:
        said.append(findings.Row(tone="fail", words=_("Gültig bis fehlt"), field="expires"))
    if marks := open_places(content):
        said.append(findings.Row(tone="fail", words=_("Noch offen: {what}").format(what=", ".join(marks))))
    if still := still_named(seat, alert):
        told = _("Der Text nennt noch: {what}").format(what=", ".join(still))
        field, name = _first_naming(content, still)
        said.append(findings.Row(tone="warn", words=told, field=field, said=name))
    if name := zone_missing(seat, content):
        told = _("„{name}“ genannt, aber keine Zone gezeichnet").format(name=name)
        said.append(findings.Row(tone="warn", words=told))
    return said


def still_named(seat: Seat, alert: AlertView) -> tuple[str, ...]:
    """Places that an update no longer is for, but that its inherited text still names."""
    if alert.preview is None or alert.content.ends_thread or tab(alert) == "new":
        return ()
    gone = desk.no_longer_affected(seat.session, alert.id, alert.preview.plan)
    words_of = "\n".join((*_texts(alert.content), alert.content.area_name))
    return tuple(name for name in gone if name in words_of)


def _first_naming(content: Content, names: tuple[str, ...]) -> tuple[str, str]:
    """The first field of the form that names one of them, and which: it may stand in one language only."""
    places = [
        (f"{part}_{findings.form_language(info.language)}", getattr(info, part))
        for info in content.infos
        for part in _PARTS
    ]
    places += [(f"zone{zone.order}_{code}", text) for zone in content.zones for code, text in zone.instruction.items()]
    places.append(("area_name", content.area_name))
    return next(((field, name) for field, text in places for name in names if name in text), ("", ""))


def zone_missing(seat: Seat, content: Content) -> str:
    """The inner zone's name, if the texts speak of it and none is drawn: nobody could know where it is."""
    template = pieces.template_of(seat.session, content)
    if template is None or not template.inner_name or content.zones or content.ends_thread:
        return ""
    return template.inner_name if any(template.inner_name in text for text in _texts(content)) else ""


def _texts(content: Content) -> list[str]:
    texts = [text for info in content.infos for text in (info.event, info.headline, info.description, info.instruction)]
    return texts + [text for zone in content.zones for text in zone.instruction.values()]


def open_places(content: Content) -> tuple[str, ...]:
    """Brackets that a template left for the operator to fill in."""
    return tuple(dict.fromkeys(mark for text in _texts(content) for mark in open_marks(text)))
