"""The reference rule for shares: what PostGIS computes is tested against this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo.measure import to_metres

LEAST_OVERLAP_M2 = 1.0
"""Less is no meeting but the rounding of a shared boundary."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """How an area and a district meet; both shares are 0 to 1."""

    of_district: float
    of_area: float
    overlap_m2: float


def shares(area: BaseGeometry, districts: Mapping[str, BaseGeometry]) -> dict[str, Share]:
    """The districts that the area meets, by key. All shapes in EPSG:4326, measured in EPSG:3035."""
    projected = to_metres(area)
    total = projected.area
    found = {}
    for key, district in districts.items():
        ground = to_metres(district)
        overlap = shapely.intersection(projected, ground).area
        if overlap >= LEAST_OVERLAP_M2:
            found[key] = Share(
                of_district=min(1.0, overlap / ground.area), of_area=min(1.0, overlap / total), overlap_m2=overlap
            )
    return found
