"""The map's questions over HTTP: zones, what is published, taps, typed places, the cut at the jurisdiction."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from shapely.geometry import Polygon, shape

from geo.measure import area_m2
from tests.web.test_desk_pages import GERMAN, MOABIT, SQUARE, SignIn, begun, drawn, fill_in, released, send, submitted

LEFT = {
    "type": "Polygon",
    "coordinates": [[[13.25, 52.52], [13.35, 52.52], [13.35, 52.53], [13.25, 52.53], [13.25, 52.52]]],
}
"""Half of it lies west of Bezirk Mitte."""
ELSEWHERE = {
    "type": "Polygon",
    "coordinates": [[[13.2, 52.5], [13.21, 52.5], [13.21, 52.51], [13.2, 52.51], [13.2, 52.5]]],
}
MIDDLE = {"lat": 52.53, "lon": 13.3425}


def zone(key: str, order: int, radius: float, **more: Any) -> dict[str, Any]:
    return {"key": key, "order": order, "name": key, "area": {"circle": {**MIDDLE, "radius_m": radius}}, **more}


def previewed(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer = send(client, "/desk/preview", drawn(**changes))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_zones_come_with_people_and_what_is_left_around_them(sign_in: SignIn) -> None:
    answer = previewed(sign_in("mitte.a"), zones=[zone("inner", 1, 100), zone("outer", 2, 300)])
    inner, outer = answer["zones"]
    assert [("inner", []), ("outer", [])] == [(one["key"], one["faults"]) for one in (inner, outer)]
    people = [int(one["people"].replace(".", "")) for one in (inner, outer)]
    assert people[0] < people[1]
    assert int(answer["rest"].replace(".", "")) > 0


def test_a_zone_out_of_place_is_told_while_drawing_and_refused_at_submit(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    zones = [zone("inner", 1, 300), zone("outer", 2, 200), zone("wide", 3, 4000)]
    said = [one["faults"] for one in previewed(client, zones=zones)["zones"]]
    assert [["liegt nicht ganz in der nächsten Zone, „outer“"], [], ["ragt aus dem Gebiet der Warnung"]] == said
    path = begun(client, zones=zones)
    texts = {f"zone{number}_de": "Gehen Sie weg." for number in (1, 2, 3)}
    fill_in(client, f"{path}/text", version="1", **GERMAN, **texts)
    assert "ragt aus dem Gebiet der Warnung" in client.get(f"{path}/check").text
    answer = client.post(
        f"/api/v1/alerts/{path.rsplit('/', 1)[-1]}/submit", json={}, headers={"X-CSRF-Token": token(client)}
    )
    assert 422 == answer.status_code
    assert {"zones[0].area", "zones[2].area"} <= {fault["place"] for fault in answer.json()["faults"]}


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', client.get("/desk").text)
    assert found is not None
    return found[1]


def test_an_instruction_stays_with_its_zone_when_the_order_changes_and_comes_back_with_undo(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, zones=[zone("a", 1, 100), zone("b", 2, 300)])
    fill_in(client, f"{path}/text", version="1", **GERMAN, zone1_de="Weg von a.", zone2_de="Weg von b.")
    version = 2
    for sent, expected in (
        ([zone("b", 1, 50), zone("a", 2, 100)], {"a": "Weg von a.", "b": "Weg von b."}),
        ([zone("a", 1, 100)], {"a": "Weg von a."}),
        (
            [zone("a", 1, 100), zone("b", 2, 300, instruction={"de": "Weg von b."})],
            {"a": "Weg von a.", "b": "Weg von b."},
        ),
    ):
        saved = send(client, f"{path}/area", drawn(version=version, zones=sent))
        version = saved.json()["version"]
        content = client.get(f"/api/v1/alerts/{path.rsplit('/', 1)[-1]}").json()["content"]
        assert expected == {one["key"]: one["instruction"]["de"] for one in content["zones"]}


@pytest.mark.parametrize(
    "zones", [[zone("a", 1, 9), zone("a", 2, 99)], [zone("x" * 41, 1, 99)], [{"key": 7}], {"a": 1}, 3]
)
def test_zones_with_hostile_marks_are_refused(sign_in: SignIn, zones: Any) -> None:
    assert 422 == send(sign_in("mitte.a"), "/desk/alerts", drawn(zones=zones)).status_code


def test_what_each_way_of_publishing_costs_is_shown(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    exact, whole = previewed(client), previewed(client, whole_districts=True)
    assert (False, True) == (exact["map"]["whole"], whole["map"]["whole"])
    assert "Was wird veröffentlicht?" in exact["html"]
    assert re.search(r"rund [\d.]+ Menschen mehr; dieselben Kanäle", exact["html"])


def channels_of(html: str) -> list[str]:
    """The channels' figures in the answer, in order."""
    return re.findall(r'class="rows channels">(.*?)</ul>', html, re.DOTALL)


