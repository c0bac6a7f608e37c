"""The whole way: released, sent to a gateway, recorded, read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from alerts.delivery import outbox
from alerts.domain.model.codes import ChannelKind, Lane
from alerts.store import deliveries
from tests.delivery.scenery import Scenery, eventually


@pytest.fixture
def channels(scenery: Scenery, gateway) -> list[tuple[UUID, str]]:
    """Three WhatsApp channels that the gateway knows."""
    addresses = [f"12036300000000{n:04d}@newsletter" for n in range(3)]
    gateway.open_channels(addresses)
    return [(scenery.channel(address=address), address) for address in addresses]


def test_a_released_alert_is_sent_once_per_channel_and_confirmed_by_reading_back(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 3})
    assert sorted(address for _, address in channels) == sorted(post["channel"] for post in gateway.posts())


def test_what_was_released_before_the_worker_came_is_sent_as_well(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    scenery.release(rows)
    with working():
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 3})
    assert len(gateway.posts()) == 3


def test_a_rolled_back_release_leaves_neither_deliveries_nor_jobs(scenery, channels):
    account = scenery.account()
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    with pytest.raises(RuntimeError), scenery.app.transaction(scenery.authority) as session:
        outbox.release(session, rows)
        raise RuntimeError
    assert scenery.query("SELECT count(*) FROM delivery") == [(0,)]
    assert scenery.query("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_nothing_expired_is_sent(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    over = datetime.now(UTC) - timedelta(seconds=1)
    rows = scenery.deliveries(account, channels, of=scenery.thread(), not_after=over)
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"expired": 3})
    assert gateway.posts() == []


def test_a_newer_alert_of_the_thread_supersedes_an_older_one_that_waits(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    thread = scenery.thread()
    old = scenery.deliveries(account, channels, of=thread, sequence=1, text="Fassung eins")
    new = scenery.deliveries(account, channels[:2], of=thread, sequence=2, text="Fassung zwei")
    scenery.release(old)
    scenery.release(new)
    with working():
        assert eventually(lambda: scenery.states(new) == {"confirmed": 2})
        assert eventually(lambda: scenery.states(old) == {"superseded": 2, "confirmed": 1})
    assert sorted(gateway.texts()) == ["Fassung eins", "Fassung zwei", "Fassung zwei"]


def test_a_throttled_post_waits_as_long_as_the_gateway_asks(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    gateway.fault("throttle", count=1, retry_after=1)
    rows = scenery.deliveries(account, channels[:1], of=scenery.thread())
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 1})
    with scenery.app.transaction(scenery.authority) as session:
        tried = deliveries.attempts(session, rows[0].id)
        report = deliveries.report_rows(session, rows[0].alert)
    assert ["throttled", "accepted"] == [one.outcome for one in tried]
    assert (tried[1].started - tried[0].ended).total_seconds() >= 1.0
    assert 2 == report[0].tries


@pytest.mark.parametrize(("fault", "expected"), [("reset-after", 1), ("empty", 1), ("error-after", 1)])
def test_an_unknown_outcome_is_looked_for_and_repeated_only_if_absent(
    scenery, gateway, working, channels, fault, expected
):
    account = scenery.account(base_url=gateway.url)
    gateway.fault(fault, count=1)
    rows = scenery.deliveries(account, channels[:1], of=scenery.thread())
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 1}, 30)
    assert expected == len(gateway.posts())


def test_a_refused_post_stays_refused_with_the_gateways_answer(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url, secret="wrong")
    rows = scenery.deliveries(account, channels[:1], of=scenery.thread())
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"refused": 1})
    assert gateway.posts() == []


def test_an_unreachable_gateway_rests_and_is_tried_again(scenery, gateway, working, channels):
    account = scenery.account(base_url="http://127.0.0.1:9")
    rows = scenery.deliveries(account, channels, of=scenery.thread(), lane=Lane.WARNING)
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.query("SELECT max(failures) FROM account")[0][0] >= 5)
        scenery.change("UPDATE account SET base_url = :url", url=gateway.url)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 3}, 75)
    assert len(gateway.posts()) == 3


def test_a_manual_post_waits_for_a_person_who_ticks_it_off(scenery, working, channels):
    kind = ChannelKind.WHATSAPP_MANUAL
    account = scenery.account(kind)
    channel = scenery.channel(kind, name="Moabit von Hand")
    rows = scenery.deliveries(account, [(channel, "")], of=scenery.thread(), kind=kind)
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"waiting": 1})
    with scenery.app.transaction(scenery.authority) as session:
        waiting = deliveries.open_manual(session, scenery.authority)
        assert ["Moabit von Hand"] == [post.channel_name for post in waiting]
    assert [("Moabit von Hand", None)] == scenery.query("SELECT title, done FROM task")
    with scenery.app.transaction(scenery.authority) as session:
        deliveries.mark_posted(session, waiting[0].delivery, scenery.someone())
    assert "confirmed" == scenery.state(rows[0])
    assert [(True, scenery.person)] == scenery.query("SELECT done IS NOT NULL, done_by FROM task")


def test_the_kill_switch_holds_what_was_released_before_it_and_lets_go_when_lifted(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url)
    before = scenery.deliveries(account, channels[:1], of=scenery.thread(), text="vorher")
    after = scenery.deliveries(account, channels[1:2], of=scenery.thread(), text="nachher")
    scenery.release(before)
    scenery.change("INSERT INTO kill_switch (thrown_by, reason) VALUES (:by, 'Fehlalarm')", by=scenery.person)
    scenery.release(after)
    with working():
        assert eventually(lambda: scenery.states(after) == {"confirmed": 1})
        assert eventually(lambda: scenery.states(before) == {"held": 1})
        assert ["nachher"] == gateway.texts()
        scenery.change("UPDATE kill_switch SET lifted = clock_timestamp()")
        assert eventually(lambda: scenery.states(before) == {"confirmed": 1})


def test_an_account_keeps_its_pace(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url, per_second=2.0, burst=1, tokens=1.0)
    rows = scenery.deliveries(account, channels, of=scenery.thread())
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 3})
    first, last = scenery.query("SELECT min(accepted), max(accepted) FROM delivery")[0]
    assert (last - first).total_seconds() >= 0.9


def test_two_workers_share_one_account_without_sending_anything_twice(scenery, gateway, working):
    addresses = [f"1203640000{n:08d}@newsletter" for n in range(300)]
    gateway.open_channels(addresses)
    channels = scenery.channels(addresses)
    account = scenery.account(base_url=gateway.url)
    rows = [scenery.deliveries(account, channels[n::3], of=scenery.thread()) for n in range(3)]
    with working(), working():
        for some in rows:
            scenery.release(some)
        everything = [row for some in rows for row in some]
        assert eventually(lambda: scenery.states(everything) == {"confirmed": 300}, 40)
    assert sorted(addresses) == sorted(post["channel"] for post in gateway.posts())


def test_a_hung_account_does_not_delay_another(scenery, gateway, working, channels):
    gateway.fault("hang", scope="channel", name=channels[0][1])
    hung, sound = scenery.account(base_url=gateway.url), scenery.account(base_url=gateway.url)
    stuck = scenery.deliveries(hung, channels[:1], of=scenery.thread())
    with working():
        scenery.release(stuck)
        assert eventually(lambda: scenery.states(stuck) == {"sending": 1})
        others = scenery.deliveries(sound, channels[1:], of=scenery.thread())
        scenery.release(others)
        assert eventually(lambda: scenery.states(others) == {"confirmed": 2}, 5)
        assert {"sending": 1} == scenery.states(stuck)


def test_an_emergency_goes_before_the_notices_that_wait_on_the_same_account(scenery, gateway, working, channels):
    account = scenery.account(base_url=gateway.url, per_second=4.0, burst=1, tokens=0.0)
    notices = scenery.deliveries(account, channels[:2], of=scenery.thread(), lane=Lane.ROUTINE, text="Sprechstunde")
    alert = scenery.deliveries(account, channels[2:], of=scenery.thread(), lane=Lane.EMERGENCY, text="Bombenfund")
    scenery.release(notices)
    scenery.release(alert)
    with working():
        assert eventually(lambda: scenery.states([*notices, *alert]) == {"confirmed": 3})
    assert "Bombenfund" == gateway.texts()[0]


def test_a_post_that_may_be_there_already_is_repeated_only_in_an_emergency_and_says_so(scenery, gateway, working):
    kind = ChannelKind.TELEGRAM
    token, chat = "4711:AAEE-sandbox-token", "-1001000000101"
    bots = [{"token": token, "username": "mitte_bot"}]
    chats = [{"gateway": "telegram", "id": chat, "name": "Moabit", "username": "moabit_warnt", "followers": 64}]
    gateway.control("POST", "world", {"bots": bots, "channels": chats})
    account = scenery.account(kind, base_url=gateway.url, secret=token, settings={})
    channel = scenery.channel(kind, address=chat)
    gateway.fault("reset-after", count=1)
    rows = scenery.deliveries(account, [(channel, chat)], of=scenery.thread(), kind=kind, text="Bombenfund")
    with working():
        scenery.release(rows)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 1}, 30)
        gateway.fault("reset-after", count=1)
        calm = scenery.deliveries(
            account, [(channel, chat)], of=scenery.thread(), kind=kind, lane=Lane.WARNING, text="Sperrung"
        )
        scenery.release(calm)
        assert eventually(lambda: scenery.reason(calm[0]) == "person-decides", 30)
    assert ["Bombenfund", "Wiederholung: Bombenfund", "Sperrung"] == gateway.texts()
