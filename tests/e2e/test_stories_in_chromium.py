"""The first authorities in the browser, clicked from the map to the phone: who gets a post, who is left in peace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Database
from tests.e2e.browsing import Visitor, chromium
from tests.e2e.desk_pages import (
    arrived,
    changes,
    clean,
    cut_around,
    draw_circle,
    map_ready,
    pick_by_search,
    pick_in_list,
    places,
    release,
    seated,
    submit,
    tap_on_map,
    texts,
    to_check,
    to_text,
    write,
)
from tests.e2e.stack import Stack, running

pytestmark = pytest.mark.browser

Person = Callable[..., Visitor]


@pytest.fixture(scope="module")
def stack(
    cloned: Callable[[str], AbstractContextManager[Database]],
    loaded_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """One Ortsruf for all stories: each is told by people of its own, or looks at its own code only."""
    with cloned(loaded_template) as database:
        home = tmp_path_factory.mktemp("stories")
        with running(database.urls, database.owner_store, home) as stack:
            yield stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def person(stack: Stack, browser: Browser) -> Person:
    """Opens a window for somebody: ``person("opr.a")`` at a desk, ``person("opr.b", phone=True)`` on the way."""

    def enter(login: str, *, phone: bool = False) -> Visitor:
        width, height = (360, 780) if phone else (1280, 800)
        return seated(Visitor(browser, stack.url, width=width, height=height), login)

    return enter


def begun(visitor: Visitor, occasion: str) -> Page:
    """The map of a new alert with its occasion chosen."""
    page = map_ready(visitor.open("/desk"))
    page.get_by_label("Anlass", exact=True).fill(occasion)
    page.get_by_label("Anlass", exact=True).press("Enter")
    return page


def submitted(visitor: Visitor) -> str:
    """From the map with its area to the page that waits for a second person."""
    to_text(visitor.page)
    clean(visitor)
    to_check(visitor.page)
    clean(visitor)
    address = submit(visitor.page)
    clean(visitor)
    return address


def test_three_gemeinden_found_ticked_and_tapped_hear_it_a_fourth_stays_silent(
    stack: Stack, browser: Browser, person: Person
) -> None:
    operator = person("opr.a")
    page = begun(operator, "Glätte")
    page.locator("#search").fill("Atlantis")
    expect(page.locator("#no-hits")).to_be_visible()
    clean(operator)
    pick_by_search(page, "kyri")
    pick_in_list(page, take=["Neuruppin"])
    tap_on_map(page, "Wittstock/Dosse")
    rows = page.locator("#answer .places tbody tr")
    expect(rows).to_have_count(3)
    expect(page.locator("#answer .figures")).to_contain_text("Abonnements in 4 Kanälen")
    clean(operator)
    submitted(operator)
    expect(page.get_by_text("Wartet auf eine zweite Person.")).to_be_visible()

    approver = person("opr.b", phone=True)
    clean(approver)
    approver.page.get_by_role("link", name="1 Warnung wartet auf Ihre Freigabe: Glätte in").click()
    approver.page.wait_for_url("**/approve")
    clean(approver)
    code = release(approver.page)
    clean(approver)
    assert places(stack, code) == {f"Landkreis OPR: {name}" for name in ("Kyritz", "Neuruppin", "Wittstock/Dosse")}

    phones = Visitor(browser, stack.url)
    seen = phones.open("/phones?behoerde=opr")
    expect(seen.get_by_role("heading", level=1)).to_have_text("3 von 23 Handys zeigen die Warnung")
    for name in ("Kyritz", "Neuruppin", "Wittstock/Dosse"):
        expect(seen.get_by_role("article", name=name).locator(".push-text")).to_contain_text("Glätte in")
    silent = seen.get_by_role("article", name="Rheinsberg")
    expect(silent).to_contain_text("still")
    expect(silent.locator(".push")).to_have_count(0)
    clean(phones)


def test_a_severe_circle_over_helmstedt_tells_town_and_kreis_and_leaves_lehre_in_peace(
    stack: Stack, person: Person
) -> None:
    operator = person("helmstedt.a")
    page = begun(operator, "Unwetter")
    draw_circle(page, "Helmstedt", 1500)
    expect(page.locator("#answer")).to_contain_text("Menschen wohnen im Gebiet")
    expect(page.get_by_role("radio", name="Mit Kreis")).to_be_checked()
    expect(page.locator("#answer")).to_contain_text("auf 7,")
    clean(operator)
    address = submitted(operator)

    approver = person("helmstedt.b")
    approver.page.goto(address)
    clean(approver)
    code = release(approver.page)
    clean(approver)
    told = places(stack, code)
    assert {"Landkreis Helmstedt: Helmstedt", "Landkreis Helmstedt"} <= told
    assert told & {f"Landkreis Helmstedt: {name}" for name in ("Lehre", "Schöningen", "Königslutter am Elm")} == set()


def test_a_smaller_update_closes_where_it_left_and_the_all_clear_reaches_who_is_still_in(
    stack: Stack, person: Person
) -> None:
    operator, approver = person("mitte.a"), person("mitte.b", phone=True)
    page = begun(operator, "Bombenfund")
    pick_in_list(page, take=["Moabit", "Tiergarten"])
    approver.page.goto(submitted(operator))
    first = release(approver.page)
    assert places(stack, first) == {"Bezirk Mitte: Moabit", "Bezirk Mitte: Tiergarten"}

    running_page = approver.page.url
    page.goto(running_page)
    page.get_by_role("button", name="Aktualisieren").click()
    page.wait_for_url("**/area")
    map_ready(page)
    expect(page).to_have_title("Gebiet · Aktualisierung: Bombenfund in Moabit und Tiergarten · Ortsruf")
    expect(page.get_by_text("Aktualisierung einer laufenden Warnung.")).to_be_visible()
    pick_in_list(page, drop=["Tiergarten"])
    expect(page.locator(".change.leaves")).to_contain_text("3 Kanäle gehen")
    assert changes(page) == ["5 Kanäle bleiben", "3 Kanäle gehen"]
    clean(operator)
    to_text(page)
    expect(page.locator("#checks")).to_contain_text("Der Text nennt noch: Tiergarten")
    write(
        page,
        headline_de="Bombenfund in Moabit: weiter im Haus bleiben.",
        description_de="Die Bombe liegt in Moabit.",
        headline_en="Unexploded bomb in Moabit: stay inside.",
        description_en="The bomb lies in Moabit.",
    )
    page.locator("#checks").get_by_role("button", name="Der Text nennt noch: Tiergarten").click()
    expect(page.locator("[name=headline_de-easy]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Bombe gefunden in Moabit. Bleiben Sie im Haus.")
    expect(page.locator("#checks")).not_to_contain_text("Der Text nennt noch")
    clean(operator)
    to_check(page)
    assert changes(page) == ["5 Kanäle bleiben", "3 Kanäle gehen"]
    clean(operator)
    approver.page.goto(submit(page))
    assert changes(approver.page) == ["5 Kanäle bleiben", "3 Kanäle gehen"]
    clean(approver)
    update = release(approver.page)
    closing = texts(stack, update, "Bezirk Mitte: Tiergarten")
    assert len(closing) == 3
    assert all(text.startswith("Für Tiergarten aufgehoben: Bombenfund") for text in closing)
    staying = texts(stack, update, "Bezirk Mitte: Moabit")
    assert len(staying) == 5
    assert sum(text.startswith("Aktualisierung: Bombenfund in Moabit") for text in staying) == 4

    page.goto(approver.page.url)
    check = all_clear_begun_left_and_found_again(operator)
    approver.page.goto(submit(check))
    clean(approver)
    end = release(approver.page)
    clean(approver)
    expect(approver.page.get_by_text("Beendet")).to_be_visible()
    assert places(stack, end) == {"Bezirk Mitte: Moabit"}
    assert sum(text.startswith("Entwarnung: Bombenfund") for text in texts(stack, end, "Bezirk Mitte: Moabit")) == 4


def all_clear_begun_left_and_found_again(operator: Visitor) -> Page:
    """Click the all-clear, walk away, find it again, put it away, click it anew: never two of them."""
    page = operator.page
    live = page.url
    button = page.get_by_role("button", name="Entwarnung geben")
    button.click()
    page.wait_for_url("**/check")
    first = page.url
    page.goto(live)
    expect(page.get_by_text("Angefangen: Entwarnung")).to_be_visible()
    clean(operator)
    button.click()
    page.wait_for_url("**/check")
    assert page.url == first
    page.goto(live)
    page.locator(".open-step").get_by_role("button", name="Verwerfen").click()
    expect(page.get_by_text("Angefangen: Entwarnung")).to_have_count(0)
    assert page.url == live
    button.click()
    page.wait_for_url("**/check")
    assert page.url != first
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entwarnung: Bombenfund in Moabit")
    expect(page.get_by_text("5 Kanäle hören das Ende")).to_be_visible()
    clean(operator)
    return page


def test_what_was_issued_in_error_is_taken_back_in_every_language(stack: Stack, person: Person) -> None:
    operator, approver = person("mitte.a"), person("mitte.b")
    page = begun(operator, "Bombenfund")
    pick_in_list(page, take=["Mitte", "Wedding"])
    to_text(page)
    write(page, area_name="Mitte und Wedding")
    to_check(page)
    approver.page.goto(submit(page))
    first = release(approver.page)

    page.goto(approver.page.url)
    page.get_by_role("button", name="Zurücknehmen").click()
    page.wait_for_url("**/check")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rücknahme: Bombenfund in Mitte und Wedding")
    expect(page.locator(".said")).to_have_text(
        [
            "„Zurückgenommen: Bombenfund, Mitte und Wedding“",
            "„Die Warnung war falsch: Bombe gefunden, Mitte und Wedding“",
            "„Withdrawn: Unexploded bomb, Mitte and Wedding“",
        ]
    )
    clean(operator)
    approver.page.goto(submit(page))
    clean(approver)
    end = release(approver.page)
    clean(approver)
    assert places(stack, end) == places(stack, first) == {"Bezirk Mitte: Mitte", "Bezirk Mitte: Wedding"}
    german = [text for name in places(stack, end) for text in texts(stack, end, name) if "Zurückgenommen" in text]
    assert german
    assert all("Sperrkreis" not in text for text in german)


def test_a_drill_is_released_by_its_author_and_never_meets_a_live_channel(stack: Stack, person: Person) -> None:
    author = person("helmstedt.a")
    page = author.page
    page.get_by_role("link", name="Übung", exact=True).click()
    page.wait_for_url("**/desk?mode=drill")
    map_ready(page)
    expect(page.get_by_text("Nichts verlässt dieses Haus.")).to_be_visible()
    page.get_by_label("Anlass", exact=True).fill("Bombenfund")
    page.get_by_label("Anlass", exact=True).press("Enter")
    pick_in_list(page, take=["Schöningen"])
    expect(page.locator("#answer")).to_contain_text("Menschen werden gewarnt")
    clean(author)
    submitted(author)
    code = release(page, "Übung freigeben")
    clean(author)
    assert places(stack, code) == {"Übung Landkreis Helmstedt: Schöningen"}
    assert all(post["text"].startswith("ÜBUNG") for post in stack.posts(code))


def test_cutting_takes_a_hole_out_of_the_area_and_undo_gives_it_back(person: Person) -> None:
    operator = person("mitte.a")
    page = begun(operator, "Bombenfund")
    pick_in_list(page, take=["Moabit"])
    share = page.locator("#answer .places tbody tr", has_text="Moabit").locator("td.number").first
    people = page.locator("#answer .figure .value").first
    expect(share).to_have_text("100\u00a0%")
    whole = people.inner_text()
    page.get_by_role("button", name="Alles zeigen").click()
    cut_around(page, "Moabit", 20)
    expect(share).not_to_have_text("100\u00a0%")
    expect(page.locator("#answer")).to_have_attribute("data-fresh", "fresh")
    assert _thousands(people.inner_text()) < _thousands(whole)
    clean(operator)
    page.get_by_role("button", name="Rückgängig").click()
    expect(share).to_have_text("100\u00a0%")
    expect(people).to_have_text(whole)


def test_alone_at_night_one_person_releases_with_a_reason_that_everybody_reads(stack: Stack, person: Person) -> None:
    alone = person("stuttgart.a")
    page = begun(alone, "Polizeieinsatz")
    pick_in_list(page, take=["Stuttgart"])
    submitted(alone)
    page.get_by_text("Niemand sonst ist da: allein freigeben").click()
    expect(page.get_by_text("Die Anmeldung muss frisch sein.")).to_be_visible()
    clean(alone)
    page.get_by_label("Grund", exact=True).fill("Schicht B steckt im Stau, Gefahr im Verzug.")
    page.get_by_role("button", name="Allein freigeben und senden").click()
    code = arrived(page)
    expect(page.get_by_text("Ohne zweite Person freigegeben:")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Schicht B steckt im Stau")
    clean(alone)
    assert places(stack, code) == {"Polizei Stuttgart: Stuttgart"}


def _thousands(shown: str) -> int:
    """A figure as the page writes it, "74.000", as a number."""
    return int(shown.replace(".", "").replace("\u00a0", "").strip())
