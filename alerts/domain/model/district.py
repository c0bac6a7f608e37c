"""Districts and how an area meets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Population:
    """People living in a district: a figure with its date, source and method, or none.

    ``method`` is ``official``, ``geonames`` (a place's count), ``scaled`` (places scaled to the parent's total)
    or ``shared-by-area`` (the parent's total, shared by area). Only ``official`` is shown without "≈".
    """

    people: int
    as_of: date
    source: str
    method: str

    @property
    def is_estimate(self) -> bool:
        """Whether "≈" belongs in front of the figure."""
        return self.method != "official"


@dataclass(frozen=True, kw_only=True)
class District:
    """A boundary by its key ``level:scheme:code``; its shape stays in the database."""

    key: str
    name: str
    level: str
    parent: str | None
    edition: str
    population: Population | None = None


@dataclass(frozen=True, kw_only=True)
class Match:
    """One leaf and an area. Shares are 0 to 1; ``people`` live in the covered part (areal interpolation)."""

    key: str
    name: str
    level: str
    parent: str | None
    share_of_district: float
    share_of_area: float
    people: float
    population: int
    picked: bool = False
    owner: str | None = None
    """Name of the authority whose jurisdiction the leaf lies in, None if no authority claims it."""
    inside_jurisdiction: bool = True
    carries_alone: bool = False
    """The authority marked it after seeing both audiences: its own channels do without the parent's."""
    population_as_of: date | None = None
    population_is_estimate: bool = False
    """Whether "≈" belongs in front of every figure drawn from it."""


@dataclass(frozen=True, kw_only=True)
class PeopleEstimate:
    """People living in an area, with bounds; ``as_of`` is the oldest date among the figures used."""

    estimate: int
    low: int
    high: int
    as_of: date | None
