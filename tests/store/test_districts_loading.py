"""Loading districts: every make of file, every fault, editions that follow each other, layers that yield."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import geopandas
import pytest
import shapely
from shapely.geometry import Point, box
from sqlalchemy import text

from alerts.domain.model.alert import AreaRequest
from alerts.services import admin
from alerts.services.admin import Options
from alerts.services.admin.refusals import DistrictsRefusedError, EditionTakenError, OptionMissingError
from alerts.store import areas, editions
from geo.archive import FileUnreadableError
from tests.store.authorities_at_hand import make_authority

MOABIT = "ortsteil:berlin:0102"
OPTIONS = Options(
    level="planungsraum",
    scheme="probe",
    code_field="nr",
    name_field="name",
    parent=MOABIT,
    edition="2024",
    valid_from=date(2024, 1, 1),
)


@pytest.fixture
def ground(districts_loaded):
    with districts_loaded.owner_store.transaction(None) as session:
        yield session


def squares(count=4):
    """Small neighbours in the middle of Moabit."""
    return geopandas.GeoDataFrame(
        {"nr": [f"{n:02d}" for n in range(count)], "name": [f"Kiez {n}" for n in range(count)]},
        geometry=[box(13.33 + n / 1000, 52.525, 13.331 + n / 1000, 52.527) for n in range(count)],
        crs="EPSG:4326",
    )


def saved(frame, tmp_path, name="file.geojson", **more):
    path = tmp_path / name
    frame.to_file(path, **more)
    return path


def zipped(path):
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != archive:
                file.write(part, f"folder/{part.name}")
    return archive


def in_force(session, level="planungsraum"):
    rows = session.execute(
        text("SELECT key FROM district WHERE level = :l AND valid_to IS NULL ORDER BY key"), {"l": level}
    )
    return [row.key for row in rows]


@pytest.mark.parametrize("name", ["file.geojson", "file.gpkg", "file.shp", "file.fgb"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:25832", "EPSG:3857"])
def test_every_make_of_file_loads_in_any_coordinate_system(ground, tmp_path, name, crs):
    (loaded,) = admin.load(ground, saved(squares().to_crs(crs), tmp_path, name), OPTIONS)
    assert (4, True, ()) == (loaded.districts, loaded.stored, loaded.report.faults)
    shape = areas.resolve(ground, AreaRequest(districts=("planungsraum:probe:00",)))
    assert shapely.symmetric_difference(shape, squares().geometry[0]).area < 1e-10
    assert [f"planungsraum:probe:{n:02d}" for n in range(4)] == in_force(ground)


@pytest.mark.parametrize("name", ["file.gpkg", "file.shp", "file.geojson"])
def test_a_zip_loads_as_what_is_in_it(ground, tmp_path, name):
    (loaded,) = admin.load(ground, zipped(saved(squares(), tmp_path, name)), OPTIONS)
    assert 4 == loaded.districts


def test_a_new_layer_counts_people_by_area_and_the_sum_is_the_parents(ground, tmp_path):
    (loaded,) = admin.load(ground, saved(squares(), tmp_path), OPTIONS)
    people = ground.execute(text("SELECT population FROM district WHERE key = :k"), {"k": MOABIT}).scalar_one()
    methods = ground.execute(text("SELECT DISTINCT population_method FROM district WHERE scheme = 'probe'")).scalars()
    assert (people, ["shared-by-area"]) == (loaded.people, list(methods))


def test_people_of_the_file_are_taken_as_official(ground, tmp_path):
    frame = squares().assign(ew=[10, 20, 30, 40])
    options = replace(OPTIONS, population_field="ew", population_as_of=date(2023, 12, 31))
    (loaded,) = admin.load(ground, saved(frame, tmp_path), options)
    row = ground.execute(text("SELECT * FROM district WHERE key = 'planungsraum:probe:03'")).one()
    assert (100, 40, date(2023, 12, 31), "official") == (
        loaded.people,
        row.population,
        row.population_as_of,
        row.population_method,
    )


def test_a_faulty_file_is_refused_whole_with_every_fault_named(ground, tmp_path):
    frame = squares(9)
    frame.loc[1, "nr"] = "00"
    frame.loc[2, "name"] = ""
    frame.loc[3, "geometry"] = shapely.Polygon([(13.33, 52.52), (13.34, 52.53), (13.34, 52.52), (13.33, 52.53)])
    frame.loc[4, "geometry"] = Point(13.33, 52.52)
    frame.loc[5, "geometry"] = box(52.525, 13.33, 52.527, 13.331)
    frame.loc[6, "geometry"] = box(13.337, 52.525, 13.338, 52.527)
    frame.loc[8, "geometry"] = box(9.0, 48.0, 9.1, 48.1)
    path = tmp_path / "file.geojson"
    path.write_text(frame.to_json())
    with pytest.raises(DistrictsRefusedError) as refused:
        admin.load(ground, path, replace(OPTIONS, expected=10))
    report = refused.value.report
    expected = {
        "count": ["—"],
        "duplicate": ["00"],
        "no-name": ["02"],
        "invalid": ["03"],
        "shape-kind": ["04"],
        "axes": ["05"],
        "overlap": ["06 / 07"],
        "outside-parent": ["08"],
    }
    assert expected == {kind: [f.where for f in report.faults if f.kind == kind] for kind in report.counts() if
                        any(f.kind == kind for f in report.faults)}  # fmt: skip
    assert [] == in_force(ground)
    assert 0 == ground.execute(text("SELECT count(*) FROM edition WHERE scheme = 'probe'")).scalar_one()


def test_an_invalid_shape_is_named_with_the_place_of_its_fault(ground, tmp_path):
    frame = squares(1)
    frame.loc[0, "geometry"] = shapely.Polygon([(13.33, 52.52), (13.34, 52.53), (13.34, 52.52), (13.33, 52.53)])
    path = tmp_path / "file.geojson"
    path.write_text(frame.to_json())
    with pytest.raises(DistrictsRefusedError, match=r"00: The line crosses itself.*13\.335, 52\.525"):
        admin.load(ground, path, OPTIONS)


def test_gaps_between_neighbours_and_the_parents_area_are_told(ground, tmp_path):
    frame = squares(1)
    frame.loc[0, "geometry"] = box(13.33, 52.525, 13.336, 52.529).difference(box(13.332, 52.526, 13.333, 52.527))
    (loaded,) = admin.load(ground, saved(frame, tmp_path), OPTIONS)
    notes = {note.kind: note for note in loaded.report.notes}
    assert pytest.approx(67.7 * 111.3, rel=0.02) == notes["gap"].square_metres
    assert "Moabit" in notes["parent-area"].de


def test_an_unknown_parent_is_a_fault(ground, tmp_path):
    with pytest.raises(DistrictsRefusedError, match="kreis:ars:99999 is not loaded"):
        admin.load(ground, saved(squares(), tmp_path), replace(OPTIONS, parent="kreis:ars:99999"))


def test_a_parent_that_has_merged_away_is_taken_as_its_successor(ground, tmp_path):
    frame = squares(1)
    frame.loc[0, "geometry"] = box(9.93, 51.53, 9.94, 51.54)
    admin.load(ground, saved(frame, tmp_path), replace(OPTIONS, level="gemeinde", parent="kreis:ars:03152", scope="x"))
    found = ground.execute(text("SELECT parent_key FROM district WHERE key = 'gemeinde:probe:00'")).scalar_one()
    assert "kreis:ars:03159" == found


def test_the_same_file_again_changes_nothing(ground, tmp_path):
    path = saved(squares(), tmp_path)
    admin.load(ground, path, OPTIONS)
    (again,) = admin.load(ground, path, OPTIONS)
    assert (False, 4) == (again.stored, len(in_force(ground)))


def test_other_content_under_the_same_edition_is_refused(ground, tmp_path):
    admin.load(ground, saved(squares(), tmp_path), OPTIONS)
    with pytest.raises(EditionTakenError):
        admin.load(ground, saved(squares(3), tmp_path, "other.geojson"), OPTIONS)


def test_a_trial_checks_and_stores_nothing(ground, tmp_path):
    (loaded,) = admin.load(ground, saved(squares(), tmp_path), OPTIONS, trial=True)
    assert (4, False, []) == (loaded.districts, loaded.stored, in_force(ground))


def test_a_new_edition_replaces_the_old_one_on_its_day_and_keeps_what_has_not_changed(ground, tmp_path):
    counted = replace(OPTIONS, population_field="ew")
    admin.load(ground, saved(squares().assign(ew=[10, 20, 30, 40]), tmp_path), counted)
    today = ground.execute(text("SELECT current_date")).scalar_one()
    newer = replace(OPTIONS, edition="2025", valid_from=today)
    admin.load(ground, saved(squares(3), tmp_path, "new.geojson"), newer)
    assert [f"planungsraum:probe:{n:02d}" for n in range(3)] == in_force(ground)
    rows = ground.execute(
        text("SELECT edition, valid_to, population FROM district WHERE key = 'planungsraum:probe:01'")
    )
    assert {("2024", today, 20), ("2025", None, 20)} == {tuple(row) for row in rows}


def test_an_edition_of_tomorrow_does_not_hold_yet(ground, tmp_path):
    admin.load(ground, saved(squares(), tmp_path), OPTIONS)
    today = ground.execute(text("SELECT current_date")).scalar_one()
    later = replace(OPTIONS, edition="2099", valid_from=today + timedelta(days=1))
    admin.load(ground, saved(squares(3), tmp_path, "new.geojson"), later)
    assert {"planungsraum:probe:03"} == areas.today(ground, ["planungsraum:probe:03"])
    assert 4 == next(e.in_force for e in editions.all_editions(ground) if e.edition.scheme == "probe")


def test_inside_a_jurisdiction_its_own_layer_wins_over_a_wider_one(ground, tmp_path):
    """A national layer with another outline: the authority's own leaves stay, neighbours lose what lies on them."""
    kreise = ("kreis:ars:03154", "kreis:ars:15083")
    whole = [areas.resolve(ground, AreaRequest(districts=(key,))) for key in kreise]
    moved = [shapely.affinity.translate(shape, xoff=-0.01) for shape in whole]
    frame = geopandas.GeoDataFrame(
        {"nr": ["031540000999", "150830000999"], "name": ["A", "B"], "kreis": list(kreise)},
        geometry=moved,
        crs="EPSG:4326",
    )
    national = Options(
        level="gemeinde", code_field="nr", name_field="name", parent_field="kreis", edition="n", scope="de",
        valid_from=date(2024, 1, 1),
    )  # fmt: skip
    (loaded,) = admin.load(ground, saved(frame, tmp_path), national)
    assert (2, 1) == (loaded.districts, loaded.yielded)
    helmstedt = make_authority(ground, "helmstedt", "gemeinde", "kreis:ars:03154")
    found = areas.matches(ground, whole[0], picked=frozenset(["kreis:ars:03154"]), authority=helmstedt)
    assert {"kreis:ars:03154"} == {match.parent for match in found.matches if match.inside_jurisdiction}
    assert [] == [match.key for match in found.matches if match.key == "gemeinde:ars:150830000999"]


