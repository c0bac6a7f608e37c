"""The workplaces in a real browser: the page itself never scrolls, only its parts do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import Visitor, chromium
from tests.web import pages_world as world

pytestmark = pytest.mark.browser

_WORKPLACES = {
    "mitte.b": ("/desk", "/desk?mode=drill", "/desk/repair", "/desk/stop", "/desk/drafts", "/desk/history"),
    "mitte.admin": ("/office", "/office/fallbacks", "/admin/duty", "/desk/repair", "/analyst"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (360, 740)])
@pytest.mark.parametrize("login", _WORKPLACES)
def test_the_page_itself_never_scrolls(browser: Browser, address: str, login: str, width: int, height: int) -> None:
    visitor = Visitor(browser, address, width=width, height=height)
    visitor.page.goto(f"{address}/login")
    visitor.page.fill("[name=login]", login)
    visitor.page.fill("[name=password]", world.PASSWORD)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    paths = _WORKPLACES[login]
    assert [] == [path for path in paths if visitor.open(path) and not (visitor.stays() and visitor.fits())]
    assert visitor.faults == []
