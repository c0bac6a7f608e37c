"""Help places: where people find shelter, water or somebody to ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HelpKind(StrEnum):
    """What a help place gives."""

    SHELTER = "shelter"
    WATER = "water"
    INFORMATION = "information"
    EMERGENCY_POINT = "emergency-point"
    """A place where an emergency can be reported while 110 and 112 are down."""
    MEDICAL = "medical"
    WARMTH = "warmth"
    COOLING = "cooling"


@dataclass(frozen=True, kw_only=True)
class HelpPlace:
    """One help place as readers need it. ``lat`` and ``lon`` (degrees, EPSG:4326) put it on the map, both or neither;
    ``hours`` and ``access`` ("stufenlos, Hunde erlaubt") are free words."""

    kind: HelpKind
    name: str
    address: str = ""
    hours: str = ""
    access: str = ""
    lat: float | None = None
    lon: float | None = None
