"""Deliveries that need a person, over HTTP: seen, tried again, marked as posted, given up, and by whom."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.api import world
from tests.api.conftest import Asker, Server

NEEDS = "/api/v1/deliveries?needs=person"


def _released(server: Server) -> dict[str, Any]:
    author, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    alert = author.post("/api/v1/alerts", world.content()).json()["id"]
    submitted = author.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json()
    answer = approver.post(f"/api/v1/alerts/{alert}/approve", {"hash": submitted["hash"]})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _put(server: Server, state: str, reason: str = "") -> str:
    """Put the one delivery into a state; its id."""
    query = "UPDATE delivery SET state = :state, reason = :reason, due = 'infinity' RETURNING id, authority_id"
    with server.database.owner_store.transaction(None) as session:
        row = session.execute(text(query), {"state": state, "reason": reason}).one()
        session.execute(
            text(
                "INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason, answer)"
                " VALUES (:id, 99, :authority, now(), now(), 'refused', 'KEY', '401 Unauthorized')"
                " ON CONFLICT DO NOTHING"
            ),
            {"id": row.id, "authority": row.authority_id},
        )
        return str(row.id)


def _state(server: Server) -> tuple[str, str]:
    with server.database.owner_store.transaction(None) as session:
        return tuple(session.execute(text("SELECT state, reason FROM delivery")).one())


def test_what_needs_a_person_comes_with_everything_that_a_person_needs(server: Server) -> None:
    released = _released(server)
    delivery = _put(server, "refused", "Die Zugangsdaten gelten nicht. Prüfen Sie das Konto.")
    found = server.signed_in("mitte.a").get(NEEDS).json()["deliveries"]
    assert [delivery] == [one["id"] for one in found]
    one = found[0]
    assert (released["code"], "WhatsApp Moabit", "refused") == (one["code"], one["channel_name"], one["need"])
    assert ["retry", "mark-posted", "give-up"] == one["offers"]
    assert ["401 Unauthorized"] == [attempt["answer"] for attempt in one["attempts"]]
    assert released["code"] in one["text"]
    assert released["content"]["infos"][0]["headline"] == one["headline"]


def test_nothing_needs_a_person_while_the_engine_still_works_on_it(server: Server) -> None:
    _released(server)
    assert {"deliveries": [], "given_up": []} == server.signed_in("mitte.a").get(NEEDS).json()


@pytest.mark.parametrize(
    ("step", "state", "reason"),
    [
        ("retry", "waiting", "tried-again"),
        ("mark-posted", "confirmed", "posted-by-hand"),
        ("give-up", "dead", "given-up"),
    ],
)
def test_each_action_does_what_it_says_and_only_once(server: Server, step: str, state: str, reason: str) -> None:
    _released(server)
    path = f"/api/v1/deliveries/{_put(server, 'refused')}/{step}"
    operator = server.signed_in("mitte.a")
    assert 204 == operator.post(path, {"reason": "so entschieden"}).status_code
    assert (state, reason) == _state(server)
    again = operator.post(path)
    assert (409, "wrong-state") == (again.status_code, again.json()["code"])


def test_what_was_given_up_is_listed_apart_and_can_be_tried_again(server: Server) -> None:
    _released(server)
    delivery = _put(server, "dead", "given-up")
    operator = server.signed_in("mitte.a")
    listed = operator.get(NEEDS).json()
    assert ([], [delivery]) == (listed["deliveries"], [one["id"] for one in listed["given_up"]])
    assert 204 == operator.post(f"/api/v1/deliveries/{delivery}/retry").status_code


def test_an_office_repairs_its_own_channel_an_analyst_none(server: Server) -> None:
    _released(server)
    delivery = _put(server, "refused")
    office, analyst = server.signed_in("mitte.office"), server.signed_in("mitte.analyst")
    assert 1 == len(office.get(NEEDS).json()["deliveries"])
    assert 403 == analyst.get(NEEDS).status_code
    assert 403 == analyst.post(f"/api/v1/deliveries/{delivery}/retry").status_code
    assert 204 == office.post(f"/api/v1/deliveries/{delivery}/mark-posted").status_code


def test_a_neighbour_sees_none_of_it(server: Server) -> None:
    _released(server)
    delivery = _put(server, "refused")
    neighbour = server.signed_in("opr.a")
    assert [] == neighbour.get(NEEDS).json()["deliveries"]
    for step in ("retry", "mark-posted", "give-up", "acknowledge"):
        assert 404 == neighbour.post(f"/api/v1/deliveries/{delivery}/{step}").status_code
    assert "refused" == _state(server)[0]


def test_unknown_ids_and_long_reasons_are_refused(server: Server) -> None:
    operator = server.signed_in("mitte.a")
    assert 404 == operator.post(f"/api/v1/deliveries/{uuid4()}/retry").status_code
    answer = operator.post(f"/api/v1/deliveries/{uuid4()}/give-up", {"reason": "x" * 501})
    assert (422, "reason") == (answer.status_code, answer.json()["place"])
    assert 422 == operator.get("/api/v1/deliveries").status_code


def test_a_post_by_hand_is_taken_over_by_one_person(server: Server) -> None:
    _released(server)
    delivery = _put(server, "waiting", "awaits-person")
    with server.database.owner_store.transaction(None) as session:
        session.execute(text("UPDATE delivery SET kind = 'whatsapp-manual'"))
    path = f"/api/v1/deliveries/{delivery}/acknowledge"
    office = server.signed_in("mitte.office")
    assert [204, 204] == [office.post(path).status_code for _ in range(2)]
    assert 409 == server.signed_in("mitte.a").post(path).status_code
    with server.database.owner_store.transaction(None) as session:
        query = text("SELECT p.login FROM delivery d JOIN person p ON p.id = d.acknowledged_by")
        assert "mitte.office" == session.execute(query).scalar_one()


def test_a_second_repair_page_tells_what_has_changed(server: Server) -> None:
    _released(server)
    delivery = _put(server, "refused")
    operator = server.signed_in("mitte.a")
    page = operator.http.get("/desk/repair").text
    assert ("WhatsApp Moabit" in page, "401 Unauthorized" in page) == (True, True)
    form = {"csrf": operator.headers["X-CSRF-Token"], "chosen": [delivery], "action": "give-up"}
    first = operator.http.post("/desk/repair", data=form)
    assert (303, "/desk/repair?did=give-up&n=1&passed=0") == (first.status_code, first.headers["location"])
    second = operator.http.post("/desk/repair", data=form)
    assert "/desk/repair?did=give-up&n=0&passed=1" == second.headers["location"]
    empty = operator.http.get("/desk/repair").text
    assert ("Nichts nachzuarbeiten." in empty, "Alle Zustellungen sind durch." in empty) == (True, True)
    assert "1 aufgegeben" in empty
    nothing = operator.http.post("/desk/repair", data={"csrf": form["csrf"], "action": "retry"})
    assert (422, True) == (nothing.status_code, "Kreuzen Sie mindestens eine" in nothing.text)


@pytest.mark.parametrize("login", ["mitte.a", "mitte.admin", "mitte.office"])
def test_the_page_opens_for_whoever_may_repair(server: Server, login: str) -> None:
    _released(server)
    _put(server, "unknown", "person-decides")
    asker = server.signed_in(login)
    for language in ("de", "en"):
        asker.http.cookies.set("language", language)
        assert 200 == asker.http.get("/desk/repair").status_code
        assert 200 == asker.http.get("/desk/repair/list").status_code
    assert 403 == server.signed_in("mitte.analyst").http.get("/desk/repair").status_code


def _count(asker: Asker) -> int:
    return len(asker.get(NEEDS).json()["deliveries"])


def test_the_badge_of_the_bar_counts_them(server: Server) -> None:
    _released(server)
    _put(server, "refused")
    operator = server.signed_in("mitte.a")
    assert 1 == _count(operator)
    assert 'Nacharbeit <span class="count urgent">1</span>' in operator.http.get("/desk").text
