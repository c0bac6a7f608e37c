"""The reference rule for shares: what PostGIS computes is tested against this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geo.measure import to_metres

LEAST_OVERLAP_M2 = 25.0
"""Less is no meeting but the rounding of a shared boundary: the shipped neighbours overlap by up to 5 m²."""

LEAST_SHARE_OF_AREA = 0.01
"""But of a tiny area even less counts."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """How an area and a district meet; both shares are 0 to 1."""

    of_district: float
    of_area: float
    overlap_m2: float


def least_overlap_m2(area_m2: float) -> float:
    """From which overlap on an area of so many square metres meets a district."""
    return min(LEAST_OVERLAP_M2, LEAST_SHARE_OF_AREA * area_m2)


def shares(area: BaseGeometry, districts: Mapping[str, BaseGeometry]) -> dict[str, Share]:
    """The districts that the area meets, by key. All shapes in EPSG:4326, measured in EPSG:3035."""
    projected = to_metres(area)
    total = projected.area
    least = least_overlap_m2(total)
    found = {}
    for key, district in districts.items():
        ground = to_metres(district)
        overlap = shapely.intersection(projected, ground).area
        if overlap >= least:
            found[key] = Share(
                of_district=min(1.0, overlap / ground.area), of_area=min(1.0, overlap / total), overlap_m2=overlap
            )
    return found
