"""What citizens read: nothing to sign in to, nothing fetched from elsewhere, every standing apart."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from tests.web import pages_world as world
from tests.web.pages_world import Notice


def test_the_front_page_counts_what_holds_now(site: TestClient) -> None:
    answer = site.get("/")
    assert "4 Warnungen gelten gerade" in answer.text
    held = (world.GENUINE, world.SEVERE, world.UPDATE, world.PUBLIC_TEST)
    assert all(f"/a/{world.identifier(notice)}" in answer.text for notice in held)


def test_the_front_page_leaves_out_drills_and_what_was_replaced(site: TestClient) -> None:
    answer = site.get("/").text
    assert all(world.identifier(notice) not in answer for notice in (world.DRILL, world.UPDATED, world.MISTAKE))


def test_the_most_severe_alert_comes_first(site: TestClient) -> None:
    text = site.get("/").text
    assert text.index(world.SEVERE.headline) < text.index(world.GENUINE.headline)


@pytest.mark.parametrize("path", ["/", "/channels", f"/a/{world.identifier(world.GENUINE)}", "/v", "/v/7F3A-92QK"])
def test_no_page_sets_a_cookie_or_names_a_foreign_host_to_fetch_from(site: TestClient, path: str) -> None:
    answer = site.get(path)
    assert "set-cookie" not in answer.headers
    fetched = re.findall(r'(?:src|href|action|data-locate|data-find)="(https?://[^"]+)"', answer.text)
    assert [address for address in fetched if "/channel" not in address] == []


@pytest.mark.parametrize("path", ["/", "/channels?ort=Moabit", f"/a/{world.identifier(world.GENUINE)}", "/phones"])
def test_no_page_carries_inline_styles_or_scripts(site: TestClient, path: str) -> None:
    text = site.get(path).text
    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=", text) == []


@pytest.mark.parametrize("typed", ["7F3A-92QK", "7f3a-92qk", "7f3a92qk", " 7F3A 92QK ", "7f3a–92qk"])
def test_a_code_is_found_however_it_is_typed(site: TestClient, typed: str) -> None:
    answer = site.get("/v", params={"code": typed})
    assert (answer.status_code, "Ja, das ist echt" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (world.GENUINE, "Gilt jetzt"),
        (world.UPDATED, "Es gibt eine neuere Fassung"),
        (world.OVER, "Inzwischen ist Entwarnung"),
        (world.ALL_CLEAR, "Die Gefahr ist vorbei"),
        (world.MISTAKE, "Inzwischen zurückgenommen"),
        (world.CANCEL, "Diese Warnung war ein Irrtum"),
        (world.EXPIRED, "Keine aktuelle Information, keine Entwarnung"),
        (world.DRILL, "Nur eine Übung"),
        (world.PUBLIC_TEST, "Probewarnung"),
    ],
    ids=lambda value: value.code if isinstance(value, Notice) else "",
)
def test_the_check_tells_what_has_become_of_an_alert(site: TestClient, notice: Notice, said: str) -> None:
    answer = site.get(f"/v/{notice.code}")
    assert (answer.status_code, said in answer.text, notice.headline in answer.text) == (200, True, True)


def test_an_unknown_code_is_called_unknown(site: TestClient) -> None:
    answer = site.get("/v/ZZZZ-9999")
    assert (answer.status_code, "Diesen Code haben wir nie vergeben" in answer.text) == (404, True)
    assert "Ja, das ist echt" not in answer.text


def test_half_a_code_is_called_incomplete(site: TestClient) -> None:
    answer = site.get("/v/7F3")
    assert (answer.status_code, "kein vollständiger Code" in answer.text) == (404, True)


def test_what_somebody_types_comes_back_harmless(site: TestClient) -> None:
    typed = "<b>x</b>"
    assert typed not in site.get("/v", params={"code": typed}).text
    assert typed not in site.get("/channels", params={"ort": typed}).text


def test_an_alert_page_gives_instruction_zone_hotline_and_code(site: TestClient) -> None:
    text = site.get(f"/a/{world.identifier(world.GENUINE)}").text
    wanted = ("Sperrkreis", "Gehen Sie weg.", "Bleiben Sie im Haus.", "030 1234", "7F3A-92QK", "Ist das echt? Ja.")
    assert [word for word in wanted if word not in text] == []


def test_an_alert_page_reads_in_english(site: TestClient) -> None:
    text = site.get(f"/a/{world.identifier(world.GENUINE)}?lang=en").text
    assert ("In force" in text, f"English: {world.GENUINE.headline}" in text, "Go away." in text) == (True, True, True)


def test_an_alert_page_speaks_a_text_of_another_language(site: TestClient) -> None:
    text = site.get(f"/a/{world.identifier(world.GENUINE)}?text=en").text
    assert ("Gilt jetzt" in text, "Stay inside." in text) == (True, True)


def test_a_replaced_alert_leads_to_the_newest(site: TestClient) -> None:
    text = site.get(f"/a/{world.identifier(world.UPDATED)}").text
    assert f'href="/a/{world.identifier(world.UPDATE)}"' in text


def test_an_unknown_alert_is_not_found(site: TestClient) -> None:
    assert site.get("/a/never-published").status_code == 404


def test_the_area_is_handed_out_for_browsers_to_look_themselves_up(site: TestClient) -> None:
    body = site.get(f"/a/{world.identifier(world.GENUINE)}/area.json").json()
    assert (body["area"]["type"], [zone["name"] for zone in body["zones"]]) == ("MultiPolygon", ["Sperrkreis"])


@pytest.mark.parametrize("typed", ["Gesundbrunnen", "gesundbr", "GESUNDBRUNNEN"])
def test_a_place_is_found_by_name(site: TestClient, typed: str) -> None:
    text = site.get("/channels", params={"ort": typed}).text
    assert ("In WhatsApp abonnieren" in text, "1 Warnung" in text) == (True, True)


def test_a_place_is_found_without_umlauts(site: TestClient) -> None:
    assert "Rüthnick" in site.get("/channels", params={"ort": "Ruethnick"}).text


def test_several_places_of_that_name_are_offered(site: TestClient) -> None:
    text = site.get("/channels", params={"ort": "Temnitz"}).text
    assert ("Welchen Ort meinen Sie?" in text, "Temnitzquell" in text, "Temnitztal" in text) == (True, True, True)


def test_a_place_without_an_authority_is_named_as_such(site: TestClient) -> None:
    assert "führt hier noch keine Behörde einen Kanal" in site.get("/channels", params={"ort": "Flensburg"}).text


def test_a_place_that_nobody_knows_says_what_to_do(site: TestClient) -> None:
    assert "Wir kennen keinen Ort" in site.get("/channels", params={"ort": "Xyzzy"}).text


def test_a_place_without_its_own_channel_shows_the_one_above(site: TestClient) -> None:
    text = site.get("/channels", params={"ort": world.HANSAVIERTEL}).text
    assert ("hat noch keinen eigenen Kanal" in text, "WhatsApp Bezirk Mitte" in text) == (True, True)


def test_every_joinable_channel_has_a_qr_code(site: TestClient) -> None:
    text = site.get("/channels", params={"ort": world.MOABIT}).text
    assert text.count('class="qr"') == text.count('class="qr-box"') > 0


def test_every_leaf_can_be_tapped_and_is_in_the_list(site: TestClient) -> None:
    text = site.get("/channels", params={"wo": "mitte"}).text
    assert text.count("ort=ortsteil%3Aberlin%3A01") == 2 * 6


def test_an_unknown_key_is_not_found(site: TestClient) -> None:
    assert site.get("/channels", params={"ort": "ortsteil:berlin:9999"}).status_code == 404


def test_the_register_holds_every_public_channel(site: TestClient) -> None:
    text = site.get("/channels/all").text
    assert ("WhatsApp Moabit" in text, "WhatsApp Landkreis Helmstedt" in text) == (True, True)


def test_the_feeds_hold_no_drill(site: TestClient) -> None:
    atom, geojson = site.get("/feeds/alerts.atom"), site.get("/feeds/alerts.geojson")
    ElementTree.fromstring(atom.text)
    identifiers = {feature["id"] for feature in json.loads(geojson.text)["features"]}
    held = {world.identifier(n) for n in (world.GENUINE, world.SEVERE, world.UPDATE, world.PUBLIC_TEST)}
    assert (held, False) == (identifiers, world.identifier(world.DRILL) in atom.text)


def test_the_cap_document_is_the_released_one(site: TestClient) -> None:
    answer = site.get(f"/cap/{world.identifier(world.GENUINE)}.xml")
    assert ("<alert>7F3A-92QK</alert>", 200) == (answer.text, answer.status_code)
    assert answer.headers["content-type"].startswith("application/cap+xml")
