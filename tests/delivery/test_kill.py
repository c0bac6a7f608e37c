"""The plug is pulled on a worker in the middle of a thousand deliveries."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.delivery.scenery import eventually

CHANNELS = 1000
ROOT = Path(__file__).parents[2]


@pytest.mark.kill
@pytest.mark.timeout(240)
def test_every_delivery_arrives_once_although_its_worker_is_killed(scenery, gateway, start_worker):
    addresses = [f"1203630000{n:08d}@newsletter" for n in range(CHANNELS)]
    gateway.open_channels(addresses)
    channels = scenery.channels(addresses)
    account = scenery.account(base_url=gateway.url)
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    victim = start_worker()
    scenery.release(rows)
    assert eventually(lambda: _posts(gateway) > 50)
    while not scenery.query("SELECT EXISTS (SELECT FROM delivery WHERE state = 'sending')")[0][0]:
        time.sleep(0.001)
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    in_doubt = scenery.states(rows).get("sending", 0)
    arrived_before = _posts(gateway)
    start_worker()

    assert 0 < in_doubt
    assert arrived_before < CHANNELS
    assert eventually(lambda: scenery.states(rows) == {"confirmed": CHANNELS}, 120)
    assert dict.fromkeys(addresses, 1) == Counter(post["channel"] for post in gateway.posts())
    lost = scenery.query("SELECT count(*) FROM attempt WHERE reason = 'worker-lost'")[0][0]
    assert 0 < lost <= in_doubt


@pytest.mark.kill
@pytest.mark.timeout(240)
def test_a_worker_that_was_stopped_past_its_lease_sends_nothing_late(scenery, gateway, start_worker):
    addresses = [f"1203630000{n:08d}@newsletter" for n in range(CHANNELS)]
    gateway.open_channels(addresses)
    account = scenery.account(base_url=gateway.url)
    rows = scenery.deliveries(account, scenery.channels(addresses), of=scenery.thread())
    sleeper = start_worker()
    scenery.release(rows)
    assert eventually(lambda: _stopped_before_it_sent(sleeper, scenery, gateway), 60)
    start_worker()
    assert eventually(lambda: scenery.states(rows) == {"confirmed": CHANNELS}, 120)
    sleeper.send_signal(signal.SIGCONT)
    time.sleep(3)

    assert dict.fromkeys(addresses, 1) == Counter(post["channel"] for post in gateway.posts())


def _stopped_before_it_sent(worker, scenery, gateway) -> bool:
    """Stop the worker; let it go on where it was not stopped between claiming a post and sending it."""
    worker.send_signal(signal.SIGSTOP)
    time.sleep(0.5)
    arrived = {post["channel"] for post in gateway.posts()}
    if {row.address for row in scenery.query("SELECT address FROM delivery WHERE state = 'sending'")} - arrived:
        return True
    worker.send_signal(signal.SIGCONT)
    return False


def _posts(gateway) -> int:
    return int(gateway.control("GET", "health")["posts"])


@pytest.mark.kill
def test_a_worker_that_loses_its_database_ends_with_an_error(database, start_worker):
    worker = start_worker()
    terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = :role"
    role = database.worker_url.split("//")[1].split("@")[0].split(":")[0]
    assert eventually(lambda: _all(database, terminate, role) >= 5, 20)
    assert eventually(lambda: worker.poll() is not None, 20)
    assert 0 != worker.returncode


def _all(database, sql: str, role: str) -> int:
    with database.owner_store.everything() as session:
        count = "SELECT count(*) FROM pg_stat_activity WHERE usename = :role AND datname = current_database()"
        if session.execute(text(count), {"role": role}).scalar_one() < 5:
            return 0
        return int(session.execute(text(f"{sql} AND datname = current_database()"), {"role": role}).scalar_one())
