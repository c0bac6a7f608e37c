"""Step 2 over HTTP: languages, help places, checks of the words, several people on one draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

SignIn = Callable[[str], TestClient]
MOABIT, WEDDING = "ortsteil:berlin:0102", "ortsteil:berlin:0105"
PAGE, OTHER = "0123456789abcdef", "fedcba9876543210"
GERMAN = {
    "event_de": "Bombenfund",
    "headline_de": "Bombenfund in Moabit: im Haus bleiben.",
    "instruction_de": "Bleiben Sie im Haus.",
}
HELP = {
    "help": "1",
    "help0_kind": "shelter",
    "help0_name": "Rathaus Wedding",
    "help0_address": "Müllerstraße 146",
    "help0_hours": "ab sofort",
    "help0_access": "stufenlos",
    "help0_lat": "52,5503",
    "help0_lon": "13.359",
}


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', client.get("/desk/drafts").text)
    assert found is not None
    return found[1]


def send(client: TestClient, path: str, body: Any) -> Response:
    return client.post(path, json=body, headers={"X-CSRF-Token": csrf(client)})


def fill_in(client: TestClient, path: str, **form: str) -> Response:
    headers = {"Accept": "application/json"}
    return client.post(path, data={"csrf": csrf(client), **form}, headers=headers, follow_redirects=False)


def begun(client: TestClient, district: str = MOABIT) -> str:
    """A new draft's address."""
    area = {"geometry": None, "districts": [district], "circle": None, "subtract": None}
    piece = {"area": area, "severity": "Moderate", "template": "bombenfund", "width": "targeted", "mode": "live"}
    answer = send(client, "/desk/alerts", piece)
    assert answer.status_code == 201, answer.text
    return f"/desk/alerts/{answer.json()['id']}"


