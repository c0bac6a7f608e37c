"""Step 2 in a browser: nothing typed is lost, two people write one draft, checks and languages with one click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import DeskClient, bomb_find
from tests.e2e.desk_pages import clean, map_ready, seated
from tests.e2e.stack import PASSWORD, Stack

pytestmark = pytest.mark.browser

AREA = {"circle": {"lat": 52.5265, "lon": 13.3439, "radius_m": 700}}
ENGLISH = {
    "language": "en",
    "event": "Unexploded bomb",
    "headline": "Unexploded bomb in Moabit: leave the cordon around Turmstraße 21. Elsewhere stay inside.",
    "description": "",
    "instruction": "Stay inside. Keep windows and doors closed.",
}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def drafted(client: DeskClient, **changed: Any) -> str:
    """A new draft's id."""
    content = bomb_find(AREA, **changed)
    content["infos"].append(ENGLISH)
    found: str = client.draft(**content)["id"]
    return found


def opened(visitor: Visitor, draft: str) -> Page:
    """The text page of a draft, ready to be written on."""
    return map_ready(visitor.open(f"/desk/alerts/{draft}/text"))


def saved(page: Page) -> Locator:
    """The line that says how the draft stands."""
    return page.locator("#saved")


def test_what_is_typed_without_a_connection_outlives_the_tab_and_is_saved_afterwards(
    stack: Stack, operator: DeskClient, browser: Browser
) -> None:
    draft = drafted(operator)
    visitor = seated(Visitor(browser, stack.url), "mitte.a")
    page = opened(visitor, draft)
    typed = "Bleiben Sie im Haus. Meiden Sie die Turmstraße."

    page.context.set_offline(True)
    page.locator("[name=instruction_de]").fill(typed)
    expect(saved(page)).to_contain_text("Keine Verbindung. Ihre Eingaben liegen auf diesem Gerät")
    expect(saved(page)).to_have_attribute("data-state", "offline")
    page.close()

    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(f"{stack.url}/desk/alerts/{draft}/text")
    map_ready(page)
    expect(page.locator("#rescue")).to_contain_text("die nicht gespeichert wurden: Was tun?.")
    expect(page.locator("[name=instruction_de]")).not_to_have_value(typed)
    page.get_by_role("button", name="Wieder einsetzen").click()
    expect(saved(page)).to_have_attribute("data-state", "saved")
    assert typed == operator.call("GET", f"/alerts/{draft}")["content"]["infos"][0]["instruction"]
    page.reload()
    map_ready(page)
    expect(page.locator("#rescue")).to_be_hidden()

    # The server itself is gone for a while: what is typed meanwhile is saved as soon as it is back.
    stack.kill("server")
    page.locator("[name=instruction_de]").fill("Gehen Sie nach Hause.")
    expect(saved(page)).to_have_attribute("data-state", "offline")
    stack.start_server()
    expect(saved(page)).to_have_attribute("data-state", "saved", timeout=40_000)
    now = DeskClient(stack.url, "mitte.a", PASSWORD).call("GET", f"/alerts/{draft}")
    assert now["content"]["infos"][0]["instruction"] == "Gehen Sie nach Hause."
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('ortsruf:draft:'))"
    assert page.evaluate(kept) == []


