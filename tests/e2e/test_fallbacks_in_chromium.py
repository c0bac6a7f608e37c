"""An administrator names a stand-by by clicks; both numbers are locked out; the stand-by's phone shows the alert."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.stack import PASSWORD, Stack, wait_until

pytestmark = pytest.mark.browser

FALLBACKS = "/office/fallbacks"
MOABIT = {"districts": ["ortsteil:berlin:0102"]}
WHATSAPP, TELEGRAM = "whatsapp", "telegram"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def administrator(stack: Stack, browser: Browser, *, width: int = 1280) -> Visitor:
    visitor = Visitor(browser, stack.url, width=width)
    visitor.page.goto(f"{stack.url}/login")
    visitor.page.fill("[name=login]", "mitte.admin")
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_load_state("networkidle")
    return visitor


def change(page: Page, channel: str) -> Locator:
    """The link that opens the channel's form."""
    return page.get_by_role("link", name=re.compile(rf"Ändern\s*: {channel}$"))


def stand_by(visitor: Visitor, channel: str, standby: str) -> None:
    """Choose the stand-by of a channel and save."""
    page = visitor.open(FALLBACKS)
    change(page, channel).click()
    page.get_by_label("Ersatzkanal", exact=True).select_option(label=standby)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("row").filter(has_text="gespeichert")).to_contain_text(f"geht er an {standby}")


def places(stack: Stack, gateway: str, code: str) -> set[str]:
    return {post["channel_name"] for post in stack.posts(code) if post["gateway"] == gateway}


def test_where_both_numbers_are_locked_out_the_standby_shows_the_alert(
    stack: Stack, browser: Browser, operator: DeskClient, approver: DeskClient
) -> None:
    admin = administrator(stack, browser)
    stand_by(admin, "WhatsApp Moabit", "Telegram Tiergarten")
    for session in ("mitte", "mitte-2"):
        stack.fault(kind="status", status=401, scope="session", name=session)

    draft = operator.draft(**bomb_find(MOABIT))
    submitted = operator.submit(draft["id"], [])
    reader = Visitor(browser, stack.url, width=360, height=780)
    reader.sign_in("mitte.b", PASSWORD)
    page = reader.open(f"/desk/alerts/{draft['id']}/approve")
    expect(page.get_by_text("Telegram Tiergarten für WhatsApp Moabit")).to_be_visible()
    assert (True, []) == (reader.fits(), reader.axe())
    code = approver.approve(draft["id"], submitted["hash"])["code"]

    wait_until(lambda: "Bezirk Mitte: Tiergarten" in places(stack, TELEGRAM, code), "the stand-by channel has it")
    assert set() == places(stack, WHATSAPP, code)
    told = next(post["text"] for post in stack.posts(code) if post["channel_name"] == "Bezirk Mitte: Tiergarten")
    assert told.startswith("Nur Moabit:")

    page = Visitor(browser, stack.url).open("/phones")
    expect(page.locator("main")).to_contain_text("Nur Moabit:")
    page = admin.open(FALLBACKS)
    expect(page.get_by_role("row").filter(has_text="springt ein für WhatsApp Moabit")).to_contain_text("Telegram")
    row = page.locator("tr.way").filter(has=change(page, "WhatsApp Moabit"))
    expect(row).to_contain_text("Die Zugangsdaten gelten nicht.")
    assert [*admin.faults, *reader.faults] == []


def test_accounts_are_put_in_order_with_keys_alone_on_a_narrow_phone(stack: Stack, browser: Browser) -> None:
    visitor = administrator(stack, browser, width=360)
    page = visitor.open(FALLBACKS)
    assert (True, []) == (visitor.fits(), visitor.axe())
    with page.expect_navigation(wait_until="load"):
        change(page, "WhatsApp Moabit").press("Enter")
    names = page.locator(".order-name")
    up = page.get_by_role("button", name="WhatsApp, zweite Nummer nach oben")
    up.press("Enter")
    expect(names).to_have_text(["1. WhatsApp, zweite Nummer", "2. WhatsApp"])
    expect(up).to_be_focused()
    page.get_by_role("button", name="WhatsApp entfernen").press("Enter")
    expect(names).to_have_text(["1. WhatsApp, zweite Nummer"])
    expect(page.get_by_role("button", name="Hinzufügen")).to_be_focused()
    expect(page.get_by_text("Noch nicht gespeichert.")).to_be_visible()
    assert (True, []) == (visitor.fits(), visitor.axe())
    page.get_by_role("button", name="Hinzufügen").press("Enter")
    expect(names).to_have_text(["1. WhatsApp, zweite Nummer", "2. WhatsApp"])
    expect(page.get_by_role("button", name="WhatsApp nach oben")).to_be_focused()
    page.get_by_role("button", name="Speichern").press("Enter")
    row = page.get_by_role("row").filter(has_text="gespeichert")
    expect(row.locator(".way-accounts strong")).to_have_text(["1. WhatsApp, zweite Nummer", "2. WhatsApp"])
    assert visitor.faults == []
