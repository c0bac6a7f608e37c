"""Two authorities for the tests: Mitte with channels in Moabit, and a neighbour that must see none of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.access.secrets import SecretBox
from alerts.domain.model.codes import ChannelKind, Role
from alerts.services import staff
from alerts.store import accounts, channel_edits
from alerts.store.accounts import NewAccount
from alerts.store.channel_edits import NewChannel
from alerts.store.session import Session, Store

PASSWORD = "only for these tests"
KEY = b"\x07" * 32
KEYS = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
"""The same in base64, for the settings."""

MOABIT = "ortsteil:berlin:0102"
WEDDING = "ortsteil:berlin:0105"
MITTE = "bezirk:berlin:01"
OPR = "kreis:ars:12068"

IN_MOABIT: dict[str, Any] = {"circle": {"lat": 52.5293, "lon": 13.3433, "radius_m": 250}}
"""An area well inside Moabit."""

_RELEASE = (Role.OPERATOR, Role.APPROVER)
_PEOPLE: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("a", _RELEASE),
    ("b", _RELEASE),
    ("office", (Role.OFFICE,)),
    ("analyst", (Role.ANALYST,)),
    ("admin", (Role.ADMINISTRATOR,)),
    ("auditor", (Role.AUDITOR,)),
)


def fill(store: Store) -> None:
    """Put both authorities into a database with districts."""
    with store.transaction(None) as session:
        _mitte(session)
        _opr(session)


def content(**changed: Any) -> dict[str, Any]:
    """A finished alert for Moabit."""
    expires = (datetime.now(UTC) + timedelta(hours=3)).replace(second=0, microsecond=0)
    return {
        "hazard": "bombenfund",
        "severity": "Moderate",
        "response_types": ["Evacuate"],
        "expires": expires.isoformat(),
        "infos": [
            {
                "language": "de",
                "event": "Bombenfund",
                "headline": "Bombenfund in Moabit: Sperrkreis um Turmstraße 21 verlassen.",
                "description": "Bei Bauarbeiten wurde eine Bombe gefunden.",
                "instruction": "Verlassen Sie das Gebiet.",
            }
        ],
        "area": IN_MOABIT,
        **changed,
    }


def _mitte(session: Session) -> None:
    authority = staff.create_authority(
        session,
        slug="mitte",
        name="Bezirksamt Mitte",
        short_name="Mitte",
        sender="warnung@mitte.example",
        alerting_level="ortsteil",
        jurisdiction=[MITTE],
        hotline={"number": "030 1234", "hours": "Mo bis Fr"},
    )
    office = staff.create_office(session, authority, name="Büro Moabit", districts=[MOABIT])
    for suffix, roles in _PEOPLE:
        staff.create_person(
            session,
            authority,
            login=f"mitte.{suffix}",
            name=f"Mitte {suffix}",
            password=PASSWORD,
            roles=roles,
            office=office if Role.OFFICE in roles else None,
        )
    account = accounts.create(
        session,
        NewAccount(authority=authority, kind=ChannelKind.WHATSAPP, name="WAHA", base_url="http://127.0.0.1:9"),
    )
    accounts.keep_secret(session, account, SecretBox([KEY]).seal(account, "secret of the gateway"))
    for name, key, of_office in (("Moabit", MOABIT, office), ("Wedding", WEDDING, None)):
        channel_edits.create(
            session,
            NewChannel(
                authority=authority,
                kind=ChannelKind.WHATSAPP,
                name=f"WhatsApp {name}",
                address=f"{name.lower()}@newsletter",
                accounts=[account],
                serves=[key],
                office=of_office,
            ),
        )


def _opr(session: Session) -> None:
    authority = staff.create_authority(
        session,
        slug="opr",
        name="Landkreis Ostprignitz-Ruppin",
        short_name="OPR",
        sender="warnung@opr.example",
        alerting_level="gemeinde",
        jurisdiction=[OPR],
    )
    for suffix, roles in _PEOPLE:
        staff.create_person(
            session, authority, login=f"opr.{suffix}", name=f"OPR {suffix}", password=PASSWORD, roles=roles
        )
