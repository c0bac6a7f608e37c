"""Once a second: what time alone changes, and a job for work that has lost its own."""

from __future__ import annotations

import asyncio
import json

from alerts.channels import registry
from alerts.delivery import engine
from alerts.delivery.ground import Ground
from alerts.store import deliveries
from alerts.store.session import Session
from alerts.store.sweep import sweep

EVERY = 1.0
"""Seconds between two sweeps of a process; at most one runs in the whole database."""
STALLED_AFTER = 5.0
"""Seconds without a heartbeat after which a worker counts as dead."""
_SETTLE = json.dumps({kind.value: traits.settle for kind, traits in registry.TRAITS.items()})


async def keep_sweeping(ground: Ground) -> None:
    """Sweep until the process stops."""
    while not ground.stopping.is_set():
        await ground.call(sweep_once)
        try:
            async with asyncio.timeout(EVERY):
                await ground.stopping.wait()
        except TimeoutError:
            pass


def sweep_once(session: Session) -> int:
    """One sweep; answers how many jobs it had to make."""
    orphans = sweep(session, settle=_SETTLE, stalled=STALLED_AFTER, tasks=engine.TASKS)
    engine.defer(deliveries.driver_connection(session), [(orphan.account, orphan.queue) for orphan in orphans])
    return len(orphans)
