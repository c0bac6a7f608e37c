"""How long the public waits after the second person's click: the demo's own alert, approved over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from alerts.store import measuring
from alerts.store.session import Store, database_now
from api import stage
from api.benches import ground
from api.benches.figures import Figure, percentile
from api.benches.ground import Place
from api.benches.sizes import Sizes
from api.calls import Caller
from api.regarding import say_why
from api.scene import LOOPBACK, SHIFTS, Ports
from api.settings import Settings
from api.showpiece import content
from api.supervisor import Supervisor


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """From the approval's request until a gateway has taken the first post, by the database's clock: p50 and p95."""
    ports = Ports(host=LOOPBACK, server=ground.free_port(), sandbox=ground.free_port(with_next=True))
    settings = Settings(home=place.folder, host=ports.host, port=ports.server)
    with Supervisor(place.folder / "log") as supervisor, place.store() as store:
        scene = stage.fill(settings, place.urls, ports)
        stage.start(settings, place.urls, ports, supervisor)
        stage.start_workers(settings, place.urls, ports, supervisor)
        operator, approver = (Caller(base_url=ports.server_url).signed_in(one, scene.password) for one in SHIFTS)
        took = [_approve(operator, approver, store) for _ in range(sizes.alerts)]
    yield Figure(bench="delivery", case="approve-to-accepted", value=median(took), unit="ms")
    yield Figure(bench="delivery", case="approve-to-accepted-p95", value=percentile(took, 95), unit="ms")


def _approve(operator: Caller, approver: Caller, store: Store) -> float:
    draft = operator.post("/api/v1/alerts", content())
    path = f"/api/v1/alerts/{draft['id']}"
    gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
    say_why(operator, draft, "Messung")
    submitted = operator.post(f"{path}/submit", {"acknowledged_gaps": gaps})
    with store.transaction(None) as session:
        asked = database_now(session)
    approver.post(f"{path}/approve", {"hash": submitted["hash"]})
    found: list[float] = []

    def accepted() -> bool:
        with store.transaction(None) as session:
            found.extend(measuring.accepted_after(session, draft["id"], asked))
        return bool(found)

    ground.wait_until(accepted, "the first post accepted", every=0.05)
    return min(found)
