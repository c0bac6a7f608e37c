"""Published alerts as GeoJSON (RFC 7946): a feature an alert, coordinates in WGS 84, longitude first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from alerts.domain.model.published import PublishedAlert

MEDIA_TYPE = "application/geo+json"


def write(alerts: Iterable[PublishedAlert], *, updated: datetime, language: str = "de") -> str:
    """A FeatureCollection. ``updated`` is the database's time; text stands in ``language`` where the alert has it."""
    document = {
        "type": "FeatureCollection",
        "timeStamp": _time(updated),
        "features": [feature(alert, language) for alert in alerts],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def feature(alert: PublishedAlert, language: str = "de") -> dict[str, Any]:
    """One alert as a Feature; its id is the CAP identifier."""
    info = alert.info(language)
    return {
        "type": "Feature",
        "id": alert.identifier,
        "geometry": alert.area,
        "properties": {
            "code": alert.code,
            "sender": alert.sender,
            "senderName": alert.authority_name,
            "status": alert.status,
            "msgType": alert.msg_type,
            "allClear": alert.all_clear,
            "sent": _time(alert.sent),
            "expires": _time(alert.expires),
            "category": alert.category,
            "severity": alert.severity,
            "urgency": alert.urgency,
            "certainty": alert.certainty,
            "responseTypes": list(alert.response_types),
            "eventCode": alert.event_code,
            "language": info.language,
            "event": info.event,
            "headline": info.headline,
            "description": info.description,
            "instruction": info.instruction,
            "places": list(alert.places),
            "geocodes": list(alert.geocodes),
            "zones": [
                {"order": z.order, "name": z.name, "instruction": z.instruction, "geometry": z.shape}
                for z in alert.zones
            ],
            "references": [f"{r.sender},{r.identifier},{r.sent}" for r in alert.references],
            "web": alert.link,
            "contact": alert.contact,
            "succeededBy": alert.succeeded_by,
        },
    }


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