def test_missing_and_wrong_options_are_named_with_the_columns_there_are(ground, tmp_path):
    with pytest.raises(OptionMissingError) as refused:
        admin.load(ground, saved(squares(), tmp_path), Options(code_field="nummer", name_field="name"))
    assert ("--level, nummer", "nr, name") == (refused.value.context["options"], refused.value.context["columns"])


def test_an_unknown_level_is_refused(ground, tmp_path):
    with pytest.raises(OptionMissingError, match="planungsraum"):
        admin.load(ground, saved(squares(), tmp_path), replace(OPTIONS, level="dorf"))


LAYER = '<OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
VRT = f"<OGRVRTDataSource>{LAYER}</OGRVRTDataSource>"


@pytest.mark.parametrize("content", ["", "hello", VRT, "PK\x03\x04 broken", "SQLite format 3\0 broken", "fgb broken"])
@pytest.mark.parametrize("name", ["area.geojson", "area.gpkg", "area.zip"])
def test_what_is_no_boundary_file_is_refused_whatever_its_name(ground, tmp_path, content, name):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(FileUnreadableError):
        admin.load(ground, path, OPTIONS)


@pytest.mark.parametrize(
    "document",
    [{"type": "Topology"}, [1, 2], {"type": "FeatureCollection"}, {"type": "FeatureCollection", "features": [[[]]]}],
)
def test_json_that_holds_no_features_is_refused(ground, tmp_path, document):
    path = tmp_path / "file.geojson"
    path.write_text(json.dumps(document))
    with pytest.raises((FileUnreadableError, DistrictsRefusedError, OptionMissingError)):
        admin.load(ground, path, OPTIONS)


