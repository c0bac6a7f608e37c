"""NINA's lists: an item of ``/dashboard/{ARS}.json`` and one of ``/{feed}/mapData.json``.

Both say what and when; neither has an instruction, and a map item not even where.
"""

from __future__ import annotations

from alerts.domain.model.alert import Info
from alerts.domain.model.codes import MsgType, ResponseType, Severity, Urgency
from alerts.domain.model.foreign import ForeignMessage
from alerts.formats.foreign.detail import language
from alerts.formats.foreign.fields import Fields
from alerts.formats.foreign.issuers import issuer_of
from alerts.formats.foreign.places import codes


def dashboard_item(fields: Fields) -> ForeignMessage | None:
    """An entry of the list for one Kreis; its Gemeinden stand in ``payload.data.area``."""
    before = len(fields.faults)
    data = fields.inside("payload").inside("data")
    identifier = fields.text("id", needed=True)
    area = data.inside("area")
    sent = fields.time("sent", needed=True)
    infos = _infos(fields, data.prose("headline"), data.inside("transKeys").text("event"))
    onset, expires = fields.time("onset") or fields.time("effective"), fields.time("expires")
    if len(fields.faults) > before or sent is None:
        return None
    return ForeignMessage(
        identifier=identifier[:300],
        sender="",
        issuer=issuer_of(provider=data.text("provider"), identifier=identifier)[:200],
        sent=sent,
        msg_type=_kind(data, "msgType"),
        response_types=_responses(data, "msgType"),
        severity=data.choice(Severity, "severity"),
        urgency=data.choice(Urgency, "urgency") or Urgency.UNKNOWN,
        onset=onset,
        expires=expires,
        infos=infos,
        geocodes=tuple(dict.fromkeys(codes("ARS", area.text("data")))),
    )


def map_item(fields: Fields) -> ForeignMessage | None:
    """An entry of a feed's list for the map."""
    before = len(fields.faults)
    identifier = fields.text("id", needed=True)
    sent = fields.time("startDate", needed=True)
    infos = _infos(fields, "", fields.inside("transKeys").text("event"))
    expires = fields.time("expiresDate")
    if len(fields.faults) > before or sent is None:
        return None
    return ForeignMessage(
        identifier=identifier[:300],
        sender="",
        issuer=issuer_of(identifier=identifier)[:200],
        sent=sent,
        msg_type=_kind(fields, "type"),
        response_types=_responses(fields, "type"),
        severity=fields.choice(Severity, "severity"),
        urgency=fields.choice(Urgency, "urgency") or Urgency.UNKNOWN,
        expires=expires,
        infos=infos,
    )


def _infos(fields: Fields, headline: str, event: str) -> tuple[Info, ...]:
    titles = fields.inside("i18nTitle")
    found = {tag: titles.prose(name) for name in titles.data if (tag := language(name))}
    if headline:
        found = {**found, "de": headline}
    named = {tag: title for tag, title in found.items() if title}
    if not named:
        fields.fault("i18nTitle", "fehlt", "is missing")
    return tuple(Info(language=tag, event=event or title, headline=title) for tag, title in named.items())


def _kind(fields: Fields, name: str) -> MsgType:
    return MsgType.UPDATE if _is_over(fields, name) else fields.choice(MsgType, name) or MsgType.ALERT


def _responses(fields: Fields, name: str) -> tuple[ResponseType, ...]:
    return (ResponseType.ALL_CLEAR,) if _is_over(fields, name) else ()


def _is_over(fields: Fields, name: str) -> bool:
    return fields.text(name).casefold() == "allclear"
