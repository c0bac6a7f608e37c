"""Edges that lie too closely beside each other: counted before anything that would take minutes with them."""

from __future__ import annotations

import time
from typing import Any

import pytest
import shapely
from hypothesis import given
from shapely.geometry import box

from geo.errors import OutlineTooLongError, ShapeTooBigError, TangledError, TooSmallError
from geo.limits import AreaLimits
from geo.measure import area_to_metres, circle, to_metres
from geo.parse import shape_from_geojson, shape_from_wkt
from geo.shapes import subtract, union
from geo.tangle import rings_of, tangled_at
from tests.geo.shapes_at_hand import areas, comb, polygon, star


def _pairs(shape: Any) -> int:
    """By the definition: edges of which the boxes meet, each two once, neighbours on a ring left out."""
    edges = [
        (number, index, box(*shapely.LineString(ring[index : index + 2]).bounds), len(ring) - 1)
        for number, ring in enumerate(rings_of([shape]))
        for index in range(len(ring) - 1)
    ]
    found = 0
    for place, (one, i, first, _) in enumerate(edges):
        for other, j, second, length in edges[place + 1 :]:
            neighbours = one == other and (j - i in (1, length - 1))
            found += not neighbours and first.intersects(second)
    return found


@given(shape=areas())
def test_pairs_are_counted_by_their_boxes(shape: Any) -> None:
    found = _pairs(shape)
    assert tangled_at(rings_of([shape]), most=found) is None
    if found > len(shapely.get_coordinates(shape)):
        assert tangled_at(rings_of([shape]), most=found - 1) is not None


@pytest.mark.parametrize("spikes", [1_000, 9_000])
def test_a_slanting_comb_is_refused_with_a_place_on_it_before_its_validity_is_tried(spikes: int) -> None:
    began = time.process_time()
    with pytest.raises(TangledError) as refused:
        shape_from_geojson(comb(spikes, slant=0.1))
    assert time.process_time() - began < 0.5
    spot = refused.value.spot
    assert spot is not None
    assert spot.lon is not None
    assert 13.3 <= spot.lon <= 13.5


def test_a_star_of_thousands_of_corners_is_refused_at_once() -> None:
    with pytest.raises(TangledError):
        shape_from_geojson(star(9_999))


def test_a_comb_within_measure_is_welcome() -> None:
    assert shape_from_geojson(comb(200)).is_valid


def test_combs_across_each_other_are_not_laid_over_each_other() -> None:
    standing = shape_from_geojson(comb(2_000))
    lying = shapely.transform(standing, lambda xy: xy[:, ::-1] - [39.2, -39.2])
    for together in (lambda: union([standing, lying]), lambda: subtract(standing, lying)):
        began = time.process_time()
        with pytest.raises(TangledError):
            together()
        assert time.process_time() - began < 0.5


def test_a_comb_that_stands_upright_in_degrees_but_slants_in_metres_is_refused() -> None:
    with pytest.raises(TangledError) as refused:
        area_to_metres(shape_from_geojson(comb(1_000)))
    assert "13.3" in str(refused.value)


@pytest.mark.parametrize("size", [1e-13, 1e-9, 5e-6])
def test_an_area_in_which_nobody_could_stand_is_refused_with_its_place(size: float) -> None:
    ring = [[13.35, 52.53], [13.35 + size, 52.53], [13.35, 52.53 + size], [13.35, 52.53]]
    with pytest.raises(TooSmallError) as refused:
        shape_from_geojson(polygon(ring))
    assert "The area is smaller than 1 m². Draw it larger or set a circle. (ring 0, vertex 0 (13.35, 52.53))" == str(
        refused.value
    )


def test_a_few_square_metres_are_an_area() -> None:
    assert 2.0 < to_metres(shape_from_wkt("POLYGON ((13.35 52.53, 13.35003 52.53, 13.35 52.53003, 13.35 52.53))")).area


def test_what_a_cut_leaves_may_be_too_small_as_well() -> None:
    left = subtract(box(13.3, 52.5, 13.4, 52.6), box(13.2, 52.4, 13.4 - 1e-12, 52.7))
    with pytest.raises(TooSmallError):
        area_to_metres(left)


def test_an_outline_hundreds_of_times_around_is_refused_with_both_lengths() -> None:
    with pytest.raises(OutlineTooLongError) as refused:
        area_to_metres(shape_from_geojson(comb(9_000)))
    assert "30000" == refused.value.context["limit"]
    assert pytest.approx(200_000, rel=0.02) == refused.value.context["found"]


@pytest.mark.parametrize("limits", [AreaLimits(vertices=100), AreaLimits(parts=1)])
def test_more_than_can_be_measured_is_refused(limits: AreaLimits) -> None:
    two = shapely.union_all([circle(lat=52.5, lon=lon, radius_m=500) for lon in (13.3, 13.4)])
    with pytest.raises(ShapeTooBigError):
        area_to_metres(two, limits)


@given(shape=areas())
def test_what_is_drawn_by_hand_is_measured_as_before(shape: Any) -> None:
    assert to_metres(shape).equals_exact(area_to_metres(shape), 0.0)
