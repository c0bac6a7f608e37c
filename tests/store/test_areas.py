"""Areas on the shipped districts: what PostGIS finds against the reference rule, and who owns the ground."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from alerts.domain.errors import AreaTooSlowError, TooManyDistrictsError, UnknownDistrictError
from alerts.domain.model.alert import AreaRequest, Circle
from alerts.store import areas
from alerts.store.tables.districts import successor
from alerts.store.tables.people import district_setting
from geo.errors import EmptyShapeError
from geo.match import shares
from geo.measure import area_m2, circle
from tests.store.authorities_at_hand import make_authority

MITTE = "bezirk:berlin:01"
RUPPIN = "kreis:ars:12068"
ORTSTEILE = tuple(f"ortsteil:berlin:010{n}" for n in range(1, 7))
ON_LOADED = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def ground(districts_loaded):
    with districts_loaded.owner_store.transaction(None) as session:
        yield session


@pytest.fixture
def mitte(ground):
    return make_authority(ground, "mitte", "ortsteil", MITTE)


@pytest.fixture
def ruppin(ground):
    return make_authority(ground, "ruppin", "gemeinde", RUPPIN)


def met(session, authority, *, picked=(), **area):
    request = AreaRequest(districts=tuple(picked), **area)
    shape = areas.resolve(session, request, authority=authority)
    return areas.matches(session, shape, picked=frozenset(picked), authority=authority)


def round_place(lon, lat, radius):
    return {"circle": Circle(lat=lat, lon=lon, radius_m=radius)}


def shapes_of(session, level):
    rows = session.execute(text("SELECT key, ST_AsBinary(geom) AS geom FROM district WHERE level = :l"), {"l": level})
    return {row.key: shapely.from_wkb(bytes(row.geom)) for row in rows}


@ON_LOADED
@given(lon=st.floats(13.25, 13.5), lat=st.floats(52.45, 52.6), radius=st.floats(50, 8_000))
def test_postgis_measures_what_the_reference_rule_says(ground, mitte, lon, lat, radius):
    expected = shares(circle(lat=lat, lon=lon, radius_m=radius), shapes_of(ground, "ortsteil"))
    found = {m.key: m for m in met(ground, mitte, **round_place(lon, lat, radius)).matches if "ortsteil" in m.key}
    assert set(expected) == set(found)
    for key, share in expected.items():
        assert pytest.approx(share.of_district, abs=1e-6) == found[key].share_of_district
        assert pytest.approx(share.of_area, abs=1e-6) == found[key].share_of_area


@ON_LOADED
@given(lon=st.floats(13.25, 13.5), lat=st.floats(52.45, 52.6), radius=st.floats(50, 4_000), away=st.floats(0.01, 0.2))
def test_an_area_in_parts_is_measured_as_the_reference_rule_says(ground, mitte, lon, lat, radius, away):
    parts = [circle(lat=lat, lon=each, radius_m=radius) for each in (lon - away, lon + away)]
    shape = shapely.union_all(parts)
    expected = shares(shape, shapes_of(ground, "ortsteil"))
    found = {m.key: m for m in areas.matches(ground, shape, picked=frozenset(), authority=mitte).matches}
    assert set(expected) == {key for key in found if "ortsteil" in key}
    for key, share in expected.items():
        assert pytest.approx(share.of_district, abs=1e-6) == found[key].share_of_district
        assert pytest.approx(share.of_area, abs=1e-6) == found[key].share_of_area


def test_what_is_picked_and_intact_is_whole_and_measured_alike(ground, mitte):
    shape = areas.resolve(
        ground, AreaRequest(districts=(MITTE, "ortsteil:berlin:0301"), **round_place(13.2, 52.5, 900))
    )
    picked = frozenset({MITTE, "ortsteil:berlin:0301"})
    by_geometry, by_key = (
        areas.matches(ground, shape, picked=picked, authority=mitte, intact=intact) for intact in (False, True)
    )
    assert [match.key for match in by_geometry.matches] == [match.key for match in by_key.matches]
    for one, other in zip(by_geometry.matches, by_key.matches, strict=True):
        assert pytest.approx(one.share_of_district, abs=1e-6) == other.share_of_district
    assert {1.0} == {match.share_of_district for match in by_key.matches if match.picked}


def test_measuring_an_area_of_many_vertices_is_broken_off_in_time(districts_loaded, monkeypatch):
    monkeypatch.setattr(areas, "LONGEST", 0.001)
    with pytest.raises(AreaTooSlowError) as refused, districts_loaded.owner_store.transaction(None) as session:
        authority = make_authority(session, "mitte", "ortsteil", MITTE)
        met(session, authority, picked=["land:ars:11", RUPPIN])
    assert ("area", "0.001") == (refused.value.field, refused.value.context["seconds"])
    with districts_loaded.owner_store.transaction(None) as session:
        busy = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'")
        assert 1 == session.execute(busy).scalar_one()


def test_a_circle_is_never_broken_off_because_the_machine_is_busy(ground, mitte, monkeypatch):
    monkeypatch.setattr(areas, "LONGEST", 0.001)
    assert met(ground, mitte, **round_place(13.4, 52.5, 40_000)).matches


def test_afterwards_the_transaction_is_as_patient_as_before(ground, mitte):
    before = ground.execute(text("SHOW statement_timeout")).scalar_one()
    met(ground, mitte, picked=["land:ars:11"])
    assert before == ground.execute(text("SHOW statement_timeout")).scalar_one()


def test_more_ground_than_can_be_put_together_is_refused_with_its_field(ground, monkeypatch):
    monkeypatch.setattr(areas, "GREATEST_GROUND", 10_000)
    with pytest.raises(TooManyDistrictsError) as refused:
        areas.resolve(ground, AreaRequest(districts=(RUPPIN,)))
    assert ("districts", 23) == (refused.value.field, refused.value.context["found"])


def test_districts_that_do_not_share_their_lines_are_put_together_all_the_same(ground):
    keys = (MITTE, RUPPIN, "kreis:ars:03154", "land:ars:11")
    expected = shapely.union_all([areas.resolve(ground, AreaRequest(districts=(key,))) for key in keys])
    found = areas.resolve(ground, AreaRequest(districts=keys))
    assert found.is_valid
    assert pytest.approx(0.0, abs=1e-12) == found.symmetric_difference(expected).area


@ON_LOADED
@given(lon=st.floats(12.5, 13.0), lat=st.floats(52.8, 53.1), radius=st.floats(3_000, 20_000), cut=st.floats(0.2, 0.8))
def test_the_people_of_disjoint_parts_add_up_to_the_whole(ground, ruppin, lon, lat, radius, cut):
    whole = circle(lat=lat, lon=lon, radius_m=radius)
    west, south, east, north = whole.bounds
    middle = west + cut * (east - west)
    left = whole.intersection(shapely.box(west - 1, south - 1, middle, north + 1))
    right = whole.intersection(shapely.box(middle, south - 1, east + 1, north + 1))

    def people(shape):
        found = areas.matches(ground, shape, picked=frozenset(), authority=ruppin)
        return sum(match.people for match in found.matches)

    assert pytest.approx(people(whole), abs=1.0) == people(left) + people(right)


def test_a_picked_bezirk_means_its_ortsteile_and_touches_no_neighbour(ground, mitte):
    found = met(ground, mitte, picked=[MITTE])
    assert ORTSTEILE == tuple(match.key for match in found.matches)
    assert [True] * 6 == [match.picked for match in found.matches]
    assert [pytest.approx(1.0, abs=1e-6)] * 6 == [match.share_of_district for match in found.matches]


def test_a_picked_kreis_means_its_gemeinden_and_touches_no_neighbour(ground, ruppin):
    found = met(ground, ruppin, picked=[RUPPIN])
    assert 23 == len(found.matches)
    assert {True} == {match.inside_jurisdiction for match in found.matches}
    assert pytest.approx(99_078, abs=1) == sum(match.people for match in found.matches)


def test_ground_of_others_is_named_with_its_owner_and_lies_outside(ground, mitte):
    make_authority(ground, "pankow", "bezirk", "bezirk:berlin:03")
    found = {match.key: match for match in met(ground, mitte, **round_place(13.405, 52.545, 2500)).matches}
    assert ("Behörde pankow", False) == (found["bezirk:berlin:03"].owner, found["bezirk:berlin:03"].inside_jurisdiction)
    assert ("Behörde mitte", True) == (found[ORTSTEILE[5]].owner, found[ORTSTEILE[5]].inside_jurisdiction)
    assert "ortsteil:berlin:0301" not in found


def test_ground_that_nobody_claims_is_met_by_its_finest_districts(ground, mitte):
    found = {match.key: match for match in met(ground, mitte, **round_place(13.405, 52.545, 2500)).matches}
    assert (None, False) == (found["ortsteil:berlin:0301"].owner, found["ortsteil:berlin:0301"].inside_jurisdiction)
    assert "bezirk:berlin:03" not in found


def test_an_authority_above_does_not_swallow_the_own_leaves(ground, mitte):
    make_authority(ground, "land", "kreis", "land:ars:11")
    keys = {match.key for match in met(ground, mitte, **round_place(13.405, 52.545, 2500)).matches}
    assert "kreis:ars:11000" not in keys
    assert {ORTSTEILE[5], "ortsteil:berlin:0301"} <= keys


def test_an_authority_whose_level_is_not_loaded_alerts_by_the_finest(ground):
    stuttgart = make_authority(ground, "stuttgart", "stadtbezirk", "kreis:ars:08111")
    found = met(ground, stuttgart, picked=["kreis:ars:08111"]).matches
    assert [("gemeinde:ars:081110000000", True)] == [(match.key, match.inside_jurisdiction) for match in found]


def test_what_is_cut_out_is_not_met(ground, mitte):
    hole = {
        "type": "Polygon",
        "coordinates": [[[13.2, 52.4], [13.6, 52.4], [13.6, 52.53], [13.2, 52.53], [13.2, 52.4]]],
    }
    found = {match.key: match for match in met(ground, mitte, picked=[MITTE], subtract=hole).matches}
    assert "ortsteil:berlin:0103" not in found
    assert 0.0 < found["ortsteil:berlin:0102"].share_of_district < 1.0


def test_cutting_everything_away_is_refused(ground, mitte):
    square = {
        "type": "Polygon",
        "coordinates": [[[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.6], [13.3, 52.5]]],
    }
    with pytest.raises(EmptyShapeError):
        areas.resolve(ground, AreaRequest(geometry=square, subtract=square))


def test_nothing_drawn_is_refused(ground):
    with pytest.raises(EmptyShapeError):
        areas.resolve(ground, AreaRequest())


def test_drawn_picked_and_circled_are_united(ground):
    parts = {"districts": (ORTSTEILE[2],), **round_place(13.6, 52.6, 1000)}
    expected = area_m2(areas.resolve(ground, AreaRequest(districts=(ORTSTEILE[2],)))) + 3_141_593
    assert pytest.approx(expected, rel=1e-3) == area_m2(areas.resolve(ground, AreaRequest(**parts)))


def test_unknown_keys_are_all_named(ground):
    with pytest.raises(UnknownDistrictError) as refused:
        areas.resolve(ground, AreaRequest(districts=("kreis:ars:99999", MITTE, "x")))
    assert "kreis:ars:99999, x" == refused.value.context["keys"]


def test_a_key_that_has_gone_means_its_successor(ground):
    old, new = (areas.resolve(ground, AreaRequest(districts=(key,))) for key in ("kreis:ars:03152", "kreis:ars:03159"))
    assert old.equals(new)


def test_a_successor_of_tomorrow_is_not_yet_one(ground):
    values = {"old_key": "kreis:ars:99998", "new_key": "kreis:ars:12068", "since": date(2999, 1, 1)}
    ground.execute(insert(successor).values(values))
    with pytest.raises(UnknownDistrictError):
        areas.today(ground, ["kreis:ars:99998"])


def test_a_tiny_circle_meets_its_district(ground, mitte):
    found = met(ground, mitte, **round_place(13.405, 52.52, 1))
    assert [(ORTSTEILE[0], pytest.approx(1.0, abs=1e-3))] == [(m.key, m.share_of_area) for m in found.matches]


def test_a_leaf_marked_as_carrying_alone_says_so(ground, mitte):
    values = {"authority_id": mitte, "district_key": ORTSTEILE[0], "carries_alone": True}
    ground.execute(insert(district_setting).values(values))
    found = {match.key: match.carries_alone for match in met(ground, mitte, picked=[MITTE]).matches}
    assert [ORTSTEILE[0]] == [key for key, alone in found.items() if alone]


def test_ancestors_come_nearest_first_for_leaves_and_tops(ground, mitte):
    found = met(ground, mitte, picked=[ORTSTEILE[1]])
    assert (MITTE, "kreis:ars:11000", "land:ars:11") == found.ancestors[ORTSTEILE[1]]
    assert ("kreis:ars:11000", "land:ars:11") == found.ancestors[MITTE]
    assert frozenset({MITTE}) == found.tops


def test_the_leaves_of_served_districts_come_with_their_people(ground, mitte):
    found = areas.leaves_of(ground, mitte, [MITTE, ORTSTEILE[1], "kreis:ars:99999"])
    assert set(ORTSTEILE) == set(found[MITTE])
    assert {ORTSTEILE[1]: found[MITTE][ORTSTEILE[1]]} == found[ORTSTEILE[1]]
    assert {} == found["kreis:ars:99999"]


def test_geocodes_are_twelve_digits_and_come_from_the_nearest_that_has_one(ground):
    keys = [*ORTSTEILE, "gemeinde:ars:120680320320", "kreis:ars:03154"]
    assert ("031540000000", "110000000000", "120680320320") == areas.geocodes(ground, keys)


def test_every_leaf_carries_the_date_of_its_people(ground, mitte):
    found = met(ground, mitte, picked=[MITTE]).matches
    assert {(date(2018, 12, 31), True)} == {(m.population_as_of, m.population_is_estimate) for m in found}
