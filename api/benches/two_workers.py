"""What a second worker process adds, or takes away."""

from __future__ import annotations

from collections.abc import Iterator

from api.benches import ground
from api.benches.figures import Figure, in_turn
from api.benches.ground import Place
from api.benches.scenery import Scenery
from api.benches.sizes import Sizes

ACCOUNTS = 16
"""One alert's posts lie on so many accounts: an account's posts are one worker's work."""
LANES = ["warning"]


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """The rate of two workers; the yardstick is the same with one. Both are measured warm: the first is since long."""
    with place.store() as store, ground.receiver() as url, place.worker(LANES):
        scenery = Scenery(store)
        channels = [one for _ in range(ACCOUNTS) for one in scenery.channels(url, max(1, sizes.deliveries // ACCOUNTS))]

        def one() -> float:
            scenery.until_quiet()
            return scenery.rate(scenery.rows(channels))

        def two() -> float:
            with place.worker(LANES):
                one()
                return one()

        one()
        value, yardstick = in_turn(two, one, rounds=sizes.rounds)
        yield Figure(bench="delivery", case="two-workers", value=value, unit="deliveries/s", baseline=yardstick)
