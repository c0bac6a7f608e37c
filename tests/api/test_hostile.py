"""Shapes that mean harm: refused within a second, with the place; the database goes idle."""

from __future__ import annotations

import json
import math
import time
from typing import Any

import psycopg
import pytest

from alerts.store.urls import libpq_url
from tests.api import world
from tests.api.conftest import Asker, Server

_RING = [[13.33, 52.52], [13.36, 52.52], [13.36, 52.54], [13.33, 52.54], [13.33, 52.52]]


def _polygon(*rings: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _star(points: int) -> dict[str, Any]:
    """A star polygon whose every edge crosses almost every other."""
    step = points // 2
    turns = [2 * math.pi * (step * n % points) / points for n in range(points)]
    ring = [[13.35 + 0.02 * math.cos(turn), 52.53 + 0.01 * math.sin(turn)] for turn in turns]
    return _polygon([*ring, ring[0]])


def _circle_of(vertices: int) -> dict[str, Any]:
    turns = [2 * math.pi * n / vertices for n in range(vertices)]
    ring = [[round(13.35 + 0.02 * math.cos(t), 7), round(52.53 + 0.01 * math.sin(t), 7)] for t in turns]
    return _polygon([*ring, ring[0]])


_HOSTILE: dict[str, Any] = {
    "bow tie": _polygon([[13.33, 52.52], [13.36, 52.54], [13.36, 52.52], [13.33, 52.54], [13.33, 52.52]]),
    "swapped axes": _polygon([[y, x] for x, y in _RING]),
    "antimeridian": _polygon([[179, 52], [-179, 52], [-179, 53], [179, 53], [179, 52]]),
    "star of 401": _star(401),
    "20,000 vertices": _circle_of(20_000),
    "hole outside": _polygon(_RING, [[13.4, 52.52], [13.41, 52.52], [13.41, 52.53], [13.4, 52.52]]),
    "no ring": _polygon(),
    "empty ring": _polygon([]),
    "empty parts": {"type": "MultiPolygon", "coordinates": []},
    "3-D": _polygon([[x, y, 30.0] for x, y in _RING]),
    "not closed": _polygon(_RING[:-1]),
    "two corners": _polygon([[13.3, 52.5], [13.4, 52.5], [13.3, 52.5]]),
    "a line": {"type": "LineString", "coordinates": _RING},
    "no type": {"coordinates": [_RING]},
    "no coordinates": {"type": "Polygon"},
    "text for numbers": _polygon([["13.33", "52.52"], *_RING[1:]]),
    "true for a number": _polygon([[True, False], *_RING[1:]]),
    "null for a number": _polygon([[None, 52.5], *_RING[1:]]),
    "one ring twice": {"type": "MultiPolygon", "coordinates": [[_RING], [_RING]]},
    "huge numbers": _polygon([[10**290, 52.5], *_RING[1:]]),
    "whole numbers without end": _polygon([[10**299, 10**299], *_RING[1:]]),
    "far away": _polygon([[x + 40, y] for x, y in _RING]),
    "a foreign system": _polygon(_RING) | {"crs": {"type": "name", "properties": {"name": "EPSG:25832"}}},
    "features without end": {"type": "FeatureCollection", "features": [{"type": "Feature"}] * 5_000},
}


@pytest.fixture(scope="module")
def asker(lasting: Server) -> Asker:
    return lasting.signed_in("mitte.a")


def _is_idle(server: Server) -> bool:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND state IS DISTINCT FROM 'idle' AND backend_type = 'client backend'"
    )
    with psycopg.connect(libpq_url(server.database.owner_url)) as connection:
        row = connection.execute(query).fetchone()
        return row is not None and row[0] == 0


def _refused(asker: Asker, body: bytes | str) -> dict[str, Any]:
    """The problem, which came within a second in one of three tries: other tests use the same processors."""
    headers = {**asker.headers, "Content-Type": "application/json"}
    took = []
    for _ in range(3):
        began = time.monotonic()
        answer = asker.http.post("/api/v1/areas/preview", content=body, headers=headers)
        took.append(time.monotonic() - began)
        if took[-1] < 1:
            break
    assert min(took) < 1
    assert 400 <= answer.status_code < 500, answer.text
    problem: dict[str, Any] = answer.json()
    assert problem["place"], problem
    return problem


@pytest.mark.parametrize("name", _HOSTILE)
@pytest.mark.parametrize("where", ["geometry", "subtract"])
def test_a_hostile_shape_is_refused_with_its_place(lasting: Server, asker: Asker, name: str, where: str) -> None:
    body: dict[str, Any] = {"geometry": _polygon(_RING), where: _HOSTILE[name]}
    _refused(asker, json.dumps(body))
    assert _is_idle(lasting)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e999", "1" * 400 + ".0", "1" * 5_000])
def test_a_number_that_is_none_is_refused_with_its_place(asker: Asker, number: str) -> None:
    text = json.dumps({"geometry": _polygon(_RING)}).replace("13.36", number, 1)
    place = _refused(asker, text)["place"]
    assert place == ("body" if len(number) > 4_000 else "geometry.coordinates[0][1][0]")


