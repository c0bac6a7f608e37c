"""Uploaded files: every format read, everything hostile refused with words, nothing repaired."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo import upload
from geo.errors import FarAwayError, OutOfRangeError, SelfIntersectionError, ShapeTooBigError
from geo.upload import UploadFaultsError, UploadRefusedError

SQUARE = box(13.33, 52.52, 13.36, 52.54)
LAYER = '<OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
VRT = f"<OGRVRTDataSource>{LAYER}</OGRVRTDataSource>"
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Plan</name>
<Folder><name>Polder</name>
<Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
13.33,52.52,0 13.36,52.52,0 13.36,52.54,0 13.33,52.54,0 13.33,52.52,0</coordinates></LinearRing></outerBoundaryIs>
</Polygon></Placemark>
<Placemark><name>Pumpe</name><Point><coordinates>13.34,52.53</coordinates></Point></Placemark></Folder>
<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink></Document></kml>"""


def frame(*shapes: Any, crs: str = "EPSG:4326") -> geopandas.GeoDataFrame:
    names = [f"Zone {number}" for number in range(1, len(shapes) + 1)]
    return geopandas.GeoDataFrame({"name": names}, geometry=list(shapes), crs=crs)


def saved(data: geopandas.GeoDataFrame, path: Path, **options: Any) -> bytes:
    data.to_file(path, **options)
    return path.read_bytes()


def zipped(folder: Path) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return sink.getvalue()


def take(raw: bytes, name: str = "plan", **options: Any) -> upload.Uploaded:
    return upload.take(io.BytesIO(raw), name, **options)


def read(raw: bytes, name: str = "plan", **options: Any) -> upload.Read:
    found = take(raw, name, **options).read
    assert found is not None
    return found


def refused(raw: bytes, name: str = "plan", **options: Any) -> str:
    with pytest.raises(UploadRefusedError) as refusal:
        take(raw, name, **options)
    return refusal.value.reason


def near(shape: Any) -> bool:
    return bool(shape.symmetric_difference(SQUARE).area < 1e-9)


def test_a_geopackage_in_utm_comes_in_degrees_and_says_where_it_came_from(tmp_path: Path) -> None:
    found = read(saved(frame(SQUARE).to_crs("EPSG:25833"), tmp_path / "a.gpkg"))
    assert (True, "ETRS89 / UTM zone 33N (EPSG:25833)", 1) == (found.moved, found.crs, found.features)
    assert near(found.shape)


def test_a_zipped_shapefile_is_read_whatever_the_case_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    frame(SQUARE).to_crs("EPSG:31468").to_file(tmp_path / "s" / "plan.shp")
    for path in list((tmp_path / "s").iterdir()):
        path.rename(path.with_name(path.name.upper()))
    found = read(zipped(tmp_path / "s"))
    assert found.crs.endswith("(EPSG:31468)")
    assert found.shape.hausdorff_distance(SQUARE) < 5e-5


