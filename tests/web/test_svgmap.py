"""Maps drawn on the server."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, mapping

from web import svgmap, svgpatterns
from web.svglabels import Label, placed, short, width_of
from web.svgmap import Figure, Frame

_WEST = dict(mapping(box(13.0, 52.0, 13.1, 52.1)))
_EAST = dict(mapping(box(13.1, 52.0, 13.2, 52.1)))
_FRAME = Frame(bounds=(13.0, 52.0, 13.2, 52.1), width=400, height=300, padding=20)


def _draw(**changed: object) -> str:
    given_ = {"layers": [[Figure(shape=_WEST, classes="leaf"), Figure(shape=_EAST, classes="leaf")]], **changed}
    return str(svgmap.draw("m", _FRAME, **given_))  # type: ignore[arg-type]


def test_a_map_is_well_formed_and_has_no_style_attributes() -> None:
    drawn = _draw(described='Mitte & "Rand"')
    ElementTree.fromstring(drawn)
    assert "style=" not in drawn


def test_shapes_stay_inside_the_padding() -> None:
    numbers = [float(n) for d in re.findall(r' d="([^"]+)"', _draw()) for n in re.findall(r"[-\d.]+", d)]
    xs, ys = numbers[0::2], numbers[1::2]
    assert (True, True) == (20 <= min(xs) and max(xs) <= 380, 20 <= min(ys) and max(ys) <= 280)


def test_neighbours_meet_edge_to_edge() -> None:
    first, second = re.findall(r' d="M([^"]+)Z"', _draw())
    assert len(set(first.split()) & set(second.split())) == 2


def test_north_is_up() -> None:
    low, high = svgmap.at(13.1, 52.0, _FRAME), svgmap.at(13.1, 52.1, _FRAME)
    assert low[1] > high[1]


def test_what_the_frame_shows_reaches_beyond_its_bounds() -> None:
    west, south, east, north = _FRAME.seen
    assert (True, True) == (west < 13.0 and east > 13.2, south < 52.0 and north > 52.1)


def test_a_legend_moves_the_land_aside() -> None:
    tall = Frame(bounds=(13.0, 52.0, 13.02, 52.1), width=400, height=300, legend=(120, 80))
    plain = Frame(bounds=(13.0, 52.0, 13.02, 52.1), width=400, height=300)
    assert svgmap.at(13.01, 52.05, tall)[0] == pytest.approx(svgmap.at(13.01, 52.05, plain)[0] + 60)


def test_something_small_keeps_its_place_on_the_map() -> None:
    west, south, east, north = svgmap.at_least((13.1, 52.1, 13.101, 52.101), 2000)
    assert (2000, 2000) == pytest.approx(((north - south) * 111_195, (east - west) * 111_195 * 0.6143), rel=0.01)


def test_something_large_is_not_grown() -> None:
    assert svgmap.at_least((13.0, 52.0, 13.2, 52.1), 2000) == pytest.approx((13.0, 52.0, 13.2, 52.1))


def test_a_name_goes_beside_a_hatched_area_where_there_is_room() -> None:
    spot = svgmap.inner_point(_WEST, _FRAME, beside=dict(mapping(box(13.0, 52.05, 13.1, 52.1))))
    assert spot is not None
    assert spot[1] > svgmap.at(13.05, 52.05, _FRAME)[1]


def test_nothing_is_drawn_for_what_lies_out_of_sight() -> None:
    far = dict(mapping(box(20.0, 40.0, 20.1, 40.1)))
    assert (None, 2) == (svgmap.inner_point(far, _FRAME), _draw().count("<path"))
    assert _draw(layers=[[Figure(shape=far)]]).count("<path") == 0


def test_a_map_with_links_is_a_group_of_named_links() -> None:
    drawn = _draw(layers=[[Figure(shape=_WEST, href="/channels?ort=a&b", name="West <1>")]])
    assert ('role="group"' in drawn, 'aria-label="West &lt;1&gt;"' in drawn) == (True, True)


def test_only_the_patterns_in_use_are_defined() -> None:
    drawn = _draw(layers=[[Figure(shape=_WEST, pattern=svgpatterns.area("2"))]])
    assert re.findall(r'id="([^"]+)"', drawn) == ["m-h-2"]
    assert 'fill="url(#m-h-2)"' in drawn


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "drill", "test"])
def test_every_level_has_its_patterns(key: str) -> None:
    names = [svgpatterns.area(key), svgpatterns.inner(key), svgpatterns.overview(key), svgpatterns.NO_CHANNEL]
    assert str(svgpatterns.defs("m", names)).count("<pattern") == 4


def test_overview_patterns_differ_by_more_than_colour() -> None:
    drawn = [str(svgpatterns.defs("m", [svgpatterns.overview(key)])) for key in ("1", "2", "3", "4")]
    bare = {re.sub(r'#[0-9A-Fa-f]{3,6}|id="[^"]+"', "", one) for one in drawn}
    assert len(bare) == 4


@pytest.mark.parametrize(
    ("name", "written"),
    [("Neustadt (Dosse)", "Neustadt"), ("Wittstock/Dosse", "Wittstock"), ("Landkreis Prignitz", "Prignitz")],
)
def test_maps_write_names_short(name: str, written: str) -> None:
    assert written == short(name)


def test_the_heavier_of_two_names_in_one_place_stays() -> None:
    labels = [Label(text=f"Ortsteil {n}", spot=(50, 12), weight=n) for n in range(20)]
    drawn = str(placed(100, 24, 100, labels, [], 0))
    assert ("Ortsteil 19" in drawn, "Ortsteil 0<" in drawn) == (True, False)


_SPOTS = st.tuples(st.floats(0, 300), st.floats(0, 300))


@given(st.lists(_SPOTS, max_size=12))
def test_names_never_lie_on_each_other(spots: list[tuple[float, float]]) -> None:
    labels = [Label(text=f"Ort{n}", spot=spot, weight=n) for n, spot in enumerate(spots)]
    drawn = str(placed(300, 300, 300, labels, [], 0))
    found = re.findall(r'<svg x="([\d.]+)%" y="([\d.]+)%"[^>]*><g transform="translate\(([-\d.]+) ([-\d.]+)\)', drawn)
    places = [(float(x) * 3 + float(dx), float(y) * 3 + float(dy)) for x, y, dx, dy in found]
    width = width_of("Ort1") - 2
    assert [
        (a, b)
        for n, a in enumerate(places)
        for b in places[n + 1 :]
        if abs(a[0] - b[0]) < width and abs(a[1] - b[1]) < 14
    ] == []
