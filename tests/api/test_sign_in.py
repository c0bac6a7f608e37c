"""Signing in: cookies, forged forms, guesses, keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alerts.domain.model.codes import Role
from tests.api import world
from tests.api.conftest import Asker, Server


def _login(asker: Asker, login: str = "mitte.a", password: str = world.PASSWORD, **form: str) -> object:
    return asker.http.post("/login", data={"login": login, "password": password, **form})


def test_a_session_lives_in_a_cookie_that_scripts_cannot_read(server: Server) -> None:
    answer = _login(server.guest())
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_behind_https_the_cookie_is_bound_to_the_host(serve: Callable[..., Server]) -> None:
    answer = _login(serve(public_url="https://warnung.example").guest())
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-ortsruf=")
    assert "Secure" in cookie
    assert "strict-transport-security" in answer.headers


def test_a_wrong_password_and_an_unknown_name_look_alike(server: Server) -> None:
    guest = server.guest()
    wrong, unknown = _login(guest, password="wrong"), _login(guest, login="nobody", password="wrong")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "Name oder Passwort stimmt nicht." in wrong.text
    assert "Name oder Passwort stimmt nicht." in unknown.text


def test_guesses_are_throttled_even_for_the_right_password(server: Server) -> None:
    guest = server.guest()
    statuses = [_login(guest, password="wrong").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert _login(guest).status_code == 429
    assert _login(guest, login="mitte.b").status_code == 303


def test_names_are_told_apart_without_capitals_and_spaces(server: Server) -> None:
    assert _login(server.guest(), login=" Mitte.A ").status_code == 303


def test_signing_out_ends_the_session_on_the_server(server: Server) -> None:
    asker = server.signed_in("mitte.a")
    token = asker.http.cookies["ortsruf"]
    assert asker.http.post("/logout", data={"csrf": asker.headers["X-CSRF-Token"]}).status_code == 303
    assert asker.get("/api/v1/me", cookie=f"ortsruf={token}").status_code == 401


def test_a_form_from_a_foreign_page_signs_nobody_in(server: Server) -> None:
    form = {"login": "mitte.a", "password": world.PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert server.guest().http.post("/login", data=form, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/desk?x=1", "/desk?x=1"),
        ("//evil.example", "/desk"),
        ("https://evil.example/", "/desk"),
        ("/\\evil.example", "/desk"),
        ("/\t/evil.example", "/desk"),
        ("javascript:alert(1)", "/desk"),
    ],
)
def test_nobody_is_sent_to_another_site(server: Server, wanted: str, expected: str) -> None:
    assert _login(server.guest(), next=wanted).headers["location"] == expected
    language = server.guest().http.get("/language/en", params={"next": wanted})
    assert language.headers["location"] == (expected if expected == wanted else "/")


@pytest.mark.parametrize(
    ("login", "expected"),
    [("mitte.a", "/desk"), ("mitte.office", "/office"), ("mitte.analyst", "/analyst"), ("mitte.admin", "/office")],
)
def test_everybody_begins_at_their_own_workplace(server: Server, login: str, expected: str) -> None:
    assert _login(server.guest(), login=login).headers["location"] == expected


def test_a_change_by_a_session_needs_the_value_of_its_forms(server: Server) -> None:
    asker = server.signed_in("mitte.a")
    token = asker.headers.pop("X-CSRF-Token")
    for forged in ({}, {"X_CSRF_Token": ""}, {"X_CSRF_Token": token[:-1] + ("A" if token[-1] != "A" else "B")}):
        answer = asker.post("/api/v1/alerts", world.content(), **forged)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert asker.post("/api/v1/alerts", world.content(), X_CSRF_Token=token).status_code == 201


def test_signing_out_needs_it_too(server: Server) -> None:
    asker = server.signed_in("mitte.a")
    assert asker.http.post("/logout", data={"csrf": "forged"}).status_code == 403
    assert asker.get("/api/v1/me").status_code == 200


def test_a_browser_is_sent_to_the_form_and_back(server: Server) -> None:
    guest = server.guest()
    answer = guest.get("/desk", accept="text/html")
    assert (answer.status_code, answer.headers["location"].endswith("/login?next=%2Fdesk")) == (303, True)
    assert guest.get("/desk", accept="text/html", hx_request="true").headers["hx-redirect"] == "/login"


def test_a_machine_is_told_that_it_must_sign_in(server: Server) -> None:
    answer = server.guest().get("/api/v1/alerts")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_carries_no_more_than_its_roles(server: Server) -> None:
    machine = server.with_key("mitte.a", Role.OPERATOR)
    me = machine.get("/api/v1/me").json()
    assert (me["roles"], me["by_machine"], me["csrf"]) == (["operator"], True, "")
    assert machine.post("/api/v1/alerts", world.content()).status_code == 201


def test_a_made_up_key_opens_nothing(server: Server) -> None:
    for key in ("ort_nothing", "x", "ort_" + "x" * 10_000):
        answer = server.guest().get("/api/v1/me", authorization=f"Bearer {key}")
        assert answer.status_code == 401


def test_an_administrator_makes_and_ends_keys(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    made = admin.post("/api/v1/keys", {"name": "Leitstelle", "roles": ["administrator"]})
    assert made.status_code == 201
    machine = server.guest()
    machine.headers["Authorization"] = f"Bearer {made.json()['key']}"
    assert machine.get("/api/v1/me").status_code == 200
    listed = admin.get("/api/v1/keys").json()["keys"]
    assert [key["name"] for key in listed] == ["Leitstelle"]
    assert made.json()["key"] not in admin.get("/api/v1/keys").text
    assert admin.call("DELETE", f"/api/v1/keys/{listed[0]['id']}").status_code == 204
    assert machine.get("/api/v1/me").status_code == 401


def test_a_key_never_makes_keys_and_never_gains_roles(server: Server) -> None:
    body = {"name": "mehr", "roles": ["administrator"]}
    assert server.with_key("mitte.admin").post("/api/v1/keys", body).json()["code"] == "person-needed"
    assert server.signed_in("mitte.a").post("/api/v1/keys", body).json()["place"] == "roles"


def test_the_language_is_remembered(server: Server) -> None:
    guest = server.guest()
    assert "Anmelden" in guest.get("/login").text
    guest.get("/language/en?next=/login")
    assert "Sign in" in guest.get("/login").text
    assert guest.get("/api/v1/me").json()["detail"] == "Please sign in."
