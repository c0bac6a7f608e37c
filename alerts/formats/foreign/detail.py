"""NINA's detail of one alert (``/warnings/{id}.json``, MoWaS's and DWD's too): CAP written as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.domain.model.alert import EASY_GERMAN, GeoJson, Info
from alerts.domain.model.codes import Category, Certainty, MsgType, ResponseType, Severity, Status, Urgency
from alerts.domain.model.foreign import ForeignMessage
from alerts.formats.cap import names
from alerts.formats.foreign.fields import Fields
from alerts.formats.foreign.issuers import issuer_of
from alerts.formats.foreign.places import EXCLUDED, area_of, codes

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_EASY = ("de-simple", "de-leicht", "de-easy", "de-ls")
_SCHEMES = ("ARS", "AGS", "SHN", "WARNCELLID", "AREAID", "GEMEINDESCHLÜSSEL", "REGIONALSCHLÜSSEL")


def message(fields: Fields) -> ForeignMessage | None:
    """The message, or None with its faults noted."""
    before = len(fields.faults)
    infos = fields.items("info", needed=True)
    head = infos[0] if infos else Fields({}, fields.at("info[0]"), fields.faults)
    told = _infos(infos)
    sent = fields.time("sent", needed=True)
    identifier = fields.text("identifier", needed=True)
    kind = _kind(fields)
    area, listed = _where(fields, head)
    onset, expires = head.time("onset") or head.time("effective"), head.time("expires")
    if infos and not told:
        head.fault("headline", "fehlt", "is missing")
    if onset and expires and onset > expires:
        head.fault("expires", "liegt vor dem Beginn", "lies before the beginning")
    if len(fields.faults) > before or sent is None:
        return None
    named = _parameter(head, "sender_langname") or head.text("senderName")
    return ForeignMessage(
        identifier=identifier[:300],
        sender=fields.text("sender")[:300],
        issuer=issuer_of(named=named, identifier=identifier, sender=fields.text("sender"))[:200],
        sent=sent,
        status=fields.choice(Status, "status") or (Status.TEST if fields.text("status") else Status.ACTUAL),
        msg_type=kind,
        references=references(fields.text("references")),
        severity=head.choice(Severity, "severity"),
        urgency=head.choice(Urgency, "urgency") or Urgency.UNKNOWN,
        certainty=head.choice(Certainty, "certainty") or Certainty.UNKNOWN,
        category=_first(Category, head.texts("category")) or Category.OTHER,
        response_types=tuple(_all(ResponseType, head.texts("responseType"))),
        event_code=_event_code(head),
        onset=onset,
        expires=expires,
        infos=told,
        area_name=", ".join(one for area in head.items("area") if (one := area.text("areaDesc")))[:500],
        web=head.text("web")[:500],
        contact=head.prose("contact")[:500],
        geometry=area,
        geocodes=tuple(dict.fromkeys(listed)),
    )


def references(written: str) -> tuple[str, ...]:
    """The identifiers of "sender,identifier,sent" entries; an entry without commas is one itself."""
    entries = (entry.split(",") for entry in written.split())
    return tuple(dict.fromkeys(parts[1] if len(parts) >= 3 else parts[0] for parts in entries if parts[0]))


def language(written: str) -> str:
    """Our tag: the first part in lower case, easy German by its own; empty for what is none."""
    tag = written.strip().replace("_", "-").casefold()
    if tag in _EASY:
        return EASY_GERMAN
    first = tag.split("-")[0]
    first = {"deu": "de", "ger": "de", "eng": "en"}.get(first, first)
    return first if _LANGUAGE.fullmatch(first) else ""


def _infos(infos: tuple[Fields, ...]) -> tuple[Info, ...]:
    found: dict[str, Info] = {}
    for one in infos:
        tag = language(one.text("language") or "de")
        event, headline = one.prose("event"), one.prose("headline")
        if not tag or tag in found or not (event or headline):
            continue
        found[tag] = Info(
            language=tag,
            event=event or headline,
            headline=headline or event,
            description=one.prose("description"),
            instruction=one.prose("instruction") or _parameter(one, "instructionText"),
        )
    return tuple(found.values())


def _kind(fields: Fields) -> MsgType:
    if not fields.text("msgType"):
        return MsgType.ALERT
    kind = fields.choice(MsgType, "msgType")
    if kind is None:
        fields.fault("msgType", "ist weder Alert noch Update noch Cancel", "is neither Alert nor Update nor Cancel")
    return kind or MsgType.ALERT


def _where(fields: Fields, head: Fields) -> tuple[GeoJson | None, list[str]]:
    """Ground and codes of the first text's areas: the other languages repeat them."""
    polygons: list[tuple[str, str]] = []
    circles: list[tuple[str, str]] = []
    holes: list[tuple[str, str]] = []
    listed: list[str] = []
    for area in head.items("area"):
        polygons += _pairs(area, "polygon")
        circles += _pairs(area, "circle")
        for code in area.items("geocode"):
            name, value = code.text("valueName"), code.text("value")
            if name.upper() == EXCLUDED:
                holes.append((code.at("value"), value))
            elif name.upper() in _SCHEMES:
                listed += codes(name, value)
    listed += codes(names.ARS, _parameter(head, names.REGIONS))
    return area_of(polygons, circles, holes, fields.faults), listed


def _pairs(area: Fields, name: str) -> list[tuple[str, str]]:
    return [(f"{area.at(name)}[{number}]", text) for number, text in enumerate(area.texts(name))]


def _parameter(info: Fields, name: str) -> str:
    return next((one.prose("value") for one in info.items("parameter") if one.text("valueName") == name), "")


def _event_code(info: Fields) -> str:
    found = (one for one in info.items("eventCode") if one.text("valueName") == names.EVENT_CODE)
    return next((one.text("value")[:60] for one in found), "")


def _first(kind: type[Category], written: tuple[str, ...]) -> Category | None:
    return next((one for text in written for one in kind if one.value.casefold() == text.casefold()), None)


def _all(kind: type[ResponseType], written: tuple[str, ...]) -> Iterator[ResponseType]:
    for one in kind:
        if any(one.value.casefold() == text.casefold() for text in written):
            yield one