def test_a_shapefile_without_coordinate_system_needs_one_said(ground, tmp_path):
    path = saved(squares().to_crs("EPSG:25832"), tmp_path, "file.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(FileUnreadableError, match="coordinate system"):
        admin.load(ground, path, OPTIONS)
    (loaded,) = admin.load(ground, path, replace(OPTIONS, crs="EPSG:25832"))
    assert 4 == loaded.districts


def test_a_file_with_several_layers_needs_the_layer_said(ground, tmp_path):
    path = saved(squares(2), tmp_path, "file.gpkg", layer="ONE")
    squares(4).to_file(path, layer="OTHER")
    with pytest.raises(FileUnreadableError, match="ONE, OTHER"):
        admin.load(ground, path, OPTIONS)
    (loaded,) = admin.load(ground, path, replace(OPTIONS, layer="other"))
    assert 4 == loaded.districts


def test_stuttgarts_own_file_loads_from_disk_and_becomes_the_finest_ground(ground, tmp_path):
    city = areas.resolve(ground, AreaRequest(districts=("kreis:ars:08111",)))
    west, south, east, north = city.bounds
    strips = [
        shapely.intersection(
            city, box(west + (east - west) * n / 23, south, west + (east - west) * (n + 1) / 23, north)
        )
        for n in range(23)
    ]
    frame = geopandas.GeoDataFrame(
        {"STADTBEZIRKNR": range(1, 24), "STADTBEZIRKNAME": [f"Bezirk {n}" for n in range(1, 24)]},
        geometry=strips,
        crs="EPSG:4326",
    )
    path = tmp_path / "city.gpkg"
    frame.to_crs("EPSG:25832").to_file(path, layer="KLGL_BRUTTO_STADTBEZIRK")
    frame.to_crs("EPSG:25832").to_file(path, layer="KLGL_BRUTTO_GEMEINDE")
    (loaded,) = admin.load(ground, "stuttgart", Options(file=path))
    assert (23, 634_830) == (loaded.districts, loaded.people)
    police = make_authority(ground, "polizei", "stadtbezirk", "kreis:ars:08111")
    found = areas.matches(ground, city, picked=frozenset(["kreis:ars:08111"]), authority=police)
    assert {"stadtbezirk"} == {match.level for match in found.matches}
    assert 23 == len(found.matches)
