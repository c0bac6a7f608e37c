"""A channel that stands by for another: set over HTTP, decided with the alert, held at release."""

from __future__ import annotations

from typing import Any

from tests.api import world
from tests.api.conftest import Asker, Server


def _channel(asker: Asker, name: str) -> dict[str, Any]:
    listed = asker.get("/api/v1/channels").json()["channels"]
    return next(one for one in listed if one["name"] == name)


def _stand_by(server: Server, standby: str | None) -> Any:
    admin = server.signed_in("mitte.admin")
    moabit = _channel(admin, "WhatsApp Moabit")["id"]
    return admin.call("PATCH", f"/api/v1/channels/{moabit}", {"standby": standby})


def _submitted(server: Server) -> dict[str, Any]:
    writer = server.signed_in("mitte.a")
    alert = writer.post("/api/v1/alerts", world.content()).json()["id"]
    return dict(writer.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json())


def test_a_standby_channel_is_held_at_release_with_a_text_of_its_own(server: Server) -> None:
    wedding = _channel(server.signed_in("mitte.admin"), "WhatsApp Wedding")["id"]
    assert wedding == _stand_by(server, wedding).json()["standby"]
    submitted = _submitted(server)
    approver = server.signed_in("mitte.b")
    released = approver.post(f"/api/v1/alerts/{submitted['id']}/approve", {"hash": submitted["hash"]})
    assert 200 == released.status_code
    report = approver.get(f"/api/v1/alerts/{submitted['id']}/deliveries").json()["deliveries"]
    assert {("WhatsApp Moabit", "queued"), ("WhatsApp Wedding", "held")} == {
        (one["channel_name"], one["state"]) for one in report
    }
    assert all(released.json()["code"] in one["text"] for one in report)


def test_what_was_approved_names_who_stands_by(server: Server) -> None:
    submitted = _submitted(server)
    wedding = _channel(server.signed_in("mitte.admin"), "WhatsApp Wedding")["id"]
    _stand_by(server, wedding)
    answer = server.signed_in("mitte.b").post(f"/api/v1/alerts/{submitted['id']}/approve", {"hash": submitted["hash"]})
    assert (409, "plan-changed") == (answer.status_code, answer.json()["code"])
    assert "Ersatzkanal kommt hinzu: WhatsApp Wedding" in answer.text


def test_a_channel_does_not_stand_by_for_itself(server: Server) -> None:
    own = _channel(server.signed_in("mitte.admin"), "WhatsApp Moabit")["id"]
    answer = _stand_by(server, own)
    assert (422, "standby") == (answer.status_code, answer.json()["place"])


def test_a_standby_channel_is_taken_back(server: Server) -> None:
    wedding = _channel(server.signed_in("mitte.admin"), "WhatsApp Wedding")["id"]
    _stand_by(server, wedding)
    assert _stand_by(server, None).json()["standby"] is None


def test_a_standby_says_whom_it_is_for_and_is_not_counted_before_it_goes_out(server: Server) -> None:
    moabit, wedding = (_channel(server.signed_in("mitte.admin"), name)["id"] for name in _NAMES)
    _stand_by(server, wedding)
    submitted = _submitted(server)
    assert [(wedding, [{"id": moabit, "name": "WhatsApp Moabit"}])] == [
        (one["channel"], one["stands_for"]) for one in submitted["standbys"]
    ]
    assert submitted["standbys"][0]["text"].startswith("Nur Moabit:")
    approver = server.signed_in("mitte.b")
    approver.post(f"/api/v1/alerts/{submitted['id']}/approve", {"hash": submitted["hash"]})
    report = approver.get(f"/api/v1/alerts/{submitted['id']}/deliveries").json()
    assert (1, {moabit: None, wedding: [moabit]}) == (
        report["total"],
        {one["channel"]: one["stands_for"] for one in report["deliveries"]},
    )


_NAMES = ("WhatsApp Moabit", "WhatsApp Wedding")
