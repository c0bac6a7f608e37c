"""Districts as they go out."""

from __future__ import annotations

from datetime import date
from typing import Any

from alerts.domain.model.district import District
from alerts.domain.model.outline import Outline
from api.schemas.base import Outgoing


class PopulationOut(Outgoing):
    """Inhabitants with date, source and method; ``estimate``: show "≈"."""

    people: int
    as_of: date
    source: str
    method: str
    estimate: bool


class DistrictOut(Outgoing):
    """A district without its shape."""

    key: str
    name: str
    level: str
    parent: str | None
    edition: str
    population: PopulationOut | None


class DistrictList(Outgoing):
    """Districts; ``next`` is the ``after`` of the next page, null on the last one."""

    districts: list[DistrictOut]
    next: str | None = None


class OutlineFeature(Outgoing):
    """A district's outline for the screen, as a GeoJSON feature."""

    type: str
    id: str
    properties: dict[str, Any]
    geometry: dict[str, Any]


class OutlineCollection(Outgoing):
    """Outlines as GeoJSON; ``credits`` must be shown with them."""

    type: str
    features: list[OutlineFeature]
    credits: list[str]


def district_of(found: District) -> DistrictOut:
    """A district as it goes out."""
    known = found.population
    population = None
    if known is not None:
        population = PopulationOut(
            people=known.people,
            as_of=known.as_of,
            source=known.source,
            method=known.method,
            estimate=known.is_estimate,
        )
    return DistrictOut(
        key=found.key,
        name=found.name,
        level=found.level,
        parent=found.parent,
        edition=found.edition,
        population=population,
    )


def collection_body(outlines: list[Outline]) -> dict[str, Any]:
    """Outlines in the shape of ``OutlineCollection``, as plain JSON values."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": outline.key,
                "properties": {
                    "name": outline.name,
                    "level": outline.level,
                    "parent": outline.parent,
                    "label": list(outline.label),
                    "people": outline.population.people if outline.population else None,
                },
                "geometry": outline.shape,
            }
            for outline in outlines
        ],
        "credits": sorted({outline.credit for outline in outlines}),
    }
