"""The database's clock decides what has expired, whatever a worker's machine believes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.delivery.scenery import Scenery, eventually


@pytest.fixture
def channels(scenery: Scenery, gateway) -> list[tuple[UUID, str]]:
    addresses = [f"12036300000000{n:04d}@newsletter" for n in range(3)]
    gateway.open_channels(addresses)
    return [(scenery.channel(address=address), address) for address in addresses]


def clock_off(by: str) -> Mapping[str, str]:
    """The environment of a process whose clock is off, while its stop-watch is right."""
    library = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
    if library is None:
        pytest.skip("libfaketime is not on this machine; ./run test installs it as root")
    return {"LD_PRELOAD": str(library), "FAKETIME": by, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def test_a_worker_three_hours_behind_sends_nothing_that_has_expired(scenery, gateway, start_worker, channels):
    account = scenery.account(base_url=gateway.url)
    ends = datetime.now(UTC) + timedelta(seconds=2)
    over = scenery.deliveries(account, channels[:2], of=scenery.thread(), not_after=ends)
    holds = scenery.deliveries(account, channels[2:], of=scenery.thread())
    scenery.release([*over, *holds])
    time.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()))
    start_worker(**clock_off("-3h"))
    assert eventually(lambda: scenery.states(holds) == {"confirmed": 1}, 30)
    assert {"expired": 2} == scenery.states(over)
    assert [channels[2][1]] == [post["channel"] for post in gateway.posts()]


def test_a_worker_three_hours_ahead_sends_what_still_holds(scenery, gateway, start_worker, channels):
    account = scenery.account(base_url=gateway.url)
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    scenery.release(rows)
    start_worker(**clock_off("+3h"))
    assert eventually(lambda: scenery.states(rows) == {"confirmed": 3}, 30)
