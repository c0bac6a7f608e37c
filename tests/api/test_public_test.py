"""A Probewarnung: planned by one, approved by another, out at its time; its all-clear with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from sqlalchemy import text

from alerts.domain.model import codec
from alerts.domain.model.alert import AreaRequest
from alerts.domain.model.codes import Width
from alerts.domain.rendering.public_test import LATEST, public_test_content
from tests.api import world
from tests.api.conftest import Asker, Server


def planned(starts: datetime, minutes: int = 30) -> dict[str, Any]:
    area = AreaRequest(districts=(world.MOABIT,))
    ends = starts + timedelta(minutes=minutes)
    content = codec.content_to_json(public_test_content(area, "Moabit", Width.TARGETED, starts, ends))
    return {name: value for name, value in content.items() if name not in ("msg_type", "aim")}


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def drafted(asker: Asker, content: dict[str, Any]) -> str:
    answer = asker.post("/api/v1/alerts", content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def approved(server: Server, alert: str) -> Any:
    digest = (
        server.signed_in("mitte.a").post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json()["hash"]
    )
    answer = server.signed_in("mitte.b").post(f"/api/v1/alerts/{alert}/approve", {"hash": digest})
    assert answer.status_code == 200, answer.text
    return answer.json()


def state(asker: Asker, alert: str) -> str:
    return str(asker.get(f"/api/v1/alerts/{alert}").json()["state"])


def wait(reached: Callable[[], bool], what: str) -> None:
    until = monotonic() + 20
    while not reached():
        assert monotonic() < until, what
        sleep(0.1)


def let_it_be(server: Server, alert: UUID | str, due: datetime) -> None:
    with server.database.owner_store.transaction(None) as session:
        session.execute(text("UPDATE booking SET due = :due WHERE alert_id = :alert"), {"due": due, "alert": alert})


def the_end(server: Server, alert: str) -> UUID:
    with server.database.owner_store.transaction(None) as session:
        return UUID(
            str(
                session.execute(
                    text(
                        "SELECT b.alert_id FROM booking b JOIN alert e ON e.id = b.alert_id"
                        " JOIN alert t ON t.thread_id = e.thread_id AND t.id = :alert WHERE e.id <> t.id"
                    ),
                    {"alert": alert},
                ).scalar_one()
            )
        )


def test_it_waits_for_its_time_and_its_all_clear_needs_nobody(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = drafted(writer, planned(soon(3)))
    assert "submitted" == approved(server, alert)["state"]
    wait(lambda: state(writer, alert) == "released", "it goes out at its time")
    end = the_end(server, alert)
    assert "submitted" == state(writer, str(end))
    let_it_be(server, end, soon(0))
    wait(lambda: state(writer, str(end)) == "released", "its all-clear goes out at its time")
    texts = [post["text"] for post in writer.get(f"/api/v1/alerts/{end}").json()["texts"]]
    assert texts
    assert all("Es bestand keine Gefahr" in one for one in texts)


def test_changed_words_are_refused(server: Server) -> None:
    content = planned(soon(3600))
    content["infos"][0]["headline"] = "Probewarnung: bitte sofort das Haus verlassen."
    alert = drafted(server.signed_in("mitte.a"), content)
    answer = server.signed_in("mitte.a").post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []})
    assert (422, ["infos"]) == (answer.status_code, [fault["place"] for fault in answer.json()["faults"]])


def test_one_person_alone_never_releases_it(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = drafted(writer, planned(soon(3600)))
    digest = writer.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json()["hash"]
    answer = writer.post(f"/api/v1/alerts/{alert}/approve", {"hash": digest})
    assert (403, "second-person-needed") == (answer.status_code, answer.json()["code"])


def test_returned_before_its_time_it_stays_at_home(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = drafted(writer, planned(soon(3600)))
    approved(server, alert)
    assert 200 == writer.post(f"/api/v1/alerts/{alert}/return", {"reason": "Der Tag passt nicht."}).status_code
    let_it_be(server, alert, soon(0))
    wait(lambda: outcome(server, alert) == "withdrawn", "the clock has looked")
    assert "returned" == state(writer, alert)


def test_one_that_nobody_expects_any_more_does_not_go_out(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = drafted(writer, planned(soon(3600)))
    approved(server, alert)
    let_it_be(server, alert, datetime.now(UTC) - LATEST - timedelta(minutes=1))
    wait(lambda: outcome(server, alert) != "", "the clock has looked")
    assert ("submitted", True) == (state(writer, alert), "too late" in outcome(server, alert))


def outcome(server: Server, alert: str) -> str:
    with server.database.owner_store.transaction(None) as session:
        query = text("SELECT outcome FROM booking WHERE alert_id = :alert")
        return str(session.execute(query, {"alert": alert}).scalar_one())