def test_signing_out_leaves_nothing_on_the_device(stack: Stack, operator: DeskClient, browser: Browser) -> None:
    visitor = seated(Visitor(browser, stack.url), "mitte.a")
    page = opened(visitor, drafted(operator))
    page.evaluate("localStorage.setItem('ortsruf:draft:x:y', JSON.stringify({ at: Date.now(), fields: {} }))")
    page.locator("details.bar-person summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/login")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_two_people_on_one_draft_see_each_other_and_nobody_loses_a_word(
    stack: Stack, operator: DeskClient, browser: Browser
) -> None:
    draft = drafted(operator)
    first, second = seated(Visitor(browser, stack.url), "mitte.a"), seated(Visitor(browser, stack.url), "mitte.b")
    mine, theirs = opened(first, draft), opened(second, draft)
    expect(mine.locator("#presence")).to_contain_text(re.compile("Auch hier: .+: Schritt „Text“, seit \\d\\d:\\d\\d"))
    expect(theirs.locator("#presence")).to_be_visible()

    # Different fields: they go together by themselves, with a word.
    mine.locator("[name=description_de]").fill("Der Zug fährt nicht.")
    expect(saved(mine)).to_have_attribute("data-state", "saved")
    expect(theirs.locator("#merged")).to_contain_text(re.compile("^Von .+ übernommen: Was ist los\\?"))
    expect(theirs.locator("[name=description_de]")).to_have_value("Der Zug fährt nicht.")

    # The same field: both texts stand side by side until somebody decides; nothing is overwritten.
    theirs.context.set_offline(True)
    theirs.locator("[name=headline_de]").fill("Bombenfund in Moabit: bitte das Haus verlassen.")
    theirs.get_by_role("tab", name="Englisch").click()
    theirs.locator("[name=instruction_en]").fill("Stay inside and listen to the radio.")
    expect(saved(theirs)).to_have_attribute("data-state", "offline")
    mine.locator("[name=headline_de]").fill("Bombenfund in Moabit: alle im Haus bleiben.")
    expect(saved(mine)).to_have_attribute("data-state", "saved")
    theirs.context.set_offline(False)
    question = theirs.locator("#merge")
    expect(question).to_be_visible()
    expect(question.locator("fieldset")).to_have_count(1)
    expect(question.locator("[data-mine]")).to_have_text("Bombenfund in Moabit: bitte das Haus verlassen.")
    expect(question.locator("[data-theirs]")).to_have_text("Bombenfund in Moabit: alle im Haus bleiben.")
    assert second.axe() == []
    question.locator("input[value=theirs]").check()
    question.get_by_role("button", name="So zusammenführen und speichern").click()
    expect(saved(theirs)).to_have_attribute("data-state", "saved")

    german, english = operator.call("GET", f"/alerts/{draft}")["content"]["infos"]
    assert german["headline"] == "Bombenfund in Moabit: alle im Haus bleiben."
    assert german["description"] == "Der Zug fährt nicht."
    assert english["instruction"] == "Stay inside and listen to the radio."
    expect(mine.locator("[name=instruction_en]")).to_have_value("Stay inside and listen to the radio.")
    second.page.close()
    expect(mine.locator("#presence")).to_be_hidden(timeout=20_000)


def test_checks_languages_and_help_places_take_one_click_each(
    stack: Stack, operator: DeskClient, browser: Browser
) -> None:
    draft = drafted(operator)
    visitor = seated(Visitor(browser, stack.url), "mitte.a")
    page = opened(visitor, draft)
    checks = page.locator("#checks")

    page.locator("[name=instruction_de]").fill("Betroffene: Bleiben Sie im Haus!")
    expect(checks).to_have_attribute("data-fresh", "fresh")
    checks.get_by_role("button", name="„Menschen“ einsetzen").click()
    expect(page.locator("[name=instruction_de]")).to_have_value("Menschen: Bleiben Sie im Haus!")
    expect(checks).to_have_attribute("data-fresh", "fresh")
    checks.get_by_role("button", name="„.“ einsetzen").click()
    expect(page.locator("[name=instruction_de]")).to_have_value("Menschen: Bleiben Sie im Haus.")

    page.get_by_role("tab", name="8 weitere: feste Sätze").click()
    page.get_by_role("button", name=re.compile("Selbst schreiben ?: Arabisch")).click()
    expect(page.locator("[name=headline_ar]")).to_be_focused()
    expect(page.locator("[name=headline_ar]")).to_have_css("direction", "rtl")
    expect(page.get_by_role("tab", name="Arabisch")).to_have_attribute("aria-selected", "true")
    map_ready(page)
    page.get_by_role("button", name="Arabisch entfernen").click()
    expect(page.get_by_role("tab", name="Arabisch")).to_have_count(0)
    map_ready(page)

    page.get_by_role("button", name="Hilfsort hinzufügen").click()
    page.get_by_label("Name", exact=True).fill("Rathaus Wedding")
    page.get_by_label("Adresse").fill("Müllerstraße 146")
    page.get_by_label("Ort auf der Karte").fill("52,5503; 13,3590")
    page.get_by_role("button", name="Suchen").click()
    expect(page.locator("[name=help0_lat]")).to_have_value("52.55030")
    expect(saved(page)).to_have_attribute("data-state", "saved")
    expect(page.locator("#arrival pre")).to_contain_text("Betreuungsstelle: Rathaus Wedding, Müllerstraße 146")
    (place,) = operator.call("GET", f"/alerts/{draft}")["content"]["help_places"]
    assert (place["name"], place["lat"], place["lon"]) == ("Rathaus Wedding", 52.5503, 13.359)
    clean(visitor)
    page.set_viewport_size({"width": 320, "height": 800})
    assert visitor.fits()
