"""What a shape may be at most, checked before any geometry library sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Bounds(NamedTuple):
    """A box in degrees, EPSG:4326."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, other: Bounds) -> bool:
        """Whether the other box lies within this one."""
        return (
            self.west <= other.west
            and self.south <= other.south
            and self.east >= other.east
            and self.north >= other.north
        )

    @property
    def swapped(self) -> Bounds:
        """The same box read with latitude first."""
        return Bounds(self.south, self.west, self.north, self.east)


GERMANY = Bounds(5.5, 47.0, 15.5, 55.5)
"""Germany with its coastal waters, rounded outwards."""

NEAR_GERMANY = Bounds(0.0, 43.0, 21.0, 59.0)
"""Room for a 300 km circle at the border; outside it EPSG:3035 still measures truly, but no alert of ours applies."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The greatest shape accepted. Vorpommern-Rügen, VG250's most detailed Kreis, has 16,000 vertices in 650 kB."""

    size: int = 2_000_000
    """Bytes of text."""
    vertices: int = 20_000
    rings: int = 1_000
    parts: int = 500
    depth: int = 4
    """Collections within collections."""
    least_m2: float = 1.0
    region: Bounds = NEAR_GERMANY


@dataclass(frozen=True, kw_only=True)
class AreaLimits:
    """The greatest and the smallest area that is measured once everything is put together and cut.

    Half of all Länder in one have 47,000 vertices in 500 parts and an outline of 12,000 km.
    """

    least_m2: float = 1.0
    outline_m: float = 30_000_000.0
    vertices: int = 60_000
    parts: int = 2_000


AREA = AreaLimits()


DEFAULT = Limits()
