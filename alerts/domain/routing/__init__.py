"""Routing: from an area and the channels of an authority to who is told, who is not, and why (DESIGN.md 5)."""

from __future__ import annotations

from alerts.domain.routing.changes import Change, Told, changes, last_told
from alerts.domain.routing.plan import followers_by_width, plan
from alerts.domain.routing.situation import Hit, Situation

__all__ = ["Change", "Hit", "Situation", "Told", "changes", "followers_by_width", "last_told", "plan"]
