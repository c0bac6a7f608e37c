"""A courier claims ahead what can start in time at its gateway's speed, and no more."""

from __future__ import annotations

from alerts.delivery.courier import AT_ONCE
from alerts.domain.model.codes import ChannelKind
from tests.delivery.scenery import Scenery, eventually

WINDOWS = 6
"""So many times over does a gateway have all that it may have under way."""
SLOW = 0.6
"""Seconds of a send: two windows one after the other take longer than a claimed post may wait."""

_CLAIMED_AGAIN = "SELECT count(*) FROM attempt WHERE number > 1"


def test_a_slow_gateway_makes_no_courier_give_back_what_it_has_just_claimed(scenery: Scenery, gateway, working):
    addresses = [f"1203650000{n:08d}@newsletter" for n in range(WINDOWS * AT_ONCE)]
    gateway.open_channels(addresses)
    gateway.fault("slow", delay=SLOW)
    account = scenery.account(kind=ChannelKind.WHATSAPP, base_url=gateway.url)
    rows = scenery.deliveries(account, scenery.channels(addresses), of=scenery.thread())
    with working(("emergency",)):
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"accepted": len(rows)}, 40)
    assert sorted(addresses) == sorted(post["channel"] for post in gateway.posts())
    ((claimed_again,),) = scenery.query(_CLAIMED_AGAIN)
    assert claimed_again <= AT_ONCE  # one claim too many, as long as the speed is unknown
