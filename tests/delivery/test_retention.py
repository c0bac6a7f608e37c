"""Old attempts leave the table of the daily work, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from alerts.delivery import engine
from alerts.store import deliveries, retention
from tests.delivery.scenery import Scenery, eventually


@pytest.fixture
def tried(scenery: Scenery) -> tuple[UUID, UUID]:
    """A finished delivery and an open one, each with an attempt of a hundred days ago; the finished with a new one."""
    account, channels = scenery.account(), scenery.channels(["1@newsletter", "2@newsletter"])
    done, still = scenery.deliveries(account, channels, of=scenery.thread())
    scenery.release([done, still])
    scenery.change("UPDATE delivery SET state = 'confirmed' WHERE id = :id", id=done.id)
    for delivery, number, days in ((done.id, 1, 100), (done.id, 2, 1), (still.id, 1, 100)):
        scenery.change(
            "INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome) "
            "VALUES (:delivery, :number, :mine, now() - make_interval(days => :days), "
            "now() - make_interval(days => :days), 'unknown')",
            delivery=delivery,
            number=number,
            mine=scenery.authority,
            days=days,
        )
    return done.id, still.id


def archive(database, **older_than: int) -> int:
    with database.worker_store.everything() as session:
        return retention.archive_attempts(session, timedelta(**older_than))


def numbers(scenery: Scenery, table: str) -> list[tuple[UUID, int]]:
    return [tuple(row) for row in scenery.query(f"SELECT delivery_id, number FROM {table} ORDER BY ended, number")]


def test_old_attempts_of_finished_deliveries_move_and_those_of_open_ones_stay(database, scenery, tried):
    done, still = tried
    assert 1 == archive(database, days=90)
    assert [(done, 1)] == numbers(scenery, "attempt_archive")
    assert sorted([(still, 1), (done, 2)]) == sorted(numbers(scenery, "attempt"))


def test_what_was_moved_is_still_told_with_its_delivery(database, scenery, tried):
    done, _ = tried
    archive(database, days=90)
    with scenery.app.transaction(scenery.authority) as session:
        assert [1, 2] == [one.number for one in deliveries.attempts(session, done)]


def test_nobody_can_move_away_what_has_just_happened(database, tried):
    with pytest.raises(Exception, match="seven days"):
        archive(database, days=1)


def test_the_worker_moves_them_when_the_clock_says_so(scenery, tried, working, database):
    done, _ = tried
    app = engine.engine(database.worker_url)
    assert [engine.RETAIN_AT] == [task.cron for task in app.periodic_registry.periodic_tasks.values()]
    with working():
        scenery.change(
            "SELECT procrastinate_defer_periodic_job_v2('routine', NULL, NULL, :task, 0, '', 1, '{\"timestamp\": 1}')",
            task=engine.RETAIN_TASK,
        )
        assert eventually(lambda: numbers(scenery, "attempt_archive") == [(done, 1)])
