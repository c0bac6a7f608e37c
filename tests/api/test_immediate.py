"""A Sofortwarnung: prepared by two, released by one within its bounds, and everybody is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from alerts.domain.alarms import AlarmKind
from alerts.domain.errors import (
    FreshSignInNeededError,
    InvalidError,
    NotAllowedError,
    SecondPersonNeededError,
    WrongStateError,
)
from alerts.domain.model.alert import Content, Info
from alerts.domain.model.codes import AlertState, Severity, Urgency
from alerts.domain.model.immediate import Bounds, Immediate, ImmediateState, Prepared
from alerts.domain.model.person import Person
from alerts.services import staff, watch
from alerts.services.desk import immediate
from alerts.services.desk.immediate import Wish
from alerts.store import entrance, people
from alerts.store.session import Session, database_now
from tests.api.conftest import Server

URL = "https://warnung.example"
PREPARED = Prepared(
    name="Amoklage",
    content=Content(
        severity=Severity.EXTREME,
        urgency=Urgency.IMMEDIATE,
        hazard="lebensgefahr",
        infos=(
            Info(
                language="de",
                event="Lebensgefahr",
                headline="Lebensgefahr in {ort}: sofort in Sicherheit gehen, Türen schließen.",
                instruction="Gehen Sie in ein Haus. Schließen Sie ab. Bleiben Sie dort bis {bis}.",
            ),
        ),
    ),
    bounds=Bounds(radius_m=1000, hours=4),
)


def person(session: Session, login: str, *, minutes_ago: int = 0) -> Person:
    """Somebody who signed in so many minutes ago."""
    assert entrance.enter(session, staff.tokens.digest("login", login), "login")
    found = people.by_login(session, login)
    assert found is not None
    values: Any = found[0].__dict__ | {"signed_in": database_now(session) - timedelta(minutes=minutes_ago)}
    return Person(**values)


def ready(session: Session) -> Immediate:
    made = immediate.prepare(session, person(session, "mitte.a"), PREPARED)
    return immediate.approve(session, person(session, "mitte.b"), made.id, made.hash)


def wish(session: Session, **changed: Any) -> Wish:
    until = database_now(session) + timedelta(hours=2)
    values: dict[str, Any] = {"place": "Moabit", "lat": 52.5293, "lon": 13.3433, "radius_m": 500, "until": until}
    return Wish(**(values | changed))


def test_one_person_releases_what_two_prepared(server: Server) -> None:
    with server.database.store.transaction(None) as session:
        alone = person(session, "mitte.b")
        sent = immediate.release(session, alone, ready(session).id, wish(session), public_url=URL)
        assert (AlertState.RELEASED, True) == (sent.state, "vorbereitet von" in (sent.break_glass_reason or ""))
        told = sent.texts[0].text
    assert told.startswith("Lebensgefahr in Moabit:")
    assert "{" not in told
    with server.database.worker_store.everything() as session:
        assert watch.look(session)
    with server.database.store.transaction(alone.authority) as session:
        assert [AlarmKind.ALONE] == [alarm.kind for alarm in watch.standing(session, alone)]


def test_nobody_approves_their_own(server: Server) -> None:
    with server.database.store.transaction(None) as session, pytest.raises(SecondPersonNeededError):
        author = person(session, "mitte.a")
        made = immediate.prepare(session, author, PREPARED)
        immediate.approve(session, author, made.id, made.hash)


def test_an_old_sign_in_is_not_enough(server: Server) -> None:
    with server.database.store.transaction(None) as session, pytest.raises(FreshSignInNeededError):
        one = ready(session)
        immediate.release(session, person(session, "mitte.b", minutes_ago=6), one.id, wish(session), public_url=URL)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"radius_m": 1001}, "radius_m"),
        ({"hours": 5}, "until"),
        ({"hours": -1}, "until"),
        ({"place": " "}, "place"),
        ({"place": "{bis}"}, "place"),
        ({"place": "M" * 41}, "place"),
    ],
)
def test_beyond_its_bounds_nothing_goes_out(server: Server, changed: dict[str, Any], place: str) -> None:
    with server.database.store.transaction(None) as session:
        hours = changed.pop("hours", None)
        if hours is not None:
            changed["until"] = database_now(session) + timedelta(hours=hours)
        with pytest.raises(InvalidError) as refusal:
            immediate.outlook(session, person(session, "mitte.b"), ready(session).id, wish(session, **changed))
    assert [place] == [fault.place for fault in refusal.value.faults]


def test_what_is_not_approved_or_no_longer_good_stays_at_home(server: Server) -> None:
    with server.database.store.transaction(None) as session:
        alone = person(session, "mitte.b")
        waiting = immediate.prepare(session, person(session, "mitte.a"), PREPARED)
        with pytest.raises(WrongStateError):
            immediate.outlook(session, alone, waiting.id, wish(session))
        one = ready(session)
        session.execute(text("UPDATE immediate SET good_until = now() WHERE id = :id"), {"id": one.id})
        with pytest.raises(WrongStateError):
            immediate.outlook(session, alone, one.id, wish(session))


def test_withdrawn_by_one_it_is_out_of_use(server: Server) -> None:
    with server.database.store.transaction(None) as session:
        one = ready(session)
        gone = immediate.withdraw(session, person(session, "mitte.a"), one.id, "Der Text ist überholt.")
        assert ImmediateState.WITHDRAWN is gone.state
        assert () == immediate.every(session, person(session, "mitte.a"))


def test_only_approvers_release(server: Server) -> None:
    with server.database.store.transaction(None) as session:
        one = ready(session)
        with pytest.raises(NotAllowedError):
            immediate.release(session, person(session, "mitte.office"), one.id, wish(session), public_url=URL)


def test_a_mild_one_or_one_without_a_place_is_refused(server: Server) -> None:
    info = Info(language="de", event="Sturm", headline="Sturm: im Haus bleiben.", instruction="Bleiben Sie im Haus.")
    mild = Prepared(name="Sturm", content=Content(infos=(info,)), bounds=Bounds(radius_m=1, hours=99))
    with server.database.store.transaction(None) as session, pytest.raises(InvalidError) as refusal:
        immediate.prepare(session, person(session, "mitte.a"), mild)
    assert {"radius_m", "hours", "severity", "infos[0].headline"} == {fault.place for fault in refusal.value.faults}


def test_its_pages_answer(server: Server) -> None:
    with server.database.store.transaction(None) as session:
        one: UUID = ready(session).id
    asker = server.signed_in("mitte.b")
    for path in (
        "",
        "/new",
        "/new?template=bombenfund",
        f"/{one}",
        f"/{one}?where=Moabit",
        f"/{one}?where=52,53;13,34",
    ):
        answer = asker.get(f"/desk/immediate{path}")
        assert 200 == answer.status_code, f"{path}: {answer.text[:400]}"
    sent = asker.http.post(
        f"/desk/immediate/{one}/release?where=Moabit&at=Moabit&place=Moabit&lat=52.5293&lon=13.3433&radius=300&hours=2",
        data={"csrf": asker.headers["X-CSRF-Token"], "confirm": "1 Ortsteil"},
    )
    assert (303, True) == (sent.status_code, sent.headers["location"].startswith("/desk/alerts/"))
