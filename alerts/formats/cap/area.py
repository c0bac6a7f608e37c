"""Areas as CAP knows them: polygons without holes, "lat,lon lat,lon …", at most 100 points each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry import shape

from alerts.domain.model.alert import GeoJson
from geo.shapes import as_multi, fit

DECIMALS = 6
"""Of a degree: 11 cm."""


@dataclass(frozen=True, kw_only=True)
class CapShape:
    """An area's polygons as CAP writes them, and the square metres they cover beyond it."""

    polygons: tuple[str, ...]
    excess_m2: float


def cap_shape(area: GeoJson) -> CapShape:
    """A GeoJSON area as CAP takes it, holes split away."""
    fitted = fit(as_multi(shape(area)))
    return CapShape(polygons=tuple(ring(p.exterior.coords) for p in fitted.polygons), excess_m2=fitted.excess_m2)


def ring(points: Iterable[tuple[float, ...]]) -> str:
    """A closed ring of (lon, lat) as CAP's "lat,lon lat,lon …"."""
    return " ".join(f"{lat:.{DECIMALS}f},{lon:.{DECIMALS}f}" for lon, lat, *_ in points)
