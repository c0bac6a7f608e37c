"""How fast released alerts reach their gateways, whatever else goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from api.benches import approval, ground, hanging, history, memory, overtaking, throughput, two_workers
from api.benches.figures import Figure
from api.benches.ground import Place
from api.benches.sizes import Sizes

CASES: dict[str, Callable[[Place, Sizes], Iterator[Figure]]] = {
    "throughput": throughput.measure,
    "two-workers": two_workers.measure,
    "approve-to-accepted": approval.measure,
    "emergency-overtakes": overtaking.measure,
    "hung-account": hanging.measure,
    "claim-with-history": history.measure,
    "worker-memory": memory.measure,
}
"""Case -> what measures it; some yield a second figure beside."""


def measure(cases: Collection[str], sizes: Sizes, tell: Callable[[str], None]) -> Iterator[Figure]:
    """Each in a database of its own."""
    for case in cases:
        with ground.fresh_place(tell) as place:
            yield from CASES[case](place, sizes)
