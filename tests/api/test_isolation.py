"""Nobody sees or touches what another authority owns: by routes, and with a pool of one connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from alerts.store.tables import OWNED
from tests.api import world
from tests.api.conftest import Server

_BODIES: dict[str, Any] = {
    "": None,
    "/submit": {},
    "/return": {"reason": "x"},
    "/approve": {"hash": "x"},
    "/break-glass": {"hash": "x", "reason": "niemand sonst hier"},
    "/update": {},
    "/all-clear": None,
    "/cancel": None,
}


@pytest.fixture
def narrow(serve: Callable[..., Server]) -> Server:
    """One connection for everybody, so that whatever a transaction leaves behind meets the next asker."""
    return serve(at_once=1)


def test_a_neighbour_does_not_see_a_draft(narrow: Server) -> None:
    mine, neighbour = narrow.signed_in("mitte.a"), narrow.signed_in("opr.a")
    alert = mine.post("/api/v1/alerts", world.content()).json()["id"]
    for show in ("running", "drafts", "waiting", "history"):
        assert neighbour.get(f"/api/v1/alerts?show={show}").json() == {"alerts": []}
    assert len(mine.get("/api/v1/alerts?show=drafts").json()["alerts"]) == 1
    assert neighbour.get(f"/api/v1/alerts/{alert}").status_code == 404


def test_a_neighbour_touches_nothing_of_a_draft(narrow: Server) -> None:
    mine, neighbour = narrow.signed_in("mitte.a"), narrow.signed_in("opr.b")
    alert = mine.post("/api/v1/alerts", world.content()).json()
    path = f"/api/v1/alerts/{alert['id']}"
    assert neighbour.call("PATCH", path, {"note": "fremd"}, If_Match='"1"').status_code == 404
    assert neighbour.call("DELETE", path).status_code == 404
    for step, body in _BODIES.items():
        if step:
            assert neighbour.post(path + step, body).status_code == 404, step
    for look in ("/deliveries", "/timeline"):
        assert neighbour.get(path + look).status_code == 404, look
    assert mine.get(path).json()["version"] == alert["version"]


def test_a_neighbour_sees_and_touches_no_channel_and_no_account(narrow: Server) -> None:
    mine, neighbour = narrow.signed_in("mitte.admin"), narrow.signed_in("opr.admin")
    channel = mine.get("/api/v1/channels").json()["channels"][0]["id"]
    account = mine.get("/api/v1/accounts").json()["accounts"][0]["id"]
    assert neighbour.get("/api/v1/channels").json() == {"channels": []}
    assert neighbour.get("/api/v1/accounts").json() == {"accounts": []}
    assert neighbour.get(f"/api/v1/channels/{channel}").status_code == 404
    assert neighbour.call("PATCH", f"/api/v1/channels/{channel}", {"name": "fremd"}).status_code == 404
    assert neighbour.post(f"/api/v1/channels/{channel}/pause").status_code == 404
    assert neighbour.call("PATCH", f"/api/v1/accounts/{account}", {"name": "fremd"}).status_code == 404
    stolen = {"kind": "whatsapp", "name": "fremd", "accounts": [account]}
    assert neighbour.post("/api/v1/channels", stolen).json()["place"] == "accounts"


def test_many_askers_take_turns_on_one_connection(narrow: Server) -> None:
    askers = [narrow.signed_in(login) for login in ("mitte.a", "opr.a", "mitte.b", "opr.b")]

    def ask(number: int) -> tuple[str, str]:
        asker = askers[number % 4]
        return str(number % 2), asker.get("/api/v1/me").json()["authority_name"]

    with ThreadPoolExecutor(48) as pool:
        answers = set(pool.map(ask, range(192)))
    assert answers == {("0", "Bezirksamt Mitte"), ("1", "Landkreis Ostprignitz-Ruppin")}


def test_a_connection_given_back_shows_nobodys_rows(narrow: Server) -> None:
    narrow.signed_in("mitte.a").post("/api/v1/alerts", world.content())
    with narrow.database.store.transaction(None) as session:
        for table in OWNED:
            assert session.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one() == 0, table.name


def test_keys_and_people_stay_at_home(narrow: Server) -> None:
    mine, neighbour = narrow.signed_in("mitte.admin"), narrow.signed_in("opr.admin")
    mine.post("/api/v1/keys", {"name": "Leitstelle", "roles": ["administrator"]})
    key = mine.get("/api/v1/keys").json()["keys"][0]["id"]
    assert neighbour.get("/api/v1/keys").json() == {"keys": []}
    assert neighbour.call("DELETE", f"/api/v1/keys/{key}").status_code == 404
