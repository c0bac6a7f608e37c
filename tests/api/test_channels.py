"""Channels and accounts: who may change which, and that secrets never come out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

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
        ({"join_url": "http://whatsapp.example/channel/1"}, "join_url"),
        ({"join_url": "https://"}, "join_url"),
        ({"join_url": "https://localhost"}, "join_url"),
        ({"join_url": "https://a b.example/"}, "join_url"),
        ({"join_url": "https://user:pass@whatsapp.example/"}, "join_url"),
        ({"join_url": "https://whatsapp.example:99999/"}, "join_url"),
        ({"join_url": "mailto:a@b.example"}, "join_url"),
        ({"join_url": "//whatsapp.example/channel/1"}, "join_url"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "\u200b\u200b"}, "name"),
        ({"address": ""}, "address"),
        ({"address": " \t "}, "address"),
        ({"language": "Deutsch"}, "language"),
    ],
)
def test_a_channel_that_will_not_do_is_refused_with_its_place(
    server: Server, changed: dict[str, Any], place: str
) -> None:
    admin = server.signed_in("mitte.admin")
    answer = admin.post("/api/v1/channels", _new(admin, **changed))
    assert (answer.status_code, answer.json()["place"]) == (422, place)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"name": " "}, "name"),
        ({"name": "\u2060"}, "name"),
        ({"address": " "}, "address"),
        ({"join_url": "ftp://whatsapp.example"}, "join_url"),
    ],
)
def test_a_change_that_will_not_do_is_refused_with_its_place(
    server: Server, changed: dict[str, Any], place: str
) -> None:
    admin = server.signed_in("mitte.admin")
    own = _channel(admin, "WhatsApp Wedding")
    answer = admin.call("PATCH", f"/api/v1/channels/{own['id']}", changed)
    assert (answer.status_code, answer.json()["place"]) == (422, place)
    assert _channel(admin, "WhatsApp Wedding") == own


def test_what_is_written_is_kept_without_the_spaces_around_it(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    wish = _new(admin, name=" Beusselkiez ", address=" b@newsletter ", join_url=" https://whatsapp.example/channel/1 ")
    made = admin.post("/api/v1/channels", wish).json()
    assert (made["name"], made["address"]) == ("Beusselkiez", "b@newsletter")
    assert made["join_url"] == "https://whatsapp.example/channel/1"


def test_who_posts_by_hand_needs_no_address(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    answer = admin.post("/api/v1/channels", _new(admin, kind="whatsapp-manual", address="", accounts=[]))
    assert (answer.status_code, answer.json()["address"]) == (201, "")


def test_an_older_address_to_join_does_not_hinder_other_changes(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    own = _channel(admin, "WhatsApp Wedding")["id"]
    with server.database.owner_store.transaction(None) as session:
        session.execute(text("UPDATE channel SET join_url = 'http://127.0.0.1/phones' WHERE id = :id"), {"id": own})
    assert admin.call("PATCH", f"/api/v1/channels/{own}", {"name": "Wedding"}).status_code == 200


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


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://user:pass@gateway.example", "gateway", "https://", "", "https://a b.example"]
)
def test_an_address_of_a_gateway_is_checked(server: Server, url: str) -> None:
    new = {"kind": "telegram", "name": "Bot", "base_url": url}
    answer = server.signed_in("mitte.admin").post("/api/v1/accounts", new)
    assert (answer.status_code, answer.json()["place"]) == (422, "base_url")


@pytest.mark.parametrize("pace", [1e-320, 0, 0.009, -1, 1000.5, 1e300])
def test_a_pace_beyond_all_sense_is_refused(server: Server, pace: float) -> None:
    admin = server.signed_in("mitte.admin")
    new = {"kind": "telegram", "name": "Bot", "base_url": "https://api.telegram.example", "per_second": pace}
    account = admin.get("/api/v1/accounts").json()["accounts"][0]
    for answer in (
        admin.post("/api/v1/accounts", new),
        admin.call("PATCH", f"/api/v1/accounts/{account['id']}", {"per_second": pace}),
    ):
        assert (answer.status_code, answer.json()["place"]) == (422, "per_second")


@pytest.mark.parametrize("pace", [0.01, 1000])
def test_the_slowest_and_the_fastest_pace_are_welcome(server: Server, pace: float) -> None:
    admin = server.signed_in("mitte.admin")
    account = admin.get("/api/v1/accounts").json()["accounts"][0]
    answer = admin.call("PATCH", f"/api/v1/accounts/{account['id']}", {"per_second": pace})
    assert (answer.status_code, answer.json()["per_second"]) == (200, pace)


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_an_account_needs_a_name(server: Server, name: str) -> None:
    admin = server.signed_in("mitte.admin")
    new = {"kind": "telegram", "name": name, "base_url": "https://api.telegram.example"}
    account = admin.get("/api/v1/accounts").json()["accounts"][0]
    for answer in (
        admin.post("/api/v1/accounts", new),
        admin.call("PATCH", f"/api/v1/accounts/{account['id']}", {"name": name}),
    ):
        assert (answer.status_code, answer.json()["place"]) == (422, "name")


def test_a_secret_goes_to_no_address_that_came_without_it(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    account = admin.get("/api/v1/accounts").json()["accounts"][0]
    path, elsewhere = f"/api/v1/accounts/{account['id']}", {"base_url": "https://elsewhere.example"}
    refused = admin.call("PATCH", path, elsewhere)
    assert (refused.status_code, refused.json()["place"]) == (422, "secret")
    assert admin.get("/api/v1/accounts").json()["accounts"][0] == account
    assert admin.call("PATCH", path, {"base_url": account["base_url"]}).status_code == 200
    changed = admin.call("PATCH", path, {**elsewhere, "secret": "another one"})
    assert changed.json() == account | elsewhere
    with server.database.owner_store.transaction(None) as session:
        row = session.execute(text("SELECT secret FROM account WHERE id = :id"), {"id": account["id"]}).one()
        assert SecretBox([world.KEY]).open(UUID(account["id"]), bytes(row.secret)) == "another one"


def test_an_account_without_a_secret_may_move(server: Server) -> None:
    admin = server.signed_in("mitte.admin")
    new = {"kind": "telegram", "name": "Bot", "base_url": "https://api.telegram.example"}
    made = admin.post("/api/v1/accounts", new).json()["id"]
    answer = admin.call("PATCH", f"/api/v1/accounts/{made}", {"base_url": "https://elsewhere.example"})
    assert (answer.status_code, answer.json()["base_url"]) == (200, "https://elsewhere.example")


def test_accounts_are_kept_by_administrators_in_person(server: Server) -> None:
    new = {"kind": "telegram", "name": "Bot", "base_url": "https://api.telegram.example"}
    assert server.signed_in("mitte.office").post("/api/v1/accounts", new).status_code == 403
    assert server.signed_in("mitte.a").get("/api/v1/accounts").status_code == 403
    assert server.with_key("mitte.admin").post("/api/v1/accounts", new).json()["code"] == "person-needed"


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"reports": "Yes"}, "settings.reports"),
        ({"receipts": "always"}, "settings.receipts"),
        ({"reports": "yes", "reports_within": "soon"}, "settings.reports_within"),
        ({"receipts": "yes", "receipts_within": "0"}, "settings.receipts_within"),
        ({"receipts": "yes", "receipts_within": "nan"}, "settings.receipts_within"),
    ],
)
def test_whether_receipts_are_waited_for_is_said_plainly(server: Server, settings: dict[str, str], place: str) -> None:
    new = {"kind": "email", "name": "Relay", "base_url": "smtp+starttls://relay.example", "settings": settings}
    admin = server.signed_in("mitte.admin")
    answer = admin.post("/api/v1/accounts", new)
    assert (422, place) == (answer.status_code, answer.json()["place"])
    good = {"reports": "yes", "reports_within": "600"}
    made = admin.post("/api/v1/accounts", {**new, "settings": good}).json()
    answer = admin.call("PATCH", f"/api/v1/accounts/{made['id']}", {"settings": settings})
    assert (422, place) == (answer.status_code, answer.json()["place"])
