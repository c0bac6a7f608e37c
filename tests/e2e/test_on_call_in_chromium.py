"""The on-call list on a phone, and taking a decision over from the desk's banner."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import MOWAS, DeskClient, bomb_find
from tests.e2e.stack import PASSWORD, Stack
from tests.e2e.test_alert_over_http import MOABIT

pytestmark = pytest.mark.browser


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def shown(visitor: Visitor, **message: str) -> list[str]:
    """What the service worker shows when a push with this message arrives in this browser."""
    page = visitor.page
    page.context.grant_permissions(["notifications"], origin=visitor.url)
    devtools = page.context.new_cdp_session(page)
    with_id: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: with_id.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.evaluate(
        "async () => { await navigator.serviceWorker.register('/push.js', { scope: '/desk/' });"
        " await navigator.serviceWorker.ready; }"
    )
    data = json.dumps({**message, "tag": "approval-1", "language": "de"})
    push = {"origin": visitor.url, "registrationId": with_id[-1], "data": data}
    devtools.send("ServiceWorker.deliverPushMessage", push)
    found: list[str] = page.evaluate(
        """async () => {
            const worker = await navigator.serviceWorker.getRegistration("/desk/");
            for (let turn = 0; turn < 100; turn += 1) {
                const [one] = await worker.getNotifications();
                if (one) return [one.title, one.body, one.data.path, one.actions[0].title];
                await new Promise((again) => setTimeout(again, 100));
            }
            return [];
        }"""
    )
    return found


def test_the_list_is_kept_on_a_phone_and_a_waiting_alert_is_taken_over(
    stack: Stack, browser: Browser, operator: DeskClient
) -> None:
    admin = Visitor(browser, stack.url, width=360, height=780)
    admin.page.goto(f"{stack.url}/login?next=/desk/on-call")
    admin.page.fill("[name=login]", "mitte.admin")
    admin.page.fill("[name=password]", PASSWORD)
    admin.page.keyboard.press("Enter")
    page = admin.page
    page.get_by_role("heading", name="Rufliste").wait_for()
    page.get_by_label("Platz Schicht A").select_option("2")
    page.get_by_label("Platz Schicht B").select_option("1")
    page.get_by_label("E-Mail Schicht B").fill("schicht.b@mitte.example")
    page.get_by_role("button", name="Liste speichern").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert")
    expect(page.locator(".on-call-order li")).to_have_text([re.compile("Schicht B"), re.compile("Schicht A")])
    assert (True, []) == (admin.fits(), admin.axe())

    approver = Visitor(browser, stack.url, width=360, height=780)
    approver.sign_in("mitte.b", PASSWORD)
    page = approver.open("/desk/on-call")
    expect(page.locator("#push-said")).not_to_contain_text("wird geprüft")
    assert (True, []) == (approver.fits(), approver.axe())

    assert ["Freigabe nötig: Bombenfund", "Moabit", "/desk/alerts/1/approve", "Lesen und entscheiden"] == shown(
        approver,
        title="Freigabe nötig: Bombenfund",
        body="Moabit",
        path="/desk/alerts/1/approve",
        action="Lesen und entscheiden",
    )

    draft = operator.draft(**bomb_find({"geometry": MOABIT}, severity="Severe", mowas=MOWAS))
    operator.submit(draft["id"], [gap["key"] for gap in draft["preview"]["gaps"]])
    banner = page.locator("[data-alarm]")
    expect(banner).to_contain_text("Wartet auf Freigabe")
    banner.locator(".alarm-toggle summary").click()
    expect(banner).to_contain_text("Angerufen: Schicht B")
    banner.get_by_role("button", name="Ich übernehme").click()
    page.wait_for_url("**/approve")
    called = page.locator("#called")
    expect(called).to_contain_text("Schicht B hat um")
    expect(called).to_contain_text(re.compile(r"Angerufen:.*Schicht B \d\d:\d\d"))
    expect(called.get_by_role("button", name="Ich übernehme")).to_have_count(0)
    assert (True, []) == (approver.fits(), approver.axe())
    assert [*admin.faults, *approver.faults] == []
