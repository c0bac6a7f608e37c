"""An administrator makes a template by clicks; the operator finds it by typing, fills in its field and submits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_pages import clean, map_ready, pick_by_search, seated, to_text
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def administrator(stack: Stack, browser: Browser) -> Visitor:
    visitor = Visitor(browser, stack.url)
    visitor.page.goto(f"{stack.url}/login")
    visitor.page.fill("[name=login]", "mitte.admin")
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda url: "/login" not in url)
    return visitor


def make(visitor: Visitor) -> None:
    """A template with one required field, its example seen before it is saved."""
    page = visitor.open("/office/templates/new")
    page.get_by_role("button", name="Angabe hinzufügen").click()
    page.fill("[name=field0_label_de]", "Beginn")
    page.fill("[name=field0_label_en]", "Begins at")
    page.select_option("[name=field0_kind]", "time")
    page.fill("[name=field0_example]", "18:00")
    page.check("[name=field0_required]")
    page.fill("[name=event_de]", "Kiezfest")
    page.fill("[name=headline_de]", "Kiezfest in {places} ab {beginn}: Auto stehen lassen.")
    page.fill("[name=instruction_de]", "Kommen Sie zu Fuß.")
    page.fill("[name=event_en]", "Street party")
    page.fill("[name=headline_en]", "Street party in {places} from {beginn}: leave the car.")
    page.fill("[name=instruction_en]", "Come on foot.")
    expect(page.locator("#example")).to_contain_text("Kiezfest in Moabit ab 18 Uhr: Auto stehen lassen.")
    expect(page.locator("#example")).to_contain_text("Street party in Moabit from 6 pm: leave the car.")
    clean(visitor)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="gespeichert")).to_contain_text("Kiezfest")


def choose(page: Page, typed: str) -> None:
    """The occasion by keyboard alone."""
    page.locator("#occasion-search").focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def test_an_own_template_is_made_found_by_typing_filled_in_and_submitted(stack: Stack, browser: Browser) -> None:
    make(administrator(stack, browser))
    operator = seated(Visitor(browser, stack.url), "mitte.a")
    page = map_ready(operator.page)
    expect(page.locator("#occasion-list [data-group=own]")).to_contain_text("Kiezfest")
    choose(page, "kiezf")
    expect(page.locator("#occasion-name")).to_have_text("Kiezfest")
    expect(page.locator("#occasion summary")).to_be_focused()
    pick_by_search(page, "Moabit")
    to_text(page)
    expect(page.locator("[name=headline_de]")).to_have_value("Kiezfest in Moabit ab [Beginn]: Auto stehen lassen.")
    page.get_by_label("Beginn").fill("18")
    expect(page.locator("[name=headline_de]")).to_have_value("Kiezfest in Moabit ab 18 Uhr: Auto stehen lassen.")
    expect(page.locator("[name=headline_en]")).to_have_value("Street party in Moabit from 6 pm: leave the car.")
    expect(page.locator(".push-text")).to_contain_text("Kiezfest in Moabit ab 18 Uhr")
    assert (operator.fits(), operator.faults) == (True, [])
    page.locator("#onward").click()
    page.wait_for_url("**/check")
    page.get_by_role("button", name="Einreichen").click()
    page.wait_for_url("**/approve")
    again = operator.open("/desk")
    expect(again.locator("#occasion-list [data-group=recent]")).to_contain_text("Kiezfest")
