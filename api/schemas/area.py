"""Areas that come in, and the plan for one that goes out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from alerts.domain.model.alert import AreaRequest, Circle
from alerts.domain.model.codes import Severity, Width
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Plan, Sliver
from alerts.services.desk.planning import Wish
from api.schemas.base import GeoJsonIn, Incoming, Key, Outgoing

MOST_KEYS = 20_000
"""Districts in one request; Germany has 11,000 Gemeinden."""


class CircleIn(Incoming):
    """A centre in degrees and a true radius in metres."""

    lat: float = Field(examples=[52.53])
    lon: float = Field(examples=[13.34])
    radius_m: float = Field(examples=[500])

    def said(self) -> Circle:
        """The domain's word for it."""
        return Circle(lat=self.lat, lon=self.lon, radius_m=self.radius_m)


class AreaIn(Incoming):
    """(geometry ∪ districts ∪ circle) − subtract."""

    geometry: GeoJsonIn | None = None
    districts: tuple[Key, ...] = Field(default=(), max_length=MOST_KEYS)
    circle: CircleIn | None = None
    subtract: GeoJsonIn | None = None

    def said(self) -> AreaRequest:
        """The domain's word for it."""
        return AreaRequest(
            geometry=self.geometry,
            districts=self.districts,
            circle=self.circle.said() if self.circle else None,
            subtract=self.subtract,
        )


class PreviewIn(AreaIn):
    """An area, and how severe and how wide an alert for it would be."""

    severity: Severity | None = None
    width: Width | None = None
    sliver_choices: dict[Key, bool] = Field(default={}, max_length=MOST_KEYS)
    drill: bool = False

    def wish(self) -> Wish:
        """The service's word for it."""
        return Wish(
            area=self.said(),
            severity=self.severity,
            width=self.width,
            sliver_choices=self.sliver_choices,
            drill=self.drill,
        )


class DistrictShare(Outgoing):
    """A leaf that the area meets. Shares from 0 to 1; ``people`` live in the covered part."""

    key: str
    name: str
    level: str
    share_of_district: float
    share_of_area: float
    people: int


class SliverOut(DistrictShare):
    """A leaf that the area hardly meets; ``included`` by rule or, if ``switched``, by choice."""

    included: bool
    switched: bool


class OutsideOut(DistrictShare):
    """A leaf beyond the jurisdiction, and whose it is."""

    owner: str | None


class ChannelReason(Outgoing):
    """A channel that the alert would go to, and why."""

    id: UUID
    name: str
    kind: str
    district: str | None
    reason: str
    fallback: bool
    followers: int | None


class GapOut(Outgoing):
    """A leaf without a channel that carries."""

    key: str
    name: str
    people: int


class PeopleOut(Outgoing):
    """Inhabitants of the area; ``as_of`` is the oldest date among the figures."""

    estimate: int
    low: int
    high: int
    as_of: date | None


class SpillOut(Outgoing):
    """People in the channels' districts but outside the area."""

    people: int


class PreviewOut(Outgoing):
    """The plan for an area."""

    area_km2: float
    districts: list[DistrictShare]
    slivers: list[SliverOut]
    channels: list[ChannelReason]
    gaps: list[GapOut]
    outside: list[OutsideOut]
    people: PeopleOut
    spill: SpillOut


def plan_body(plan: Plan) -> dict[str, Any]:
    """A plan in the shape of ``PreviewOut``, as plain JSON values: a county has a thousand rows, and somebody waits."""
    return {
        "area_km2": round(plan.area_km2, 6),
        "districts": [_share(match) for match in plan.affected],
        "slivers": [_sliver(sliver) for sliver in plan.slivers],
        "channels": [
            {
                "id": str(channel.id),
                "name": channel.name,
                "kind": channel.kind.value,
                "district": channel.district,
                "reason": channel.reason.value,
                "fallback": channel.is_fallback,
                "followers": channel.followers,
            }
            for channel in plan.channels
        ],
        "gaps": [{"key": gap.key, "name": gap.name, "people": gap.people} for gap in plan.gaps],
        "outside": [_share(match) | {"owner": match.owner} for match in plan.outside],
        "people": {
            "estimate": plan.people.estimate,
            "low": plan.people.low,
            "high": plan.people.high,
            "as_of": plan.people.as_of.isoformat() if plan.people.as_of else None,
        },
        "spill": {"people": plan.spill},
    }


def _share(match: Match) -> dict[str, Any]:
    return {
        "key": match.key,
        "name": match.name,
        "level": match.level,
        "share_of_district": round(match.share_of_district, 6),
        "share_of_area": round(match.share_of_area, 6),
        "people": round(match.people),
    }


def _sliver(sliver: Sliver) -> dict[str, Any]:
    return _share(sliver.match) | {"included": sliver.included, "switched": sliver.switched}
