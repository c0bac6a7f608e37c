"""The sandbox's phones: one a leaf, and what an alert means to each."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web import pages_world as world


def test_every_leaf_has_a_phone(site: TestClient) -> None:
    text = site.get("/phones?behoerde=mitte").text
    assert text.count('class="place-phone"') == 6


def test_the_page_carries_its_first_state(site: TestClient) -> None:
    text = site.get("/phones?behoerde=mitte").text
    found = re.search(r'data-state="([^"]*)"', text)
    assert found is not None
    assert json.loads(html.unescape(found[1]))["alert"]["code"] == _state(site)["alert"]["code"]


def test_places_know_what_the_newest_alert_means_to_them(site: TestClient) -> None:
    lots = {phone["key"]: phone["lot"] for phone in _state(site)["phones"]}
    assert {world.MOABIT: "affected", world.GESUNDBRUNNEN: "outside"} == {
        key: lots[key] for key in (world.MOABIT, world.GESUNDBRUNNEN)
    }


def test_a_place_without_a_channel_follows_the_one_above(site: TestClient) -> None:
    phone = next(phone for phone in _state(site)["phones"] if phone["key"] == world.HANSAVIERTEL)
    assert (True, ["whatsapp-manual"]) == (phone["borrowed"], [one["kind"] for one in phone["follows"]])


def test_channels_are_known_in_earnest_and_in_drills(site: TestClient) -> None:
    phone = next(phone for phone in _state(site)["phones"] if phone["key"] == world.MOABIT)
    assert {len(one["addresses"]) for one in phone["follows"]} == {2}


def test_every_channel_is_shown_as_a_phone_shows_it(site: TestClient) -> None:
    text = site.get("/phones?behoerde=mitte&ansicht=kanal").text
    assert all(f"kind-{kind}" in text for kind in ("whatsapp", "telegram", "email", "webhook", "whatsapp-manual"))


def test_without_the_sandbox_the_phones_say_so(site: TestClient) -> None:
    assert site.get("/phones/posts.json").status_code == 503


def test_without_the_sandbox_the_stream_ends_and_asks_to_come_back(site: TestClient) -> None:
    answer = site.get("/phones/events")
    assert (200, "retry: 2000\n\n") == (answer.status_code, answer.text)


@pytest.mark.parametrize("slug", ["nobody", "mitte'"])
def test_an_unknown_authority_is_not_found(site: TestClient, slug: str) -> None:
    assert site.get(f"/phones?behoerde={slug}").status_code == 404


def _state(site: TestClient) -> dict[str, Any]:
    return dict(site.get("/phones/state.json?behoerde=mitte").json())
