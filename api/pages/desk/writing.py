"""A content out of the text step's form, field by field; nothing that is not on the form changes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from alerts.domain import limits
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import Content, Hotline, Info, Zone
from alerts.domain.model.codec import FIRST_YEAR, LAST_YEAR
from alerts.domain.model.codes import Certainty, Severity, Urgency
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.domain.phrases import LANGUAGES
from web.words import BERLIN

TEXTS = ("event", "headline", "description", "instruction")
_HELP = re.compile(r"help(\d{1,2})_(?:kind|name|address|hours|access|lat|lon)")

E = TypeVar("E", bound=StrEnum)


def written(content: Content, form: Mapping[str, str]) -> Content:
    """The content with the form's fields put in. Raises InvalidError for a time, choice or position that is none."""
    return replace(
        content,
        infos=_infos(content, form),
        zones=tuple(_zone(zone, form) for zone in content.zones),
        severity=_choice(Severity, form, "severity", content.severity),
        urgency=_choice(Urgency, form, "urgency", content.urgency),
        certainty=_choice(Certainty, form, "certainty", content.certainty),
        expires=_time(form, "expires", content.expires),
        area_name=_text(form, "area_name", content.area_name),
        contact=_text(form, "contact", content.contact),
        hotline=_hotline(form, content.hotline),
        help_places=_help_places(form, content.help_places),
    )


def local_input(moment: datetime | None) -> str:
    """A time as ``<input type="datetime-local">`` wants it, on Berlin's clocks."""
    return moment.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M") if moment else ""


def ordered(infos: tuple[Info, ...]) -> tuple[Info, ...]:
    """German first, the others as our phrases order them, languages that we do not know last."""
    places = {language: number for number, language in enumerate(LANGUAGES)}
    return tuple(sorted(infos, key=lambda info: places.get(info.language, len(places))))


def _infos(content: Content, form: Mapping[str, str]) -> tuple[Info, ...]:
    """The languages on the form as they stand there, emptied ones gone; those that are not on it as they were."""
    shown = [language for language in LANGUAGES if any(f"{name}_{language}" in form for name in TEXTS)]
    # "de-DE" and the like, from other doors, are edited as what they are: German.
    kept = [info for info in content.infos if info.language not in shown and _form_language(info.language) not in shown]
    return ordered((*(info for language in shown if (info := _info(language, form, content))), *kept))


def _form_language(language: str) -> str:
    return language if language in LANGUAGES else language.split("-")[0]


def _info(language: str, form: Mapping[str, str], content: Content) -> Info | None:
    before = content.info(language)
    texts = {name: _text(form, f"{name}_{language}", getattr(before, name, "")) for name in TEXTS}
    return Info(language=before.language if before else language, **texts) if any(texts.values()) else None


def _zone(zone: Zone, form: Mapping[str, str]) -> Zone:
    said = {
        language: _text(form, f"zone{zone.order}_{language}", zone.instruction.get(language, ""))
        for language in dict.fromkeys((*LANGUAGES, *zone.instruction))
    }
    return replace(
        zone,
        name=_text(form, f"zone{zone.order}_name", zone.name),
        instruction={language: text for language, text in said.items() if text},
    )


def _help_places(form: Mapping[str, str], before: tuple[HelpPlace, ...]) -> tuple[HelpPlace, ...]:
    """The help places in the order of the form; one without any word is none. ``help`` says that they are on it."""
    if "help" not in form:
        return before
    numbers = sorted({int(match[1]) for name in form if (match := _HELP.fullmatch(name))})
    found = [place for number in numbers if (place := _help_place(number, form)) is not None]
    if len(found) > limits.HELP_PLACES:
        raise InvalidError(
            [
                Fault(
                    place="help_places",
                    de=f"höchstens {limits.HELP_PLACES} Hilfsorte",
                    en=f"at most {limits.HELP_PLACES} help places",
                )
            ]
        )
    return tuple(found)


def _help_place(number: int, form: Mapping[str, str]) -> HelpPlace | None:
    texts = {name: _text(form, f"help{number}_{name}", "") for name in ("name", "address", "hours", "access")}
    lat, lon = (_degrees(form, number, axis) for axis in ("lat", "lon"))
    if not any(texts.values()) and lat is None and lon is None:
        return None
    kind = _choice(HelpKind, form, f"help{number}_kind", HelpKind.SHELTER)
    return HelpPlace(kind=kind, lat=lat, lon=lon, **texts)


def _degrees(form: Mapping[str, str], number: int, axis: str) -> float | None:
    typed = form.get(f"help{number}_{axis}", "").strip().replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        fault = Fault(place=f"help_places[{number}].{axis}", de="eine Zahl angeben", en="give a number")
        raise InvalidError([fault])
    return value


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
