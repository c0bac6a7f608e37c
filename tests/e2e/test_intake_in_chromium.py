"""Areas from outside in a real browser: a pasted list, a file dropped on the map, a saved area, the search."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Database
from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_pages import clean, map_ready, places, release, seated, submit, to_check, to_text
from tests.e2e.stack import Stack, running

pytestmark = pytest.mark.browser

TWELVE = (
    "Neuruppin",
    "Kyritz",
    "Wittstock/Dosse",
    "Rheinsberg",
    "Fehrbellin",
    "Wusterhausen/Dosse",
    "Neustadt (Dosse)",
    "Lindow (Mark)",
    "Dabergotz",
    "Märkisch Linden",
    "Walsleben",
    "Temnitzquell",
)
"""Gemeinden with a channel of their own."""
PASTED = """Neuruppin, Kyritz; 12068468
- Rheinsberg
- Stadt Fehrbellin
- gemeinde:ars:120680477477
Neustadt (Dosse)
120685804280
Dabergotz
Märkisch Lindne
Walsleben, Temnitzquell
Kleinkleckersdorf"""
"""The same with codes, a key, one slip and one place that nobody knows."""
POLDER = {
    "type": "Feature",
    "properties": {"name": "Polder"},
    "geometry": {"type": "Polygon", "coordinates": [[[12.8, 52.9], [12.86, 52.9], [12.86, 52.95], [12.8, 52.9]]]},
}
_DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type: "application/geo+json" }));
  const side = document.getElementById("map-side");
  for (const kind of ["dragover", "drop"])
    side.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


@pytest.fixture(scope="module")
def stack(
    cloned: Callable[[str], AbstractContextManager[Database]],
    loaded_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """One Ortsruf for this file; its tests have drafts of their own."""
    home = tmp_path_factory.mktemp("intake")
    with cloned(loaded_template) as database, running(database.urls, database.owner_store, home) as stack:
        yield stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def operator(stack: Stack, browser: Browser) -> Visitor:
    """The Leitstelle of Ostprignitz-Ruppin with an empty map."""
    visitor = seated(Visitor(browser, stack.url), "opr.a")
    map_ready(visitor.open("/desk"))
    return visitor


def drawn(page: Page, name: str) -> int:
    """How many of something are on the map."""
    count: int = page.evaluate(f"window.ortsruf.state.drawn.{name}.length")
    return count


def test_black_ice_in_twelve_gemeinden_by_a_pasted_list(stack: Stack, browser: Browser, operator: Visitor) -> None:
    page = operator.page
    page.locator("#template").select_option("glaette", force=True)
    page.get_by_role("button", name="Einfügen").click()
    page.locator("#paste-text").fill(PASTED)
    page.get_by_role("button", name="Übernehmen", exact=True).click()
    answer = page.locator("#paste-answer")
    expect(answer).to_contain_text("11 von 13 Einträgen übernommen, 2 sind offen")
    expect(answer).to_contain_text("Zeile 8: „Märkisch Lindne“")
    expect(answer).to_contain_text("Zeile 10: „Kleinkleckersdorf“")
    expect(page.locator("#paste-text")).to_have_value("Märkisch Lindne\nKleinkleckersdorf")
    assert drawn(page, "districts") == 11
    clean(operator)
    page.get_by_role("button", name="Rückgängig").click()
    assert drawn(page, "districts") == 0
    page.get_by_role("button", name="Wiederholen").click()
    answer.get_by_role("button", name="Märkisch Linden").click()
    expect(page.locator("#paste-text")).to_have_value("Kleinkleckersdorf")
    page.get_by_role("button", name="Schließen").first.click()
    expect(page.locator("#answer .places tbody tr")).to_have_count(12)
    to_text(page)
    to_check(page)
    address = submit(page)

    approver = seated(Visitor(browser, stack.url, width=360, height=780), "opr.b")
    approver.open(address.removeprefix(stack.url))
    code = release(approver.page)
    assert {f"Landkreis OPR: {name}" for name in TWELVE} == places(stack, code)


def test_a_file_dropped_on_the_map_is_drawn_in_one_step_and_kept_under_a_name(operator: Visitor) -> None:
    page = operator.page
    page.evaluate(_DROP, ["polder.geojson", json.dumps(POLDER)])
    expect(page.locator("#paste-answer")).to_contain_text("1 Fläche übernommen")
    expect(page.locator("#answer")).to_contain_text("Neuruppin")
    assert drawn(page, "polygons") == 1

    page.get_by_role("button", name="Gespeichert").click()
    expect(page.locator("#saved-list")).to_contain_text("Hochwasser Dosse 1")
    page.get_by_text("Dieses Gebiet speichern").click()
    clean(operator)
    page.locator("#saved-name").fill("Polder Neuruppin")
    page.locator("#saved-as").select_option("flood")
    page.get_by_role("button", name="Gebiet speichern").click()
    expect(page.locator("#saved-list")).to_contain_text("Polder Neuruppin")
    page.get_by_role("button", name="Rückgängig").click()
    assert drawn(page, "polygons") == 0

    page.locator("#search").fill("Polder Neurupin")
    expect(page.get_by_role("option").first).to_contain_text("gespeichertes Gebiet")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("Neuruppin")
    assert drawn(page, "polygons") == 1


def test_a_broken_file_is_refused_with_a_reason_and_nothing_is_drawn(operator: Visitor) -> None:
    page = operator.page
    page.evaluate(_DROP, ["broken.gpkg", "SQLite format 3"])
    expect(page.locator("#paste-fault")).to_contain_text("„broken.gpkg“: Das Format ist keins von")
    assert drawn(page, "polygons") == 0


def test_a_saved_plant_comes_with_its_zones_its_hint_and_its_occasion_and_goes_again(operator: Visitor) -> None:
    page = operator.page
    page.get_by_role("button", name="Gespeichert").click()
    page.locator("#saved-search").fill("Spanplattenwrk")
    expect(page.locator("#saved-list li")).to_have_count(1)
    page.locator("#saved-list [data-take=replace]").click()
    expect(page.locator("#saved-hint")).to_contain_text("Fenster und Lüftung schließen")
    expect(page.locator("#answer")).to_contain_text("Heiligengrabe")
    assert (page.locator("#template").input_value(), drawn(page, "zones")) == ("brand", 2)
    clean(operator)
    page.get_by_role("button", name="Rückgängig").click()
    assert drawn(page, "zones") == 0


def test_a_place_outside_the_jurisdiction_is_found_and_said_to_be_so(operator: Visitor) -> None:
    page = operator.page
    page.locator("#search").fill("Landkreis Prigniz")
    hit = page.get_by_role("option").filter(has_text="Landkreis Prignitz")
    expect(hit).to_contain_text("außerhalb")
    clean(operator)
    hit.click()
    assert drawn(page, "districts") == 0
    expect(page.locator("#spoken")).to_contain_text("außerhalb Ihrer Zuständigkeit")
