"""The main job in a real browser: draw, write, check, submit; a second person approves; the phones show it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_pages import map_ready
from tests.e2e.stack import PASSWORD, Stack, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def draw_around(page: Page, name: str, half: int = 22) -> None:
    """Draw a square around a district's name on the map."""
    label = page.locator(".map-stage").get_by_text(name, exact=True).locator("visible=true").first
    label.wait_for(state="visible")
    wait_until(lambda: label.bounding_box() is not None, "the names of the map stand")
    box = label.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    for corner in [*corners, corners[0]]:
        page.mouse.move(*corner)
        page.mouse.click(*corner)
        page.wait_for_timeout(80)


def submit_bomb_find(visitor: Visitor) -> str:
    """Draw in Moabit, write, submit; the path of the alert's approval page."""
    page = map_ready(visitor.open("/desk"))
    page.select_option("#template", label="Bombenfund", force=True)
    draw_around(page, "Moabit")
    expect(page.locator("#answer")).to_contain_text("Menschen wohnen im Gebiet")
    expect(page.locator("#answer")).to_contain_text("Moabit")
    assert "Wedding" not in page.locator("#answer").inner_text()
    expect(page.locator("#onward")).to_have_attribute("aria-disabled", "false")
    page.locator("#onward").click()
    page.wait_for_url("**/text")
    page.locator("[name=headline_de]").fill("Bombenfund in Moabit: Gebiet um Turmstraße 21 bis 16 Uhr verlassen.")
    page.locator("[name=instruction_de]").fill("Verlassen Sie das Gebiet. Nehmen Sie Ausweis und Medikamente mit.")
    page.locator("[name=description_de]").fill("Bei Bauarbeiten wurde eine Bombe gefunden.")
    page.get_by_role("tab", name="Englisch").click()
    page.locator("[name=headline_en]").fill("Bomb found in Moabit: leave the area around Turmstraße 21 by 4 pm.")
    page.locator("[name=instruction_en]").fill("Leave the area. Take your papers and medicines with you.")
    page.locator("[name=description_en]").fill("A bomb was found during building work.")
    expect(page.locator("#saved")).to_contain_text("Entwurf gespeichert")
    page.get_by_role("link", name="Weiter zum Prüfen").or_(
        page.get_by_role("button", name="Weiter zum Prüfen")
    ).first.click()
    page.wait_for_url("**/check")
    assert "Sache fehlt" not in page.inner_text("main")
    page.get_by_role("button", name="Zur Freigabe einreichen").click()
    page.wait_for_url("**/approve")
    return page.url.removeprefix(visitor.url)


def test_an_alert_drawn_in_moabit_lights_up_moabits_phone_and_no_other(stack: Stack, browser: Browser) -> None:
    operator = Visitor(browser, stack.url)
    operator.sign_in("mitte.a", PASSWORD)
    path = submit_bomb_find(operator)
    expect(operator.page.get_by_text("Wartet auf eine zweite Person.")).to_be_visible()

    approver = Visitor(browser, stack.url, width=360, height=780)
    approver.sign_in("mitte.b", PASSWORD)
    page = approver.open(path)
    assert approver.fits()
    assert approver.axe() == []
    wanted = page.locator("#confirm").get_attribute("data-wanted")
    assert wanted == "1 Ortsteil"
    page.fill("#confirm", wanted)
    page.get_by_role("button", name="Freigeben und senden").click()
    page.wait_for_url("**/desk/alerts/*")
    wait_until(lambda: len(stack.posts()) == 5, "Moabit's five channels have it")

    phones = Visitor(browser, stack.url)
    page = phones.open("/phones")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 von 6 Handys zeigt die Warnung")
    assert {post["channel_name"] for post in stack.posts()} == {"Bezirk Mitte: Moabit"}
    assert [*operator.faults, *approver.faults, *phones.faults] == []


PAGES = (
    ("mitte.a", "/desk"),
    ("mitte.a", "/desk?mode=drill"),
    ("mitte.a", "/desk/running"),
    ("mitte.a", "/desk/drafts"),
    ("mitte.a", "/desk/history"),
    ("mitte.buero", "/office"),
    ("opr.analyse", "/analyst"),
    ("", "/"),
    ("", "/channels"),
    ("", "/phones"),
    ("", "/login"),
    ("", "/v/AAAA-AAAA"),
)


def test_every_page_is_clean_for_axe_and_fits_a_narrow_phone(stack: Stack, browser: Browser) -> None:
    found: list[str] = []
    for login in dict.fromkeys(login for login, _ in PAGES):
        for width in (1440, 320):
            visitor = Visitor(browser, stack.url, width=width)
            if login:
                visitor.page.goto(f"{stack.url}/login")
                visitor.page.fill("[name=login]", login)
                visitor.page.fill("[name=password]", PASSWORD)
                visitor.page.keyboard.press("Enter")
                visitor.page.wait_for_load_state("networkidle")
            for path in [path for who, path in PAGES if who == login]:
                visitor.page.goto(f"{stack.url}{path}")
                visitor.page.wait_for_load_state("load")
                visitor.page.wait_for_timeout(300)
                found += [f"{path} at {width}: {fault}" for fault in visitor.axe()]
                found += [] if visitor.fits() else [f"{path} at {width}: wider than the window"]
            found += [f"{login} at {width}: {fault}" for fault in visitor.faults if "404" not in fault]
    assert found == []
