"""Every case of the delivery bench, with tiny numbers: it ends, and says what it is asked."""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from alerts.store import measuring
from api.benches import delivery, ground
from api.benches.figures import Figure
from api.benches.ground import BenchStuckError, Place
from api.benches.history import PER_ALERT
from api.benches.scenery import POST, Scenery
from api.benches.sizes import Sizes

TINY = Sizes(rounds=1, deliveries=640, alerts=2, others=20, history=2_500, claims=2, first=50, last=150)
FIGURES = {
    "throughput": [("throughput", "deliveries/s"), ("receiver", "posts/s")],
    "two-workers": [("two-workers", "deliveries/s")],
    "approve-to-accepted": [("approve-to-accepted", "ms"), ("approve-to-accepted-p95", "ms")],
    "emergency-overtakes": [("emergency-overtakes", "ms")],
    "hung-account": [("hung-account", "ms")],
    "claim-with-history": [("claim-with-history", "ms"), ("sweep-with-history", "ms")],
    "worker-memory": [("worker-memory", "MiB"), ("worker-memory-rss", "MiB")],
}
WITHOUT_YARDSTICK = {"approve-to-accepted"}


@pytest.fixture
def place(cluster: Any, database: Any, tmp_path: Any) -> Place:
    return Place(cluster=cluster, urls=database.urls, folder=tmp_path)


@pytest.fixture
def measured(place: Place) -> Callable[[str], list[Figure]]:
    return lambda case: list(delivery.CASES[case](place, TINY))


def test_every_case_is_tried_here():
    assert set(FIGURES) == set(delivery.CASES)


@pytest.mark.parametrize("case", sorted(FIGURES))
def test_a_case_yields_its_figures_with_their_yardstick(case, measured):
    figures = measured(case)
    assert FIGURES[case] == [(one.case, one.unit) for one in figures]
    for figure in figures:
        written = figure.as_json()
        assert {"bench", "case", "value", "unit", "baseline", "ratio"} == set(written)
        assert "delivery" == written["bench"]
        assert math.isfinite(figure.value)
        assert figure.value > 0
        assert (case in WITHOUT_YARDSTICK) == (written["ratio"] is None)


def test_the_past_of_a_claim_is_as_long_as_asked_and_nothing_of_it_is_open(place):
    told: list[str] = []
    talking = Place(cluster=place.cluster, urls=place.urls, folder=place.folder, tell=told.append)
    list(delivery.CASES["claim-with-history"](talking, TINY))
    with place.store() as store, store.transaction(None) as session:
        past = "SELECT count(*), count(DISTINCT alert_id) FROM delivery WHERE created < now() - interval '1 hour'"
        still = "SELECT count(*) FROM delivery WHERE state IN ('queued', 'waiting', 'sending', 'unknown', 'held')"
        assert (TINY.history, math.ceil(TINY.history / PER_ALERT)) == tuple(session.execute(text(past)).one())
        assert 0 == session.execute(text(still)).scalar_one()
    assert ["history: 2,500 of 2,500 rows"] == told


def test_a_hanging_gateway_takes_a_connection_and_a_request_and_stays_silent():
    with ground.hanging() as url, socket.create_connection(("127.0.0.1", int(urlsplit(url).port or 0))) as connection:
        connection.sendall(b"POST /api/sendText HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        connection.settimeout(0.5)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_dropped_deliveries_are_no_longer_open(place):
    with place.store() as store:
        scenery = Scenery(store)
        rows = scenery.rows(scenery.channels("http://127.0.0.1:9", 3))
        scenery.release(rows)
        with store.transaction(None) as session:
            measuring.drop(session, rows[0].alert)
            states = session.execute(text("SELECT DISTINCT state, text FROM delivery")).all()
    assert [("superseded", POST)] == [tuple(row) for row in states]


def test_a_worker_that_does_not_come_up_is_told_at_once(place):
    started = time.monotonic()
    with pytest.raises(BenchStuckError, match="no-such-lane"), place.worker(["no-such-lane"]):
        pass
    assert time.monotonic() - started < 30
