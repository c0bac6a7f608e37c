"""Saved areas: what an authority has drawn or planned beforehand, to be taken when it is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from alerts.domain.model.alert import AreaRequest, Zone


class SavedKind(StrEnum):
    """What an area was drawn for."""

    FLOOD = "flood"
    PLANT = "plant"
    """A plant under the Störfallverordnung, with its distances."""
    VENUE = "venue"
    """Stadium, fairground, concert hall."""
    WATER_SUPPLY = "water-supply"
    POWER_SUPPLY = "power-supply"
    FOREST = "forest"
    TRANSPORT = "transport"
    EVACUATION = "evacuation"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class SavedContent:
    """What a person decides about a saved area; ``instruction`` is a hint for whoever writes the alert."""

    name: str
    kind: SavedKind = SavedKind.OTHER
    aliases: tuple[str, ...] = ()
    note: str = ""
    instruction: str = ""
    template: str = ""
    """Key of the template that fits; empty for none."""
    area: AreaRequest = field(default_factory=AreaRequest)
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SavedArea:
    """A saved area as it stands. ``version`` counts its changes from 1; ``archived`` ones are no longer offered."""

    id: UUID
    authority: UUID
    content: SavedContent
    version: int
    author: str
    created: datetime
    changed: datetime
    archived: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SavedRevision:
    """One change of a saved area: what it was from then on, and by whom."""

    number: int
    action: str
    content: SavedContent
    author: str
    at: datetime
