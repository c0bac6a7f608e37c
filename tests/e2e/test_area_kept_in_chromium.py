"""Step 1 in a browser: an area that was never saved outlives its tab, and two people draw one draft."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.desk_pages import map_ready, pick_by_search, seated
from tests.e2e.stack import Stack

pytestmark = pytest.mark.browser

MOABIT, WEDDING = "ortsteil:berlin:0102", "ortsteil:berlin:0105"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def test_an_area_that_was_never_saved_outlives_its_tab(stack: Stack, operator: DeskClient, browser: Browser) -> None:
    visitor = seated(Visitor(browser, stack.url), "mitte.a")
    page = map_ready(visitor.open("/desk"))
    page.route("**/desk/alerts", lambda route: route.abort())
    pick_by_search(page, "Wedding")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline")
    page.close()

    page = page.context.new_page()
    page.goto(f"{stack.url}/desk")
    map_ready(page)
    expect(page.locator("#rescue")).to_contain_text("liegt ein Gebiet auf diesem Gerät, das nicht gespeichert wurde.")
    page.get_by_role("button", name="Wieder einsetzen").click()
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    draft = page.url.split("/")[-2]
    assert operator.call("GET", f"/alerts/{draft}")["content"]["area"]["districts"] == [WEDDING]


def test_two_who_draw_one_draft_decide_about_the_area_and_lose_nothing(
    stack: Stack, operator: DeskClient, browser: Browser
) -> None:
    draft = operator.draft(**bomb_find({"districts": [MOABIT]}))["id"]
    first, second = seated(Visitor(browser, stack.url), "mitte.a"), seated(Visitor(browser, stack.url), "mitte.b")
    mine = map_ready(first.open(f"/desk/alerts/{draft}/area"))
    theirs = map_ready(second.open(f"/desk/alerts/{draft}/area"))
    expect(mine.locator("#presence")).to_contain_text("Schritt „Gebiet“")

    theirs.context.set_offline(True)
    theirs.evaluate("ortsruf.state.draw((drawn) => { drawn.districts = ['ortsteil:berlin:0105']; })")
    expect(theirs.locator("#saved")).to_have_attribute("data-state", "offline")
    mine.evaluate(
        "ortsruf.state.draw((drawn) => { drawn.districts = ['ortsteil:berlin:0102', 'ortsteil:berlin:0103']; })"
    )
    expect(mine.locator("#saved")).to_have_attribute("data-state", "saved")
    theirs.context.set_offline(False)
    expect(theirs.locator("#merge [data-mine]")).to_have_text("⌂ 1")
    expect(theirs.locator("#merge [data-theirs]")).to_have_text("⌂ 2")
    assert second.axe() == []
    theirs.locator("#merge").get_by_role("button", name="So zusammenführen und speichern").click()
    expect(theirs.locator("#saved")).to_have_attribute("data-state", "saved")
    expect(mine.locator("#merged")).to_contain_text("übernommen: Gebiet")
    assert operator.call("GET", f"/alerts/{draft}")["content"]["area"]["districts"] == [WEDDING]
    assert mine.evaluate("ortsruf.state.drawn.districts") == [WEDDING]
