"""The on-call list over HTTP: who may change it, what is refused, and what a submitted alert does with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.api import world
from tests.api.conftest import Asker, Server
from tests.delivery.push_service import push_service

MOWAS = {"mowas": {"state": "not-needed", "reason": "Test"}}


@pytest.fixture
def admin(server: Server) -> Asker:
    return server.signed_in("mitte.admin")


def people(asker: Asker) -> dict[str, str]:
    return {one["name"]: one["person"] for one in asker.get("/api/v1/on-call").json()["people"]}


def order(asker: Asker) -> list[tuple[str, int, str]]:
    found = asker.get("/api/v1/on-call").json()["people"]
    return [(one["name"], one["place"], one["email"]) for one in found]


def browser(**changed: Any) -> dict[str, Any]:
    with push_service() as service:
        subscriber = service.subscriber()
    return {"endpoint": "https://push.example/a", "keys": subscriber.keys, **changed}


def test_an_administrator_orders_the_approvers_and_nobody_else_does(server: Server, admin: Asker) -> None:
    known = people(admin)
    assert {"Mitte a", "Mitte b"} == set(known)
    wanted = [{"person": known["Mitte b"], "email": "b@mitte.example"}, {"person": known["Mitte a"]}]
    assert 200 == admin.call("PUT", "/api/v1/on-call", {"people": wanted}).status_code
    assert [("Mitte b", 1, "b@mitte.example"), ("Mitte a", 2, "")] == order(admin)
    for login in ("mitte.a", "mitte.office", "mitte.analyst"):
        assert 403 == server.signed_in(login).call("PUT", "/api/v1/on-call", {"people": []}).status_code
    machine = server.with_key("mitte.admin")
    assert 403 == machine.call("PUT", "/api/v1/on-call", {"people": []}).status_code
    assert [403, 403] == [
        server.signed_in(f"mitte.{one}").get("/api/v1/on-call").status_code for one in ("office", "analyst")
    ]
    assert {"OPR a", "OPR b"} == set(people(server.signed_in("opr.admin")))


def test_what_cannot_be_a_list_is_refused_with_its_place(server: Server, admin: Asker) -> None:
    known = people(admin)
    stranger = people(server.signed_in("opr.admin"))["OPR a"]
    for body, place in (
        ([{"person": stranger}], f"person.{stranger}"),
        ([{"person": known["Mitte a"], "email": "nobody"}], f"email.{known['Mitte a']}"),
        ([{"person": known["Mitte a"]}, {"person": known["Mitte a"]}], f"person.{known['Mitte a']}"),
    ):
        answer = admin.call("PUT", "/api/v1/on-call", {"people": body})
        assert (422, True) == (answer.status_code, place in {one["place"] for one in answer.json()["faults"]})
    assert [("Mitte a", 0, ""), ("Mitte b", 0, "")] == order(admin)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"endpoint": "https://127.0.0.1/a"}, "endpoint"),
        ({"endpoint": "http://push.example/a"}, "endpoint"),
        ({"endpoint": "https://user:word@push.example/a"}, "endpoint"),
        ({"keys": {"p256dh": "BAAA", "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}, "keys.p256dh"),
        ({"keys": {"p256dh": "ä", "auth": "ö"}}, "keys.auth"),
    ],
)
def test_a_browser_that_cannot_ring_is_refused_with_its_place(lasting: Server, changed: Any, place: str) -> None:
    answer = lasting.signed_in("mitte.b").post("/api/v1/on-call/push", browser(**changed))
    assert (422, True) == (answer.status_code, place in {one["place"] for one in answer.json()["faults"]})


def test_a_browser_rings_for_its_own_person_until_it_is_taken_off(server: Server) -> None:
    b, mine = server.signed_in("mitte.b"), browser()
    assert [200, 200] == [b.post("/api/v1/on-call/push", mine).status_code for _ in range(2)]
    rings = {one["name"]: one["browsers"] for one in b.get("/api/v1/on-call").json()["people"]}
    assert {"Mitte a": 0, "Mitte b": 1} == rings
    assert (
        200 == server.signed_in("mitte.a").post("/api/v1/on-call/push/off", {"endpoint": mine["endpoint"]}).status_code
    )
    assert 1 == next(one["browsers"] for one in b.get("/api/v1/on-call").json()["people"] if one["name"] == "Mitte b")
    assert 200 == b.post("/api/v1/on-call/push/off", {"endpoint": mine["endpoint"]}).status_code
    assert 0 == next(one["browsers"] for one in b.get("/api/v1/on-call").json()["people"] if one["name"] == "Mitte b")
    assert 403 == server.signed_in("mitte.admin").post("/api/v1/on-call/push", mine).status_code


def test_the_script_of_calls_stands_at_the_root(lasting: Server) -> None:
    answer = lasting.guest().get("/push.js")
    assert (200, "/desk/") == (answer.status_code, answer.headers["service-worker-allowed"])
    assert answer.headers["content-type"].startswith("text/javascript")


def eventually(look: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not look():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_within_seconds_of_submit_a_browser_rings_and_the_page_says_who_was_called(
    serve: Callable[..., Server],
) -> None:
    server = serve(private_targets=True)
    admin, a, b = (server.signed_in(f"mitte.{one}") for one in ("admin", "a", "b"))
    known = people(admin)
    both = [{"person": known["Mitte a"]}, {"person": known["Mitte b"]}]
    admin.call("PUT", "/api/v1/on-call", {"people": both})
    with push_service() as service:
        subscriber = service.subscriber()
        assert (
            200
            == b.post("/api/v1/on-call/push", {"endpoint": subscriber.endpoint, "keys": subscriber.keys}).status_code
        )
        alert = a.post("/api/v1/alerts", world.content(**MOWAS)).json()
        submitted = a.post(f"/api/v1/alerts/{alert['id']}/submit", {})
        assert 200 == submitted.status_code, submitted.text
        assert eventually(lambda: len(subscriber.got) == 1)
        assert f"/desk/alerts/{alert['id']}/approve" == subscriber.got[0]["path"]
    page = f"/desk/alerts/{alert['id']}/approve"
    assert eventually(lambda: "Mitte b</strong>" in a.get(page).text and "Push" in a.get(page).text)
    assert "Ich übernehme" not in a.get(f"/desk/alerts/{alert['id']}/called").text
    assert "Ich übernehme" in b.get(f"/desk/alerts/{alert['id']}/called").text
    assert "Wartet auf Freigabe" in a.get("/desk/alarms").json()["parts"]["banners"]
    assert [403, 404] == [
        a.post(f"/api/v1/alerts/{alert['id']}/take").status_code,
        server.signed_in("opr.a").post(f"/api/v1/alerts/{alert['id']}/take").status_code,
    ]
    assert [True, False] == [b.post(f"/api/v1/alerts/{alert['id']}/take").json()["taken"] for _ in range(2)]
    assert "Mitte b hat um" in a.get(page).text
    assert 200 == b.post(f"/api/v1/alerts/{alert['id']}/return", {"reason": "Ort prüfen"}).status_code
    assert eventually(lambda: "Wartet auf Freigabe" not in a.get("/desk/alarms").json()["parts"]["banners"])
    assert 409 == b.post(f"/api/v1/alerts/{alert['id']}/take").status_code


def test_the_page_keeps_the_list_and_shows_what_is_wrong(server: Server, admin: Asker) -> None:
    known = people(admin)
    first, second = known["Mitte a"], known["Mitte b"]
    form = {"csrf": admin.headers["X-CSRF-Token"], f"place.{first}": "1", f"place.{second}": "1", f"email.{first}": "x"}
    wrong = admin.http.post("/desk/on-call", data=form, headers=admin.headers)
    assert (422, 2) == (wrong.status_code, wrong.text.count('aria-invalid="true"'))
    form |= {f"place.{second}": "7", f"email.{first}": "a@mitte.example"}
    assert 303 == admin.http.post("/desk/on-call", data=form, headers=admin.headers).status_code
    assert [("Mitte a", 1, "a@mitte.example"), ("Mitte b", 2, "")] == order(admin)
    b = server.signed_in("mitte.b")
    own = {"csrf": b.headers["X-CSRF-Token"], "email": "b@mitte.example"}
    assert 303 == b.http.post("/desk/on-call/own", data=own, headers=b.headers).status_code
    assert [("Mitte a", 1, "a@mitte.example"), ("Mitte b", 2, "b@mitte.example")] == order(admin)
    assert 403 == b.http.post("/desk/on-call", data=form, headers=b.headers).status_code
    assert 403 == server.signed_in("mitte.analyst").get("/desk/on-call").status_code
