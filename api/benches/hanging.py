"""What others notice of an account whose gateway takes every connection and answers none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from alerts.store import measuring
from api.benches import ground
from api.benches.figures import Figure, in_turn, percentile
from api.benches.ground import Place
from api.benches.scenery import Scenery
from api.benches.sizes import Sizes

ACCOUNTS = 20
"""Accounts that work."""
HUNG_POSTS = 200
"""More than one account may have under way."""
HEAD_START = 0.5
"""Seconds that the account has been hanging when the others begin; shorter than the send timeout."""


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """p95 of the others' time to accepted, by one worker; the yardstick is the same without the hung account."""
    with place.store() as store, ground.receiver() as url, place.worker(["warning"]):
        scenery = Scenery(store)
        channels = [one for _ in range(ACCOUNTS) for one in scenery.channels(url, sizes.others // ACCOUNTS)]

        def others() -> float:
            rows = scenery.rows(channels)
            released = scenery.release(rows)
            scenery.until_accepted(rows[0].alert, len(rows), every=0.1)
            return percentile(scenery.waited(rows[0].alert, released), 95)

        def beside_hung() -> float:
            with _hung_account(scenery):
                return others()

        def alone() -> float:
            scenery.until_quiet()
            return others()

        others()
        value, yardstick = in_turn(beside_hung, alone, rounds=sizes.rounds)
        yield Figure(bench="delivery", case="hung-account", value=value, unit="ms", baseline=yardstick)


@contextmanager
def _hung_account(scenery: Scenery) -> Iterator[None]:
    """A new account, so that no breaker knows it yet, with all its places taken by posts that hang."""
    with ground.hanging() as url:
        scenery.until_quiet()
        rows = scenery.rows(scenery.channels(url, HUNG_POSTS))
        scenery.release(rows)
        time.sleep(HEAD_START)
        yield
        with scenery.store.transaction(None) as session:
            measuring.drop(session, rows[0].alert)
