"""The outbox: deliveries and the jobs that carry them, in the transaction that releases the alert."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.delivery import engine
from alerts.domain.model.delivery import NewDelivery
from alerts.store import deliveries
from alerts.store.session import Session


def release(session: Session, rows: Sequence[NewDelivery], *, known_stop: int = 0) -> None:
    """Insert deliveries and one job per account and lane; both are there once the session commits, or neither is.

    ``known_stop`` is the newest kill switch of which the approval knew; every later one holds them. 0: any.
    """
    deliveries.add(session, rows, known_stop=known_stop)
    work = dict.fromkeys((row.account, row.lane.value) for row in rows)
    engine.defer(deliveries.driver_connection(session), work)
