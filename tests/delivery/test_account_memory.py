"""An account remembers when and why it last took no post, although another one has sent it."""

from __future__ import annotations

from alerts.channels.reasons import Reason
from alerts.domain.delivering import hand_over_after
from alerts.domain.model.codes import Lane
from tests.delivery.scenery import WAHA_KEY, eventually


def test_what_an_account_was_refused_stays_with_it_and_not_with_the_one_that_sent(scenery, gateway, working):
    locked_out = scenery.account(base_url=gateway.url, secret="wrong")
    works = scenery.account(base_url=gateway.url)
    address = "120363000000000777@newsletter"
    known = {"gateway": "whatsapp", "id": address, "name": address, "followers": 10}
    gateway.control("POST", "world", {"sessions": [{"name": "mitte", "key": WAHA_KEY}], "channels": [known]})
    rows = scenery.deliveries(
        locked_out,
        [(scenery.channel(address=address), address)],
        of=scenery.thread(),
        accounts=(locked_out, works),
        hand_over_after=hand_over_after(Lane.EMERGENCY, 2),
    )
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 1}, 30)
    remembered = dict(scenery.query("SELECT id, failed_reason FROM account WHERE failed_at IS NOT NULL"))
    assert {locked_out: Reason.KEY_REFUSED} == remembered
