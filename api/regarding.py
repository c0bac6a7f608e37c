"""Machines that play an operator: they too say why an alert goes out beside what holds there already."""

from __future__ import annotations

from typing import Any

from api.calls import Caller


def say_why(person: Caller, draft: dict[str, Any], reason: str) -> None:
    """Give a reason for everything in force that a draft must answer for. Raises CallFailedError."""
    path = f"/api/v1/alerts/{draft['id']}"
    found = person.get(f"{path}/in-force")["alerts"]
    regards = [{"identifier": one["identifier"], "reason": reason} for one in found if one["needs_word"]]
    if regards:
        person.patch(path, {"regards": regards}, draft["version"])