def test_a_shapefile_without_a_system_asks_for_one(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    frame(SQUARE).to_crs("EPSG:25833").to_file(tmp_path / "s" / "plan.shp")
    (tmp_path / "s" / "plan.prj").unlink()
    raw = zipped(tmp_path / "s")
    assert "no-crs" == refused(raw)
    assert near(read(raw, crs="EPSG:25833").shape)


def test_kml_is_read_as_data_and_what_is_no_area_is_counted() -> None:
    found = read(KML.encode())
    assert ("Polder", {"Point": 1}, False) == (found.layer, dict(found.skipped), found.moved)
    assert near(found.shape)


def test_geojson_unites_its_features_and_drops_heights_with_a_word() -> None:
    high = {"type": "Polygon", "coordinates": [[[*position, 30.0] for position in SQUARE.exterior.coords]]}
    features = [
        {"type": "Feature", "properties": {"name": "A"}, "geometry": high},
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[13, 52], [14, 52]]}},
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    found = read(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert (True, {"LineString": 1, "none": 1}) == (found.heights, dict(found.skipped))
    assert near(found.shape)


def test_several_layers_are_offered_and_one_is_taken(tmp_path: Path) -> None:
    frame(SQUARE).to_file(tmp_path / "a.gpkg", layer="HQ100")
    frame(SQUARE.buffer(0.01), SQUARE).to_file(tmp_path / "a.gpkg", layer="HQextrem")
    frame(Point(13.3, 52.5)).to_file(tmp_path / "a.gpkg", layer="Pegel")
    raw = (tmp_path / "a.gpkg").read_bytes()
    found = take(raw)
    assert (None, [("HQ100", 1), ("HQextrem", 2)]) == (found.read, [(one.name, one.features) for one in found.layers])
    assert near(read(raw, layer="HQ100").shape)
    assert "no-layer" == refused(raw, layer="Deich")


def test_a_bow_tie_is_refused_with_its_feature_and_its_place(tmp_path: Path) -> None:
    tie = Polygon([(13.33, 52.52), (13.36, 52.54), (13.36, 52.52), (13.33, 52.54)])
    raw = saved(frame(SQUARE, tie), tmp_path / "a.gpkg")
    with pytest.raises(UploadFaultsError) as refusal:
        take(raw)
    said = refusal.value.text("de")
    assert "1 von 2 Flächen" in said
    assert "Fläche 2 „Zone 2“: Die Linie kreuzt sich" in said
    assert "13.345, 52.53" in said
    assert issubclass(SelfIntersectionError, upload.ShapeRefusedError)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"hello", "format"),
        (VRT.encode(), "format"),
        (b'<?xml version="1.0"?>' + VRT.encode(), "broken"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>', "broken"),
        (b"{", "broken"),
        (b'{"type":"FeatureCollection","features":[]}', "no-polygons"),
        (b'{"type":"Feature","geometry":{"type":"Point","coordinates":[13,52]}}', "no-polygons"),
        (b'{"type":"Polygon","coordinates":"x"}', "broken"),
        (b"[" * 200_000, "broken"),
        (b"SQLite format 3\x00 broken", "broken"),
        (b"fgb broken", "broken"),
        (b"PK\x03\x04 broken", "zip"),
        (b"\x00\x00\x27\x0a" + bytes(200), "alone"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_reason(raw: bytes, reason: str) -> None:
    assert reason == refused(raw, "area.geojson")


def test_a_vrt_inside_a_geopackages_name_reads_nothing(tmp_path: Path) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("../../etc/a.gpkg", VRT)
    assert "content" == refused(sink.getvalue())


def test_a_zip_bomb_is_stopped_while_it_is_unpacked() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.geojson", "w") as member:
        member.write(b"{")
        for _ in range(upload.GREATEST_UNPACKED // (1 << 20) + 1):
            member.write(bytes(1 << 20))
    assert len(sink.getvalue()) < 1 << 20
    assert "unpacked" == refused(sink.getvalue())


def test_degrees_that_are_metres_and_places_far_away_are_named(tmp_path: Path) -> None:
    metres = frame(box(389_000, 5_820_000, 390_000, 5_821_000))
    with pytest.raises(UploadFaultsError) as refusal:
        take(saved(metres, tmp_path / "a.gpkg"))
    assert OutOfRangeError.de in refusal.value.text("de")
    with pytest.raises(UploadFaultsError) as far:
        take(saved(frame(box(-74, 40, -73, 41)), tmp_path / "b.gpkg"))
    assert FarAwayError.de in far.value.text("de")


def test_a_million_vertices_are_refused_in_time(tmp_path: Path) -> None:
    turns = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    round_one = Polygon(np.column_stack([13.4 + 0.1 * np.cos(turns), 52.5 + 0.1 * np.sin(turns)]))
    with pytest.raises(ShapeTooBigError) as refusal:
        take(saved(frame(round_one), tmp_path / "a.gpkg"))
    assert "1000001" in refusal.value.text("de")


def test_a_file_of_lines_alone_holds_no_area(tmp_path: Path) -> None:
    assert "no-polygons" == refused(saved(frame(LineString([(13, 52), (14, 53)])), tmp_path / "a.gpkg"))


def test_parts_of_one_feature_are_kept(tmp_path: Path) -> None:
    two = MultiPolygon([SQUARE, box(13.4, 52.52, 13.42, 52.54)])
    assert 2 == len(read(saved(frame(two), tmp_path / "a.fgb")).shape.geoms)
