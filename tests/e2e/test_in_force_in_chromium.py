"""In the browser: a weather warning becomes a verbatim draft, a contrary one waits for its reason, and MoWaS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Database
from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.desk_pages import clean, seated
from tests.e2e.stack import PASSWORD, Stack, running

pytestmark = pytest.mark.browser

MOABIT = {
    "type": "Polygon",
    "coordinates": [[[13.335, 52.525], [13.35, 52.525], [13.35, 52.535], [13.335, 52.535], [13.335, 52.525]]],
}
AROUND = "52.52,13.33 52.52,13.355 52.54,13.355 52.54,13.33 52.52,13.33"


def dwd(**changed: Any) -> str:
    """What a person copies from the weather service: black ice over Moabit, Severe."""
    now = datetime.now(UTC).replace(microsecond=0)
    info = {
        "language": "de-DE",
        "category": ["Met"],
        "event": "GLÄTTE",
        "responseType": ["Shelter"],
        "urgency": "Immediate",
        "severity": "Severe",
        "certainty": "Observed",
        "expires": (now + timedelta(hours=5)).isoformat(),
        "senderName": "Deutscher Wetterdienst",
        "headline": "Amtliche Warnung vor Glätte",
        "description": "Es tritt verbreitet Glätte auf.",
        "instruction": "Bleiben Sie im Haus.",
        "area": [{"areaDesc": "Moabit", "polygon": [AROUND], "geocode": []}],
        **changed,
    }
    head = {"identifier": "dwd.e2e", "sender": "a@dwd.example", "sent": now.isoformat(), "status": "Actual"}
    return json.dumps({**head, "msgType": "Alert", "info": [info]})


@pytest.fixture(scope="module")
def stack(
    cloned: Callable[[str], AbstractContextManager[Database]],
    loaded_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """One Ortsruf for both stories: the second begins with what the first has brought in."""
    home = tmp_path_factory.mktemp("force")
    with cloned(loaded_template) as database, running(database.urls, database.owner_store, home) as stack:
        yield stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def brought(stack: Stack, browser: Browser) -> Page:
    """The page of foreign alerts after one was pasted."""
    visitor = seated(Visitor(browser, stack.url), "mitte.a")
    page = visitor.open("/desk/in-force")
    page.get_by_label("Meldung einfügen").fill(dwd())
    page.get_by_role("button", name="Meldung aufnehmen").click()
    expect(page.get_by_role("heading", name="Amtliche Warnung vor Glätte")).to_be_visible()
    clean(visitor)
    return page


def refusals(visitor: Visitor) -> int:
    """How often the browser noted a page that was refused, as it should be; they are no longer held against it."""
    refused = [fault for fault in visitor.faults if "status of 422" in fault]
    visitor.faults = [fault for fault in visitor.faults if fault not in refused]
    return len(refused)


def test_a_pasted_warning_becomes_a_verbatim_draft_that_no_edit_passes_for(stack: Stack, browser: Browser) -> None:
    page = brought(stack, browser)
    page.get_by_role("button", name=re.compile("Wörtlich in einen Entwurf")).click()
    page.wait_for_url("**/text")
    expect(page.locator("#in-force")).to_contain_text("Wörtlich zitiert: Deutscher Wetterdienst")
    expect(page.locator("#f-headline_de")).to_have_value("Amtliche Warnung vor Glätte")
    page.locator("#f-instruction_de").fill("Gehen Sie langsam.")
    expect(page.locator("#saved")).to_contain_text("Fassung 2")
    page.goto(page.url.replace("/text", "/check"))
    expect(page.locator("#in-force")).to_contain_text("Nicht mehr wörtlich")
    page.get_by_role("button", name="Wortlaut wiederherstellen").click()
    page.wait_for_url("**/text")
    expect(page.locator("#f-instruction_de")).to_have_value("Bleiben Sie im Haus.")


def test_a_contrary_draft_waits_for_its_reason_and_the_mowas_step_on_a_phone(stack: Stack, browser: Browser) -> None:
    operator = DeskClient(stack.url, "mitte.a", PASSWORD)
    operator.call("POST", "/foreign-alerts", {"document": dwd()})
    text = {"language": "de", "event": "Bombenfund", "headline": "Bombenfund in Moabit: Gebiet verlassen."}
    info = {**text, "description": "", "instruction": "Verlassen Sie das Gebiet."}
    draft = operator.draft(**bomb_find({"geometry": MOABIT}, severity="Severe", infos=[info]))
    visitor = seated(Visitor(browser, stack.url, width=360, height=780), "mitte.a")
    page = visitor.open(f"/desk/alerts/{draft['id']}/check")
    page.get_by_role("button", name="Zur Freigabe einreichen").click()
    expect(page.get_by_text("Nicht eingereicht.")).to_be_visible()
    expect(page.locator("#in-force")).to_contain_text("andere Anweisung")
    page.locator("#in-force input[name^=reason]").first.fill("Der Fund geht vor.")
    page.get_by_role("button", name="Gründe festhalten").click()
    expect(page.locator("#in-force .asks")).to_have_count(0)

    page.get_by_role("link", name="Texte und Schlüssel kopieren").click()
    expect(page.get_by_role("heading", name=re.compile("Für MoWaS"))).to_be_visible()
    expect(page.locator("#c-ars")).to_have_text("110000000000")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieren Überschrift").click()
    expect(page.locator("#spoken")).to_have_text("kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == "Bombenfund in Moabit: Gebiet verlassen."
    page.get_by_label("ausgelöst").check()
    page.get_by_role("button", name="MoWaS festhalten").click()
    expect(page.locator("#e-identifier")).to_have_text("die Kennung angeben")
    page.get_by_label("Kennung in MoWaS").fill("DE-BE-42")
    page.get_by_role("button", name="MoWaS festhalten").click()
    expect(page.locator(".mowas-said")).to_contain_text("DE-BE-42")
    assert 2 == refusals(visitor)
    clean(visitor)
    assert visitor.fits()

    page.goto(f"{stack.url}/desk/alerts/{draft['id']}/check")
    page.get_by_role("button", name="Zur Freigabe einreichen").click()
    page.wait_for_url("**/approve")
    expect(page.locator("#in-force")).to_contain_text("Der Fund geht vor.")
    expect(page.locator("#mowas")).to_contain_text("DE-BE-42")
    clean(visitor)
