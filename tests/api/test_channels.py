"""Channels and accounts: who may change which, and that secrets never come out."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from alerts.access.secrets import SecretBox
from tests.api import world
from tests.api.conftest import Asker, Server


def _channel(asker: Asker, name: str) -> dict[str, Any]:
    listed = asker.get("/api/v1/channels").json()["channels"]
    return next(one for one in listed if one["name"] == name)


def _new(asker: Asker, **changed: Any) -> dict[str, Any]:
    account = asker.get("/api/v1/accounts").json()["accounts"][0]["id"]
    wish = {"kind": "whatsapp", "name": "Beusselkiez", "address": "b@newsletter", "accounts": [account]}
    return {**wish, "serves": [world.MOABIT], **changed}


def test_an_office_adds_a_channel_of_its_own(server: Server) -> None:
    office = server.signed_in("mitte.office")
    made = office.post("/api/v1/channels", _new(office))
    assert (made.status_code, made.json()["office"]) == (201, office.get("/api/v1/me").json()["office"])
    answer = office.post("/api/v1/areas/preview", world.IN_MOABIT).json()
    assert {one["name"] for one in answer["channels"]} == {"WhatsApp Moabit", "Beusselkiez"}


def test_an_office_stays_within_its_districts(server: Server) -> None:
    office = server.signed_in("mitte.office")
    answer = office.post("/api/v1/channels", _new(office, serves=[world.WEDDING]))
    assert (answer.status_code, answer.json()["place"]) == (422, "serves")


def test_an_office_leaves_the_channels_of_others_alone(server: Server) -> None:
    office = server.signed_in("mitte.office")
    foreign = _channel(office, "WhatsApp Wedding")["id"]
    assert office.post(f"/api/v1/channels/{foreign}/pause").status_code == 403
    assert office.call("PATCH", f"/api/v1/channels/{foreign}", {"name": "x"}).status_code == 403
    assert office.call("DELETE", f"/api/v1/channels/{foreign}").status_code == 403


def test_an_operator_changes_no_channel(server: Server) -> None:
    operator = server.signed_in("mitte.a")
    own = _channel(operator, "WhatsApp Moabit")["id"]
    assert operator.post(f"/api/v1/channels/{own}/pause").status_code == 403


def test_a_paused_channel_leaves_the_plan_until_it_is_resumed(server: Server) -> None:
    office = server.signed_in("mitte.office")
    own = _channel(office, "WhatsApp Moabit")["id"]
    assert office.post(f"/api/v1/channels/{own}/pause").json()["state"] == "paused"
    assert office.post("/api/v1/areas/preview", world.IN_MOABIT).json()["channels"] == []
    assert office.post(f"/api/v1/channels/{own}/resume").json()["state"] == "active"
    assert len(office.post("/api/v1/areas/preview", world.IN_MOABIT).json()["channels"]) == 1


def test_an_archived_channel_is_gone(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    own = _channel(admin, "WhatsApp Wedding")["id"]
    assert admin.call("DELETE", f"/api/v1/channels/{own}").status_code == 204
    assert admin.get(f"/api/v1/channels/{own}").status_code == 404


def test_a_change_leaves_the_rest(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    before = _channel(admin, "WhatsApp Wedding")
    answer = admin.call("PATCH", f"/api/v1/channels/{before['id']}", {"name": "Wedding", "serves": [world.MITTE]})
    assert answer.json() == before | {"name": "Wedding", "serves": [world.MITTE]}


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"serves": ["kreis:ars:12068"]}, "serves"),
        ({"parent": "00000000-0000-0000-0000-000000000000"}, "parent"),
        ({"office": "00000000-0000-0000-0000-000000000000"}, "office"),
        ({"accounts": ["00000000-0000-0000-0000-000000000000"]}, "accounts"),
        ({"kind": "telegram"}, "accounts"),
        ({"join_url": "javascript:alert(1)"}, "join_url"),
        ({"name": ""}, "name"),
        ({"language": "Deutsch"}, "language"),
    ],
)
def test_a_channel_that_will_not_do_is_refused_with_its_place(
    server: Server, changed: dict[str, Any], place: str
) -> None:
    admin = server.signed_in("mitte.admin")
    answer = admin.post("/api/v1/channels", _new(admin, **changed))
    assert (answer.status_code, answer.json()["place"]) == (422, place)


def test_a_name_that_is_taken_is_a_conflict(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    answer = admin.post("/api/v1/channels", _new(admin, name="WhatsApp Moabit"))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_channel_is_not_its_own_ancestor(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    moabit, wedding = _channel(admin, "WhatsApp Moabit")["id"], _channel(admin, "WhatsApp Wedding")["id"]
    assert admin.call("PATCH", f"/api/v1/channels/{moabit}", {"parent": wedding}).status_code == 200
    answer = admin.call("PATCH", f"/api/v1/channels/{wedding}", {"parent": moabit})
    assert (answer.status_code, answer.json()["place"]) == (422, "parent")


def test_a_secret_goes_in_and_never_comes_out(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    new = {"kind": "telegram", "name": "Bot", "base_url": "https://api.telegram.example", "secret": "12345:geheim"}
    made = admin.post("/api/v1/accounts", new)
    assert (made.status_code, made.json()["has_secret"]) == (201, True)
    assert "geheim" not in made.text + admin.get("/api/v1/accounts").text
    with server.database.owner_store.transaction(None) as session:
        row = session.execute(text("SELECT id, secret FROM account WHERE name = 'Bot'")).one()
        assert b"geheim" not in bytes(row.secret)
        assert SecretBox([world.KEY]).open(row.id, bytes(row.secret)) == "12345:geheim"
        audit = session.execute(text("SELECT string_agg(detail::text, ' ') FROM audit")).scalar_one()
        assert "geheim" not in audit


def test_a_change_keeps_the_secret_that_is_not_sent(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    account = admin.get("/api/v1/accounts").json()["accounts"][0]
    answer = admin.call("PATCH", f"/api/v1/accounts/{account['id']}", {"per_second": 5})
    assert answer.json() == account | {"per_second": 5.0}


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://user:pass@gateway.example", "gateway", "https://", ""])
def test_an_address_of_a_gateway_is_checked(server: Server, url: str) -> None:
    new = {"kind": "telegram", "name": "Bot", "base_url": url}
    answer = server.signed_in("mitte.admin").post("/api/v1/accounts", new)
    assert (answer.status_code, answer.json()["place"]) == (422, "base_url")


def test_accounts_are_kept_by_administrators_in_person(server: Server) -> None:
    new = {"kind": "telegram", "name": "Bot", "base_url": "https://api.telegram.example"}
    assert server.signed_in("mitte.office").post("/api/v1/accounts", new).status_code == 403
    assert server.signed_in("mitte.a").get("/api/v1/accounts").status_code == 403
    assert server.with_key("mitte.admin").post("/api/v1/accounts", new).json()["code"] == "person-needed"
