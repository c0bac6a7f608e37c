"""Whom alarms go to: kept by administrators, the secret never shown; trials, figures, and the stream of the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from alerts.domain.model.codes import ChannelKind, Role
from alerts.store import accounts
from alerts.store.accounts import NewAccount
from tests.api.conftest import Asker, Server

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def admin(server: Server) -> Asker:
    return server.signed_in("mitte.admin")


def mail_account(server: Server, slug: str = "mitte") -> str:
    with server.database.owner_store.transaction(None) as session:
        authority = session.connection().exec_driver_sql(f"SELECT id FROM authority WHERE slug = '{slug}'").scalar_one()
        new = NewAccount(authority=authority, kind=ChannelKind.EMAIL, name="Mail", base_url="smtp://127.0.0.1:9")
        return str(accounts.create(session, new))


def duty(account: str | None = None, **changed: Any) -> dict[str, Any]:
    return {"email": "leitstelle@mitte.example", "account": account, **changed}


def test_it_is_written_and_read_and_the_secret_stays_inside(server: Server, admin: Asker) -> None:
    account = mail_account(server)
    body = duty(account, webhook_url="https://leitstelle.example/alarm", webhook_secret=SECRET)
    saved = admin.call("PUT", "/api/v1/duty", body)
    assert 200 == saved.status_code
    assert SECRET not in saved.text
    kept = admin.get("/api/v1/duty").json()
    assert ("leitstelle@mitte.example", account, True, []) == (
        kept["email"],
        kept["account"],
        kept["has_secret"],
        kept["last"],
    )
    without = {name: value for name, value in body.items() if name != "webhook_secret"}
    assert admin.call("PUT", "/api/v1/duty", without).json()["has_secret"]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"email": "leitstelle"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({}, "account"),
        ({"account": "00000000-0000-0000-0000-000000000001"}, "account"),
        ({"email": "", "webhook_url": "http://10.0.0.1/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "http://127.0.0.1/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "http://localhost/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://127.0.0.1/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://169.254.169.254/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://[::1]/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://[fe80::1%25eth0]/x", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://ex\u00e4mple..de/", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://\u3002/", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://a:b@c.example/", "webhook_secret": SECRET}, "webhook_url"),
        ({"email": "", "webhook_url": "https://c.example/"}, "webhook_secret"),
        ({"email": "", "webhook_url": "https://c.example/", "webhook_secret": "whsec_"}, "webhook_secret"),
    ],
)
def test_what_could_not_be_told_is_refused_with_its_place(admin: Asker, changed: dict[str, Any], place: str) -> None:
    answer = admin.call("PUT", "/api/v1/duty", duty(**changed))
    assert 422 == answer.status_code
    assert place in {fault["place"] for fault in answer.json()["faults"]}


def test_an_account_of_others_is_no_account(server: Server, admin: Asker) -> None:
    answer = admin.call("PUT", "/api/v1/duty", duty(mail_account(server, "opr")))
    assert 422 == answer.status_code


@pytest.mark.parametrize("login", ["mitte.a", "mitte.office", "mitte.analyst", "mitte.auditor"])
def test_only_administrators_say_where_alarms_go(server: Server, login: str) -> None:
    asker = server.signed_in(login)
    asked = [asker.get("/api/v1/duty"), asker.call("PUT", "/api/v1/duty", {}), asker.post("/api/v1/duty/probe")]
    assert [403, 403, 403] == [answer.status_code for answer in asked]


def test_a_machine_may_read_but_not_change_it(server: Server) -> None:
    machine = server.with_key("mitte.admin", Role.ADMINISTRATOR)
    asked = [machine.get("/api/v1/duty"), machine.call("PUT", "/api/v1/duty", {}), machine.post("/api/v1/duty/probe")]
    assert [200, 403, 403] == [answer.status_code for answer in asked]


def test_a_trial_stands_once_and_shows_on_the_own_desk_only(server: Server, admin: Asker) -> None:
    assert [True, False] == [admin.post("/api/v1/duty/probe").json()["raised"] for _ in range(2)]
    said = "Probealarm, bitte nichts tun"
    assert said in server.signed_in("mitte.a").get("/desk/alarms").json()["parts"]["banners"]
    assert said not in server.signed_in("opr.a").get("/desk/alarms").json()["parts"]["banners"]
    figures = server.guest().get("/metrics").text
    assert 'ortsruf_open_alarms{kind="probe"} 1.0' in figures
    assert 'ortsruf_oldest_waiting_seconds{lane="emergency"} 0.0' in figures


def test_a_stream_says_what_stands_at_once_and_is_for_the_desk(server: Server, admin: Asker) -> None:
    admin.post("/api/v1/duty/probe")
    operator = server.signed_in("mitte.a")
    with operator.http.stream("GET", "/desk/stream") as stream:
        assert "text/event-stream" in stream.headers["content-type"]
        said = ""
        for line in stream.iter_lines():
            said += line
            if "Probealarm" in said:
                break
    assert "event: state" in said
    assert 403 == server.signed_in("mitte.office").get("/desk/stream").status_code
    unknown = "/desk/alerts/00000000-0000-0000-0000-000000000001/stream"
    assert 404 == operator.get(unknown).status_code


def test_an_installation_may_allow_receivers_on_this_machine(serve: Callable[..., Server]) -> None:
    admin = serve(private_targets=True).signed_in("mitte.admin")
    places = ["http://127.0.0.1:8090/x", "https://10.0.0.1/x", "http://10.0.0.1/x"]
    bodies = [{"webhook_url": place, "webhook_secret": SECRET} for place in places]
    assert [200, 200, 422] == [admin.call("PUT", "/api/v1/duty", body).status_code for body in bodies]


def test_a_trial_needs_a_way_and_its_end_gives_the_button_back(server: Server, admin: Asker) -> None:
    def button(path: str) -> list[str]:
        return re.findall(r'<button class="button" type="submit" id="try"[^>]*>', admin.get(path).text)

    def polled() -> list[str]:
        return re.findall(r'hx-get="(/admin/[^"]*)"', admin.get("/admin/duty").text)

    plain = '<button class="button" type="submit" id="try"'
    assert [f"{plain} disabled>"] == button("/admin/duty")
    admin.call("PUT", "/api/v1/duty", {"webhook_url": "https://leitstelle.example/", "webhook_secret": SECRET})
    assert ([f"{plain}>"], ["/admin/duty/ways"]) == (button("/admin/duty"), polled())
    admin.post("/api/v1/duty/probe")
    assert ([f"{plain} disabled>"], ["/admin/duty/ways?trial=1"]) == (button("/admin/duty"), polled())
    assert [] == button("/admin/duty/ways?trial=1")
    with server.database.owner_store.transaction(None) as session:
        session.connection().exec_driver_sql("UPDATE alarm SET cleared = now()")
    assert [f'{plain} hx-swap-oob="true">'] == button("/admin/duty/ways?trial=1")
    assert [] == button("/admin/duty/ways")
