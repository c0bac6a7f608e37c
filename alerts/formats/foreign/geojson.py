"""GeoJSON: NINA's ``/warnings/{id}.geojson``, a shape with ``warnId``, and features that are whole alerts, as ours."""

from __future__ import annotations

from typing import Any

from alerts.domain.errors import Fault
from alerts.domain.model.alert import GeoJson, Info
from alerts.domain.model.codes import Category, Certainty, MsgType, ResponseType, Severity, Status, Urgency
from alerts.domain.model.foreign import ForeignMessage
from alerts.formats.foreign.detail import language
from alerts.formats.foreign.fields import Fields
from alerts.formats.foreign.issuers import issuer_of
from geo.errors import OrtsrufError
from geo.parse import shape_from_geojson
from geo.shapes import to_geojson


def shape(value: Any, place: str, faults: list[Fault]) -> GeoJson | None:
    """The ground of a GeoJSON object, or None with the fault noted."""
    try:
        return to_geojson(shape_from_geojson(value))
    except OrtsrufError as refusal:
        faults.append(Fault(place or "geometry", refusal.text("de"), refusal.text("en")))
        return None


def warn_id(fields: Fields) -> str:
    """Which alert a feature of NINA is the shape of."""
    return fields.inside("properties").text("warnId")


def message(fields: Fields) -> ForeignMessage | None:
    """A feature that says what it warns of, or None with its faults noted."""
    before = len(fields.faults)
    said = fields.inside("properties")
    identifier = fields.text("id") or said.text("identifier")
    if not identifier:
        fields.fault("id", "fehlt", "is missing")
    headline = said.prose("headline", needed=True)
    sent, onset, expires = said.time("sent", needed=True), said.time("onset"), said.time("expires")
    ground = shape(fields.data.get("geometry") or {}, fields.at("geometry"), fields.faults)
    if len(fields.faults) > before or sent is None:
        return None
    return ForeignMessage(
        identifier=identifier[:300],
        sender=said.text("sender")[:300],
        issuer=issuer_of(named=said.text("senderName"), identifier=identifier, sender=said.text("sender"))[:200],
        sent=sent,
        status=said.choice(Status, "status") or (Status.TEST if said.text("status") else Status.ACTUAL),
        msg_type=said.choice(MsgType, "msgType") or MsgType.ALERT,
        severity=said.choice(Severity, "severity"),
        urgency=said.choice(Urgency, "urgency") or Urgency.UNKNOWN,
        certainty=said.choice(Certainty, "certainty") or Certainty.UNKNOWN,
        category=said.choice(Category, "category") or Category.OTHER,
        response_types=tuple(one for one in ResponseType if one.value in said.texts("responseTypes")),
        event_code=said.text("eventCode")[:60],
        onset=onset,
        expires=expires,
        infos=(
            Info(
                language=language(said.text("language") or "de") or "de",
                event=said.prose("event") or headline,
                headline=headline,
                description=said.prose("description"),
                instruction=said.prose("instruction"),
            ),
        ),
        web=said.text("web")[:500],
        contact=said.prose("contact")[:500],
        geometry=ground,
    )
