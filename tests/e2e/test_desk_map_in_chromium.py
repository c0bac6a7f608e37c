"""The desk's map in a real browser: by keys alone, by list, pasted, undone, and honest when the line is down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser

SQUARE = "POLYGON((13.335 52.525, 13.35 52.525, 13.35 52.535, 13.335 52.535, 13.335 52.525))"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visitor(stack: Stack, browser: Browser) -> Visitor:
    visitor = Visitor(browser, stack.url)
    visitor.sign_in("mitte.a", PASSWORD)
    visitor.open("/desk")
    visitor.page.wait_for_selector("body[data-ready=true]")
    return visitor


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def test_an_area_is_drawn_with_keys_alone(visitor: Visitor) -> None:
    page = visitor.page
    page.locator(".leaflet-container").focus()
    press(page, "Enter")
    for key, steps in (("ArrowLeft", 5), ("ArrowDown", 3), ("ArrowRight", 3)):
        press(page, key, steps)
        press(page, "Enter")
    press(page, "Shift+Enter")
    expect(page.locator("#answer")).to_contain_text("Menschen wohnen im Gebiet")
    assert page.evaluate("window.ortsruf.state.drawn.polygons.length") == 1
    expect(page.locator("#saved")).to_contain_text("Entwurf gespeichert")
    assert visitor.faults == []


def test_the_list_twin_picks_what_the_map_picks_and_undo_takes_it_back(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Liste").click()
    page.get_by_label("Moabit").check()
    expect(page.locator("#answer .figures")).to_contain_text("Abonnements in 5 Kanälen")
    expect(page.locator("#map-list")).to_contain_text("100\u00a0%")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#answer")).to_contain_text("Noch kein Gebiet")
    expect(page.get_by_label("Moabit")).not_to_be_checked()
    page.get_by_role("button", name="Wiederholen").click()
    expect(page.get_by_label("Moabit")).to_be_checked()
    assert visitor.faults == []


def test_a_district_is_found_by_name_and_by_code(visitor: Visitor) -> None:
    page = visitor.page
    press(page, "/")
    page.keyboard.type("wedd")
    press(page, "Enter")
    expect(page.locator("#answer")).to_contain_text("Wedding")
    page.locator("#search").fill("0103")
    press(page, "Enter")
    expect(page.locator("#answer")).to_contain_text("Hansaviertel")


def test_figures_are_marked_stale_while_the_line_is_down_and_come_back_by_themselves(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Einfügen").click()
    page.locator("#paste-text").fill(SQUARE)
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "fresh")
    expect(page.locator("#answer")).to_contain_text("Moabit")
    page.context.set_offline(True)
    page.locator("[name=severity][value=Severe]").check()
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "stale")
    expect(page.locator("#fresh")).to_contain_text("Keine Verbindung")
    expect(page.locator("#answer")).to_contain_text("Moabit")
    page.context.set_offline(False)
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "fresh")
    expect(page.locator("#fresh")).to_contain_text("Aktuell")


def test_a_faulty_shape_is_refused_beside_its_text(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Einfügen").click()
    page.locator("#paste-text").fill("POLYGON((13.33 52.52, 13.36 52.54, 13.36 52.52, 13.33 52.54, 13.33 52.52))")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.locator("#paste-fault")).to_contain_text("kreuzt sich")


def test_what_was_typed_survives_that_somebody_else_saved(stack: Stack, browser: Browser, visitor: Visitor) -> None:
    page = visitor.page
    page.select_option("#template", "bombenfund")
    page.get_by_role("button", name="Liste").click()
    page.get_by_label("Moabit").check()
    expect(page.locator("#onward")).to_have_attribute("aria-disabled", "false")
    page.locator("#onward").click()
    page.wait_for_url("**/text")
    expect(page.locator("#saved")).to_contain_text("Fassung 2")

    page.context.set_offline(True)
    other = Visitor(browser, stack.url)
    other.sign_in("mitte.b", PASSWORD)
    second = other.open(page.url.removeprefix(stack.url))
    second.locator("[name=headline_de]").fill("Von Schicht B")
    expect(second.locator("#saved")).to_contain_text("Fassung 3")

    page.locator("[name=headline_de]").fill("Von Schicht A")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    expect(page.locator("#merge [data-theirs]")).to_have_text("Von Schicht B")
    assert page.locator("[name=headline_de]").input_value() == "Von Schicht A"
    page.get_by_role("button", name="So zusammenführen und speichern").click()
    expect(page.locator("#saved")).to_contain_text("Fassung 4")
    expect(page.locator("#arrival")).to_contain_text("Von Schicht A")
