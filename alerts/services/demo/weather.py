"""The demo's foreign alert: black ice over Ostprignitz-Ruppin as a weather service would tell it, clearly made up."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from alerts.domain.model.codes import Role
from alerts.services import foreign
from alerts.store import authorities, people
from alerts.store.foreign import by_identifier
from alerts.store.session import Session, database_now, see_authority

SLUG = "opr"
IDENTIFIER = "2.49.0.0.276.0.DWD.PVW.DEMO.GLAETTE"
HOLDS = timedelta(hours=18)
"""So long it holds from the demo's start on; a later start brings it in anew."""


def bring_weather(session: Session) -> bool:
    """Take it in for the Kreis unless it still holds there; whether it did. The caller's role sees all rows."""
    authority = authorities.by_slug(session, SLUG)
    if authority is None:
        return False
    see_authority(session, authority)
    now = database_now(session)
    known = by_identifier(session, authority, IDENTIFIER)
    if known is not None and known.message.expires and known.message.expires > now + HOLDS / 3:
        return False
    operator = next(one for one in people.of_authority(session, authority) if Role.OPERATOR in one.roles)
    foreign.bring(session, operator, document(now), source="Demo")
    return True


def document(now: datetime) -> str:
    """The alert as NINA's JSON: the Kreis by its WARNCELLID, no shape of its own."""
    sent = now.replace(second=0, microsecond=0) - timedelta(minutes=40)
    info = {
        "language": "de-DE",
        "category": ["Met"],
        "event": "GLÄTTE",
        "responseType": ["Prepare"],
        "urgency": "Expected",
        "severity": "Minor",
        "certainty": "Likely",
        "eventCode": [{"valueName": "II", "value": "24"}],
        "effective": sent.isoformat(),
        "onset": sent.isoformat(),
        "expires": (sent + HOLDS).isoformat(),
        "senderName": "Deutscher Wetterdienst (Demo, erfunden)",
        "headline": "Amtliche WARNUNG vor GLÄTTE (Demo, erfunden)",
        "description": "Es tritt verbreitet Glätte durch überfrierende Nässe auf.",
        "instruction": "Hinweis auf Rutschgefahr. Verhalten im Straßenverkehr anpassen, mehr Zeit für Wege einplanen.",
        "parameter": [],
        "area": [
            {
                "areaDesc": "Kreis Ostprignitz-Ruppin",
                "geocode": [{"valueName": "WARNCELLID", "value": "112068000"}],
            }
        ],
    }
    return json.dumps(
        {
            "identifier": IDENTIFIER,
            "sender": "demo@wetterdienst.example",
            "sent": sent.isoformat(),
            "status": "Actual",
            "msgType": "Alert",
            "scope": "Public",
            "info": [info],
        },
        ensure_ascii=False,
        indent=1,
    )