def current(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(f"{path}/current.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_language_is_begun_with_fixed_phrases_and_taken_away_again(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    fill_in(client, f"{path}/text", version="1", **GERMAN)
    added = fill_in(client, f"{path}/language", language="ar", version="2")
    assert (added.status_code, added.headers["location"]) == (303, f"{path}/text#f-headline_ar")
    text = current(client, path)["text"]
    assert text["event_ar"] == "العثور على قنبلة"
    assert text["headline_ar"].startswith("العثور على قنبلة: Moabit. ")
    page = client.get(f"{path}/text").text
    assert re.search(r'name="headline_ar"[^>]+lang="ar" dir="rtl"', page)
    assert 'name="headline_fr"' not in page
    removed = fill_in(client, f"{path}/language/remove", language="ar", version="3")
    assert removed.status_code == 303
    assert "headline_ar" not in current(client, path)["text"]


def test_easy_german_is_a_text_of_its_own(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    easy = {"event_de-easy": "Bombe", "headline_de-easy": "Bombe in Moabit.", "instruction_de-easy": "Gehen Sie weg."}
    fill_in(client, f"{path}/text", version="1", **GERMAN, **easy)
    text = current(client, path)["text"]
    assert (text["headline_de"], text["headline_de-easy"]) == (GERMAN["headline_de"], "Bombe in Moabit.")
    fill_in(client, f"{path}/text", version="2", **{**GERMAN, "headline_de": "Bombenfund in Moabit."})
    assert current(client, path)["text"]["headline_de-easy"] == "Bombe in Moabit."


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("language", {"language": "xx", "version": "1"}, 422),
        ("language", {"language": "fr", "version": "9"}, 412),
        ("language", {"language": "fr", "version": "x"}, 422),
        ("language", {"language": "f" * 50, "version": "1"}, 422),
        ("language/remove", {"language": "de", "version": "1"}, 422),
        ("text", {"version": "1", "help": "1", "help0_lat": "nan"}, 422),
        ("text", {"version": "1", "help": "1", "help0_lat": "1e999", "help0_name": "x"}, 422),
        ("text", {"version": "1", "help": "1", "help0_kind": "pub", "help0_name": "x"}, 422),
        ("text", {"version": "1", "help": "1", **{f"help{n}_name": "x" for n in range(13)}}, 422),
    ],
)
def test_bad_input_is_refused_with_its_place(sign_in: SignIn, path: str, form: dict[str, str], status: int) -> None:
    client = sign_in("mitte.a")
    draft = begun(client)
    answer = fill_in(client, f"{draft}/{path}", **form)
    assert answer.status_code == status, answer.text
    assert current(client, draft)["version"] == 1


def test_a_help_place_is_saved_shown_counted_and_rendered(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    answer = fill_in(client, f"{path}/text", version="1", **GERMAN, **HELP).json()
    assert "Betreuungsstelle: Rathaus Wedding, Müllerstraße 146 (ab sofort; stufenlos)" in answer["html"]
    assert "Betreuungsstelle offen" in answer["checks"]
    assert answer["counts"]["help0_name"] == len("Rathaus Wedding")
    assert answer["tabs"] == {"de": True, "en": False}
    page = client.get(f"{path}/text").text
    assert 'class="help-mark"' in page
    assert re.search(r'name="help0_lat"[^>]+value="52.5503"', page)
    without = fill_in(client, f"{path}/text", version="2", help="1").json()
    assert "Rathaus Wedding" not in without["html"]


def test_half_a_position_keeps_a_draft_from_being_submitted(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    fill_in(client, f"{path}/text", version="1", **GERMAN, **{**HELP, "help0_lon": ""})
    assert "Breite und Länge angeben oder keins von beiden" in client.get(f"{path}/check").text
    refused = fill_in(client, f"{path}/submit", gap=MOABIT)
    assert refused.status_code == 422


def test_forged_letters_and_short_links_keep_a_draft_from_being_submitted(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, WEDDING)
    forged = {**GERMAN, "instruction_de": "Bleiben Sie im Haus. Роlizei: https://bit.ly/x"}
    answer = fill_in(client, f"{path}/text", version="1", **forged).json()
    assert 'data-proposal="Polizei"' in answer["checks"]
    checked = client.get(f"{path}/check").text
    assert "Kurzlink „bit.ly“: die ganze Adresse schreiben" in checked
    refused = fill_in(client, f"{path}/submit", gap=WEDDING)
    assert refused.status_code == 422
    assert "enthält Buchstaben einer anderen Schrift" in refused.text
    fill_in(client, f"{path}/text", version="2", **GERMAN)
    gaps = re.findall(r'name="gap" value="([^"]+)"', client.get(f"{path}/check").text)
    done = client.post(
        f"{path}/submit", data={"csrf": csrf(client), "gap": gaps, "size": "1 Ortsteil"}, follow_redirects=False
    )
    assert done.headers.get("location") == f"{path}/approve", done.text


def test_windows_on_a_draft_see_each_other_until_they_leave(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    assert send(client, f"{path}/presence", {"page": PAGE, "step": "text"}).json() == {
        "version": 1,
        "editable": True,
        "others": [],
    }
    second = sign_in("mitte.b")
    (seen,) = send(second, f"{path}/presence", {"page": OTHER, "step": "area"}).json()["others"]
    assert seen["step"] == "text"
    assert re.fullmatch(r".+: Schritt „Text“, seit \d\d:\d\d", seen["words"])
    first = sign_in("mitte.a")
    assert len(send(first, f"{path}/presence", {"page": PAGE, "step": "text"}).json()["others"]) == 1
    mine = send(first, f"{path}/presence", {"page": OTHER, "step": "text"}).json()["others"]
    assert any(one["name"] == "Sie selbst, in einem anderen Fenster" for one in mine)
    assert send(first, f"{path}/presence/leave", {"page": OTHER}).status_code == 204


@pytest.mark.parametrize(
    "body",
    [{}, {"page": "x", "step": "text"}, {"page": PAGE, "step": "pub"}, {"page": PAGE * 9, "step": "text"}, [], "x"],
)
def test_a_heartbeat_of_nobody_is_refused(sign_in: SignIn, body: Any) -> None:
    client = sign_in("mitte.a")
    assert send(client, f"{begun(client)}/presence", body).status_code == 422


def test_a_draft_is_nobody_elses_business(sign_in: SignIn) -> None:
    path = begun(sign_in("mitte.a"))
    stranger = sign_in("opr.a")
    assert stranger.get(f"{path}/current.json").status_code == 404
    assert send(stranger, f"{path}/presence", {"page": PAGE, "step": "text"}).status_code == 404
    assert fill_in(stranger, f"{path}/language", language="fr", version="1").status_code == 404
    office = sign_in("mitte.buero")
    assert office.get(f"{path}/current.json").status_code == 403


def test_what_stands_there_now_is_told_field_by_field(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    fill_in(client, f"{path}/text", version="1", **GERMAN, **HELP)
    now = current(client, path)
    assert (now["version"], now["editable"]) == (2, True)
    assert now["text"]["headline_de"] == GERMAN["headline_de"]
    assert (now["text"]["help0_lat"], now["text"]["help0_kind"]) == ("52.5503", "shelter")
    assert MOABIT in now["area"]["area"]
    stale = fill_in(client, f"{path}/text", version="1", headline_de="Anderes in Moabit.")
    assert stale.status_code == 412
    assert current(client, path)["text"]["headline_de"] == GERMAN["headline_de"]


@pytest.mark.parametrize("step", ["language", "language/remove"])
def test_a_reloaded_step_leads_back_to_the_text(sign_in: SignIn, step: str) -> None:
    client = sign_in("mitte.a")
    path = begun(client)
    led = client.get(f"{path}/{step}", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, f"{path}/text")
