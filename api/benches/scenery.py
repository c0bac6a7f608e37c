"""An authority with accounts and channels, whose alerts are released as fast as they can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from alerts.delivery import outbox
from alerts.domain.model.codes import Lane
from alerts.domain.model.delivery import NewDelivery
from alerts.store import measuring
from alerts.store.measuring import Channel
from alerts.store.session import Store
from api.benches import ground

POST = (
    "Bombenfund in Moabit: Verlassen Sie den Sperrkreis bis 20 Uhr.\n\nIn der Lehrter Straße ist eine Bombe aus dem "
    "Zweiten Weltkrieg gefunden worden. Der Sperrkreis hat einen Radius von 500 Metern. Gehen Sie zu Verwandten oder "
    "in die Notunterkunft Turmstraße 75. Nehmen Sie Ausweis und Medikamente mit. Busse fahren ab U Turmstraße.\n\n"
    "Hotline 030 1234567, täglich 8 bis 20 Uhr. Keine Antworten hier; Notruf 110/112.\n"
    "Bezirk Mitte von Berlin, 24.11.2026 16:30, gültig bis 24.11.2026 22:00. Code 7F3A-92QK"
)


class Scenery:
    """Released alerts, and how they fared. ``store`` is the worker's, which sees all rows."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.transaction(None) as session:
            self.bench = measuring.authority(session)

    def channels(self, url: str, count: int) -> list[Channel]:
        """So many channels on a new account of the gateway at ``url``."""
        with self.store.transaction(None) as session:
            account = measuring.account(session, self.bench, url)
            return measuring.channels(session, self.bench, account, count)

    def rows(self, to: Sequence[Channel], lane: Lane = Lane.WARNING) -> list[NewDelivery]:
        """Deliveries of a new alert, not released yet."""
        with self.store.transaction(None) as session:
            return measuring.deliveries(session, self.bench, to, POST, lane)

    def release(self, rows: Sequence[NewDelivery]) -> datetime:
        """Release them; answers when, by the database's clock, just before the commit."""
        with self.store.transaction(None) as session:
            outbox.release(session, rows)
            return measuring.clock(session)

    def until_accepted(self, alert: UUID, count: int, every: float = 0.2) -> None:
        """Wait until so many deliveries of an alert are accepted."""

        def accepted() -> bool:
            with self.store.transaction(None) as session:
                return measuring.accepted(session, alert) >= count

        ground.wait_until(accepted, f"{count} deliveries accepted", every=every)

    def until_quiet(self) -> None:
        """Wait until no worker has anything to do."""

        def quiet() -> bool:
            with self.store.transaction(None) as session:
                return measuring.jobs(session) == 0

        ground.wait_until(quiet, "no job left")

    def rate(self, rows: Sequence[NewDelivery]) -> float:
        """Release them, wait, and answer deliveries per second until the last attempt was written."""
        alert = rows[0].alert
        released = self.release(rows)
        self.until_accepted(alert, len(rows))
        with self.store.transaction(None) as session:
            return len(rows) / measuring.seconds_until_recorded(session, alert, released)

    def waited(self, alert: UUID, since: datetime) -> list[float]:
        """Milliseconds from a moment until each delivery of an alert was accepted."""
        with self.store.transaction(None) as session:
            return measuring.accepted_after(session, alert, since)
