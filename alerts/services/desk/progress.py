"""How released alerts arrive: counts, times, the slowest accounts, channel by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.standing import OPEN
from alerts.services.desk import showing
from alerts.services.views import AlertView
from alerts.store import alerts
from alerts.store import progress as store
from alerts.store.progress import Counts, ProgressRow, SlowAccount, Times
from alerts.store.session import Session


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One alert's. ``alert`` without plan and texts; ``hidden``: channels beyond those in ``rows``."""

    alert: AlertView
    counts: Counts
    times: Times
    accounts: tuple[SlowAccount, ...]
    rows: tuple[ProgressRow, ...]
    hidden: int

    @property
    def last(self) -> float | None:
        """Seconds until the last was accepted; None while one may still come."""
        return None if self.counts.of(*OPEN) else self.times.last


def progress(session: Session, alert: UUID) -> Progress:
    """How an alert arrives. Raises NotFoundError."""
    view = showing.light(alerts.load(session, alert))
    counts = store.counts(session, [alert])[alert]
    rows = store.rows(session, alert)
    return Progress(
        alert=view,
        counts=counts,
        times=store.times(session, alert),
        accounts=store.accounts(session, alert),
        rows=rows,
        hidden=sum(counts.by.values()) - len(rows),
    )


def check(session: Session, alert: UUID) -> None:
    """Pass an alert that this transaction sees. Raises NotFoundError."""
    alerts.load(session, alert)


def counts_of(session: Session, alert_ids: Sequence[UUID]) -> dict[UUID, Counts]:
    """How the deliveries of some alerts stand."""
    return store.counts(session, alert_ids) if alert_ids else {}
