"""The desk's pages as a person clicks them: pick, draw, write, submit, release; every new page state goes by axe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsing import Visitor
from tests.e2e.stack import PASSWORD, Stack

LATE = 20_000
"""Milliseconds until every channel of a small alert must have confirmed, on a busy machine."""


def seated(visitor: Visitor, login: str) -> Visitor:
    """The visitor, signed in at the desk."""
    visitor.sign_in(login, PASSWORD)
    return visitor


def clean(visitor: Visitor) -> None:
    """Nothing for axe to find, nothing wider than the window, nothing in the console."""
    assert [] == [f"{visitor.page.url} {fault}" for fault in visitor.axe()], visitor.page.url
    assert visitor.fits(), visitor.page.url
    assert [] == visitor.faults, f"{visitor.page.url} {visitor.faults}"


def map_ready(page: Page) -> Page:
    """The page once its map takes clicks."""
    page.wait_for_selector("body[data-ready=true]")
    return page


def pick_by_search(page: Page, typed: str) -> None:
    """Type a name into the search and take the first hit."""
    page.locator("#search").fill(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def pick_in_list(page: Page, *, take: Sequence[str] = (), drop: Sequence[str] = ()) -> None:
    """Tick places in the list beside the map, and go back to the map."""
    page.get_by_role("button", name="Liste", exact=True).click()
    for name in take:
        page.get_by_label(name, exact=True).check()
    for name in drop:
        page.get_by_label(name, exact=True).uncheck()
    page.get_by_role("button", name="Karte", exact=True).click()


def tap_on_map(page: Page, name: str) -> None:
    """Tap a place by its name on the map, all of the land in view."""
    page.get_by_role("button", name="Alles zeigen").click()
    tool(page, "Antippen", "Orte antippen")
    page.mouse.click(*middle_of(page, name))


def draw_circle(page: Page, name: str, radius_m: int) -> None:
    """A circle around a place's name: centre, edge, then the exact radius."""
    tool(page, "Kreis", "Mittelpunkt klicken, dann Rand klicken.")
    x, y = middle_of(page, name)
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    expect(hint(page)).to_have_text("Jetzt den Rand klicken.")
    page.mouse.move(x + 40, y)
    page.mouse.click(x + 40, y)
    expect(hint(page)).to_be_hidden()
    page.get_by_label("Radius").fill(str(radius_m))
    page.get_by_label("Radius").press("Tab")


def cut_around(page: Page, name: str, half: int) -> None:
    """Cut a square around a place's name out of the area."""
    x, y = middle_of(page, name)
    tool(page, "Abziehen", "wird abgezogen")
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    for number, corner in enumerate(corners, start=1):
        page.mouse.move(*corner)
        page.mouse.click(*corner)
        expect(page.locator(".marker-icon:not(.cursor-marker):not(.marker-icon-middle)")).to_have_count(number)
    page.mouse.move(*corners[0])
    page.mouse.click(*corners[0])
    expect(hint(page)).to_be_hidden()


def tool(page: Page, name: str, said: str) -> None:
    """Take a tool in hand; it says what to do next."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(hint(page)).to_contain_text(said)


def hint(page: Page) -> Locator:
    """The line that says what to click next."""
    return page.locator("#map-hint")


def middle_of(page: Page, name: str) -> tuple[float, float]:
    """Where a place's name stands on the map, once the figures are fresh and nothing moves any more."""
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "fresh")
    label = page.locator(".map-name").get_by_text(re.compile(rf"^{re.escape(name)}( \d+\s%)?$")).first
    expect(label).to_be_visible()
    box = label.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def to_text(page: Page) -> None:
    """From the map to the text; the template's text is saved."""
    expect(page.locator("#onward")).to_have_attribute("aria-disabled", "false")
    page.locator("#onward").click()
    page.wait_for_url("**/text")
    map_ready(page)
    expect(page.locator("#saved")).to_contain_text("Entwurf gespeichert")


