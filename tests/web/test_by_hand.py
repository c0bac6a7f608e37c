"""A post by hand at an office: taken over, ticked off, and the tick taken back within a minute."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.conftest import Database
from tests.web.test_office_pages import _csrf, _state, _waiting_for_a_hand

SignIn = Callable[[str], TestClient]


def _with_task(sign_in: SignIn, database: Database) -> str:
    """A post that waits, with its task, as the worker leaves it."""
    delivery = _waiting_for_a_hand(sign_in, database)
    with database.owner_store.transaction(None) as session:
        query = """
            INSERT INTO task (authority_id, alert_id, kind, delivery_id, title)
            SELECT authority_id, alert_id, 'manual-post', id, 'WhatsApp' FROM delivery WHERE id = :id
        """
        session.execute(text(query), {"id": delivery})
        session.execute(text("UPDATE delivery SET due = 'infinity' WHERE id = :id"), {"id": delivery})
    return delivery


def _post(site: TestClient, delivery: str, step: str) -> int:
    answer = site.post(f"/office/posts/{delivery}/{step}", data={"csrf": _csrf(site)}, follow_redirects=False)
    return answer.status_code


def test_who_takes_it_over_is_named_to_the_others(sign_in: SignIn, pages_database: Database) -> None:
    delivery = _with_task(sign_in, pages_database)
    site = sign_in("mitte.buero")
    assert "Ich übernehme das" in site.get("/office").text
    assert 303 == _post(site, delivery, "mine")
    page = site.get("/office").text
    assert ("Ich übernehme das" in page, "übernimmt das, seit" in page) == (False, True)
    other = sign_in("mitte.a")
    assert "übernimmt das, seit" in other.get("/office/by-hand").text
    assert 409 == _post(other, delivery, "mine")


def test_a_tick_is_confirmed_and_can_be_taken_back_by_who_made_it(sign_in: SignIn, pages_database: Database) -> None:
    delivery = _with_task(sign_in, pages_database)
    site = sign_in("mitte.buero")
    assert 303 == _post(site, delivery, "posted")
    page = site.get("/office").text
    assert ("Abgehakt: gepostet." in page, "Rückgängig" in page) == (True, True)
    stranger = sign_in("mitte.a")
    assert "Abgehakt: gepostet." not in stranger.get("/office").text
    assert (409, "confirmed") == (_post(stranger, delivery, "undo"), _state(pages_database, delivery))
    site = sign_in("mitte.buero")
    assert (303, "waiting") == (_post(site, delivery, "undo"), _state(pages_database, delivery))
    page = site.get("/office").text
    assert ("Abgehakt: gepostet." in page, "Jetzt von Hand posten" in page) == (False, True)
    assert 303 == _post(site, delivery, "posted")


def test_after_a_minute_a_tick_stays(sign_in: SignIn, pages_database: Database) -> None:
    delivery = _with_task(sign_in, pages_database)
    site = sign_in("mitte.buero")
    _post(site, delivery, "posted")
    with pages_database.owner_store.transaction(None) as session:
        session.execute(text("UPDATE task SET done = done - interval '61 seconds'"))
    assert "Abgehakt: gepostet." not in site.get("/office").text
    assert (409, "confirmed") == (_post(site, delivery, "undo"), _state(pages_database, delivery))


def test_while_everything_is_stopped_the_office_is_told_not_to_post(sign_in: SignIn, pages_database: Database) -> None:
    _with_task(sign_in, pages_database)
    site = sign_in("mitte.a")
    headers = {"x-csrf-token": _csrf(site)}
    assert 200 == site.post("/api/v1/kill-switch", json={"reason": "Falscher Text"}, headers=headers).status_code
    page = sign_in("mitte.buero").get("/office").text
    assert "Sendestopp: bitte nicht posten, bis er aufgehoben ist." in page
    assert ("Falscher Text" in page, "1 liegt zum Posten bei einer Person" in page) == (True, True)
