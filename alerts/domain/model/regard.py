"""Regard for an alert already in force: why a draft says something else on the same ground, or the same again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Regard:
    """The reason an operator gave for one alert in force (ours, a partner's, a foreign one), by its CAP identifier."""

    identifier: str
    reason: str
