"""An office: in charge of its own channels and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.conftest import Database
from tests.web import pages_world as world

SignIn = Callable[[str], TestClient]

_IN_HANSAVIERTEL = {"districts": [world.HANSAVIERTEL]}


def test_strangers_are_sent_to_sign_in(site: TestClient) -> None:
    answer = site.get("/office", headers={"accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, "/login" in answer.headers["location"]) == (303, True)


def test_an_office_sees_its_channels_and_no_others(sign_in: SignIn) -> None:
    page = sign_in("mitte.buero").get("/office").text
    assert ("Stadtteilbüro Moabit" in page, "WhatsApp Moabit" in page) == (True, True)
    assert [name for name in ("WhatsApp Wedding", "WhatsApp Mitte", "WhatsApp Helmstedt") if name in page] == []


def test_the_sum_is_of_its_own_channels(sign_in: SignIn) -> None:
    assert "13.630" in sign_in("mitte.buero").get("/office").text


def test_an_administrator_sees_the_whole_authority(sign_in: SignIn) -> None:
    page = sign_in("mitte.admin").get("/office").text
    assert ("WhatsApp Moabit" in page, "WhatsApp Wedding" in page, "WhatsApp Helmstedt" in page) == (True, True, False)


def test_an_analyst_is_refused(sign_in: SignIn) -> None:
    assert sign_in("mitte.analyse").get("/office").status_code == 403


def test_a_post_by_hand_is_shown_and_ticked_off(sign_in: SignIn, pages_database: Database) -> None:
    delivery = _waiting_for_a_hand(sign_in, pages_database)
    site = sign_in("mitte.buero")
    assert "Jetzt von Hand posten" in site.get("/office").text
    answer = site.post(f"/office/posts/{delivery}/posted", data={"csrf": _csrf(site)}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/office")
    assert "Jetzt von Hand posten" not in site.get("/office").text
    assert _state(pages_database, delivery) == "confirmed"


def test_who_cannot_post_gives_it_back_to_the_desk(sign_in: SignIn, pages_database: Database) -> None:
    delivery = _waiting_for_a_hand(sign_in, pages_database)
    site = sign_in("mitte.buero")
    site.post(f"/office/posts/{delivery}/cannot", data={"csrf": _csrf(site)})
    assert _state(pages_database, delivery) == "refused"


def test_a_post_of_another_office_is_not_found(sign_in: SignIn, pages_database: Database) -> None:
    delivery = _waiting_for_a_hand(sign_in, pages_database)
    site = sign_in("helmstedt.buero")
    answer = site.post(f"/office/posts/{delivery}/posted", data={"csrf": _csrf(site)})
    assert (answer.status_code, _state(pages_database, delivery)) == (404, "waiting")


def test_a_form_of_another_page_is_refused(sign_in: SignIn) -> None:
    assert sign_in("mitte.buero").post("/office/hotline", data={"number": "030 999"}).status_code == 403


def test_the_hotline_is_changed(sign_in: SignIn) -> None:
    site = sign_in("mitte.buero")
    site.post("/office/hotline", data={"csrf": _csrf(site), "number": "030 55 55", "hours": "rund um die Uhr"})
    assert "030 55 55, rund um die Uhr" in site.get("/office").text


def test_an_empty_hotline_gives_back_the_authority_s(sign_in: SignIn) -> None:
    site = sign_in("mitte.buero")
    for number in ("030 55 55", ""):
        site.post("/office/hotline", data={"csrf": _csrf(site), "number": number, "hours": ""})
    assert "030 23125 110" in site.get("/office").text


def test_a_wrong_hotline_is_told_beside_the_field(sign_in: SignIn) -> None:
    site = sign_in("mitte.buero")
    answer = site.post("/office/hotline", data={"csrf": _csrf(site), "number": "keine", "hours": ""})
    assert (answer.status_code, "Eine Nummer hat mindestens drei Ziffern." in answer.text) == (422, True)


def _csrf(site: TestClient) -> str:
    return str(site.get("/api/v1/me").json()["csrf"])


def _waiting_for_a_hand(sign_in: SignIn, database: Database) -> str:
    """Release an alert for Hansaviertel, which only the Bezirk's channel by hand serves, as far as the worker goes."""
    site = sign_in("mitte.a")
    headers = {"x-csrf-token": _csrf(site)}
    alert = site.post("/api/v1/alerts", json=_content(), headers=headers).json()["id"]
    body = {"acknowledged_gaps": [world.HANSAVIERTEL]}
    digest = site.post(f"/api/v1/alerts/{alert}/submit", json=body, headers=headers).json()["hash"]
    site = sign_in("mitte.b")
    headers = {"x-csrf-token": _csrf(site)}
    assert site.post(f"/api/v1/alerts/{alert}/approve", json={"hash": digest}, headers=headers).status_code == 200
    with database.owner_store.transaction(None) as session:
        query = text("UPDATE delivery SET state = 'waiting' WHERE kind = 'whatsapp-manual' RETURNING id")
        return str(session.execute(query).scalar_one())


def _state(database: Database, delivery: str) -> str:
    with database.owner_store.transaction(None) as session:
        return str(session.execute(text("SELECT state FROM delivery WHERE id = :id"), {"id": delivery}).scalar_one())


def _content() -> dict[str, Any]:
    return {
        "hazard": "bombenfund",
        "severity": "Moderate",
        "response_types": ["Evacuate"],
        "expires": (datetime.now(UTC) + timedelta(hours=3)).replace(second=0, microsecond=0).isoformat(),
        "infos": [
            {
                "language": "de",
                "event": "Bombenfund",
                "headline": "Bombenfund im Hansaviertel: Gebiet verlassen.",
                "description": "",
                "instruction": "Verlassen Sie das Gebiet.",
            }
        ],
        "area": _IN_HANSAVIERTEL,
    }
