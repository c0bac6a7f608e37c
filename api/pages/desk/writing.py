"""A content out of the text step's form, field by field; nothing that is not on the form changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import Content, Hotline, Info, Zone
from alerts.domain.model.codec import FIRST_YEAR, LAST_YEAR
from alerts.domain.model.codes import Certainty, Severity, Urgency
from web.words import BERLIN

LANGUAGES = ("de", "en")
"""Languages that are written by hand; the others speak in fixed phrases."""

E = TypeVar("E", bound=StrEnum)


def written(content: Content, form: Mapping[str, str]) -> Content:
    """The content with the form's fields put in. Raises InvalidError for a time or choice that is none."""
    infos = tuple(info for language in LANGUAGES if (info := _info(language, form)) is not None)
    others = tuple(info for info in content.infos if info.language.split("-")[0] not in LANGUAGES)
    return replace(
        content,
        infos=(*infos, *others),
        zones=tuple(_zone(zone, form) for zone in content.zones),
        severity=_choice(Severity, form, "severity", content.severity),
        urgency=_choice(Urgency, form, "urgency", content.urgency),
        certainty=_choice(Certainty, form, "certainty", content.certainty),
        expires=_time(form, "expires", content.expires),
        area_name=_text(form, "area_name", content.area_name),
        contact=_text(form, "contact", content.contact),
        hotline=_hotline(form, content.hotline),
    )


def local_input(moment: datetime | None) -> str:
    """A time as ``<input type="datetime-local">`` wants it, on Berlin's clocks."""
    return moment.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _info(language: str, form: Mapping[str, str]) -> Info | None:
    texts = {
        name: _text(form, f"{name}_{language}", "") for name in ("event", "headline", "description", "instruction")
    }
    return Info(language=language, **texts) if any(texts.values()) else None


def _zone(zone: Zone, form: Mapping[str, str]) -> Zone:
    instruction = {
        language: text
        for language in LANGUAGES
        if (text := _text(form, f"zone{zone.order}_{language}", zone.instruction.get(language, "")))
    }
    return replace(zone, name=_text(form, f"zone{zone.order}_name", zone.name), instruction=instruction)


def _hotline(form: Mapping[str, str], before: Hotline | None) -> Hotline | None:
    if "hotline_number" not in form:
        return before
    number, hours = _text(form, "hotline_number", ""), _text(form, "hotline_hours", "")
    return Hotline(number=number, hours=hours) if number or hours else None


def _text(form: Mapping[str, str], name: str, before: str) -> str:
    return form[name].replace("\r\n", "\n").strip() if name in form else before


def _choice(kind: type[E], form: Mapping[str, str], name: str, before: E) -> E:
    if name not in form:
        return before
    try:
        return kind(form[name])
    except ValueError as error:
        raise InvalidError([Fault(place=name, de="aus der Liste wählen", en="choose from the list")]) from error


def _time(form: Mapping[str, str], name: str, before: datetime | None) -> datetime | None:
    if name not in form:
        return before
    if not form[name].strip():
        return None
    try:
        moment = datetime.fromisoformat(form[name].strip()).replace(tzinfo=BERLIN)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(form[name])
        return moment
    except ValueError as error:
        fault = Fault(place=name, de="Datum und Uhrzeit angeben", en="give a date and a time")
        raise InvalidError([fault]) from error
