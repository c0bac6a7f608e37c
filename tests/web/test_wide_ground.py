"""A ground of thousands of leaves, squares: its map in one answer, its list by search, taps by the server."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from alerts.domain.model.codes import Role
from alerts.services import staff
from tests.conftest import Database
from tests.web import pages_world
from tests.web.test_desk_pages import SignIn, send

SIDE = 46
LEAVES = SIDE * SIDE
SQUARES = text("""
    INSERT INTO district (key, level, scheme, code, name, search, parent_key, lineage, finest, edition, scope,
                          valid_from, geom, shape, outline, label, area_m2, population, population_as_of,
                          population_source, population_method)
    SELECT 'gemeinde:raster:' || n, 'gemeinde', 'raster', n::text, 'Quadrat ' || n, 'quadrat ' || n, 'land:raster:1',
           ARRAY['gemeinde:raster:' || n, 'land:raster:1'], true, 'raster', 'de', '2020-01-01',
           square, ST_Transform(square, 3035), square, ST_Centroid(square), ST_Area(ST_Transform(square, 3035)),
           100, '2020-01-01', 'raster', 'official'
    FROM (SELECT n, ST_Multi(ST_MakeEnvelope(2.0 + x * 0.05, 56.0 + y * 0.03, 2.05 + x * 0.05, 56.03 + y * 0.03, 4326))
                    AS square
          FROM generate_series(0, :last) AS n, LATERAL (SELECT n % :side AS x, n / :side AS y) AS at) AS laid
""")
EDITION = text("""
    INSERT INTO edition (level, scheme, name, scope, valid_from, source, licence, credit, sha256)
    VALUES ('gemeinde', 'raster', 'raster', 'de', '2020-01-01', 'raster', 'frei', 'Raster', '0')
""")


@pytest.fixture
def lage(sign_in: SignIn, pages_database: Database) -> TestClient:
    """Somebody whose authority alerts 2,116 squares in the North Sea."""
    with pages_database.owner_store.transaction(None) as session:
        session.execute(EDITION)
        session.execute(SQUARES, {"last": LEAVES - 1, "side": SIDE})
        authority = staff.create_authority(
            session,
            slug="raster",
            name="Lagezentrum Raster",
            short_name="Raster",
            sender="raster@ortsruf.example",
            alerting_level="gemeinde",
            jurisdiction=["land:raster:1"],
        )
        staff.create_person(
            session, authority, login="raster.a", name="A", password=pages_world.PASSWORD, roles=[Role.OPERATOR]
        )
    return sign_in("raster.a")


def test_the_whole_ground_comes_in_one_small_answer_and_is_kept(lage: TestClient) -> None:
    first = lage.get("/desk/ground.json")
    ground = first.json()
    assert LEAVES == len(ground["leaves"])
    key, name, people, lon, lat, rings = ground["leaves"][0]
    assert ("gemeinde:raster:0", "Quadrat 0", 100, 2.025, 56.015) == (key, name, people, lon, lat)
    assert [[20000, 560000, 0, 300, 500, 0, 0, -300, -500, 0]] == rings
    assert len(json.dumps(ground["leaves"])) < 130 * LEAVES
    again = lage.get("/desk/ground.json", headers={"If-None-Match": first.headers["etag"]})
    assert 304 == again.status_code
    plain = lage.get("/desk/ground.json", headers={"Accept-Encoding": "identity"})
    assert ground == plain.json()


def test_the_page_lists_no_thousands_but_offers_a_search(lage: TestClient) -> None:
    page = lage.get("/desk").text
    assert "2.116 Orte; Name oder Schlüssel" in page
    assert 0 == len(re.findall(r'id="leaf-\d+"', page))


def test_taps_and_areas_are_answered_by_the_server(lage: TestClient) -> None:
    tap = send(lage, "/desk/pick", {"lon": 2.07, "lat": 56.01}).json()
    assert {"key": "gemeinde:raster:1", "name": "Quadrat 1", "mine": True} == tap
    picked = {"area": {"districts": [tap["key"]]}, "severity": "Moderate"}
    answer = send(lage, "/desk/preview", picked).json()
    assert [("Quadrat 1", "100\u00a0%")] == [(one["name"], one["share"]) for one in answer["map"]["affected"]]
    saved = send(lage, "/desk/alerts", picked).json()
    for step in ("text", "check"):
        assert 200 == lage.get(f"/desk/alerts/{saved['id']}/{step}").status_code
    assert 200 == lage.get("/desk/running").status_code
