"""Citizens' pages in a real browser: the position stays there, everything is accessible on a small phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import Visitor, chromium
from tests.web import pages_world as world

pytestmark = pytest.mark.browser

_ALERT = f"/a/{world.identifier(world.GENUINE)}"
_IN_THE_ZONE = {"latitude": 52.5305, "longitude": 13.3395}
_FAR_AWAY = {"latitude": 48.1, "longitude": 11.5}
_PAGES = ("/", "/channels", "/channels?ort=Moabit", "/channels/all", _ALERT, "/v", "/v/7F3A-92QK", "/phones")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def _phone(browser: Browser, address: str) -> Visitor:
    return Visitor(browser, address, width=320, height=700)


def _asked_from(browser: Browser, address: str, spot: dict[str, float]) -> tuple[str, list[str]]:
    visitor = _phone(browser, address)
    page = visitor.page
    page.context.grant_permissions(["geolocation"], origin=address)
    page.context.set_geolocation({**spot, "accuracy": 10})
    visitor.open(_ALERT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.get_by_role("button", name="Bin ich im Gebiet?").click()
    page.wait_for_selector("[data-said]:not([hidden])")
    assert visitor.faults == []
    return page.locator("[data-said]").inner_text(), [path for path in asked if not path.startswith("/static/")]


def test_the_browser_alone_decides_whether_somebody_is_inside(browser: Browser, address: str) -> None:
    said, asked = _asked_from(browser, address, _IN_THE_ZONE)
    assert (True, [f"{_ALERT}/area.json"]) == (said.startswith("Ja, Sie sind im Gebiet"), asked)


def test_far_away_is_outside(browser: Browser, address: str) -> None:
    said, asked = _asked_from(browser, address, _FAR_AWAY)
    assert ("Nein, nicht im Gebiet.", [f"{_ALERT}/area.json"]) == (said, asked)


def test_a_place_is_found_by_position_without_telling_it(browser: Browser, address: str) -> None:
    visitor = _phone(browser, address)
    page = visitor.page
    page.context.grant_permissions(["geolocation"], origin=address)
    page.context.set_geolocation({**_IN_THE_ZONE, "accuracy": 10})
    visitor.open("/channels")
    page.get_by_role("button", name="Mein Standort").click()
    page.wait_for_url("**/channels?ort=**")
    assert "Moabit" in page.locator("h2.title").inner_text()
    assert "52." not in page.url


def test_without_javascript_the_list_of_alerts_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    assert page.locator(".alert-card").count() == 4
    context.close()


@pytest.mark.parametrize("path", _PAGES)
def test_pages_fit_and_are_accessible_on_a_small_phone(browser: Browser, address: str, path: str) -> None:
    visitor = _phone(browser, address)
    visitor.open(path)
    assert ([], True) == (visitor.axe(), visitor.fits())
