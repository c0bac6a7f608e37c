"""Whether a worker grows with what it has sent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from api.benches import ground
from api.benches.figures import Figure
from api.benches.ground import Place
from api.benches.scenery import Scenery
from api.benches.sizes import Sizes

REST = 1.0
"""Seconds without work before a worker's memory is read."""
CASES = {"worker-memory": ("Private_Clean", "Private_Dirty"), "worker-memory-rss": ("Rss",)}
"""Case -> what is added up of ``/proc/PID/smaps_rollup``."""
_KIB_IN_MIB = 1024.0

Memory = dict[str, float]


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """MiB of a worker after the last delivery; the yardstick is the same worker's after the first thousand.

    Every round is a new worker. The first case is what the process has for itself, the second all that it has mapped.
    """
    with place.store() as store, ground.receiver() as url:
        scenery = Scenery(store)
        channels = scenery.channels(url, min(10 * sizes.first, sizes.last))

        def send(count: int) -> None:
            while count > 0:
                rows = scenery.rows(channels[:count])
                scenery.release(rows)
                scenery.until_accepted(rows[0].alert, len(rows))
                count -= len(rows)
            scenery.until_quiet()
            time.sleep(REST)

        def one_worker() -> tuple[Memory, Memory]:
            with place.worker(["warning"]) as process:
                send(sizes.first)
                early = _memory(process.pid)
                send(sizes.last - sizes.first)
                return early, _memory(process.pid)

        rounds = [one_worker() for _ in range(sizes.rounds)]
    for case in CASES:
        first, last = median(early[case] for early, _ in rounds), median(late[case] for _, late in rounds)
        yield Figure(bench="delivery", case=case, value=last, unit="MiB", baseline=first)


def _memory(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kib = {name.rstrip(":"): int(number) for name, number, *_ in (line.split() for line in lines)}
    return {case: sum(kib[part] for part in parts) / _KIB_IN_MIB for case, parts in CASES.items()}
