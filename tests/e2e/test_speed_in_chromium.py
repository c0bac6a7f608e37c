"""Steps in a hurry, what a keyboard alone can do, and a Sofortwarnung with its all-clear on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import desk_pages as desk
from tests.e2e.browsing import Visitor, chromium
from tests.e2e.stack import Stack, wait_until

pytestmark = pytest.mark.browser

MOST_STEPS = 12
"""Interactions from the empty desk to a submitted alert: a click, a field filled, a key pressed."""
KEYS_PER_SECOND = 3.3
"""A person types about 40 words a minute."""
A_LOOK = 2.0
"""Seconds that somebody looks before each step."""
MOST_SECONDS = 90.0


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@dataclass
class Counted:
    """One person's hands: every step counts, and the time a person would need for it adds up."""

    page: Page
    steps: int = 0
    human: float = 0.0

    def click(self, target: Locator) -> None:
        target.click()
        self._step()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)
        self._step(letters=len(text))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self._step(look=0.3)

    def _step(self, letters: int = 0, look: float = A_LOOK) -> None:
        self.steps += 1
        self.human += look + letters / KEYS_PER_SECOND


def test_from_the_empty_desk_to_the_second_person_in_twelve_steps(stack: Stack, browser: Browser) -> None:
    writer = desk.seated(Visitor(browser, stack.url), "mitte.a")
    page = desk.map_ready(writer.open("/desk"))
    began = monotonic()
    hands = Counted(page)
    hands.fill(page.locator("#occasion-search"), "Stromausfall")
    hands.press("Enter")
    hands.press("/")
    hands.fill(page.locator("#search"), "Wedding")
    expect(page.get_by_role("option", name=re.compile("Wedding")).first).to_be_visible()
    hands.press("Enter")
    expect(page.locator("#onward")).to_have_attribute("aria-disabled", "false")
    hands.press("Control+Enter")
    page.wait_for_url("**/text")
    desk.map_ready(page)
    for field in page.locator(".template-field [aria-required=true]").all():
        hands.fill(field, "Rathaus Wedding")
    expect(page.locator("#saved")).to_contain_text("Entwurf gespeichert")
    hands.press("Control+Enter")
    page.wait_for_url("**/check")
    for gap in page.locator("[name=gap]").all():
        hands.click(gap)
    hands.press("Control+Enter")
    page.wait_for_url("**/approve")
    assert hands.steps <= MOST_STEPS, hands.steps
    reader = desk.seated(Visitor(browser, stack.url, width=360, height=780), "mitte.b")
    opened = reader.open(page.url.removeprefix(stack.url))
    wanted = opened.locator("#confirm").get_attribute("data-wanted") or ""
    second = Counted(opened)
    second.fill(opened.locator("#confirm"), wanted)
    second.click(opened.get_by_role("button", name="Freigeben und senden"))
    code = desk.arrived(opened)
    assert any("Wedding" in name for name in desk.places(stack, code))
    human = hands.human + second.human + (monotonic() - began)
    assert human <= MOST_SECONDS, f"{human:.0f} s: {hands.steps} + {second.steps} steps"
    desk.clean(writer)


def test_the_help_sheet_lists_the_keys_and_switches_them_off(stack: Stack, browser: Browser) -> None:
    visitor = desk.seated(Visitor(browser, stack.url), "mitte.a")
    page = desk.map_ready(visitor.open("/desk"))
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Tasten")
    expect(sheet).to_be_visible()
    desk.clean(visitor)
    sheet.get_by_label("Einzelne Tasten abschalten").check()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("e")
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    assert page.url.endswith("/desk")
    page.locator(".bar-person summary").click()
    page.get_by_role("button", name="Tasten").click()
    sheet.get_by_label("Einzelne Tasten abschalten").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_url("**/desk/drafts")


def test_a_sofortwarnung_at_night_and_its_all_clear_on_a_phone(stack: Stack, browser: Browser) -> None:
    writer = desk.seated(Visitor(browser, stack.url), "mitte.a")
    page = writer.open("/desk/immediate/new?template=lebensgefahr")
    desk.clean(writer)
    for mark in page.locator("textarea, input[type=text]").all():
        value = mark.input_value()
        if "[" in value:
            mark.fill(
                re.sub(r"\[[^\]]*\]", "{bis}", value) if "event" not in (mark.get_attribute("name") or "") else value
            )
    page.get_by_role("button", name="Einer zweiten Person vorlegen").click()
    page.wait_for_url(re.compile(r"/desk/immediate/[0-9a-f-]{36}$"))
    desk.clean(writer)
    where = page.url.removeprefix(stack.url)

    night = desk.seated(Visitor(browser, stack.url, width=360, height=780), "mitte.b")
    page = night.open(where)
    desk.clean(night)
    page.get_by_role("button", name="Für ein Jahr freigeben").click()
    page.wait_for_url("**/desk/immediate")
    desk.clean(night)
    page.locator(".immediate-card").first.click()
    page.get_by_label("Wo? Ort oder Koordinaten").fill("52,5293; 13,3433")
    page.get_by_label("Ort in Worten").fill("Moabit, Turmstraße")
    page.get_by_label("Radius").select_option(label="300 m")
    page.get_by_role("button", name="Zeigen, wen es erreicht").click()
    expect(page.get_by_text("Lebensgefahr in Moabit, Turmstraße").first).to_be_visible()
    desk.clean(night)
    code = desk.release(page, "Allein freigeben und sofort senden")
    assert any("Moabit" in name for name in desk.places(stack, code))
    wait_until(lambda: "allein freigegeben" in writer.open("/desk/drafts").inner_text("body"), "every desk is told")

    page.get_by_role("button", name="Entwarnung").first.click()
    page.wait_for_url("**/check")
    address = desk.submit(page)
    other = desk.seated(Visitor(browser, stack.url, width=360, height=780), "mitte.a")
    approve = other.open(address.removeprefix(stack.url))
    end = desk.release(approve)
    german = [text for text in desk.texts(stack, end, "Bezirk Mitte: Moabit") if text.startswith("Entwarnung")]
    assert german
    assert all("Türen" not in text for text in german), "an all-clear inherits no instruction"


def test_keys_alone_bring_an_alert_to_the_second_person(stack: Stack, browser: Browser) -> None:
    visitor = desk.seated(Visitor(browser, stack.url), "mitte.a")
    page = desk.map_ready(visitor.open("/desk"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.locator("#occasion-search").focus()
    page.keyboard.type("Stromausfall")
    page.keyboard.press("Enter")
    page.locator("body").press("x")
    expect(page.locator("#crosshair")).to_be_visible()
    for moves in (("ArrowLeft", 3), ("ArrowDown", 3), ("ArrowRight", 6), ("ArrowUp", 6)):
        for _ in range(moves[1]):
            page.keyboard.press(moves[0])
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#onward")).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/text")
    desk.map_ready(page)
    for field in page.locator(".template-field [aria-required=true]").all():
        field.focus()
        page.keyboard.type("Rathaus Tiergarten")
    expect(page.locator("#saved")).to_contain_text("Entwurf gespeichert")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/check")
    for gap in page.locator("[name=gap]").all():
        gap.focus()
        page.keyboard.press("Space")
    for size in page.locator("#size").all():
        size.focus()
        page.keyboard.type((size.get_attribute("data-wanted") or "")[:40])
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/approve")
    desk.clean(visitor)