def test_whole_districts_go_into_cap_and_the_channels_stay_the_same(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    heard = [channels_of(previewed(client, whole_districts=whole)["html"]) for whole in (False, True)]
    assert heard[0] == heard[1] != []
    path = submitted(client, whole_districts=True)
    second = sign_in("mitte.b")
    published = client.get(f"/api/v1/alerts/{released(second, path).rsplit('/', 1)[-1]}").json()["identifier"]
    rings = re.findall(r"<(?:cap:)?polygon>([^<]+)<", client.get(f"/cap/{published}.xml").text)
    covered = sum(
        area_m2(Polygon([tuple(map(float, pair.split(",")))[::-1] for pair in ring.split()])) for ring in rings
    )
    outlines = client.get("/desk/ground.json").json()["own"]
    moabit = next(shape(one["geometry"]) for one in outlines if one["properties"]["key"] == MOABIT)
    assert covered > 0.98 * area_m2(moabit) > 2 * area_m2(shape(SQUARE))


def test_the_police_publish_whole_districts_whatever_is_sent(sign_in: SignIn) -> None:
    client = sign_in("stuttgart.a")
    city = {"circle": {"lat": 48.775, "lon": 9.18, "radius_m": 800}}
    assert "vorgegeben" in previewed(client, area=city)["html"]
    path = begun(client, area=city, whole_districts=False)
    assert client.get(f"/api/v1/alerts/{path.rsplit('/', 1)[-1]}").json()["content"]["whole_districts"] is True
    small = {"key": "a", "order": 1, "name": "a", "area": {"circle": {"lat": 48.775, "lon": 9.18, "radius_m": 90}}}
    [said] = previewed(client, area=city, zones=[small])["zones"]
    assert "veröffentlicht nur ganze Orte" in said["faults"][0]


def test_the_cut_at_the_jurisdiction_says_what_it_cut(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    body = drawn(area={"geometry": LEFT, "circle": {**MIDDLE, "radius_m": 200}}, zones=[zone("a", 1, 100)])
    assert previewed(client, **body)["map"]["outside"] != []
    cut = send(client, "/desk/trim", body).json()
    assert re.fullmatch(r"Abgeschnitten: [\d,]+\skm², rund [\d.]+ Menschen \(.*Charlottenburg.*\)\.", cut["said"])
    assert {**MIDDLE, "radius_m": 200} == cut["area"]["circle"]
    assert [] == previewed(client, area=cut["area"], zones=cut["zones"])["map"]["outside"]
    again = send(client, "/desk/trim", drawn(area=cut["area"])).json()
    assert ("Nichts liegt außerhalb Ihrer Zuständigkeit.", cut["area"]) == (again["said"], again["area"])


def test_the_cut_drops_picks_and_refuses_to_leave_nothing(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    both = send(client, "/desk/trim", drawn(area={"districts": [MOABIT, "ortsteil:berlin:0401"]})).json()
    assert [MOABIT] == both["area"]["districts"]
    nothing = send(client, "/desk/trim", drawn(area={"geometry": ELSEWHERE}))
    assert 422 == nothing.status_code
    assert "nichts übrig" in nothing.text


def test_a_tap_is_decided_by_the_full_boundary(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    assert {"key": MOABIT, "name": "Moabit", "mine": True} == send(
        client, "/desk/pick", {"lon": 13.3425, "lat": 52.53}
    ).json()
    assert send(client, "/desk/pick", {"lon": 13.3, "lat": 52.51}).json()["mine"] is False
    assert send(client, "/desk/pick", {"lon": 0.0, "lat": 0.0}).json()["key"] is None


@pytest.mark.parametrize("typed", ["52,53; 13,3425", "52.53, 13.3425"])
def test_a_typed_position_is_found(sign_in: SignIn, typed: str) -> None:
    [place] = send(sign_in("mitte.a"), "/desk/locate", {"text": typed}).json()["places"]
    assert (52.53, 13.3425) == (place["lat"], place["lon"])


def test_a_typed_name_is_found_and_an_unknown_one_told(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    places = send(client, "/desk/locate", {"text": "Moabit"}).json()["places"]
    assert "Moabit (Ortsteil)" == places[0]["name"]
    unknown = send(client, "/desk/locate", {"text": "Xyzzyburg"})
    assert 422 == unknown.status_code
    assert "Golf von Aden" in send(client, "/desk/locate", {"text": "13.34, 52.53"}).text


@pytest.mark.parametrize("path", ["/desk/pick", "/desk/locate", "/desk/trim"])
def test_hostile_questions_are_refused_in_words(sign_in: SignIn, path: str) -> None:
    client = sign_in("mitte.a")
    headers = {"X-CSRF-Token": token(client), "Content-Type": "application/json"}
    texts = [
        "",
        "[",
        "null",
        "1",
        '"x"',
        "[[[[]]]]",
        '{"lon": 1e999, "lat": 1}',
        '{"text": {}}',
        '{"area": []}',
        '{"lon": 999, "lat": 1}',
    ]
    answers = [client.post(path, content=text, headers=headers).status_code for text in texts]
    assert {code for code in answers if code >= 500} == set()
    assert 403 == sign_in("mitte.buero").post(path, json={}, headers={"X-CSRF-Token": "x"}).status_code
