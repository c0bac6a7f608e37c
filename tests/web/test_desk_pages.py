"""The desk over HTTP: saved as one draws, written, checked, submitted, returned, watched."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

SignIn = Callable[[str], TestClient]
MOABIT, HANSAVIERTEL = "ortsteil:berlin:0102", "ortsteil:berlin:0103"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[13.335, 52.525], [13.35, 52.525], [13.35, 52.535], [13.335, 52.535], [13.335, 52.525]]],
}
GERMAN = {
    "event_de": "Bombenfund",
    "headline_de": "Bombenfund in Moabit: Sperrkreis verlassen.",
    "instruction_de": "Bleiben Sie im Haus.",
}


def drawn(**changes: Any) -> dict[str, Any]:
    """What the map page sends."""
    piece = {
        "area": {"geometry": SQUARE, "districts": [], "circle": None, "subtract": None},
        "severity": "Moderate",
        "template": "bombenfund",
        "width": "targeted",
        "sliver_choices": {},
        "zones": [],
        "mode": "live",
    }
    return {**piece, **changes}


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', client.get("/desk").text)
    assert found is not None
    return found[1]


def send(client: TestClient, path: str, body: Any) -> Response:
    return client.post(path, json=body, headers={"X-CSRF-Token": csrf(client)})


def fill_in(client: TestClient, path: str, **form: str) -> Response:
    return client.post(path, data={"csrf": csrf(client), **form}, follow_redirects=False)


def begun(client: TestClient, **changes: Any) -> str:
    """A new draft's address."""
    answer = send(client, "/desk/alerts", drawn(**changes))
    assert answer.status_code == 201, answer.text
    return f"/desk/alerts/{answer.json()['id']}"


def reasoned(client: TestClient, path: str) -> None:
    """Say why it goes out beside what holds there already, if the page asks."""
    page = client.get(f"{path}/check").text
    asked = dict(re.findall(r'name="(identifier\d+)" value="([^"]+)"', page))
    if asked:
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version is not None
        reasons = {name.replace("identifier", "reason"): "Ein zweiter Fund." for name in asked}
        assert fill_in(client, f"{path}/regards", version=version[1], **asked, **reasons).status_code == 303


def submitted(client: TestClient, **changes: Any) -> str:
    """The address of an alert that waits for a second person."""
    path = begun(client, **changes)
    assert fill_in(client, f"{path}/text", version="1", **GERMAN).status_code == 200
    reasoned(client, path)
    gaps = re.findall(r'name="gap" value="([^"]+)"', client.get(f"{path}/check").text)
    answer = client.post(f"{path}/submit", data={"csrf": csrf(client), "gap": gaps}, follow_redirects=False)
    assert answer.headers["location"] == f"{path}/approve", answer.text
    return path


def released(client: TestClient, path: str) -> str:
    """The address of an alert that this person, a second one, has approved."""
    page = client.get(f"{path}/approve").text
    digest = re.search(r'name="hash" value="([0-9a-f]+)"', page)
    wanted = re.search(r'data-wanted="([^"]+)"', page)
    assert digest is not None, page
    assert wanted is not None, page
    done = fill_in(client, f"{path}/approve", hash=digest[1], confirm=wanted[1])
    assert done.headers["location"] == path, done.text
    return path


