"""True metres, anywhere in Germany."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Polygon, box

from geo.measure import area_m2, circle, to_degrees, vertices_to_metres
from tests.geo.shapes_at_hand import blobs, lats, lons

GEOD = Geod(ellps="WGS84")


@given(lon=lons, lat=lats, radius=st.floats(10, 100_000))
def test_a_circle_has_its_radius_and_its_area_to_half_a_percent(lon, lat, radius):
    shape = circle(lat=lat, lon=lon, radius_m=radius)
    assert shape.is_valid
    assert pytest.approx(math.pi * radius**2, rel=0.005) == area_m2(shape)
    reach = [GEOD.inv(lon, lat, x, y)[2] for x, y in shape.exterior.coords]
    assert pytest.approx(radius, rel=0.005) == min(reach)
    assert pytest.approx(radius, rel=0.005) == max(reach)


@given(lon=lons, lat=lats, radius=st.floats(10, 100_000))
def test_the_middle_of_a_circles_edges_lies_on_it_too(lon, lat, radius):
    corners = list(circle(lat=lat, lon=lon, radius_m=radius).exterior.coords)
    for (x1, y1), (x2, y2) in pairwise(corners):
        assert pytest.approx(radius, rel=0.005) == GEOD.inv(lon, lat, (x1 + x2) / 2, (y1 + y2) / 2)[2]


@given(shape=blobs())
def test_areas_agree_with_geodesic_areas(shape):
    dense = shape.segmentize(0.001)
    expected = abs(GEOD.geometry_area_perimeter(dense)[0])
    assert pytest.approx(expected, rel=1e-4) == area_m2(shape)


def test_long_edges_are_densified_before_projecting():
    wide = box(6.0, 51.0, 15.0, 51.5)
    narrow = [box(6.0 + i * 0.09, 51.0, 6.0 + (i + 1) * 0.09, 51.5) for i in range(100)]
    assert pytest.approx(sum(map(area_m2, narrow)), rel=1e-7) == area_m2(wide)


@given(shape=blobs())
def test_there_and_back_is_the_same_place(shape):
    back = to_degrees(vertices_to_metres(shape))
    assert isinstance(back, Polygon)
    assert back.equals_exact(shape, 1e-9)
