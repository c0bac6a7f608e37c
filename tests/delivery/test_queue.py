"""Claims, fences, lanes and the sweep, as the database keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from alerts.delivery import sweeper
from alerts.domain.model.codes import DeliveryState, Lane
from alerts.domain.model.delivery import Claimed, Written
from alerts.store import deliveries, queue
from alerts.store.errors import ConflictError
from tests.delivery.scenery import Scenery

ACCEPTED = DeliveryState.ACCEPTED


@pytest.fixture
def worker_store(database):
    return database.worker_store


@pytest.fixture
def channels(scenery: Scenery) -> list[tuple[UUID, str]]:
    return scenery.channels([f"{n}@newsletter" for n in range(4)])


def claim(store, account: UUID, lane: Lane = Lane.EMERGENCY, **changed) -> queue.Claim:
    with store.at_once() as session:
        return queue.claim(session, account, lane, **{"lease": 10.0, **changed})


def write(store, row: Claimed, state: DeliveryState = ACCEPTED) -> None:
    came_from = DeliveryState(row.state)
    result = Written(row.id, row.fence, state, "", 0.0, False, 0.1, False, "id", "accepted", "", 0.01)
    with store.everything() as session:
        queue.write(session, came_from, [result])


def test_a_claim_is_committed_as_sending_under_a_lease(scenery, worker_store, channels):
    account = scenery.account()
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    scenery.release(rows)
    claimed = claim(worker_store, account).rows
    assert {row.id for row in rows} == {row.id for row in claimed}
    assert {"sending": 4} == scenery.states(rows)
    assert [(True,)] == scenery.query(
        "SELECT DISTINCT lease_until > now() + interval '8 s' AND fence = 1 AND tries = 1 FROM delivery"
    )


def test_a_result_under_an_old_fence_changes_nothing(scenery, worker_store, channels):
    account = scenery.account()
    rows = scenery.deliveries(account, channels[:1], of=scenery.thread())
    scenery.release(rows)
    stale = claim(worker_store, account, lease=0.0).rows[0]
    with worker_store.everything() as session:
        sweeper.sweep_once(session)
    assert "unknown" == scenery.state(rows[0])
    write(worker_store, stale)
    assert "unknown" == scenery.state(rows[0])
    with worker_store.everything() as session:
        tried = deliveries.attempts(session, rows[0].id)
    assert [("unknown", "worker-lost")] == [(one.outcome, one.reason) for one in tried]


def test_nothing_is_sent_to_a_channel_while_another_post_is_under_way_there(scenery, worker_store, channels):
    account = scenery.account()
    first = scenery.deliveries(account, channels[:1], of=scenery.thread(), text="eins")
    second = scenery.deliveries(account, channels[:1], of=scenery.thread(), text="zwei")
    scenery.release(first)
    scenery.release(second)
    under_way = claim(worker_store, account).rows
    assert ["eins"] == [row.text for row in under_way]
    assert () == claim(worker_store, account).rows
    write(worker_store, under_way[0])
    assert ["zwei"] == [row.text for row in claim(worker_store, account).rows]


def test_the_database_itself_refuses_two_posts_under_way_on_one_channel(scenery, channels):
    account = scenery.account()
    for _ in range(2):
        scenery.release(scenery.deliveries(account, channels[:1], of=scenery.thread()))
    with pytest.raises(ConflictError), scenery.owner.everything() as session:
        session.execute(text("UPDATE delivery SET state = 'sending'"))


def test_an_older_alert_is_superseded_when_the_newer_one_is_claimed(scenery, worker_store, channels):
    account, thread = scenery.account(), scenery.thread()
    old = scenery.deliveries(account, channels[:1], of=thread, sequence=1)
    new = scenery.deliveries(account, channels[:1], of=thread, sequence=2)
    scenery.release(old)
    scenery.release(new)
    assert [new[0].id] == [row.id for row in claim(worker_store, account).rows]
    assert "superseded" == scenery.state(old[0])


def test_two_threads_with_updates_on_one_channel_do_not_wait_for_each_other(scenery, worker_store, channels):
    account, one, other = scenery.account(), scenery.thread(), scenery.thread()
    rows = []
    for thread, sequence in ((one, 1), (other, 1), (one, 2), (other, 2)):
        rows += scenery.deliveries(account, channels[:1], of=thread, sequence=sequence)
        scenery.release(rows[-1:])
    for _ in range(2):
        (claimed,) = claim(worker_store, account).rows
        write(worker_store, claimed)
    assert ["superseded", "superseded", "accepted", "accepted"] == [scenery.state(row) for row in rows]


def test_an_expired_update_takes_its_predecessor_with_it(scenery, worker_store, channels):
    account, thread = scenery.account(), scenery.thread()
    soon = datetime.now(UTC) + timedelta(seconds=0.5)
    old = scenery.deliveries(account, channels[:1], of=thread, sequence=1)
    new = scenery.deliveries(account, channels[:1], of=thread, sequence=2, not_after=soon)
    scenery.release(old)
    scenery.release(new)
    assert () == claim(worker_store, account).rows
    assert ("expired", "superseded") == (scenery.state(new[0]), scenery.state(old[0]))


def test_a_lane_waits_while_a_more_urgent_one_of_its_account_is_due(scenery, worker_store, channels):
    account = scenery.account()
    notices = scenery.deliveries(account, channels[:2], of=scenery.thread(), lane=Lane.ROUTINE)
    alert = scenery.deliveries(account, channels[2:], of=scenery.thread(), lane=Lane.EMERGENCY)
    scenery.release(notices)
    scenery.release(alert)
    assert () == claim(worker_store, account, Lane.ROUTINE).rows
    assert 2 == len(claim(worker_store, account, Lane.EMERGENCY).rows)
    assert 2 == len(claim(worker_store, account, Lane.ROUTINE).rows)


def test_a_claim_takes_no_more_than_the_bucket_holds(scenery, worker_store, channels):
    account = scenery.account(per_second=0.5, burst=3, tokens=3.0)
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    scenery.release(rows)
    first, second = claim(worker_store, account), claim(worker_store, account)
    assert (3, 0) == (len(first.rows), len(second.rows))
    assert 0.0 == first.again_in
    assert 1.0 < second.again_in <= 2.0


def test_a_resting_account_sends_nothing(scenery, worker_store, channels):
    account = scenery.account(blocked_until=datetime.now(UTC) + timedelta(seconds=30))
    scenery.release(scenery.deliveries(account, channels, of=scenery.thread()))
    claimed = claim(worker_store, account)
    assert () == claimed.rows
    assert 25 < claimed.again_in <= 30


def test_after_a_row_of_failures_an_account_is_tried_with_one_post(scenery, worker_store, channels):
    account = scenery.account(failures=7)
    scenery.release(scenery.deliveries(account, channels, of=scenery.thread()))
    assert 1 == len(claim(worker_store, account).rows)


def test_what_could_not_start_is_claimed_anew_and_does_not_count_as_a_try(scenery, worker_store, channels):
    account = scenery.account()
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    scenery.release(rows)
    with worker_store.everything() as session:
        queue.give_back(session, claim(worker_store, account).rows)
    again = claim(worker_store, account).rows
    assert {(1, 2)} == {(row.tries, row.fence) for row in again}


def test_the_sweep_makes_a_job_for_work_that_has_none_and_only_one(scenery, worker_store, channels):
    account = scenery.account()
    scenery.release(scenery.deliveries(account, channels, of=scenery.thread()))
    scenery.change("DELETE FROM procrastinate_jobs")
    made = []
    for _ in range(2):
        with worker_store.everything() as session:
            made.append(sweeper.sweep_once(session))
    assert [1, 0] == made
    expected = [("emergency", str(account))]
    assert expected == scenery.query("SELECT queue_name, args ->> 'account' FROM procrastinate_jobs")


def test_an_absent_post_is_not_repeated_once_a_newer_alert_of_its_thread_was_released(scenery, worker_store, channels):
    account, thread = scenery.account(), scenery.thread()
    old = scenery.deliveries(account, channels[:1], of=thread, sequence=1)
    scenery.release(old)
    claim(worker_store, account, lease=0.0)
    scenery.change("UPDATE delivery SET state = 'unknown', due = now()")
    scenery.release(scenery.deliveries(account, channels[:1], of=thread, sequence=2))
    with worker_store.everything() as session:
        looked = queue.claim_unknown(session, account, Lane.EMERGENCY, lease=10.0)[0]
    write(worker_store, looked, DeliveryState.WAITING)
    assert "superseded" == scenery.state(old[0])


def test_the_app_role_sees_only_its_own_authoritys_deliveries(scenery, database, channels):
    rows = scenery.deliveries(scenery.account(), channels, of=scenery.thread())
    scenery.release(rows)
    stranger = Scenery(database.owner_store, database.store)
    with database.store.transaction(stranger.authority) as session:
        assert () == deliveries.report_rows(session, rows[0].alert)
    with database.store.transaction(scenery.authority) as session:
        assert 4 == len(deliveries.report_rows(session, rows[0].alert))
