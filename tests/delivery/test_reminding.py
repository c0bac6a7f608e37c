"""Questions about running alerts: put once whoever looks, called like an alarm, answered by a person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from alerts.domain.alarms import AlarmKind
from alerts.domain.errors import NotFoundError
from alerts.domain.lifecycle.reminders import Answer
from alerts.services import watch
from alerts.services.desk import reminding
from alerts.store import alarms
from tests.delivery.scenery import Scenery


@pytest.fixture
def running(scenery: Scenery) -> Any:
    """A released alert, sent and ending so many minutes from now; its id."""

    def released(sent: int, expires: int) -> UUID:
        alert = scenery.alert(scenery.thread())
        scenery.change(
            "UPDATE alert SET sent = now() + make_interval(mins => :sent), "
            "expires = now() + make_interval(mins => :expires) WHERE id = :id",
            sent=sent,
            expires=expires,
            id=alert,
        )
        scenery.change(
            "INSERT INTO version (alert_id, number, authority_id, author_id, content) "
            "VALUES (:id, 1, :authority, :person, '{}')",
            id=alert,
            authority=scenery.authority,
            person=scenery.person,
        )
        return alert

    return released


def look(database: Any) -> list[str]:
    with database.worker_store.everything() as session:
        assert watch.look(session)
    with database.worker_store.everything() as session:
        return [alarm.kind.value for alarm in alarms.standing(session)]


def test_two_servers_at_the_same_moment_ask_once(database: Any, scenery: Scenery, running: Any) -> None:
    running(-125, 300)

    def ask(_: int) -> int:
        with database.worker_store.everything() as session:
            return reminding.ask(session)

    with ThreadPoolExecutor(4) as pool:
        assert 1 == sum(pool.map(ask, range(8)))
    assert [(1,)] == scenery.query("SELECT count(*) FROM question")


def test_a_call_stands_until_somebody_answers_and_is_kept_with_the_person(
    database: Any, scenery: Scenery, running: Any
) -> None:
    alert = running(-125, 300)
    assert ["still-true"] == look(database)
    with database.store.transaction(scenery.authority) as session:
        assert reminding.answer(session, scenery.someone(), alert, Answer.STILL_TRUE)
        assert () == watch.standing(session, scenery.someone())
    assert [] == look(database)
    with database.store.transaction(scenery.authority) as session:
        assert not reminding.answer(session, scenery.someone(), alert, Answer.ALL_CLEAR)
        (asked,) = reminding.asked(session, (alert,))
    assert (Answer.STILL_TRUE, "A. Muster") == (asked.answer, asked.answered_by)
    assert asked.answered is not None


def test_half_an_hour_and_ten_minutes_before_the_end_each_call_and_the_later_replaces_the_earlier(
    database: Any, scenery: Scenery, running: Any
) -> None:
    alert = running(-125, 29)
    assert ["expires-30"] == look(database)
    scenery.change("UPDATE alert SET expires = now() + interval '9 minutes' WHERE id = :id", id=alert)
    look(database)
    assert ["expires-10"] == look(database)
    scenery.change("UPDATE alert SET expires = now() - interval '1 second' WHERE id = :id", id=alert)
    look(database)
    assert [AlarmKind.LAPSED.value] == look(database)


def test_nobody_answers_for_another_authority(database: Any, scenery: Scenery, running: Any) -> None:
    alert = running(-125, 300)
    look(database)
    neighbour = Scenery(database.owner_store, database.store)
    with database.store.transaction(neighbour.authority) as session, pytest.raises(NotFoundError):
        reminding.answer(session, neighbour.someone(), alert, Answer.STILL_TRUE)
    assert ["still-true"] == look(database)
