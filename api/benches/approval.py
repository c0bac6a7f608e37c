"""How long the public waits after the second person's click: the demo's own alert, approved over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from alerts.store import measuring
from alerts.store.session import Store, database_now
from alerts.store.urls import Urls
from api import stage
from api.benches import ground
from api.benches.figures import Figure
from api.calls import Caller
from api.scene import LOOPBACK, SHIFTS, Ports
from api.settings import Settings
from api.showpiece import content
from api.supervisor import Supervisor

ALERTS = 25


def measure() -> Figure:
    """From the approval's request until a gateway has taken the first post, by the database's clock."""
    with ground.home() as folder, ground.fresh_database(folder) as urls, Supervisor(folder / "log") as supervisor:
        ports = Ports(host=LOOPBACK, server=ground.free_port(), sandbox=ground.free_port(with_next=True))
        settings = Settings(home=folder, host=ports.host, port=ports.server)
        scene = stage.fill(settings, urls, ports)
        stage.start(settings, urls, ports, supervisor)
        stage.start_workers(settings, urls, ports, supervisor)
        operator, approver = (Caller(base_url=ports.server_url).signed_in(one, scene.password) for one in SHIFTS)
        with _reading(urls) as store:
            took = [_approve(operator, approver, store) for _ in range(ALERTS)]
    return Figure(bench="delivery", case="approve-to-accepted", value=median(took), unit="ms")


def _approve(operator: Caller, approver: Caller, store: Store) -> float:
    draft = operator.post("/api/v1/alerts", content())
    path = f"/api/v1/alerts/{draft['id']}"
    gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
    submitted = operator.post(f"{path}/submit", {"acknowledged_gaps": gaps})
    with store.transaction(None) as session:
        asked = database_now(session)
    approver.post(f"{path}/approve", {"hash": submitted["hash"]})
    found: list[float] = []

    def accepted() -> bool:
        with store.transaction(None) as session:
            after = measuring.first_accepted_after(session, draft["id"], asked)
        found.extend([] if after is None else [after])
        return after is not None

    ground.wait_until(accepted, "the first post accepted", every=0.05)
    return found[0]


@contextmanager
def _reading(urls: Urls) -> Iterator[Store]:
    store = Store(urls.worker, pool_size=1)
    try:
        yield store
    finally:
        store.dispose()
