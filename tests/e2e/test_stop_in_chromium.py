"""The kill switch and the repair desk in a real browser: stopped with a guard, lifted by a second person, repaired."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.stack import PASSWORD, Stack, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MOABIT = {"districts": ["ortsteil:berlin:0102"]}
NEEDS = "/deliveries?needs=person"
REFUSED = 4
"""Posts for Moabit that a gateway can refuse; a mail relay without an answer is tried again by itself."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def _release(operator: DeskClient, approver: DeskClient) -> str:
    draft = operator.draft(**bomb_find(MOABIT))
    gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
    submitted = operator.submit(draft["id"], gaps)
    approver.approve(draft["id"], submitted["hash"])
    return str(draft["id"])


def test_stopped_by_one_lifted_by_another(
    stack: Stack, browser: Browser, operator: DeskClient, approver: DeskClient
) -> None:
    stack.kill("worker")
    alert = _release(operator, approver)
    first = Visitor(browser, stack.url, width=360, height=780)
    first.sign_in("mitte.a", PASSWORD)
    page = first.open(f"/desk/alerts/{alert}")
    page.get_by_role("link", name="Sendestopp").click()
    dialog = page.get_by_role("dialog", name="Sendestopp")
    expect(dialog).to_contain_text("5 Zustellungen warten noch auf das Senden")
    assert (first.axe(), first.fits()) == ([], True)
    dialog.get_by_role("button", name="Jetzt anhalten").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Grund").fill("Falsche Straße im Text")
    dialog.get_by_label("Ich halte alle noch nicht gesendeten Meldungen an").check()
    dialog.get_by_role("button", name="Jetzt anhalten").click()
    sign = page.get_by_role("region", name="Sendestopp")
    expect(sign).to_contain_text("Falsche Straße im Text")
    expect(sign).to_contain_text("5 Zustellungen werden angehalten.")
    sign.get_by_text("Einzelheiten").click()
    expect(sign.get_by_role("button", name="Aufheben")).to_be_disabled()
    expect(sign).to_contain_text("Sie haben angehalten. Aufheben muss eine zweite Person.")
    assert (first.axe(), first.fits()) == ([], True)

    stack.start_worker()
    wait_until(lambda: _states(operator, alert) == {"held"}, "everything is held")
    assert stack.posts() == []

    second = Visitor(browser, stack.url)
    second.sign_in("mitte.b", PASSWORD)
    sign = second.page.get_by_role("region", name="Sendestopp")
    sign.get_by_text("Aufheben", exact=True).click()
    sign.get_by_label("Warum geht es weiter?").fill("Straße geprüft, sie stimmt")
    second.page.wait_for_timeout(4_000)
    assert second.axe() == []
    sign.get_by_role("button", name="Aufheben und weiter senden").click()
    expect(second.page.get_by_text("5 Zustellungen gehen weiter.")).to_be_visible()
    expect(sign).to_have_count(0)
    wait_until(lambda: len(stack.posts()) == 5, "what was held goes out")
    expect(page.get_by_role("region", name="Sendestopp")).to_have_count(0, timeout=8_000)
    assert [*first.faults, *second.faults] == []


def _states(client: DeskClient, alert: str) -> set[str]:
    """How the posts stand that a gateway carries; a stand-by by hand is left to its people."""
    return {one["state"] for one in client.deliveries(alert)["deliveries"] if one["kind"] != "whatsapp-manual"}


def test_a_refused_post_is_repaired_with_a_few_clicks(
    stack: Stack, browser: Browser, operator: DeskClient, approver: DeskClient
) -> None:
    stack.fault(kind="status", status=403, on="send")
    alert = _release(operator, approver)
    wait_until(lambda: len(operator.call("GET", NEEDS)["deliveries"]) == REFUSED, "the gateways refuse")
    visitor = Visitor(browser, stack.url, width=360, height=780)
    visitor.sign_in("mitte.a", PASSWORD)
    page = visitor.open("/desk/repair")
    expect(page.locator(".fix").first).to_contain_text("abgelehnt")
    expect(page.locator(".fix").filter(has_text="Antwort des Gateways").first).to_be_visible()
    assert (visitor.axe(), visitor.fits()) == ([], True)
    for width, height in ((1280, 860), (360, 780)):
        page.set_viewport_size({"width": width, "height": height})
        moved = [
            path for path in (f"/desk/alerts/{alert}", "/desk/repair") if visitor.open(path) and not visitor.stays()
        ]
        assert (width, []) == (width, moved)
    page.get_by_label("Alle auswählen").check()
    expect(page.locator("[data-chosen]")).to_contain_text("ausgewählt")
    assert page.locator('[name="chosen"]:checked').count() == REFUSED
    page.locator(".fix-acts").get_by_role("button", name="Aufgeben").click()
    expect(page.get_by_text("4 Zustellungen sind aufgegeben.")).to_be_visible()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("4 Zustellungen sind wieder wie zuvor.")).to_be_visible()
    expect(page.locator(".fixes .fix")).to_have_count(REFUSED)
    page.get_by_label("Alle auswählen").check()
    page.locator(".fix-acts").get_by_role("button", name="Aufgeben").click()
    expect(page.get_by_text("Nichts nachzuarbeiten.")).to_be_visible()
    requests.delete(f"{stack.sandbox}/_sandbox/faults", timeout=10).raise_for_status()
    given_up = page.locator(".given-up .fix")
    for left in reversed(range(REFUSED)):
        given_up.first.get_by_role("button", name="Noch einmal versuchen").click()
        expect(given_up).to_have_count(left)
    wait_until(lambda: _states(operator, alert) <= {"confirmed", "accepted"}, "tried again, it arrives")
    assert visitor.faults == []
