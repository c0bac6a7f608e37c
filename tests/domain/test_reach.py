"""Follower figures that promise nothing they cannot hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.domain import reach
from tests.domain.strategies import STEADY

TODAY = date(2026, 11, 24)


def test_people_lie_between_the_largest_channel_and_the_sum() -> None:
    assert reach.FollowerBounds(low=8420, high=11_510, unknown=1) == reach.bounds([8420, 1960, None, 1130])


def test_no_channel_no_followers() -> None:
    assert reach.FollowerBounds(low=0, high=0, unknown=0) == reach.bounds([])


@STEADY
@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6))), st.integers(0, 10**6))
def test_one_more_channel_never_lowers_a_bound(figures: list[int | None], more: int) -> None:
    before, after = reach.bounds(figures), reach.bounds([*figures, more])

    assert before.low <= after.low <= after.high
    assert before.high <= after.high


@pytest.mark.parametrize(
    ("followers", "population", "expected"),
    [(8420, 79_500, 10.6), (0, 79_500, 0.0), (200, 100, 200.0), (5, 0, None), (5, None, None)],
)
def test_followers_per_hundred_inhabitants(followers: int, population: int | None, expected: float | None) -> None:
    assert expected == reach.per_hundred(followers, population)


@pytest.mark.parametrize(
    ("as_of", "age", "stale"),
    [
        (date(2026, 11, 24), 0, False),
        (date(2026, 11, 22), 2, False),
        (date(2026, 11, 21), 3, True),
        (date(2026, 11, 25), 0, False),
        (None, None, True),
    ],
)
def test_an_old_figure_says_so(as_of: date | None, age: int | None, stale: bool) -> None:
    assert (age, stale) == (reach.age_days(as_of, TODAY), reach.is_stale(as_of, TODAY))
