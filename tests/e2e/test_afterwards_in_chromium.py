"""After the release in a real browser: the board, a question answered, prolonged in silence, corrected, an incident."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from alerts.store.urls import libpq_url
from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_client import DeskClient, bomb_find, expires
from tests.e2e.desk_pages import clean, seated
from tests.e2e.stack import PASSWORD, Stack, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MOABIT = {"districts": ["ortsteil:berlin:0102"]}
TIERGARTEN = {"districts": ["ortsteil:berlin:0103", "ortsteil:berlin:0104"]}
HELMSTEDT = {"circle": {"lat": 52.2282, "lon": 11.0106, "radius_m": 400}}
SLOW = 20_000
"""Milliseconds that a busy machine may take for what comes by itself."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def ice(area: dict[str, Any]) -> dict[str, Any]:
    info = {
        "language": "de",
        "event": "Glätte",
        "headline": "Glätte: Fahren Sie langsam.",
        "instruction": "Fahren Sie langsam. Streuen Sie Gehwege.",
    }
    return bomb_find(
        area, hazard="glaette", event_code=None, severity="Minor", expires=expires(6), infos=[info], response_types=[]
    )


def released(writer: DeskClient, approver: DeskClient, content: dict[str, Any]) -> dict[str, Any]:
    draft = writer.draft(**content)
    digest = writer.submit(draft["id"], [gap["key"] for gap in draft["preview"]["gaps"]])["hash"]
    return dict(approver.approve(draft["id"], digest))


def submit_and_release(writer: Page, approver: Page, stack: Stack) -> None:
    """From the check page of one person to the release by the other."""
    writer.wait_for_url("**/check")
    for box in writer.locator("input[name=gap]").all():
        box.check()
    writer.get_by_role("button", name="Zur Freigabe einreichen").click()
    writer.wait_for_url("**/approve")
    approver.goto(writer.url)
    wanted = approver.locator("#confirm").get_attribute("data-wanted")
    assert wanted
    approver.locator("#confirm").fill(wanted)
    approver.locator("form[action$='/approve'] button[type=submit]").click()
    approver.wait_for_url(re.compile(r"/desk/alerts/[0-9a-f-]+$"))


def test_the_board_is_live_asks_and_is_answered(
    stack: Stack, browser: Browser, operator: DeskClient, approver: DeskClient
) -> None:
    first = released(operator, approver, bomb_find(MOABIT))
    large, small = Visitor(browser, stack.url), Visitor(browser, stack.url, width=360, height=780)
    board = seated(large, "mitte.a").open("/desk/running")
    phone = seated(small, "mitte.b").open("/desk/running")
    for page in (board, phone):
        expect(page.locator(".board-card")).to_have_count(1)
    released(operator, approver, ice(TIERGARTEN))
    for page in (board, phone):
        expect(page.locator(".board-card")).to_have_count(2, timeout=SLOW)
        expect(page.locator(".board-card").first).to_contain_text("Hansaviertel")
    expect(board.locator(".board-map .svgmap__set--2 .chip")).to_have_count(2)
    clean(large)
    clean(small)

    gap = board.locator(".board-tasks li").filter(has_text="Hansaviertel")
    gap.get_by_role("button", name=re.compile("^Erledigt")).click()
    expect(board.locator(".board-card").filter(has_text="Glätte")).to_contain_text("erledigt")
    expect(board.locator(".board-card").filter(has_text="Glätte")).to_contain_text("Schicht A")

    with psycopg.connect(libpq_url(stack.urls.owner)) as connection:
        connection.execute("UPDATE alert SET sent = sent - interval '7 hours' WHERE id = %s", [first["id"]])
    call = board.locator("[data-alarm]")
    expect(call).to_contain_text("Noch richtig?", timeout=SLOW)
    expect(board.locator(".board-card").first).to_contain_text("Noch richtig?", timeout=SLOW)
    assert large.axe() == []
    expect(phone.locator("[data-alarm]")).to_have_count(1, timeout=SLOW)
    assert (small.axe(), small.fits()) == ([], True)
    call.get_by_role("button", name=re.compile("^Noch richtig")).click()
    expect(board.locator("[data-alarm]")).to_have_count(0, timeout=SLOW)
    expect(board.locator(".board-card").filter(has_text="Bombenfund")).to_contain_text("Noch richtig: Schicht A")
    expect(phone.locator("[data-alarm]")).to_have_count(0, timeout=SLOW)
    assert [*large.faults, *small.faults] == []