def write(page: Page, **texts: str) -> None:
    """Fill in fields by their names; English ones on their tab."""
    for name, text in texts.items():
        page.get_by_role("tab", name="Englisch" if name.endswith("_en") else "Deutsch").click()
        page.locator(f"[name={name}]").fill(text)
    expect(page.locator("#arrival")).to_have_attribute("data-fresh", "fresh")


def to_check(page: Page) -> None:
    """From the text to the check, where nothing must be missing once what the page asks for is said."""
    page.get_by_role("link", name="Weiter zum Prüfen").click()
    page.wait_for_url("**/check")
    without_mowas(page)
    reason(page)
    missing = page.locator(".fault-list li").all_inner_texts()
    assert missing == [], missing


def submit(page: Page) -> str:
    """Hand it to the second person; the address where that one reads it."""
    without_mowas(page)
    reason(page)
    size_as_meant(page)
    page.get_by_role("button", name="Zur Freigabe einreichen").click()
    page.wait_for_url("**/approve")
    return page.url


def without_mowas(page: Page) -> None:
    """Say that MoWaS is not needed, if the page asks."""
    asked = page.locator("#mowas form")
    if asked.count() == 0 or page.locator("#mowas .mowas-said:not(.warn)").count():
        return
    asked.get_by_label("nicht nötig").check()
    asked.get_by_label("Warum nicht?").fill("nur wenige Orte")
    asked.get_by_role("button", name="MoWaS festhalten").click()
    expect(page.locator("#mowas .mowas-said:not(.warn)")).to_be_visible()


def size_as_meant(page: Page) -> None:
    """Type the count of an unusually large area, if the page asks."""
    asked = page.locator("#size")
    if asked.count() == 0:
        return
    wanted = asked.get_attribute("data-wanted")
    assert wanted
    asked.fill(wanted)


def reason(page: Page, said: str = "Eine andere Lage; beides gilt.") -> None:
    """Say why it goes out beside what holds there already, if the page asks."""
    asked = page.locator("#in-force input[name^=reason]")
    if asked.count() == 0:
        return
    for number in range(asked.count()):
        asked.nth(number).fill(said)
    page.get_by_role("button", name="Gründe festhalten").click()
    expect(page.locator("#in-force .asks")).to_have_count(0)


def release(page: Page, button: str = "Freigeben und senden") -> str:
    """Type what is asked for, release, and wait until every channel has confirmed; the alert's code."""
    wanted = page.locator("#confirm").get_attribute("data-wanted")
    assert wanted
    page.locator("#confirm").fill(wanted)
    expect(page.locator("#typed-right")).to_be_visible()
    page.get_by_role("button", name=button).click()
    return arrived(page)


def arrived(page: Page) -> str:
    """Wait until the running page says that every channel has confirmed; the alert's code."""
    page.wait_for_url(re.compile(r"/desk/alerts/[0-9a-f-]+$"))
    own = page.locator(".tracks tbody tr:not(.reason):not(.idle)")
    by_hand = own.filter(has_text="von Hand")
    confirmed = own.filter(has_text="bestätigt")
    expect(own.filter(has_not_text="von Hand").filter(has_not_text="bestätigt")).to_have_count(0, timeout=LATE)
    assert confirmed.count() + by_hand.count() == own.count()
    return page.locator(".live-head a[href^='/v/']").inner_text()


def places(stack: Stack, code: str) -> set[str]:
    """The names of the channels that got a post with this code."""
    return {post["channel_name"] for post in stack.posts(code)}


def texts(stack: Stack, code: str, channel_name: str) -> list[str]:
    """What was posted there with this code."""
    return [post["text"] for post in stack.posts(code) if post["channel_name"] == channel_name]


def changes(page: Page) -> list[str]:
    """What the page says an update means to the channels: "5 Kanäle bleiben"."""
    heads: list[str] = page.locator(".change-head strong").all_inner_texts()
    return heads
