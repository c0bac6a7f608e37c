"""A person at the desk, over HTTP: signs in, drafts, submits, approves."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

MOWAS = {"state": "not-needed", "reason": "nur ein Ortsteil"}
"""What Severe and Extreme want to know before they go out."""


class DeskClient:
    """One signed-in person."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self.url = url
        self.http = requests.Session()
        page = self.http.get(f"{url}/login", timeout=10)
        form = {"login": login, "password": password, "csrf": _csrf(page.text)}
        answer = self.http.post(f"{url}/login", data=form, timeout=10)
        answer.raise_for_status()
        self.csrf = _csrf(self.http.get(f"{url}/desk", timeout=10).text)

    def call(self, method: str, path: str, body: Any = None, status: int | None = None, **headers: str) -> Any:
        """Call the API; fails unless it answers 2xx, or exactly ``status`` where that is given."""
        answer = self.http.request(
            method,
            f"{self.url}/api/v1{path}",
            json=body,
            headers={"X-CSRF-Token": self.csrf, **headers},
            timeout=30,
        )
        expected = answer.ok if status is None else answer.status_code == status
        assert expected, f"{method} {path}: {answer.status_code} {answer.text[:800]}"
        return answer.json() if answer.content else None

    def preview(self, **area: Any) -> Any:
        """Whom an alert would go to."""
        return self.call("POST", "/areas/preview", area)

    def draft(self, **content: Any) -> Any:
        """Begin an alert."""
        return self.call("POST", "/alerts", content)

    def submit(self, alert: str, gaps: list[str]) -> Any:
        """Submit with acknowledged gaps and a size that is meant, and a reason for whatever holds there already."""
        beside = self.call("GET", f"/alerts/{alert}/in-force")["alerts"]
        regards = [{"identifier": one["identifier"], "reason": "Test"} for one in beside if one["needs_word"]]
        draft = self.call("GET", f"/alerts/{alert}")
        if regards:
            self.call("PATCH", f"/alerts/{alert}", {"regards": regards}, **{"If-Match": f'"{draft["version"]}"'})
        count = len((draft["preview"] or {"districts": []})["districts"])
        body = {"acknowledged_gaps": gaps, "confirmed_districts": count}
        return self.call("POST", f"/alerts/{alert}/submit", body)

    def approve(self, alert: str, digest: str) -> Any:
        """Release as the second person."""
        return self.call("POST", f"/alerts/{alert}/approve", {"hash": digest})

    def deliveries(self, alert: str) -> Any:
        """How the deliveries stand."""
        return self.call("GET", f"/alerts/{alert}/deliveries")


def expires(hours: float = 3) -> str:
    """A time some hours ahead, to the minute, with its offset."""
    moment = datetime.now(UTC) + timedelta(hours=hours)
    return moment.replace(second=0, microsecond=0).isoformat()


def bomb_find(area: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The content of a bomb find."""
    content: dict[str, Any] = {
        "hazard": "bombenfund",
        "event_code": "BBK-EVC-009",
        "category": "Safety",
        "response_types": ["Evacuate"],
        "severity": "Moderate",
        "urgency": "Immediate",
        "certainty": "Observed",
        "expires": expires(),
        "infos": [
            {
                "language": "de",
                "event": "Bombenfund",
                "headline": "Bombenfund in Moabit: Sperrkreis um Turmstraße 21 verlassen. Sonst im Haus bleiben.",
                "description": "Bei Bauarbeiten wurde eine Bombe aus dem Zweiten Weltkrieg gefunden.",
                "instruction": "Bleiben Sie im Haus. Halten Sie Fenster und Türen geschlossen.",
            }
        ],
        "area": area,
    }
    return {**content, **changed}


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf"\s+(?:content|value)="([^"]+)"', page)
    return found[1] if found else ""
