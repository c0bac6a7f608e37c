"""What comes in as an area: the shapes that pass, and the refusal of each that must not, with its place."""

from __future__ import annotations

import json
import time

import pytest
from shapely.geometry import MultiPolygon, Polygon

from geo import errors
from geo.parse import (
    shape_from_cap_circle,
    shape_from_cap_polygon,
    shape_from_geojson,
    shape_from_text,
    shape_from_wkt,
)
from tests.geo.shapes_at_hand import SQUARE, polygon, star

BOW_TIE = polygon([[13.3, 52.5], [13.4, 52.6], [13.4, 52.5], [13.3, 52.6], [13.3, 52.5]])
AWAY = [[14.0, 52.0], [14.1, 52.0], [14.1, 52.1], [14.0, 52.0]]
EAST = [[x + 0.05, y] for x, y in SQUARE]
TEXT = '{{"type":"Polygon","coordinates":[[[13.3,52.5],[13.4,{0}],[13.4,52.6],[13.3,52.5]]]}}'
MANY = [[13 + (i % 1000) / 1e4, 52 + i / 1e7] for i in range(1_000_000)]

HOSTILE = {
    "bow tie": (BOW_TIE, errors.SelfIntersectionError, "ring 0, vertex 0 (13.35, 52.55)"),
    "NaN": (TEXT.format("NaN"), errors.NotFiniteError, "ring 0, vertex 1"),
    "1e400": (TEXT.format("1e400"), errors.NotFiniteError, "ring 0, vertex 1"),
    "an integer without end": (polygon([[13, 10**400], *SQUARE]), errors.NotFiniteError, "ring 0, vertex 0"),
    "swapped axes": (
        polygon([[y, x] for x, y in SQUARE]),
        errors.SwappedAxesError,
        "ring 0, vertex 0 (52.5, 13.3)",
    ),
    "antimeridian": (
        polygon([[179, 50], [-179, 50], [-179, 51], [179, 51], [179, 50]]),
        errors.AntimeridianError,
        "ring 0, vertex 0 (179, 50)",
    ),
    "star": (star(401), errors.SelfIntersectionError, None),
    "a million vertices": (polygon(MANY), errors.ShapeTooBigError, None),
    "a million vertices as text": (json.dumps(polygon(MANY)), errors.ShapeTooBigError, None),
    "many parts": ({"type": "MultiPolygon", "coordinates": [[SQUARE]] * 501}, errors.ShapeTooBigError, None),
    "hole outside": (polygon(SQUARE, AWAY), errors.HoleOutsideError, "ring 1, vertex 0 (14, 52)"),
    "overlapping parts": (
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [EAST]]},
        errors.PartsOverlapError,
        "part 0, ring 0, vertex 2 (13.35, 52.6)",
    ),
    "empty": (polygon(), errors.EmptyShapeError, None),
    "empty multipolygon": ({"type": "MultiPolygon", "coordinates": []}, errors.EmptyShapeError, None),
    "empty ring": (polygon([]), errors.EmptyShapeError, "ring 0"),
    "no geometry": ({"type": "Feature", "geometry": None}, errors.EmptyShapeError, None),
    "3-D": (polygon([[*p, 30.0] for p in SQUARE]), errors.ThreeDimensionsError, "ring 0, vertex 0"),
    "not closed": (polygon(SQUARE[:-1]), errors.RingNotClosedError, "ring 0, vertex 3 (13.3, 52.6)"),
    "too short": (polygon([*SQUARE[:2], SQUARE[0]]), errors.RingTooShortError, "ring 0"),
    "a point": ({"type": "Point", "coordinates": [13, 52]}, errors.ShapeKindError, None),
    "words for numbers": (polygon([["13", "52"]] * 4), errors.NotANumberError, "ring 0, vertex 0"),
    "booleans for numbers": (polygon([[True, False]] * 4), errors.NotANumberError, "ring 0, vertex 0"),
    "no list": (polygon(7), errors.NotANumberError, "part 0"),
    "off the earth": (polygon([[x + 190, y] for x, y in SQUARE]), errors.OutOfRangeError, None),
    "far away": (polygon([[x + 60, y] for x, y in SQUARE]), errors.FarAwayError, None),
    "metres": ({**polygon(SQUARE), "crs": {"properties": {"name": "EPSG:25832"}}}, errors.CoordinateSystemError, None),
    "nested without end": ("[" * 100_000, errors.ShapeUnreadableError, None),
    "collections without end": (
        json.loads('{"type":"GeometryCollection","geometries":[' * 50 + "]}" * 50),
        errors.ShapeTooBigError,
        None,
    ),
    "half a document": ('{"type":', errors.ShapeUnreadableError, None),
    "null": ("null", errors.ShapeUnreadableError, None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_hostile_set_is_refused_within_a_second_and_with_its_place(name):
    sent, kind, place = HOSTILE[name]
    started = time.perf_counter()
    with pytest.raises(kind) as refused:
        shape_from_geojson(sent)
    assert time.perf_counter() - started < 1.0
    if place is not None:
        assert place == refused.value.place


@pytest.mark.parametrize("name", HOSTILE)
def test_every_refusal_speaks_german_and_english(name):
    sent, kind, _ = HOSTILE[name]
    with pytest.raises(kind) as refused:
        shape_from_geojson(sent)
    assert refused.value.text("de") != refused.value.text("en")
    assert "{" not in refused.value.text("de").replace("{lat", "")


def test_a_place_is_said_in_german():
    with pytest.raises(errors.SelfIntersectionError) as refused:
        shape_from_geojson(BOW_TIE)
    assert refused.value.text("de").endswith("(Ring 0, Punkt 0 (13.35, 52.55))")


def test_a_polygon_with_a_hole_passes_unchanged():
    hole = [[13.34, 52.54], [13.36, 52.54], [13.36, 52.56], [13.34, 52.54]]
    assert Polygon(SQUARE, [hole]) == shape_from_geojson(polygon(SQUARE, hole))


def test_a_multipolygon_passes_unchanged():
    far = [[x + 0.5, y] for x, y in SQUARE]
    expected = MultiPolygon([Polygon(SQUARE), Polygon(far)])
    assert expected == shape_from_geojson({"type": "MultiPolygon", "coordinates": [[SQUARE], [far]]})


@pytest.mark.parametrize(
    "wrap",
    [
        lambda p: p,
        lambda p: {"type": "Feature", "geometry": p, "properties": {}},
        lambda p: {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": p}]},
        lambda p: {"type": "GeometryCollection", "geometries": [p]},
        lambda p: json.dumps(p),
        lambda p: json.dumps(p).encode(),
    ],
)
def test_every_wrapping_of_a_polygon_is_read(wrap):
    assert Polygon(SQUARE) == shape_from_geojson(wrap(polygon(SQUARE)))


def test_features_that_overlap_are_united():
    both = {"type": "GeometryCollection", "geometries": [polygon(SQUARE), polygon(EAST)]}
    assert pytest.approx(Polygon(SQUARE).union(Polygon(EAST)).area) == shape_from_geojson(both).area


def test_the_limits_hold_for_a_collection_as_a_whole():
    many = {"type": "GeometryCollection", "geometries": [polygon(SQUARE)] * 501}
    with pytest.raises(errors.ShapeTooBigError):
        shape_from_geojson(many)


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON((13.3 52.5,13.4 52.5,13.4 52.6,13.3 52.6,13.3 52.5))",
        " polygon ((13.3 52.5, 13.4 52.5, 13.4 52.6, 13.3 52.6, 13.3 52.5)) ",
        "SRID=4326;POLYGON((13.3 52.5,13.4 52.5,13.4 52.6,13.3 52.6,13.3 52.5))",
        "MULTIPOLYGON(((13.3 52.5,13.4 52.5,13.4 52.6,13.3 52.6,13.3 52.5)))",
        "GEOMETRYCOLLECTION(POLYGON((13.3 52.5,13.4 52.5,13.4 52.6,13.3 52.6,13.3 52.5)))",
        "52.5,13.3 52.5,13.4 52.6,13.4 52.6,13.3 52.5,13.3",
    ],
)
def test_wkt_and_cap_polygons_are_told_apart_and_read(text):
    assert Polygon(SQUARE) == shape_from_text(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("POLYGON((13 52,nan 52,13.1 52.1,13 52))", errors.NotFiniteError),
        ("POLYGON Z((13 52 1,13.1 52 1,13.1 52.1 1,13 52 1))", errors.ThreeDimensionsError),
        ("POLYGON((13 52 1,13.1 52 1,13.1 52.1 1,13 52 1))", errors.ThreeDimensionsError),
        ("POLYGON((13 52,13.1 52,13.1 52.1,13 52)", errors.ShapeUnreadableError),
        ("POLYGON((13 52,13.1 52,13.1 52.1,13 52)) extra", errors.ShapeUnreadableError),
        ("POLYGON((13; 52))", errors.ShapeUnreadableError),
        ("POLYGON EMPTY", errors.EmptyShapeError),
        ("MULTIPOLYGON(EMPTY)", errors.EmptyShapeError),
        ("POINT(13 52)", errors.ShapeKindError),
        ("SRID=25832;POLYGON((1 1,2 1,2 2,1 1))", errors.CoordinateSystemError),
        ("POLYGON((52.5 13.3,52.5 13.4,52.6 13.4,52.5 13.3))", errors.SwappedAxesError),
        ("GEOMETRYCOLLECTION(" * 50, errors.ShapeTooBigError),
        ("POLYGON((" + "1 1," * 30_000 + "1 1))", errors.ShapeTooBigError),
        ("", errors.ShapeUnreadableError),
    ],
)
def test_wkt_that_is_no_area_is_refused(text, kind):
    with pytest.raises(kind):
        shape_from_wkt(text)


def test_a_cap_circle_is_read_in_kilometres():
    west, _, east, _ = shape_from_cap_circle("52.52,13.405 2.5").bounds
    assert pytest.approx(2 * 2500 / 67_840, rel=0.01) == east - west


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("52.5,13.4 foo", errors.NotANumberError),
        ("52.5,13.4", errors.ShapeUnreadableError),
        ("952,13 1", errors.OutOfRangeError),
        ("52.5,13.4 0", errors.RadiusError),
        ("52.5,13.4 -1", errors.RadiusError),
        ("52.5,13.4 nan", errors.RadiusError),
        ("52.5,13.4 5000", errors.RadiusError),
        ("nan,13.4 1", errors.NotFiniteError),
        ("13.4,52.5 1", errors.SwappedCapAxesError),
        ("0,0 1", errors.FarAwayError),
    ],
)
def test_a_cap_circle_that_cannot_be_is_refused(text, kind):
    with pytest.raises(kind):
        shape_from_cap_circle(text)


def test_an_open_cap_polygon_is_refused():
    with pytest.raises(errors.RingNotClosedError):
        shape_from_cap_polygon("52.5,13.3 52.5,13.4 52.6,13.4 52.6,13.3")
