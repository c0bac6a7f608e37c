"""Somebody stops while the second person's approval is under way: it is answered, and nothing of it leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from tests.api import world
from tests.api.conftest import Server
from tests.delivery.scenery import eventually

PATH = "/api/v1/kill-switch"
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def test_what_was_being_approved_when_somebody_stopped_is_held(server: Server) -> None:
    author, approver, third = (server.signed_in(login) for login in ("mitte.a", "mitte.b", "mitte.admin"))
    alert = author.post("/api/v1/alerts", world.content()).json()["id"]
    submitted = author.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json()
    engine = server.database.owner_store.engine
    with ThreadPoolExecutor(1) as pool, engine.begin() as holder, engine.connect() as looking:
        holder.execute(text("SELECT id FROM thread FOR UPDATE"))
        approving = pool.submit(approver.post, f"/api/v1/alerts/{alert}/approve", {"hash": submitted["hash"]})
        assert eventually(lambda: looking.execute(text(WAITS)).scalar_one() == 1)
        thrown = third.post(PATH, {"reason": "Falscher Ort"}).json()
        assert (True, 0) == (thrown["stopped"], thrown["held"]["queued"])
        holder.rollback()
        assert 200 == approving.result(30).status_code
    stop = third.get(PATH).json()
    assert (1, 0) == (stop["held"]["queued"], stop["waiting"]["queued"])


def test_what_is_approved_with_the_stop_in_sight_passes(server: Server) -> None:
    author, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    assert 200 == author.post(PATH, {"reason": "Falscher Ort"}).status_code
    alert = author.post("/api/v1/alerts", world.content()).json()["id"]
    submitted = author.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json()
    assert 200 == approver.post(f"/api/v1/alerts/{alert}/approve", {"hash": submitted["hash"]}).status_code
    stop = approver.get(PATH).json()
    assert (0, 1) == (stop["held"]["queued"], stop["waiting"]["queued"])
