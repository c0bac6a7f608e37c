"""A worker that stops is noticed on every page of the desk, and so is its return; the live page is told by a stream."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import MOWAS, DeskClient, bomb_find
from tests.e2e.stack import PASSWORD, Stack
from tests.e2e.test_alert_over_http import MOABIT

pytestmark = pytest.mark.browser

HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def released(operator: DeskClient, approver: DeskClient) -> Any:
    """Releases a severe alert for Moabit; answers it."""

    def release() -> Any:
        draft = operator.draft(**bomb_find({"geometry": MOABIT}, severity="Severe", mowas=MOWAS))
        gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
        return approver.approve(draft["id"], operator.submit(draft["id"], gaps)["hash"])

    return release


def freeze(stack: Stack, number: signal.Signals) -> None:
    os.killpg(stack.processes["worker"].pid, number)


def test_a_frozen_worker_is_an_alarm_on_every_page_and_its_return_ends_it(
    stack: Stack, browser: Browser, released: Any
) -> None:
    watcher = Visitor(browser, stack.url)
    watcher.sign_in("mitte.a", PASSWORD)
    page = watcher.open("/desk/drafts")
    expect(page.locator("[data-alarm]")).to_have_count(0)

    freeze(stack, signal.SIGSTOP)
    try:
        released()
        alarm = page.locator("[data-alarm]")
        expect(alarm).to_have_count(1, timeout=17_000)
        expect(alarm.get_by_role("alert")).to_have_text(re.compile(r"\d+ Zustellungen warten \(.*Moabit"))
        expect(alarm).to_contain_text("Starten Sie den Worker")
        assert watcher.axe() == []
        alarm.get_by_role("link", name="Nachsehen").click()
        page.wait_for_url("**/desk/alerts/*")
        expect(page.locator("[data-alarm]")).to_have_count(1)
        phone = Visitor(browser, stack.url, width=360, height=780)
        phone.sign_in("mitte.b", PASSWORD)
        expect(phone.open("/desk/running").locator("[data-alarm]")).to_have_count(1)
        assert phone.fits()
        assert phone.axe() == []
    finally:
        freeze(stack, signal.SIGCONT)
    waiting = page.locator("[data-alarm]", has_text="warten")
    expect(waiting).to_have_count(0, timeout=30_000)
    assert [*watcher.faults, *phone.faults] == []


def test_the_live_page_follows_without_asking_and_says_when_it_is_old(
    stack: Stack, browser: Browser, released: Any
) -> None:
    freeze(stack, signal.SIGSTOP)
    alert = released()
    watcher = Visitor(browser, stack.url)
    watcher.sign_in("mitte.a", PASSWORD)
    asked: list[str] = []
    watcher.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page = watcher.open(f"/desk/alerts/{alert['id']}")
    expect(page.locator("#progress")).to_contain_text("unterwegs")
    freeze(stack, signal.SIGCONT)
    expect(page.locator(".landing-bar")).to_have_attribute(
        "aria-label", re.compile(r"^(\d+) von \1 angenommen$"), timeout=30_000
    )
    assert ("stream" in asked, "progress" in asked) == (True, False)
    assert watcher.faults == []

    stack.kill("server")
    stale = page.locator("#stale")
    expect(stale).to_have_text(re.compile(r"Verbindung unterbrochen, Stand von \d\d:\d\d:\d\d"), timeout=20_000)
    assert watcher.axe() == []
    stack.start_server()
    expect(stale).to_be_hidden(timeout=20_000)


def test_a_trial_alarm_arrives_by_mail_and_webhook_and_shows_on_the_desk(stack: Stack, browser: Browser) -> None:
    stack.world({"hooks": [{"name": "leitstelle", "secret": HOOK_SECRET}]})
    admin = Visitor(browser, stack.url)
    admin.page.goto(f"{stack.url}/login?next=/admin/duty")
    admin.page.fill("[name=login]", "mitte.admin")
    admin.page.fill("[name=password]", PASSWORD)
    admin.page.keyboard.press("Enter")
    admin.page.wait_for_url("**/admin/duty")
    page = admin.page
    page.get_by_role("button", name="Speichern").wait_for()
    expect(page.get_by_role("button", name="Probealarm auslösen")).to_be_disabled()
    assert admin.axe() == []
    page.get_by_label("Adresse der Bereitschaft").fill("leitstelle@mitte.example")
    page.get_by_label("Adresse des Empfängers").fill(f"{stack.sandbox}/hooks/leitstelle")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#e-account")).to_contain_text("Mail-Konto wählen")
    page.get_by_label("Mail-Konto, das sie verschickt").select_option(label="Mail-Relay")
    page.get_by_label("Signaturschlüssel").fill(HOOK_SECRET)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.", exact=True)).to_be_visible()

    watcher = Visitor(browser, stack.url)
    watcher.sign_in("mitte.a", PASSWORD)
    trial = page.get_by_role("button", name="Probealarm auslösen")
    trial.click()
    expect(trial).to_be_disabled()
    expect(page.locator("#ways .state.ok")).to_have_count(2)
    expect(watcher.page.locator("[data-alarm]")).to_contain_text("Probealarm, bitte nichts tun")
    subjects = {post["gateway"]: post["subject"] for post in stack.posts()}
    assert subjects["email"] == "Ortsruf: Probealarm, bitte nichts tun"
    assert admin.axe() == []
    watcher.page.get_by_role("button", name="Zur Kenntnis genommen").click()
    expect(watcher.page.locator("[data-alarm]")).to_have_count(0)
    expect(watcher.page.locator("#alarms-seen")).to_contain_text("1 Alarm steht noch")
    assert watcher.axe() == []
    narrow = Visitor(browser, stack.url, width=360)
    narrow.page.context.add_cookies(admin.page.context.cookies())
    narrow.open("/admin/duty")
    assert narrow.fits()
    with psycopg.connect(stack.urls.owner) as connection:
        connection.execute("UPDATE alarm SET raised = raised - interval '1 minute' WHERE kind = 'probe'")
    expect(trial).to_be_enabled(timeout=10_000)
    expect(page.locator("#ways")).to_contain_text("Nachricht vom Ende eines Alarms", timeout=10_000)
    assert [fault for fault in (*admin.faults, *watcher.faults) if "422" not in fault] == []
