"""Whether a claim minds what was delivered in all the years before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from statistics import median
from typing import TypeVar
from uuid import UUID

from alerts.delivery.sweeper import sweep_once
from alerts.domain.model.codes import DeliveryState, Lane, Outcome
from alerts.domain.model.delivery import Claimed, Written
from alerts.store import deliveries, measuring, queue
from alerts.store.session import Session, Store
from api.benches.figures import Figure, in_turn
from api.benches.ground import BenchStuckError, Place
from api.benches.scenery import POST, Scenery
from api.benches.sizes import Sizes

PER_ALERT = 10_000
"""Channels, all on one account: every alert of the past went to all of them."""
AT_ONCE = 250_000
"""Rows of the past in one transaction."""
YEARS = 5
"""How far the past goes back."""
FILLING_TIMEOUT = 3600.0
LEASE = 12.0
NOWHERE = "http://127.0.0.1:9"
"""Nothing is sent here: only what the database does is measured."""


T = TypeVar("T")


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """One claim of 64 rows, and one sweep, with a long past; the yardstick is the same in a database without one."""
    with place.another() as empty, place.store() as long, empty.store() as short:
        measured, yardstick = _Queue(long), _Queue(short)
        _fill(place, measured, sizes.history)
        value, baseline = in_turn(
            lambda: measured.claim(sizes.claims), lambda: yardstick.claim(sizes.claims), rounds=sizes.rounds
        )
        yield Figure(bench="delivery", case="claim-with-history", value=value, unit="ms", baseline=baseline)
        value, baseline = in_turn(
            lambda: measured.sweep(sizes.claims), lambda: yardstick.sweep(sizes.claims), rounds=sizes.rounds
        )
        yield Figure(bench="delivery", case="sweep-with-history", value=value, unit="ms", baseline=baseline)


class _Queue:
    """A database whose deliveries are claimed and written as a worker does, without a worker."""

    def __init__(self, store: Store) -> None:
        self.scenery = Scenery(store)
        self.channels = self.scenery.channels(NOWHERE, PER_ALERT)
        self._store = store

    def claim(self, times: int) -> float:
        """Milliseconds of a claim while an alert for all channels waits: the median of so many."""
        rows = self.scenery.rows(self.channels)
        with self._store.transaction(None) as session:
            deliveries.add(session, rows)
        took = median(self._claim(rows[0].account) for _ in range(times))
        with self._store.transaction(None) as session:
            measuring.drop(session, rows[0].alert)
        return took

    def sweep(self, times: int) -> float:
        """Milliseconds of a sweep that finds nothing to do."""
        return median(_took(self._store.everything, sweep_once)[0] for _ in range(times))

    def _claim(self, account: UUID) -> float:
        took, claimed = _took(
            self._store.at_once, lambda session: queue.claim(session, account, Lane.WARNING, lease=LEASE)
        )
        if len(claimed.rows) != queue.BATCH:
            raise BenchStuckError(seconds=took / 1000, what=f"{queue.BATCH} rows claimed, not {len(claimed.rows)}")
        with self._store.at_once() as session:
            queue.write(session, DeliveryState.SENDING, [_accepted(row) for row in claimed.rows])
        return took


def _took(opened: Callable[[], AbstractContextManager[Session]], work: Callable[[Session], T]) -> tuple[float, T]:
    """Milliseconds, the commit included, and what came out."""
    started = time.perf_counter()
    with opened() as session:
        done = work(session)
    return (time.perf_counter() - started) * 1000, done


def _accepted(row: Claimed) -> Written:
    return Written(
        id=row.id,
        fence=row.fence,
        state=DeliveryState.ACCEPTED,
        reason="",
        due_in=None,
        repeat=False,
        accepted_before=0.0,
        confirmed=False,
        gateway_id="bench",
        outcome=Outcome.ACCEPTED,
        answer="",
        took=0.0,
    )


def _fill(place: Place, into: _Queue, count: int) -> None:
    """So many finished deliveries, then what a database does by itself at night."""
    with place.store(owner=True, statement_timeout=FILLING_TIMEOUT) as owner:
        for done in range(0, count, AT_ONCE):
            _add(owner, into, min(AT_ONCE, count - done), days_ago=YEARS * 365 * (1 - done / count))
            place.tell(f"history: {min(done + AT_ONCE, count):,} of {count:,} rows")
        with owner.at_once() as session:
            measuring.tidy(session)


def _add(owner: Store, into: _Queue, count: int, *, days_ago: float) -> None:
    with owner.transaction(None) as session:
        for first in range(0, count, PER_ALERT):
            to = into.channels[: min(PER_ALERT, count - first)]
            measuring.past_deliveries(session, into.scenery.bench, to, POST, days_ago=days_ago)