def test_a_million_vertices_are_refused_unread(lasting: Server, asker: Asker) -> None:
    vertices = ",".join(["[13.3512345,52.5312345]"] * 1_000_000)
    body = '{"geometry":{"type":"Polygon","coordinates":[[' + vertices + "]]}}"
    problem = _refused(asker, body)
    assert (problem["status"], problem["place"]) == (413, "body")
    assert "höchstens 2 MB" in problem["detail"]
    assert _is_idle(lasting)


def test_a_million_vertices_in_pieces_of_unknown_length_are_refused_too(lasting: Server, asker: Asker) -> None:
    pieces = (b"[13.3512345,52.5312345]," * 10_000 for _ in range(100))
    answer = asker.http.post(
        "/api/v1/areas/preview", content=pieces, headers={**asker.headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        '{"geometry":' + '{"geometry":' * 100_000,
        '{"geometry":' + "[" * 900_000,
        '{"geometry":{"type":"Polygon","coordinates":' + "[" * 60 + "]" * 60 + "}}",
        '{"geometry":' * 60 + "{}" + "}" * 60,
        "{",
        "",
        "[]",
        "null",
        '"text"',
        '{"districts":["ortsteil:berlin:\\u0000"]}',
        '{"districts":["ortsteil:berlin:\\ud800"]}',
        '{"districts":["ortsteil:berlin:0102","ortsteil:berlin:0102\\u0000"]}',
        '{"unknown":1}',
        '{"circle":{"lat":52.5,"lon":13.4,"radius_m":-1}}',
        '{"circle":{"lat":52.5,"lon":13.4,"radius_m":1e9}}',
        '{"circle":{"lat":13.4,"lon":52.5,"radius_m":500}}',
        '{"circle":{"lat":9999999,"lon":13.4,"radius_m":500}}',
        '{"districts":["ortsteil:berlin:9999"]}',
        '{"districts":["0102"]}',
        '{"severity":"Terrible"}',
        "{}",
        '{"districts":' + json.dumps(["ortsteil:berlin:0102"] * 20_001) + "}",
    ],
)
def test_a_body_that_means_harm_is_refused_with_its_place(lasting: Server, asker: Asker, body: str) -> None:
    _refused(asker, body)
    assert _is_idle(lasting)


@pytest.mark.parametrize("body", [b"\xff\xfe{}", b'{"a":"\xff"}', "{}".encode("utf-16"), "{}".encode("utf-32")])
def test_a_body_in_another_encoding_is_refused_with_its_place(asker: Asker, body: bytes) -> None:
    _refused(asker, body)


def test_a_half_character_in_a_draft_is_refused_with_its_place(asker: Asker) -> None:
    infos = [{"language": "de", "event": "x", "headline": "halb \ud83d"}]
    text = json.dumps({"infos": infos})
    headers = {**asker.headers, "Content-Type": "application/json"}
    answer = asker.http.post("/api/v1/alerts", content=text, headers=headers)
    assert (answer.status_code, answer.json()["place"]) == (422, "infos[0].headline")


def test_whole_characters_beyond_the_first_plane_are_welcome(asker: Asker) -> None:
    answer = asker.post("/api/v1/alerts", world.content(note="𝄞 und 👍, NaN und 1e400"))
    assert (answer.status_code, answer.json()["content"]["note"]) == (201, "𝄞 und 👍, NaN und 1e400")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/districts?q=%00",
        "/api/v1/districts/%00",
        "/api/v1/districts?q=%ff",
        "/api/v1/districts?q=%25_%5C",
        "/api/v1/districts?limit=99999999999999999999999",
        "/api/v1/districts?limit=-1",
        "/api/v1/districts?after=%F0%9F%91%8D",
        "/api/v1/districts/outlines?within=nowhere",
        "/api/v1/districts/outlines?within=nowhere&level=ortsteil",
        "/api/v1/alerts/not-a-uuid",
        "/api/v1/alerts/00000000-0000-0000-0000-000000000000",
        "/api/v1/alerts?show=everything",
        "/v/%00",
        "/a/%00",
        "/%2e%2e/etc/passwd",
        "/static/../api/app.py",
        "/static/%2e%2e/render.py",
        "/login?next=%00",
    ],
)
def test_an_address_that_means_harm_breaks_nothing(asker: Asker, path: str) -> None:
    answer = asker.http.get(path, headers=asker.headers)
    assert answer.status_code < 500, answer.text
    assert "import annotations" not in answer.text


@pytest.mark.parametrize("value", ["3", '"1', "W/", "abc", '"99999999999"', "*", "\xe4"])
def test_an_if_match_that_is_none_is_refused(asker: Asker, value: str) -> None:
    alert = asker.post("/api/v1/alerts", world.content()).json()["id"]
    headers = {**asker.headers, "If-Match": value.encode("latin-1")}
    answer = asker.http.request("PATCH", f"/api/v1/alerts/{alert}", json={}, headers=headers)
    assert answer.status_code in (412, 422, 428)


@pytest.mark.parametrize("value", ["", "\xe4", "x" * 201])
def test_an_idempotency_key_that_is_none_is_refused(asker: Asker, value: str) -> None:
    headers = {**asker.headers, "Idempotency-Key": value.encode("latin-1")}
    answer = asker.http.post("/api/v1/alerts", json={}, headers=headers)
    assert answer.status_code == 422


def test_a_form_with_a_nul_is_refused(asker: Asker) -> None:
    answer = asker.http.post("/login", data={"login": "a\0b", "password": "x"})
    assert answer.status_code == 400
