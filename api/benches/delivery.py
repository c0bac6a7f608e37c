"""How fast released alerts reach their gateways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from statistics import median
from uuid import UUID

from alerts.channels.base import Post
from alerts.channels.waha import message_id
from alerts.delivery import outbox
from alerts.domain.model.codes import Lane
from alerts.domain.model.delivery import NewDelivery
from alerts.store import measuring
from alerts.store.session import Store, database_now
from api.benches import approval, ground
from api.benches.figures import ROUNDS, Figure, in_turn

DELIVERIES = 10_000
POST = (
    "Bombenfund in Moabit: Verlassen Sie den Sperrkreis bis 20 Uhr.\n\nIn der Lehrter Straße ist eine Bombe aus dem "
    "Zweiten Weltkrieg gefunden worden. Der Sperrkreis hat einen Radius von 500 Metern. Gehen Sie zu Verwandten oder "
    "in die Notunterkunft Turmstraße 75. Nehmen Sie Ausweis und Medikamente mit. Busse fahren ab U Turmstraße.\n\n"
    "Hotline 030 1234567, täglich 8 bis 20 Uhr. Keine Antworten hier; Notruf 110/112.\n"
    "Bezirk Mitte von Berlin, 24.11.2026 16:30, gültig bis 24.11.2026 22:00. Code 7F3A-92QK"
)


class Stage:
    """Ten thousand channels on one account."""

    def __init__(self, store: Store, url: str) -> None:
        self._store = store
        with store.transaction(None) as session:
            self.bench = measuring.authority(session)
            self.account = measuring.account(session, self.bench, url)
            self.channels = measuring.channels(session, self.bench, DELIVERIES)

    def rows(self, count: int, lane: Lane = Lane.WARNING) -> list[NewDelivery]:
        """Deliveries of a new alert."""
        with self._store.transaction(None) as session:
            return measuring.deliveries(session, self.bench, self.account, self.channels[:count], POST, lane)

    def throughput(self) -> float:
        """Deliveries per second from the release's commit until the last attempt is written."""
        rows = self.rows(DELIVERIES)
        with self._store.transaction(None) as session:
            outbox.release(session, rows)
        with self._store.transaction(None) as session:
            released = database_now(session)
        self._until_accepted(rows[0].alert, DELIVERIES)
        with self._store.transaction(None) as session:
            return DELIVERIES / measuring.seconds_until_recorded(session, rows[0].alert, released)

    def bodies(self) -> list[bytes]:
        """What WAHA gets for the same deliveries, ready to be sent."""
        return [_body(row) for row in self.rows(DELIVERIES)]

    def _until_accepted(self, alert: UUID, count: int, every: float = 0.2) -> None:
        def all_accepted() -> bool:
            with self._store.transaction(None) as session:
                return measuring.accepted(session, alert) == count

        ground.wait_until(all_accepted, f"{count} deliveries accepted", every=every)


def measure() -> Iterator[Figure]:
    """Throughput by the side of a bare sender, and how long the first post takes."""
    with ground.home() as folder, ground.fresh_database(folder) as urls, ground.receiver() as url:
        store = Store(urls.worker, pool_size=4)
        stage = Stage(store, url)
        bodies = stage.bodies()
        with (
            ground.worker(urls, folder, ["emergency", "warning"]),
            ground.sender(url, bodies) as bare,
            ground.sender(url, bodies, bare_sockets=True) as sockets,
        ):
            stage.throughput()
            bare()
            ours, yardstick = in_turn(stage.throughput, bare)
            yield Figure(bench="delivery", case="throughput", value=ours, unit="deliveries/s", baseline=yardstick)
            most = median(sockets() for _ in range(ROUNDS))
            yield Figure(bench="delivery", case="receiver", value=most, unit="posts/s", baseline=yardstick)
        store.dispose()
    yield approval.measure()


def _body(row: NewDelivery) -> bytes:
    post = Post(key=row.id, address=row.address, text=row.text, subject="", code=row.code, link=row.link)
    body = {
        "session": "bench",
        "chatId": row.address,
        "text": row.text,
        "linkPreview": True,
        "id": message_id(post),
    }
    return json.dumps(body).encode()
