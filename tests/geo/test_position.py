"""Places as people type them, and outlines in steps."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from geo.errors import FarAwayError
from geo.position import SwappedPositionError, position
from geo.steps import PER_DEGREE, rings_in_steps


@pytest.mark.parametrize(
    "typed",
    [
        "52.53, 13.34",
        "52.53,13.34",
        "52,53 13,34",
        "52,53; 13,34",
        "52,53, 13,34",
        " 52.53 / 13.34 ",
        "N 52,53 O 13,34",
        "52.53 N, 13.34 E",
        "52°31'48\" N 13°20'24\" E",
        "52° 31,8' N, 13° 20,4' O",
    ],
)
def test_one_place_is_read_however_it_is_typed(typed: str) -> None:
    found = position(typed)
    assert found is not None
    assert pytest.approx((52.53, 13.34), abs=1e-9) == tuple(found)


@pytest.mark.parametrize(
    "typed", ["", "Moabit", "52.53", "52,53", "1,2,3,4,5", "52.53 13.34 12", "x" * 5000, "NaN, NaN"]
)
def test_what_is_no_pair_of_numbers_is_no_place(typed: str) -> None:
    assert position(typed) is None


def test_swapped_numbers_and_far_places_are_refused_in_words() -> None:
    with pytest.raises(SwappedPositionError, match="Gulf of Aden"):
        position("13.34, 52.53")
    with pytest.raises(FarAwayError):
        position("40.4, -3.7")


def test_rings_in_steps_lead_back_to_every_vertex() -> None:
    holed = Polygon(box(13.0, 52.0, 13.2, 52.2).exterior, [box(13.05, 52.05, 13.1, 52.1).exterior])
    two = MultiPolygon([box(7.0, 50.0, 7.1, 50.1), box(7.3, 50.0, 7.4, 50.1)])
    first, second = rings_in_steps([holed, two])
    assert [2, 2] == [len(first), len(second)]
    way = np.cumsum(np.array(first[0]).reshape(-1, 2), axis=0) / PER_DEGREE
    assert pytest.approx(np.array(holed.exterior.coords)) == way
