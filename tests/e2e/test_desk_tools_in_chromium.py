"""The map's tools in a real browser: by keys alone, by thumb on a small phone, typed, cut, undone, on a slow line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_pages import clean, map_ready
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser

WEST = "POLYGON((13.25 52.52, 13.35 52.52, 13.35 52.53, 13.25 52.53, 13.25 52.52))"
"""Half of it lies outside Bezirk Mitte."""
FRESH = 15_000


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def at_the_map(visitor: Visitor) -> Page:
    visitor.sign_in("mitte.a", PASSWORD)
    return map_ready(visitor.open("/desk"))


class Thumb(Visitor):
    """Somebody with a phone of 360 pixels and no mouse."""

    def __init__(self, browser: Browser, url: str) -> None:
        super().__init__(browser, url, width=360, height=780)
        self.page.context.close()
        context = browser.new_context(
            viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True, locale="de-DE"
        )
        context.route("**/*", self._only_here)
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))


def press(page: Page, *keys: tuple[str, int]) -> None:
    for key, times in keys:
        for _ in range(times):
            page.keyboard.press(key)


def take(page: Page, selector: str) -> None:
    """Take a tool in hand by keys: focus goes on to the map."""
    page.locator(selector).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-container")).to_be_focused()


def drawn(page: Page, what: str) -> Any:
    return page.evaluate(f"window.ortsruf.state.drawn.{what}")


def fresh(page: Page) -> None:
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "fresh", timeout=FRESH)


def test_a_rectangle_with_two_zones_and_a_hole_by_keys_alone(stack: Stack, browser: Browser) -> None:
    visitor = Visitor(browser, stack.url)
    page = at_the_map(visitor)
    take(page, '[data-tool="rectangle"]')
    press(page, ("ArrowLeft", 4), ("ArrowUp", 4), ("Enter", 1), ("ArrowRight", 8), ("ArrowDown", 8), ("Enter", 1))
    expect(page.locator("#answer")).to_contain_text("Menschen wohnen im Gebiet")
    take(page, '[data-tool="zone"]')
    press(page, ("ArrowLeft", 4), ("ArrowUp", 4), ("Enter", 1), ("ArrowRight", 1), ("Enter", 1))
    expect(page.locator(".zone-card.innermost .zone-name")).to_have_value("Sperrkreis")
    take(page, '[data-zone-shape="rectangle"]')
    press(page, ("ArrowLeft", 4), ("ArrowUp", 3), ("Enter", 1), ("ArrowRight", 6), ("ArrowDown", 6), ("Enter", 1))
    expect(page.locator("#zone-list .zone-name")).to_have_count(2)
    assert ["Sperrkreis", "Warnbereich"] == [zone["name"] for zone in drawn(page, "zones")]
    take(page, '[data-tool="cut"]')
    press(page, ("Enter", 1), ("ArrowLeft", 1), ("Enter", 1), ("ArrowUp", 1), ("Enter", 1), ("Shift+Enter", 1))
    assert 1 == len(drawn(page, "cut"))
    fresh(page)
    expect(page.locator(".zone-card .zone-fault:visible").first).to_contain_text("ragt aus dem Gebiet der Warnung")
    press(page, ("Control+z", 1))
    assert 0 == len(drawn(page, "cut"))
    fresh(page)
    expect(page.locator(".zone-card .zone-fault:visible")).to_have_count(0)
    # A half-drawn hole is asked about where the hands are slow enough, and may be refused; Chromium logs the answer.
    visitor.faults = [fault for fault in visitor.faults if "status of 422" not in fault]
    clean(visitor)


def test_zones_are_renamed_moved_deleted_and_undone(stack: Stack, browser: Browser) -> None:
    visitor = Visitor(browser, stack.url)
    page = at_the_map(visitor)
    circle(page, '[data-tool="circle"]', "52,53; 13,345", 900)
    circle(page, '[data-tool="zone"]', "52.53, 13.345", 300)
    circle(page, '[data-tool="zone"]', "52,53 13,345", 600)
    cards = page.locator("#zone-list .zone-card")
    cards.nth(1).locator(".zone-name").fill("Gefahrenbereich")
    page.keyboard.press("Tab")
    cards.nth(1).get_by_role("button", name="nach innen").click()
    assert ["Gefahrenbereich", "Sperrkreis"] == [zone["name"] for zone in drawn(page, "zones")]
    fresh(page)
    expect(cards.first.locator(".zone-fault")).to_contain_text("liegt nicht ganz in der nächsten Zone")
    cards.first.get_by_role("button", name="löschen").click()
    expect(cards).to_have_count(1)
    for _ in range(2):
        page.get_by_role("button", name="Rückgängig").click()
    assert ["Sperrkreis", "Gefahrenbereich"] == [zone["name"] for zone in drawn(page, "zones")]
    fresh(page)
    expect(page.locator(".zone-card .zone-fault:visible")).to_have_count(0)
    page.locator('[name="publish"][value="whole"]').check()
    assert drawn(page, "whole") is True
    page.get_by_role("button", name="Rückgängig").click()
    assert drawn(page, "whole") is False
    clean(visitor)


def circle(page: Page, tool: str, place: str, radius: int) -> None:
    page.locator(tool).click()
    page.locator("#circle-place").fill(place)
    page.locator("#radius").fill(str(radius))
    page.get_by_role("button", name="Kreis setzen").click()
    expect(page.locator("#circle-place")).to_have_value("")
    fresh(page)


def test_what_lies_outside_is_cut_off_with_a_word_and_comes_back(stack: Stack, browser: Browser) -> None:
    visitor = Visitor(browser, stack.url)
    page = at_the_map(visitor)
    page.get_by_role("button", name="Einfügen").click()
    page.locator("#paste-text").fill(WEST)
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.locator("#answer")).to_contain_text("Außerhalb Ihrer Zuständigkeit")
    before = drawn(page, "polygons")
    page.get_by_role("button", name="Auf meine Zuständigkeit zuschneiden").click()
    expect(page.locator("#trimmed")).to_contain_text("Abgeschnitten:")
    expect(page.locator("#answer")).not_to_contain_text("Außerhalb Ihrer Zuständigkeit")
    clean(visitor)
    page.get_by_role("button", name="Rückgängig").click()
    assert before == drawn(page, "polygons")
    expect(page.locator("#trimmed")).to_be_hidden()


def test_a_thumb_draws_on_a_small_phone_without_scrolling_the_page(stack: Stack, browser: Browser) -> None:
    visitor = Thumb(browser, stack.url)
    page = at_the_map(visitor)
    box = page.locator("#map-stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.locator('[data-tool="rectangle"]').tap()
    page.touchscreen.tap(x - 60, y - 40)
    page.touchscreen.tap(x + 60, y + 40)
    expect(page.locator("#answer")).to_contain_text("Menschen wohnen im Gebiet")
    page.locator('[data-tool="draw"]').tap()
    for across, up in ((-130, 0), (-80, 0), (-80, 50)):
        page.touchscreen.tap(x + across, y + up)
    page.get_by_role("button", name="Fertig").tap()
    expect(page.locator("#draw-acts")).to_be_hidden()
    assert 2 == len(drawn(page, "polygons"))
    page.get_by_role("button", name="Fadenkreuz").tap()
    page.locator('[data-tool="rectangle"]').tap()
    page.get_by_role("button", name="Punkt setzen").tap()
    page.evaluate("window.ortsruf.map.panBy([40, 40], { animate: false })")
    page.get_by_role("button", name="Punkt setzen").tap()
    assert 3 == len(drawn(page, "polygons"))
    fresh(page)
    clean(visitor)


def test_a_slow_line_shows_itself_and_is_asked_again(stack: Stack, browser: Browser) -> None:
    visitor = Visitor(browser, stack.url)
    page = at_the_map(visitor)
    held: list[Route] = []
    page.route("**/desk/preview", lambda route: held.append(route) if not held else route.continue_())
    page.get_by_role("button", name="Liste").click()
    page.get_by_label("Moabit").check()
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "stale")
    expect(page.locator("#fresh")).to_contain_text("dauert länger")
    page.get_by_role("button", name="Noch einmal fragen").click()
    fresh(page)
    expect(page.locator("#answer")).to_contain_text("Moabit")
    expect(page.locator("#retry")).to_be_hidden()
