"""The outbox: deliveries and the jobs that carry them, in the transaction that releases the alert."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.delivery import engine
from alerts.domain.model.delivery import NewDelivery
from alerts.store import deliveries
from alerts.store.session import Session


def release(session: Session, rows: Sequence[NewDelivery]) -> None:
    """Insert deliveries and one job per account and lane; both are there once the session commits, or neither is."""
    deliveries.add(session, rows)
    work = dict.fromkeys((row.account, row.lane.value) for row in rows)
    engine.defer(deliveries.driver_connection(session), work)