@pytest.mark.parametrize("path", ["/desk", "/desk?mode=drill", "/desk/running", "/desk/drafts", "/desk/history"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_of_the_desk_opens(sign_in: SignIn, path: str, language: str) -> None:
    client = sign_in("mitte.a")
    client.cookies.set("language", language)
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_the_desk_is_for_operators_and_approvers(sign_in: SignIn) -> None:
    assert sign_in("mitte.buero").get("/desk/drafts").status_code == 403


@pytest.mark.parametrize(
    ("login", "expected"), [("mitte.buero", "/office"), ("mitte.admin", "/office"), ("mitte.analyse", "/analyst")]
)
def test_who_works_elsewhere_is_led_to_the_own_workplace(sign_in: SignIn, login: str, expected: str) -> None:
    client = sign_in(login)
    led = client.get("/desk", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, expected)
    assert client.get("/login?next=/desk").url.path == expected


@pytest.mark.parametrize(
    ("step", "page"),
    [("submit", "/check"), ("template", "/text"), ("return", "/approve"), ("break-glass", "/approve"), ("cancel", "")],
)
def test_a_reloaded_step_leads_back_to_its_page(sign_in: SignIn, step: str, page: str) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    led = client.get(f"{path}/{step}", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, f"{path}{page}")


@pytest.mark.parametrize("path", ["/desk/alerts", "/desk/stop/lift"])
def test_every_other_address_that_takes_steps_can_be_reloaded(sign_in: SignIn, path: str) -> None:
    assert sign_in("mitte.a").get(path).status_code == 200


def test_an_update_that_nobody_needs_to_be_told_of_says_so_at_every_step(sign_in: SignIn) -> None:
    path = submitted(sign_in("mitte.a"))
    released(sign_in("mitte.b"), path)
    client = sign_in("mitte.a")
    update = fill_in(client, f"{path}/update").headers["location"].removesuffix("/area")
    assert "Soll es gepostet werden, ändern Sie den Text." in client.get(f"{update}/text").text
    assert "Kein neuer Beitrag nötig" in client.get(f"{update}/check").text
    reasoned(client, update)
    gaps = re.findall(r'name="gap" value="([^"]+)"', client.get(f"{update}/check").text)
    client.post(f"{update}/submit", data={"csrf": csrf(client), "gap": gaps})
    second = sign_in("mitte.b")
    asked = second.get(f"{update}/approve").text
    assert "Freigeben (kein neuer Beitrag)" in asked
    assert "Freigeben und senden" not in asked
    assert re.search(r'value">0</div><div class="what">Kanäle bekommen einen Beitrag', asked)
    live = second.get(released(second, update)).text
    assert "Kein neuer Beitrag nötig." in live
    assert re.search(r"In \d+ Kanälen gilt weiter, was dort steht\.", live)
    assert "nichts zu senden" in live
    assert "von 0" not in live


def test_what_was_ended_is_not_said_to_hold(sign_in: SignIn) -> None:
    path = submitted(sign_in("mitte.a"))
    released(sign_in("mitte.b"), path)
    client = sign_in("mitte.a")
    end = fill_in(client, f"{path}/all-clear").headers["location"].removesuffix("/check")
    fill_in(client, f"{end}/submit")
    second = sign_in("mitte.b")
    live = second.get(released(second, end)).text
    assert "gilt nicht mehr" in live
    assert "gilt bis" not in live


def test_the_ground_is_kept_by_browsers_and_checked_by_its_mark(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    first = client.get("/desk/ground.json")
    assert sorted(f["properties"]["name"] for f in first.json()["own"]) == [
        "Gesundbrunnen",
        "Hansaviertel",
        "Mitte",
        "Moabit",
        "Tiergarten",
        "Wedding",
    ]
    again = client.get("/desk/ground.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_answer_names_people_channels_and_gaps_of_what_was_drawn(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    answer = send(client, "/desk/preview", drawn()).json()
    assert [one["name"] for one in answer["map"]["affected"]] == ["Moabit"]
    assert "Menschen wohnen im Gebiet" in answer["html"]
    assert "WhatsApp" in answer["html"]
    picked = send(client, "/desk/preview", drawn(area={"districts": [HANSAVIERTEL]})).json()
    assert [(one["name"], one["share"], one["gap"]) for one in picked["map"]["affected"]] == [
        ("Hansaviertel", "100\u00a0%", True)
    ]
    assert "Lücke: Hansaviertel" in picked["html"]


def test_nothing_drawn_asks_for_an_area(sign_in: SignIn) -> None:
    answer = send(sign_in("mitte.a"), "/desk/preview", drawn(area={})).json()
    assert answer["map"] is None
    assert "Noch kein Gebiet" in answer["html"]


@pytest.mark.parametrize(
    "body",
    [
        drawn(area={"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}),
        drawn(severity="Dire"),
        drawn(zones=[{"order": "one"}]),
        drawn(zones="all"),
        drawn(template=["bombenfund"]),
        drawn(sliver_choices=[1]),
        drawn(mode={}),
        {"nonsense": True},
    ],
)
def test_bad_input_is_refused_in_words_never_a_fault_of_ours(sign_in: SignIn, body: Any) -> None:
    client = sign_in("mitte.a")
    for path in ("/desk/preview", "/desk/alerts"):
        answer = send(client, path, body)
        assert answer.status_code in (200, 201, 422), answer.text
        if body.get("mode") != {}:
            assert answer.json().get("detail") or answer.status_code < 300


def test_pasted_shapes_are_read_or_the_place_of_the_fault_is_named(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    wkt = "POLYGON((13.33 52.52, 13.36 52.52, 13.36 52.54, 13.33 52.54, 13.33 52.52))"
    assert send(client, "/desk/paste", {"text": wkt}).json()["geometry"]["type"] in ("Polygon", "MultiPolygon")
    bow_tie = "POLYGON((13.33 52.52, 13.36 52.54, 13.36 52.52, 13.33 52.54, 13.33 52.52))"
    refused = send(client, "/desk/paste", {"text": bow_tie})
    assert refused.status_code == 422
    assert "kreuzt sich" in refused.json()["detail"]


def test_saving_over_somebody_elses_version_is_refused_and_names_it(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    assert send(client, f"{path}/area", drawn(version=1, severity="Severe")).json()["version"] == 2
    stale = send(client, f"{path}/area", drawn(version=1, severity="Extreme"))
    assert (stale.status_code, stale.json()["current"]) == (412, 2)
    late = fill_in(client, f"{path}/text", version="1", **GERMAN)
    assert late.status_code == 412


def test_saving_the_same_again_makes_no_new_version(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    assert send(client, f"{path}/area", drawn(version=1)).json()["version"] == 1


def test_the_text_step_begins_with_the_occasions_template_and_its_places(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    zone = {"order": 1, "name": "Sperrkreis", "area": {"circle": {"lat": 52.53, "lon": 13.342, "radius_m": 300}}}
    page = client.get(f"{begun(client, zones=[zone])}/text").text
    assert "Bombenfund in Moabit: Sperrkreis um [Fundort] bis [Sperrkreis verlassen bis] verlassen." in page
    assert "Unexploded bomb in Moabit" in page
    assert "Verlassen Sie den Sperrkreis um [Fundort]" in page


def test_without_a_zone_the_template_speaks_of_none(sign_in: SignIn) -> None:
    page = sign_in("mitte.a").get(f"{begun(sign_in('mitte.a'))}/text").text
    assert "Bombenfund in Moabit: im Haus bleiben, Fenster zu." in page
    assert "Unexploded bomb in Moabit: stay inside, close windows." in page


def test_a_zone_that_is_named_and_not_drawn_is_asked_about(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    saved = fill_in(client, f"{path}/text", version="1", **GERMAN)
    assert "„Sperrkreis“ genannt, aber keine Zone gezeichnet" in saved.json()["checks"]
    assert "„Sperrkreis“ genannt, aber keine Zone gezeichnet" in client.get(f"{path}/check").text
    fill_in(client, f"{path}/text", version="2", **{**GERMAN, "headline_de": "Bombenfund in Moabit: im Haus bleiben."})
    assert "keine Zone gezeichnet" not in client.get(f"{path}/check").text


def test_the_check_names_every_fault_with_the_way_to_its_field(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, area={"districts": ["ortsteil:berlin:0201", MOABIT]})
    form = {**GERMAN, "instruction_de": "Gehen Sie nach [Adresse].", "expires": ""}
    fill_in(client, f"{path}/text", version="1", **form)
    page = client.get(f"{path}/check").text
    assert f'href="{path}/text#f-instruction_de"' in page
    assert f'href="{path}/text#f-expires"' in page
    assert f'href="{path}/area"' in page
    refused = fill_in(client, f"{path}/submit")
    assert refused.status_code == 422
    assert "Nicht eingereicht." in refused.text
    assert "infos[0]" not in refused.text


def test_a_gap_has_to_be_acknowledged(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, area={"districts": [HANSAVIERTEL, MOABIT]})
    fill_in(client, f"{path}/text", version="1", **GERMAN)
    reasoned(client, path)
    assert "Hansaviertel" in fill_in(client, f"{path}/submit").text
    done = fill_in(client, f"{path}/submit", gap=HANSAVIERTEL)
    assert done.headers["location"] == f"{path}/approve"


def test_the_author_sees_that_a_second_person_is_awaited(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    page = client.get(f"{submitted(client)}/approve").text
    assert "Wartet auf eine zweite Person." in page
    assert 'name="confirm"' not in page


def test_a_second_person_types_what_is_asked_and_releases(sign_in: SignIn) -> None:
    path = submitted(sign_in("mitte.a"))
    client = sign_in("mitte.b")
    page = client.get(f"{path}/approve").text
    digest = re.search(r'name="hash" value="([0-9a-f]+)"', page)
    assert digest is not None
    wrong = fill_in(client, f"{path}/approve", hash=digest[1], confirm="2 Ortsteile")
    assert wrong.status_code == 422
    assert "Nicht freigegeben." in wrong.text
    other = fill_in(client, f"{path}/approve", hash="00", confirm="1 Ortsteil")
    assert other.status_code == 409
    done = fill_in(client, f"{path}/approve", hash=digest[1], confirm="1 ortsteil")
    assert done.headers["location"] == path
    live = client.get(path).text
    assert "Schicht B gibt frei" in live
    assert "Entwarnung geben" in live
    assert client.get(f"{path}/progress").status_code == 200


def test_returned_with_a_reason_it_is_a_draft_again(sign_in: SignIn) -> None:
    path = submitted(sign_in("mitte.a"))
    client = sign_in("mitte.b")
    assert fill_in(client, f"{path}/return", reason=" ").status_code == 422
    assert fill_in(client, f"{path}/return", reason="Uhrzeit fehlt").status_code == 303
    assert "Uhrzeit fehlt" in sign_in("mitte.a").get(f"{path}/text").text


def test_a_drill_looks_unlike_and_may_be_released_by_its_author(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = submitted(client, mode="drill")
    page = client.get(f"{path}/approve").text
    assert 'data-mode="drill"' in page
    assert "Echtbetrieb" not in page
    digest = re.search(r'name="hash" value="([0-9a-f]+)"', page)
    assert digest is not None
    assert fill_in(client, f"{path}/approve", hash=digest[1], confirm="1 Ortsteil").headers["location"] == path


def test_after_the_release_update_and_all_clear_are_prepared(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = submitted(client, mode="drill")
    digest = re.search(r'name="hash" value="([0-9a-f]+)"', client.get(f"{path}/approve").text)
    assert digest is not None
    fill_in(client, f"{path}/approve", hash=digest[1], confirm="1 Ortsteil")
    update = fill_in(client, f"{path}/update").headers["location"]
    assert update.endswith("/area")
    assert client.get(update).status_code == 200
    all_clear = fill_in(client, f"{path}/all-clear").headers["location"]
    assert all_clear.endswith("/check")
    assert "Entwarnung" in client.get(all_clear).text


def test_a_discarded_draft_stays_readable(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    assert fill_in(client, f"{path}/discard").headers["location"] == "/desk/drafts"
    assert "verworfen" in client.get(path).text


def test_what_others_own_does_not_exist_here(sign_in: SignIn) -> None:
    path = begun(sign_in("mitte.a"))
    client = sign_in("opr.a")
    for step in ("", "/area", "/text", "/check", "/approve", "/progress"):
        assert client.get(f"{path}{step}").status_code == 404


def test_a_change_without_the_sessions_token_is_refused(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    assert client.post("/desk/alerts", json=drawn()).status_code == 403
