"""The demo's alert: a bomb find in Moabit, written by one person and approved by another, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.domain.model.codes import DeliveryState
from api.calls import Caller
from api.regarding import say_why
from api.supervisor import NotReadyError, Supervisor

PLACE = {"lat": 52.5262, "lon": 13.3421, "radius_m": 400.0}
"""Turmstraße in Berlin-Moabit; the circle stays within the Ortsteil."""
DELIVERY_TIMEOUT = 45.0
"""Seconds until every gateway must have taken the post."""
CONFIRM_TIMEOUT = 20.0
"""Seconds that reading back may take after that."""
UNREADABLE = frozenset({"email", "webhook"})
"""Kinds whose posts cannot be read back: the gateway's answer is all there is."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the alert. ``seconds`` from approval until the last gateway had taken it."""

    title: str
    code: str
    districts: int
    channels: int
    accepted: int
    confirmed: int
    people: int
    seconds: float

    def as_json(self) -> dict[str, int | float]:
        """The figures, for machines."""
        return {
            "districts": self.districts,
            "channels": self.channels,
            "accepted": self.accepted,
            "confirmed": self.confirmed,
            "people": self.people,
            "seconds": round(self.seconds, 3),
        }


def send(operator: Caller, approver: Caller, supervisor: Supervisor) -> Outcome:
    """Draft, submit and approve, then wait until every channel has it. Raises CallFailedError, NotReadyError."""
    draft = operator.post("/api/v1/alerts", content())
    path = f"/api/v1/alerts/{draft['id']}"
    gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
    say_why(operator, draft, "Demo")
    submitted = operator.post(f"{path}/submit", {"acknowledged_gaps": gaps})
    released = approver.post(f"{path}/approve", {"hash": submitted["hash"]})
    report = _follow(operator, f"{path}/deliveries", supervisor)
    return Outcome(
        title=released["title"],
        code=released["code"],
        districts=len(draft["preview"]["districts"]),
        channels=report["total"],
        accepted=report["accepted"],
        confirmed=report["confirmed"],
        people=draft["preview"]["people"]["estimate"],
        seconds=report["last"] or 0.0,
    )


def content() -> dict[str, Any]:
    """What the operator writes."""
    until = (datetime.now(UTC) + timedelta(hours=6)).replace(microsecond=0)
    return {
        "hazard": "bombenfund",
        "event_code": "BBK-EVC-009",
        "category": "Safety",
        "response_types": ["Evacuate"],
        "severity": "Moderate",
        "urgency": "Immediate",
        "certainty": "Observed",
        "expires": until.isoformat(),
        "infos": [
            {
                "language": "de",
                "event": "Bombenfund",
                "headline": "Bombenfund in Moabit: Gebiet um die Turmstraße verlassen",
                "description": "Bei Bauarbeiten wurde eine Bombe aus dem Zweiten Weltkrieg gefunden. "
                "Der Kampfmittelräumdienst ist vor Ort.",
                "instruction": "Verlassen Sie das Gebiet zu Fuß. Nehmen Sie Ausweis und Medikamente mit. "
                "Helfen Sie anderen, wenn Sie können.",
            },
            {
                "language": "en",
                "event": "Unexploded bomb",
                "headline": "Unexploded bomb in Moabit: leave the area around Turmstraße",
                "description": "A Second World War bomb was found on a building site. Experts are on the spot.",
                "instruction": "Leave the area on foot. Take your papers and medicine with you. "
                "Help others if you can.",
            },
        ],
        "area": {"circle": PLACE},
    }


def _follow(operator: Caller, path: str, supervisor: Supervisor) -> dict[str, Any]:
    """The report once all is accepted and, where that is possible, confirmed; or as far as it came in time."""
    report: dict[str, Any] = {}

    def taken() -> bool:
        report.update(operator.get(path))
        return bool(report["accepted"] == report["total"])

    def confirmed() -> bool:
        report.update(operator.get(path))
        return all(_is_settled(delivery) for delivery in report["deliveries"] if not _only_stands_by(delivery))

    supervisor.attend(taken, seconds=DELIVERY_TIMEOUT, what="every gateway has taken the alert")
    try:
        supervisor.attend(confirmed, seconds=CONFIRM_TIMEOUT, what="every readable channel is confirmed")
    except NotReadyError:
        operator.get(path)
    return report


def _only_stands_by(delivery: dict[str, Any]) -> bool:
    return bool(delivery["stands_for"]) and delivery["state"] in (DeliveryState.HELD, DeliveryState.SUPERSEDED)


def _is_settled(delivery: dict[str, Any]) -> bool:
    return delivery["kind"] in UNREADABLE or delivery["state"] == DeliveryState.CONFIRMED
