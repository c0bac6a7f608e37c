"""A district with its shape, for drawing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.alert import GeoJson
from alerts.domain.model.district import Population


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A district as a map draws it; ``shape`` is EPSG:4326, simplified for the screen, never for measuring."""

    key: str
    name: str
    level: str
    parent: str | None
    lineage: tuple[str, ...]
    """Own key, then the ancestors, nearest first."""
    shape: GeoJson
    label: tuple[float, float]
    """Where its name goes: degrees east and north, well inside the shape."""
    area_km2: float
    credit: str
    population: Population | None = None


@dataclass(frozen=True, kw_only=True)
class Territory:
    """What an authority alerts: its leaves, at its alerting level."""

    authority: UUID
    slug: str
    name: str
    short_name: str
    level: str
    jurisdiction: tuple[str, ...]
    leaves: tuple[Outline, ...]
