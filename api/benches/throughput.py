"""Everything a delivery takes, by the side of a sender that takes none of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from statistics import median

from alerts.channels.base import Post
from alerts.channels.waha import message_id
from alerts.domain.model.delivery import NewDelivery
from api.benches import ground
from api.benches.figures import Figure, in_turn
from api.benches.ground import Place
from api.benches.scenery import Scenery
from api.benches.sizes import Sizes


def measure(place: Place, sizes: Sizes) -> Iterator[Figure]:
    """Deliveries of one account per second, and what the receiver could take at most."""
    with place.store() as store, ground.receiver() as url:
        scenery = Scenery(store)
        channels = scenery.channels(url, sizes.deliveries)
        bodies = [_body(row) for row in scenery.rows(channels)]
        with (
            place.worker(["emergency", "warning"]),
            ground.sender(url, bodies) as bare,
            ground.sender(url, bodies, bare_sockets=True) as sockets,
        ):

            def ours() -> float:
                return scenery.rate(scenery.rows(channels))

            ours()
            bare()
            value, yardstick = in_turn(ours, bare, rounds=sizes.rounds)
            yield Figure(bench="delivery", case="throughput", value=value, unit="deliveries/s", baseline=yardstick)
            most = median(sockets() for _ in range(sizes.rounds))
            yield Figure(bench="delivery", case="receiver", value=most, unit="posts/s", baseline=yardstick)


def _body(row: NewDelivery) -> bytes:
    """What WAHA gets for a delivery, ready to be sent."""
    post = Post(key=row.id, address=row.address, text=row.text, subject="", code=row.code, link=row.link)
    body = {
        "session": "bench",
        "chatId": row.address,
        "text": row.text,
        "linkPreview": True,
        "id": message_id(post),
    }
    return json.dumps(body).encode()
