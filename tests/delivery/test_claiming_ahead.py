"""A courier claims ahead; what cannot start in time at a slow gateway is given back, and still goes out once."""

from __future__ import annotations

from alerts.delivery.courier import AT_ONCE
from alerts.domain.model.codes import ChannelKind
from tests.delivery.scenery import Scenery, eventually

WINDOWS = 6
"""So many times over does a gateway have all that it may have under way."""
SLOW = 0.6
"""Seconds of a send: two windows one after the other take longer than a claimed post may wait."""


def test_a_slow_gateway_gets_every_post_once_whatever_is_given_back(scenery: Scenery, gateway, working):
    addresses = [f"1203650000{n:08d}@newsletter" for n in range(WINDOWS * AT_ONCE)]
    gateway.open_channels(addresses)
    gateway.fault("slow", delay=SLOW)
    account = scenery.account(kind=ChannelKind.WHATSAPP, base_url=gateway.url)
    rows = scenery.deliveries(account, scenery.channels(addresses), of=scenery.thread())
    with working(("emergency",)):
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"accepted": len(rows)}, 40)
    assert sorted(addresses) == sorted(post["channel"] for post in gateway.posts())
