"""Who goes on where an account or a channel fails, and that nobody hears it twice for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from alerts.domain.delivering import hand_over_after
from alerts.domain.model.codes import ChannelKind, Lane
from alerts.domain.model.delivery import NewDelivery
from tests.delivery.conftest import Gateway
from tests.delivery.scenery import WAHA_KEY, Scenery, eventually

NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture
def channels(scenery: Scenery, gateway: Gateway) -> list[tuple[UUID, str]]:
    """Two channels and a third that stands by, on a gateway with two sessions."""
    addresses = [f"12036300000000{n:04d}@newsletter" for n in range(3)]
    sessions = [{"name": name, "key": WAHA_KEY} for name in ("mitte", "mitte-2")]
    known = [
        {"gateway": "whatsapp", "id": each, "name": each, "followers": 10, "accounts": ["mitte", "mitte-2"]}
        for each in addresses
    ]
    gateway.control("POST", "world", {"sessions": sessions, "channels": known})
    return [(scenery.channel(address=address), address) for address in addresses]


def second(scenery: Scenery, gateway: Gateway) -> UUID:
    return scenery.account(base_url=gateway.url, settings={"session": "mitte-2"})


def by_two(scenery: Scenery, first: UUID, other: UUID, channels: Sequence[tuple[UUID, str]]) -> list[NewDelivery]:
    patience = hand_over_after(Lane.EMERGENCY, 2)
    return scenery.deliveries(first, channels, of=scenery.thread(), accounts=(first, other), hand_over_after=patience)


def standing_by(row: NewDelivery, channel: tuple[UUID, str], account: UUID) -> NewDelivery:
    return replace(
        row,
        id=uuid4(),
        channel=channel[0],
        address=channel[1],
        account=account,
        accounts=(account,),
        kind=ChannelKind.WHATSAPP,
        stands_for=(row.channel,),
    )


def heard(gateway: Gateway) -> list[str]:
    return sorted(post["channel"] for post in gateway.posts())


def test_what_the_first_account_is_refused_the_second_sends(scenery, gateway, working, channels):
    locked_out = scenery.account(base_url=gateway.url, secret="wrong")
    rows = by_two(scenery, locked_out, second(scenery, gateway), channels[:2])
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 2}, 30)
    assert [address for _, address in channels[:2]] == heard(gateway)


def test_what_no_account_may_send_is_refused_once_all_have_been_asked(scenery, gateway, working, channels):
    first, other = (scenery.account(base_url=gateway.url, secret="wrong") for _ in range(2))
    rows = by_two(scenery, first, other, channels[:1])
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"refused": 1})
    asked = scenery.query("SELECT count(*) FROM attempt WHERE delivery_id = :id", id=rows[0].id)
    assert [(2,)] == asked


def test_an_emergency_leaves_a_gateway_that_is_down_at_once(scenery, gateway, working, channels):
    down = scenery.account(base_url=NOBODY_LISTENS)
    rows = by_two(scenery, down, second(scenery, gateway), channels[:2])
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 2}, 30)
    seconds = scenery.query("SELECT max(extract(epoch FROM accepted - created))::float8 FROM delivery")[0][0]
    assert seconds < 5


def test_a_hung_account_is_looked_behind_by_the_other_which_sends_what_is_missing(scenery, gateway, working, channels):
    hung = scenery.account(base_url=gateway.url)
    gateway.fault("hang", scope="session", name="mitte")
    gateway.fault("hang", scope="session", name="mitte", on="read")
    rows = by_two(scenery, hung, second(scenery, gateway), channels[:2])
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 2}, 45)
    assert [address for _, address in channels[:2]] == heard(gateway)


def test_a_standby_channel_goes_out_where_a_channel_is_refused(scenery, gateway, working, channels):
    locked_out = scenery.account(base_url=gateway.url, secret="wrong")
    row = scenery.deliveries(locked_out, channels[:1], of=scenery.thread())[0]
    standby = standing_by(row, channels[2], second(scenery, gateway))
    with working():
        scenery.release([row, standby])
        assert eventually(lambda: scenery.state(standby) == "confirmed", 30)
    assert [channels[2][1]] == heard(gateway)
    assert "refused" == scenery.state(row)


def test_a_standby_channel_stays_silent_where_the_channel_got_its_post(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    row = scenery.deliveries(account, channels[:1], of=scenery.thread())[0]
    standby = standing_by(row, channels[2], account)
    with working():
        scenery.release([row, standby])
        assert eventually(lambda: scenery.state(standby) == "superseded", 30)
    assert ("confirmed", "not-needed") == (scenery.state(row), scenery.reason(standby))
    assert [channels[0][1]] == heard(gateway)


def test_a_standby_channel_goes_out_for_a_late_one_which_is_still_tried(scenery, gateway, working, channels):
    down = scenery.account(base_url=NOBODY_LISTENS)
    row = scenery.deliveries(down, channels[:1], of=scenery.thread(), stand_in_after=1.0)[0]
    standby = standing_by(row, channels[2], second(scenery, gateway))
    with working():
        scenery.release([row, standby])
        assert eventually(lambda: scenery.state(standby) == "confirmed", 30)
        scenery.change("UPDATE account SET base_url = :url", url=gateway.url)
        assert eventually(lambda: scenery.state(row) == "confirmed", 75)
    assert [channels[0][1], channels[2][1]] == heard(gateway)


def test_who_stood_in_hears_how_it_ends_although_the_channel_is_back(scenery, gateway, working, channels):
    thread = scenery.thread()
    locked_out, works = scenery.account(base_url=gateway.url, secret="wrong"), second(scenery, gateway)
    row = scenery.deliveries(locked_out, channels[:1], of=thread)[0]
    standby = standing_by(row, channels[2], works)
    with working():
        scenery.release([row, standby])
        assert eventually(lambda: scenery.state(standby) == "confirmed", 30)
        end = scenery.deliveries(works, channels[:1], of=thread, sequence=2, text="Entwarnung")[0]
        told = standing_by(end, channels[2], works)
        scenery.release([end, told])
        assert eventually(lambda: scenery.state(told) == "confirmed", 30)
    assert [channels[0][1], channels[2][1], channels[2][1]] == heard(gateway)


def test_a_thrown_switch_holds_a_standby_channel_back_as_well(scenery, gateway, working, channels):
    locked_out = scenery.account(base_url=gateway.url, secret="wrong")
    row = scenery.deliveries(locked_out, channels[:1], of=scenery.thread())[0]
    standby = standing_by(row, channels[2], second(scenery, gateway))
    scenery.release([row, standby])
    scenery.change(
        "INSERT INTO kill_switch (authority_id, thrown_by, reason) VALUES (:mine, :mine, 'falsch')",
        mine=scenery.authority,
    )
    with working():
        assert eventually(lambda: scenery.reason(row) == "kill-switch")
        scenery.change("UPDATE delivery SET stand_in_at = now() WHERE id = :id", id=row.id)
        assert not eventually(lambda: scenery.state(standby) != "held", 3)
    assert gateway.posts() == []


@pytest.mark.parametrize(("acknowledged", "state"), [(True, "held"), (False, "confirmed")])
def test_a_manual_channel_counts_once_somebody_took_the_post_upon_themselves(
    scenery, gateway, working, channels, acknowledged, state
):
    by_hand = scenery.account(ChannelKind.WHATSAPP_MANUAL)
    row = scenery.deliveries(
        by_hand,
        channels[:1],
        of=scenery.thread(),
        kind=ChannelKind.WHATSAPP_MANUAL,
        stand_in_after=2.0,
    )[0]
    standby = standing_by(row, channels[2], second(scenery, gateway))
    with working():
        scenery.release([row, standby])
        assert eventually(lambda: scenery.state(row) == "waiting")
        if acknowledged:
            scenery.change("UPDATE delivery SET acknowledged = now() WHERE id = :id", id=row.id)
        eventually(lambda: scenery.state(standby) == "confirmed", 6)
    assert state == scenery.state(standby)
