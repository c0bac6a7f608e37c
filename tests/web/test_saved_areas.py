"""Saved areas on the desk and over JSON: kept, found, taken, changed, put away; and files that become one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.conftest import Database
from tests.web.test_desk_pages import csrf, send

SignIn = Callable[[str], TestClient]

API = "/api/v1/saved-areas"
PAGE = "/desk/areas"
MOABIT = "ortsteil:berlin:0102"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[13.33, 52.52], [13.36, 52.52], [13.36, 52.54], [13.33, 52.54], [13.33, 52.52]]],
}
TIE = {
    "type": "Polygon",
    "coordinates": [[[13.33, 52.52], [13.36, 52.54], [13.36, 52.52], [13.33, 52.54], [13.33, 52.52]]],
}
ZONE = {"order": 1, "name": "Sperrkreis", "area": {"circle": {"lat": 52.53, "lon": 13.345, "radius_m": 200}}}
PLAN = {
    "name": "Birkenstraße",
    "kind": "evacuation",
    "aliases": ["Stephankiez"],
    "area": {"geometry": SQUARE},
    "zones": [ZONE],
}


def kept(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer = send(client, API, PLAN | changes)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def call(client: TestClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
    sent = {"X-CSRF-Token": csrf(client)} | {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, path, json=body, headers=sent)


def names(client: TestClient, **query: str) -> list[str]:
    return [one["name"] for one in client.get(API, params=query).json()["areas"]]


def upload(client: TestClient, path: str, raw: bytes, **form: str) -> Any:
    return client.post(
        path, data={"csrf": csrf(client), **form}, files={"file": ("plan.geojson", raw)}, follow_redirects=False
    )


def test_an_area_is_kept_found_by_alias_and_despite_a_slip_and_taken_with_its_zones(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    made = kept(client)
    assert ["Birkenstraße"] == names(client, q="Birkenstrase")
    assert ["Birkenstraße"] == names(client, q="stephankiez")
    assert ["Birkenstraße"] == names(client, kind="evacuation")
    assert [] == names(client, q="Xylophon")
    taken = client.get(f"/desk/saved/{made['id']}").json()
    assert ("Sperrkreis", "Polygon") == (taken["zones"][0]["name"], taken["shape"]["type"])
    assert "Birkenstraße" in client.get("/desk/saved?q=birken").text


def test_a_change_names_its_version_and_every_state_stays(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = f"{API}/{kept(client)['id']}"
    assert 428 == call(client, "PATCH", path, {"note": "neu"}).status_code
    changed = call(client, "PATCH", path, {"name": "Turmstraße", "area": {"districts": [MOABIT]}}, If_Match='"1"')
    assert (200, '"2"', "Turmstraße") == (changed.status_code, changed.headers["etag"], changed.json()["name"])
    assert 412 == call(client, "PATCH", path, {"note": "alt"}, If_Match='"1"').status_code
    states = client.get(f"{path}/revisions").json()["revisions"]
    assert [(2, "changed", "Turmstraße"), (1, "saved", "Birkenstraße")] == [
        (one["number"], one["action"], one["name"]) for one in states
    ]
    assert "Polygon" == states[1]["area"]["geometry"]["type"]


def test_an_archived_area_is_no_longer_offered_and_comes_back(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = f"{API}/{kept(client)['id']}"
    assert 204 == call(client, "DELETE", path).status_code
    assert ("Birkenstraße" in names(client), names(client, archived="true")) == (False, ["Birkenstraße"])
    kept(client)
    assert "name" == call(client, "POST", f"{path}/restore").json()["place"]
    assert "Birkenstraße" in names(client)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"area": {}}, "area"),
        ({"area": {"geometry": TIE}}, "geometry: ring 0"),
        ({"area": {"districts": ["gemeinde:ars:000000000000"]}}, None),
        ({"name": " "}, "name"),
        ({"kind": "castle"}, "kind"),
        ({"zones": [{"order": 1, "name": "leer", "area": {}}]}, "zones[0].area"),
        ({"name": "Poststadion"}, "name"),
    ],
)
def test_what_cannot_be_an_area_is_refused_with_its_place(
    sign_in: SignIn, changes: dict[str, Any], place: str | None
) -> None:
    answer = send(sign_in("mitte.a"), API, PLAN | changes)
    assert 422 == answer.status_code
    assert place is None or str(answer.json()["place"]).startswith(place), answer.text


def test_nobody_sees_or_touches_the_areas_of_another_authority(sign_in: SignIn) -> None:
    path = f"{API}/{kept(sign_in('mitte.a'))['id']}"
    neighbour = sign_in("opr.a")
    assert "Birkenstraße" not in names(neighbour)
    assert [404, 404, 404, 404] == [
        neighbour.get(path).status_code,
        neighbour.get(path.replace(API, "/desk/saved")).status_code,
        call(neighbour, "PATCH", path, {"note": "fremd"}, If_Match='"1"').status_code,
        call(neighbour, "DELETE", path).status_code,
    ]


@pytest.mark.parametrize(("login", "status"), [("mitte.admin", 200), ("mitte.buero", 403), ("mitte.analyse", 403)])
def test_only_those_who_alert_or_administer_read_them(sign_in: SignIn, login: str, status: int) -> None:
    assert status == sign_in(login).get(API).status_code


def test_every_change_is_in_the_audit(sign_in: SignIn, pages_database: Database) -> None:
    client = sign_in("mitte.a")
    made = kept(client)
    call(client, "PATCH", f"{API}/{made['id']}", {"note": "neu"}, If_Match='"1"')
    call(client, "DELETE", f"{API}/{made['id']}")
    query = text("SELECT action FROM audit WHERE subject = :subject ORDER BY number")
    with pages_database.owner_store.transaction(None) as session:
        assert ["save-area", "change-area", "archive-area"] == list(
            session.execute(query, {"subject": str(UUID(made["id"]))}).scalars()
        )


def test_the_page_shows_each_area_with_its_map_and_its_form_saves(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    made = kept(client)
    page = client.get(f"{PAGE}?edit={made['id']}").text
    assert page.count('class="svgmap ') == page.count("saved-card") - page.count("saved-cards")
    form = {"csrf": csrf(client), "version": "1", "name": "Birkenkiez", "kind": "venue", "aliases": "A, B\nA"}
    saved = client.post(f"{PAGE}/{made['id']}", data=form, follow_redirects=False)
    assert 303 == saved.status_code, saved.text
    now = client.get(f"{API}/{made['id']}").json()
    assert ("Birkenkiez", "venue", ["A", "B"], made["area"]) == (now["name"], now["kind"], now["aliases"], now["area"])
    taken = client.post(f"{PAGE}/{made['id']}", data=form | {"version": "2", "name": "Poststadion"})
    assert (422, True) == (taken.status_code, "gibt es schon" in taken.text)


def test_an_authority_without_areas_is_told_how_to_get_one(sign_in: SignIn) -> None:
    client = sign_in("stuttgart.a")
    for one in client.get(API).json()["areas"]:
        call(client, "DELETE", f"{API}/{one['id']}")
    assert "Noch kein gespeichertes Gebiet" in client.get(PAGE).text
    assert "Nichts gefunden" in client.get(f"{PAGE}?q=xylophon").text


def test_a_file_becomes_a_saved_area_or_says_why_not(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    raw = json.dumps({"type": "Feature", "properties": {}, "geometry": SQUARE}).encode()
    made = upload(client, f"{PAGE}/import", raw, name="Aus der Datei", kind="flood")
    assert 303 == made.status_code, made.text
    assert ["Aus der Datei"] == names(client, q="Aus der Datei", kind="flood")
    tie = upload(client, f"{PAGE}/import", json.dumps(TIE).encode(), name="Schleife")
    assert (422, True) == (tie.status_code, "kreuzt sich" in tie.text)
    assert re.search(r'id="i-name"[^>]* value="Schleife"', tie.text)
    assert 422 == upload(client, f"{PAGE}/import", b"", name="leer").status_code
    assert [] == names(client, q="Schleife")


def test_what_is_on_the_map_takes_the_place_of_a_saved_area_unless_that_has_changed(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    made = kept(client)
    drawn = {"name": "Birkenstraße", "kind": "flood", "area": {"districts": [MOABIT]}, "zones": []}
    replaced = send(client, "/desk/saved", drawn | {"replaces": made["id"], "version": 1})
    assert (201, 2) == (replaced.status_code, replaced.json()["version"])
    assert [MOABIT] == client.get(f"{API}/{made['id']}").json()["area"]["districts"]
    stale = send(client, "/desk/saved", drawn | {"note": "später", "replaces": made["id"], "version": 1})
    assert 412 == stale.status_code
    assert [422, 422, 422, 422] == [
        send(client, "/desk/saved", drawn).status_code,
        send(client, "/desk/saved", drawn | {"replaces": "x", "version": 1}).status_code,
        send(client, "/desk/saved", drawn | {"replaces": made["id"], "version": True}).status_code,
        send(client, "/desk/saved", drawn | {"colour": "red"}).status_code,
    ]
