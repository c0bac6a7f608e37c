"""Honest figures about followers: a subscription is not a person, and an old figure says how old it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class FollowerBounds:
    """How many different people may follow a set of channels.

    ``subscriptions`` is the sum. Who follows two channels counts twice in it, so the number of people lies between
    ``low``, the largest channel, and ``high``, the sum. ``unknown`` channels tell no figure and are not in it.
    """

    low: int
    high: int
    unknown: int

    @property
    def subscriptions(self) -> int:
        """The plain sum."""
        return self.high


def bounds(followers: Iterable[int | None]) -> FollowerBounds:
    """The bounds for the follower figures of some channels; None where a channel tells none."""
    figures = tuple(followers)
    known = [figure for figure in figures if figure is not None]
    return FollowerBounds(low=max(known, default=0), high=sum(known), unknown=len(figures) - len(known))


def per_hundred(followers: int, population: int | None) -> float | None:
    """Subscriptions per 100 inhabitants, to one decimal; None where nobody lives or nobody counted."""
    return round(100 * followers / population, 1) if population else None


def age_days(as_of: date | None, today: date) -> int | None:
    """How many days old a figure is; None without a date."""
    return None if as_of is None else max((today - as_of).days, 0)


STALE_DAYS = 2
"""Followers are fetched daily; from the third day on a figure is shown as old."""


def is_stale(as_of: date | None, today: date) -> bool:
    """Whether a follower figure is too old to stand without "veraltet"."""
    age = age_days(as_of, today)
    return age is None or age > STALE_DAYS