def test_prolonged_in_silence_then_corrected_aloud(
    stack: Stack, browser: Browser, operator: DeskClient, approver: DeskClient
) -> None:
    first = released(operator, approver, bomb_find(MOABIT))
    wait_until(lambda: len(stack.posts(first["code"])) == 5, "the alert is out")
    one, two = Visitor(browser, stack.url), Visitor(browser, stack.url, width=360, height=780)
    writer = seated(one, "mitte.a").open(f"/desk/alerts/{first['id']}/prolong")
    reader = seated(two, "mitte.b").page
    clean(one)
    writer.get_by_role("button", name="Ohne Beitrag verlängern").click()
    writer.wait_for_url("**/check")
    expect(writer.get_by_text("Kein Kanal bekommt einen Beitrag")).to_be_visible()
    submit_and_release(writer, reader, stack)
    expect(reader.get_by_text(re.compile("verlängert; in den Kanälen steht"))).to_be_visible()
    assert len(stack.posts()) == 5
    clean(two)

    writer.goto(reader.url)
    writer.get_by_role("button", name="Berichtigen").click()
    writer.wait_for_url("**/text")
    writer.goto(writer.url.replace("/text", "/check"))
    expect(writer.get_by_text("bekommt einen Beitrag, der mit „Korrektur“ beginnt")).to_be_visible()
    submit_and_release(writer, reader, stack)
    wait_until(lambda: len(stack.posts()) == 10, "the correction is out")
    said = [post["text"].split("\n")[0] for post in stack.posts()[5:]]
    assert [] == [line for line in said if not line.startswith(("Korrektur: ", "Düzeltme: "))]

    writer.goto(f"{reader.url}/thread")
    expect(writer.get_by_role("heading", name="Was sich geändert hat")).to_be_visible()
    clean(one)
    writer.goto(f"{stack.url}/desk/handover")
    clean(one)
    writer.emulate_media(media="print")
    for hidden in (writer.locator(".top"), writer.get_by_role("button", name="Drucken")):
        expect(hidden).to_be_hidden()
    expect(writer.get_by_text("Übernommen (Name, Zeit, Unterschrift)")).to_be_visible()
    assert writer.pdf(format="A4").startswith(b"%PDF")
    writer.emulate_media(media="screen")
    writer.goto(f"{reader.url}/outage")
    clean(one)
    assert [*one.faults, *two.faults] == []


def test_an_incident_is_led_by_one_and_ended_by_each(
    stack: Stack, browser: Browser, operator: DeskClient, approver: DeskClient
) -> None:
    ours = released(operator, approver, bomb_find(MOABIT))
    their_writer = DeskClient(stack.url, "helmstedt.a", PASSWORD)
    their_approver = DeskClient(stack.url, "helmstedt.b", PASSWORD)
    theirs = released(their_writer, their_approver, ice(HELMSTEDT))
    lead, member = Visitor(browser, stack.url), Visitor(browser, stack.url, width=360, height=780)
    leading = seated(lead, "mitte.a").open(f"/desk/alerts/{ours['id']}/incident")
    leading.get_by_label("Name des Ereignisses").fill("Glätte und Bombe")
    leading.get_by_role("button", name="Ereignis eröffnen").click()
    leading.wait_for_url("**/desk/incidents/*")
    leading.get_by_label("Warnung einer anderen Behörde einladen").select_option(index=0)
    leading.get_by_role("button", name="Einladen").click()
    expect(leading.locator(".parts-list li")).to_have_count(2)

    joining = seated(member, "helmstedt.a").page
    call = joining.locator("[data-alarm]").filter(has_text="Einladung zu einem Ereignis")
    expect(call).to_have_count(1, timeout=SLOW)
    joining.goto(leading.url)
    joining.get_by_role("button", name="Annehmen").click()
    expect(joining.locator(".parts-list").get_by_text("dabei")).to_have_count(2)
    clean(member)

    all_clear = operator.call("POST", f"/alerts/{ours['id']}/all-clear")
    approver.approve(all_clear["id"], operator.submit(all_clear["id"], [])["hash"])
    expect(joining.locator("[data-alarm]").filter(has_text="Entwarnung vorgeschlagen")).to_have_count(1, timeout=SLOW)
    joining.reload()
    clean(member)
    joining.locator(".invitation").get_by_role("button", name=re.compile("Eigene Entwarnung ansehen")).click()
    joining.wait_for_url("**/check")
    expect(joining.get_by_role("heading", level=1)).to_contain_text("Entwarnung")
    leading.reload()
    clean(lead)
    assert theirs["state"] == "released"
    assert [*lead.faults, *member.faults] == []
