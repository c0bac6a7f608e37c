"""Shapes put together and cut, and the fit for CAP."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from shapely.geometry import Polygon, box

from geo.errors import EmptyShapeError
from geo.measure import area_m2, circle
from geo.shapes import CAP_VERTICES, fit, split_holes, subtract, union
from tests.geo.shapes_at_hand import areas, blobs, holed

PLACE = (10.0, 51.0)


@given(one=blobs(around=PLACE), other=blobs(around=PLACE))
def test_a_union_measures_both_less_what_they_share(one, other):
    shared = area_m2(shapely.intersection(one, other))
    assert pytest.approx(area_m2(one) + area_m2(other) - shared, rel=1e-5) == area_m2(union([one, other]))


@given(one=blobs(around=PLACE), other=blobs(around=PLACE))
def test_the_order_of_a_union_does_not_matter(one, other):
    assert pytest.approx(0.0, abs=1e-12) == shapely.symmetric_difference(union([one, other]), union([other, one])).area


@given(one=blobs(around=PLACE))
def test_a_union_with_itself_changes_nothing(one):
    assert pytest.approx(0.0, abs=1e-12) == shapely.symmetric_difference(one, union([one, one])).area


@given(one=blobs(around=PLACE), other=blobs(around=(10.03, 51.01)))
def test_what_is_left_and_what_was_cut_make_the_whole(one, other):
    cut = area_m2(shapely.intersection(one, other))
    try:
        left = area_m2(subtract(one, other))
    except EmptyShapeError:
        left = 0.0
    assert pytest.approx(area_m2(one), rel=1e-5) == left + cut


@given(one=blobs(around=PLACE))
def test_nothing_is_left_of_a_shape_cut_by_itself(one):
    with pytest.raises(EmptyShapeError):
        subtract(one, one)


def test_a_union_of_nothing_is_refused():
    with pytest.raises(EmptyShapeError):
        union([])


@given(shape=holed())
def test_a_shape_split_at_its_holes_covers_the_same_ground_without_holes(shape):
    pieces = split_holes(shape)
    assert [0] * len(pieces) == [len(piece.interiors) for piece in pieces]
    # In degrees, where the cuts are straight; in metres the new edges are densified on their own.
    assert pytest.approx(shape.area, rel=1e-6) == sum(piece.area for piece in pieces)


@settings(deadline=None)
@given(shape=areas())
def test_fitted_polygons_are_valid_small_without_holes_and_contain_the_original(shape):
    fitted = fit(shape)
    for polygon in fitted.polygons:
        assert polygon.is_valid
        assert len(polygon.exterior.coords) <= CAP_VERTICES
        assert 0 == len(polygon.interiors)
    together = shapely.union_all(list(fitted.polygons))
    assert together.buffer(1e-9).covers(shape)
    assert pytest.approx(area_m2(together) - area_m2(shape), abs=1.0) == fitted.excess_m2


def test_a_small_shape_of_round_numbers_is_published_as_it_was_drawn():
    square = box(13.3, 52.5, 13.4, 52.6)
    fitted = fit(square)
    assert [True] == [polygon.equals(square) for polygon in fitted.polygons]
    assert 0.0 == fitted.excess_m2


def test_a_circle_is_fitted_with_little_excess():
    shape = circle(lat=52.5, lon=13.4, radius_m=2000)
    assert fit(shape).excess_m2 < 0.01 * area_m2(shape)


def test_a_comb_is_fitted_without_swallowing_its_gaps_whole():
    teeth = [(10.0 + i * 0.002, 51.0 + (0.05 if i % 4 in (1, 2) else 0.0)) for i in range(300)]
    comb = Polygon([*teeth, (10.6, 50.95), (10.0, 50.95)])
    fitted = fit(comb)
    assert all(len(polygon.exterior.coords) <= CAP_VERTICES for polygon in fitted.polygons)
    assert shapely.union_all(list(fitted.polygons)).covers(comb)
