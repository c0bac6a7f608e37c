"""How long an emergency takes while everyday posts stand in line before it."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.domain.model.codes import Lane
from api.benches import ground
from api.benches.figures import Figure, in_turn
from api.benches.ground import BenchStuckError, Place
from api.benches.scenery import Scenery
from api.benches.sizes import Sizes

OTHER_ACCOUNTS = 10
ALARMED = 100
"""One channel in so many gets the emergency: a hundred of ten thousand."""


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """From the emergency's release until its last post is accepted; the yardstick is the same with nothing waiting.

    Half of the posts that wait lie on one account, half on ten others. The emergency is for some of the same channels.
    """
    with place.store() as store, ground.receiver() as url:
        scenery = Scenery(store)
        channels = scenery.channels(url, sizes.deliveries // 2)
        for _ in range(OTHER_ACCOUNTS):
            channels += scenery.channels(url, sizes.deliveries // 2 // OTHER_ACCOUNTS)
        alarmed = channels[ALARMED // 2 :: ALARMED]

        def emergency(behind: int) -> float:
            scenery.until_quiet()
            rows, waiting = scenery.rows(alarmed, Lane.EMERGENCY), scenery.rows(channels[:behind], Lane.ROUTINE)
            scenery.release(waiting)
            released = scenery.release(rows)
            scenery.until_accepted(rows[0].alert, len(rows), every=0.02)
            took = max(scenery.waited(rows[0].alert, released))
            if waiting:
                scenery.until_accepted(waiting[0].alert, len(waiting))
                if took > max(scenery.waited(waiting[0].alert, released)):
                    raise BenchStuckError(seconds=took / 1000, what="the emergency overtakes")
            return took

        with place.worker([Lane.EMERGENCY]), place.worker([Lane.WARNING, Lane.ROUTINE]):
            emergency(0)
            value, yardstick = in_turn(lambda: emergency(len(channels)), lambda: emergency(0), rounds=sizes.rounds)
        yield Figure(bench="delivery", case="emergency-overtakes", value=value, unit="ms", baseline=yardstick)
