"""Help places on the page for everybody: listed, numbered as on the map, in the reader's language."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from tests.web import pages_world as world

PATH = f"/a/{world.identifier(world.SEVERE)}"


def test_help_places_are_listed_with_hours_and_access_and_marked_on_the_map(site: TestClient) -> None:
    page = site.get(PATH).text
    assert re.search(r"Trinkwasser: <span dir=\"auto\">Gesundbrunnen-Center</span>", page)
    assert "8 bis 20 Uhr; stufenlos" in page
    assert 'href="geo:52.54940,13.38870"' in page
    assert len(re.findall('class="help-mark"', page)) >= 1
    assert page.count("geo:") == 1


def test_an_english_reader_gets_english_labels(site: TestClient) -> None:
    page = site.get(f"{PATH}?lang=en").text
    assert "Drinking water: " in page
    assert "Here you find help" in page


def test_an_alert_without_help_places_says_nothing_of_them(site: TestClient) -> None:
    page = site.get(f"/a/{world.identifier(world.GENUINE)}").text
    assert "help-list" not in page
    assert "help-mark" not in page
