"""Alarms on a database, told over a real mail sink and a real webhook receiver."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from sqlalchemy import text

from alerts.access.secrets import SecretBox
from alerts.channels import targets
from alerts.channels.reasons import Reason
from alerts.domain.alarms import About, AlarmKind, Detail, Finding
from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind, Lane
from alerts.services import watch
from alerts.store import alarms, duty
from alerts.store.duty import Duty
from alerts.store.figures import figures
from tests.delivery.scenery import KEY, Scenery

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def released(scenery: Scenery) -> Callable[..., list[Any]]:
    """Releases posts that are ``age`` seconds old and stand in ``state`` for ``reason``."""

    def release(number: int = 1, *, age: float = 60.0, **changed: Any) -> list[Any]:
        lane = changed.pop("lane", Lane.EMERGENCY)
        account, thread = scenery.account(), scenery.thread()
        channels = scenery.channels([f"{uuid4().hex[:8]}@newsletter" for _ in range(number)])
        rows = scenery.deliveries(account, channels, of=thread, lane=lane)
        scenery.release(rows)
        sets = ", ".join(f"{name} = :{name}" for name in changed) or "state = state"
        scenery.change(
            f"UPDATE delivery SET {sets}, created = created - :age, due = due - :age WHERE id = ANY(:ids)",
            ids=[row.id for row in rows],
            age=timedelta(seconds=age),
            **changed,
        )
        return rows

    return release


@pytest.fixture
def look(database: Any) -> Callable[[], tuple[Any, ...]]:
    """Looks once as the worker role; answers the alarms that stand."""

    def once() -> tuple[Any, ...]:
        with database.worker_store.everything() as session:
            assert watch.look(session)
        with database.worker_store.everything() as session:
            return alarms.standing(session)

    return once


def kinds(found: tuple[Finding, ...]) -> dict[str, int]:
    return {alarm.kind: alarm.detail.count for alarm in found}


def test_ten_seconds_make_an_emergency_an_alarm_and_its_end_clears_it(
    scenery: Scenery, released: Any, look: Any
) -> None:
    released(2, age=5)
    assert {} == kinds(look())
    rows = released(3, age=11)
    (alarm,) = look()
    assert (AlarmKind.WAITING, rows[0].alert, 3) == (alarm.kind, alarm.subject, alarm.detail.count)
    assert all(name.startswith("Kanal ") for name in alarm.detail.names)
    assert alarm.detail.no_worker
    scenery.change("UPDATE delivery SET state = 'accepted' WHERE alert_id = :alert", alert=rows[0].alert)
    assert () == look()
    assert [(True,)] == scenery.query("SELECT cleared >= raised FROM alarm")


@pytest.mark.parametrize(
    ("state", "reason"),
    [("sending", ""), ("waiting", "not-sent"), ("unknown", "no-answer")],
)
def test_what_is_not_accepted_waits_whatever_was_tried(released: Any, look: Any, state: str, reason: str) -> None:
    released(state=state, reason=reason)
    assert {AlarmKind.WAITING: 1} == kinds(look())


def test_what_waits_for_a_person_a_switch_or_its_turn_and_what_is_no_emergency_is_no_alarm(
    scenery: Scenery, released: Any, look: Any
) -> None:
    by_hand = released(state="waiting", reason="awaits-person")
    scenery.change("UPDATE delivery SET due = 'infinity' WHERE id = :id", id=by_hand[0].id)
    released(state="held", reason="kill-switch")
    released(state="held", reason="standby", stands_for=[uuid4()])
    released(lane=Lane.WARNING)
    released(lane=Lane.SANDBOX, state="refused", reason="not-permitted")
    over = released()
    scenery.change("UPDATE delivery SET not_after = now() WHERE id = :id", id=over[0].id)
    assert () == look()


def test_every_trouble_is_an_alarm_of_its_own_kind(scenery: Scenery, released: Any, look: Any) -> None:
    released(2, state="accepted", reason="unconfirmed")
    (doubtful,) = released(state="unknown", reason="person-decides")
    scenery.change("UPDATE delivery SET due = 'infinity' WHERE id = :id", id=doubtful.id)
    released(state="refused", reason="not-permitted")
    released(state="confirmed", reason="posted-twice")
    released(state="queued", reason="stands-in", stands_for=[uuid4()], age=1)
    expected = {
        AlarmKind.UNCONFIRMED: 2,
        AlarmKind.DECIDE: 1,
        AlarmKind.REFUSED: 1,
        AlarmKind.TWICE: 1,
        AlarmKind.STOOD_IN: 1,
    }
    assert expected == kinds(look())


def test_giving_up_ends_the_alarm(scenery: Scenery, released: Any, look: Any) -> None:
    released(state="dead", reason="superseded-in-vain")
    given_up = released(state="refused", reason="not-permitted")
    stood_in = released(state="refused", reason="not-permitted", stands_for=[uuid4()])
    assert 2 == len({alarm.subject for alarm in look()} & {given_up[0].alert, stood_in[0].alert})
    ids = [given_up[0].id, stood_in[0].id]
    scenery.change("UPDATE delivery SET state = 'dead', reason = 'given-up' WHERE id = ANY(:ids)", ids=ids)
    assert {AlarmKind.REFUSED: 1} == kinds(look())


def test_a_stand_by_by_hand_counts_as_such_until_somebody_posts_it(scenery: Scenery, released: Any, look: Any) -> None:
    (row,) = released(state="waiting", reason="awaits-person", stands_for=[uuid4()], kind="whatsapp-manual")
    scenery.change("UPDATE delivery SET due = 'infinity' WHERE id = :id", id=row.id)
    released(state="waiting", reason="not-sent", stands_for=[uuid4()], age=1)
    assert {(row.alert, 1)} == {(one.subject, one.detail.by_hand) for one in look() if one.detail.by_hand}
    scenery.change("UPDATE delivery SET state = 'confirmed' WHERE id = :id", id=row.id)
    assert [0, 0] == [one.detail.by_hand for one in look()]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"state": "refused"}, "/desk/repair"),
        ({"state": "accepted", "reason": "unconfirmed"}, "/desk/repair"),
        ({"state": "unknown", "reason": "person-decides", "due": "infinity"}, "/desk/repair"),
        ({"state": "confirmed", "reason": "posted-twice"}, "/desk/alerts/{alert}"),
    ],
)
def test_an_alarm_leads_to_where_it_can_be_settled(
    scenery: Scenery, released: Any, look: Any, changed: dict[str, str], place: str
) -> None:
    (row,) = released()
    sets = ", ".join(f"{name} = :{name}" for name in changed)
    scenery.change(f"UPDATE delivery SET {sets} WHERE id = :id", id=row.id, **changed)
    (alarm,) = look()
    assert place.format(alert=row.alert) == watch.address(alarm)


def test_an_alert_that_runs_out_without_an_end_is_an_alarm_until_it_gets_one(scenery: Scenery, look: Any) -> None:
    thread = scenery.thread()
    alert = scenery.alert(thread)
    scenery.change("UPDATE alert SET expires = now() - interval '1 minute' WHERE id = :id", id=alert)
    (alarm,) = look()
    assert (AlarmKind.LAPSED, alert) == (alarm.kind, alarm.subject)
    scenery.change("UPDATE thread SET ended = now() WHERE id = :id", id=thread)
    assert () == look()


def test_only_one_looks_at_a_time(database: Any) -> None:
    with database.worker_store.everything() as first, database.worker_store.everything() as second:
        assert watch.look(first)
        assert not watch.look(second)


def test_an_alarm_that_was_seen_stands_and_is_not_raised_again(
    database: Any, scenery: Scenery, released: Any, look: Any
) -> None:
    released(state="refused")
    (alarm,) = look()
    with database.store.transaction(scenery.authority) as session:
        watch.see(session, scenery.someone(), alarm.id)
        assert [True] == [one.seen is not None for one in watch.standing(session, scenery.someone())]
    assert [alarm.id] == [one.id for one in look()]


def test_nobody_sees_the_alarms_of_others(database: Any, scenery: Scenery, released: Any, look: Any) -> None:
    released(state="refused")
    (alarm,) = look()
    neighbour = Scenery(database.owner_store, database.store)
    with database.store.transaction(neighbour.authority) as session:
        assert () == watch.standing(session, neighbour.someone())
        with pytest.raises(NotFoundError):
            watch.see(session, neighbour.someone(), alarm.id)


def test_figures_count_what_is_open_by_lane_and_state(database: Any, released: Any, look: Any) -> None:
    released(3, age=100)
    released(2, lane=Lane.WARNING, age=30)
    released(state="confirmed")
    look()
    with database.worker_store.everything() as session:
        found = figures(session)
    assert {"queued": 5} == dict(found.states)
    assert {"emergency": 100, "warning": 30} == {lane: round(age, -1) for lane, age in found.oldest.items()}
    assert {"waiting": 1} == dict(found.alarms)


def on_duty(scenery: Scenery, gateway: Any, database: Any, **changed: Any) -> UUID:
    """Tell the authority's alarms to the sandbox's mail sink and webhook receiver."""
    gateway.control("POST", "world", {"hooks": [{"name": "leitstelle", "secret": SECRET}]})
    account = scenery.account(
        ChannelKind.EMAIL,
        base_url=f"smtp://127.0.0.1:{gateway.bound.smtp_port}",
        settings={"sender": "warnung@mitte.example"},
        secret="",
    )
    wanted = {"email": "leitstelle@mitte.example", "account": account, "webhook_url": f"{gateway.url}/hooks/leitstelle"}
    with database.store.transaction(scenery.authority) as session:
        sealed = SecretBox([KEY]).seal(scenery.authority, SECRET)
        duty.keep(session, scenery.authority, Duty(**{**wanted, **changed}), sealed)
    return account


@pytest.fixture
def call(database: Any) -> Callable[[], int]:
    """Tells what is due, once."""

    async def once() -> int:
        async with aiohttp.ClientSession() as http:
            caller = watch.Caller(
                database.worker_store, http, SecretBox([KEY]), public_url="https://warnung.mitte.example"
            )
            number = await caller.call()
            await caller.settle()
            return number

    return lambda: asyncio.run(once())


def test_an_alarm_is_told_once_when_raised_and_once_when_cleared_by_both_ways(
    database: Any, scenery: Scenery, gateway: Any, released: Any, look: Any, call: Any
) -> None:
    on_duty(scenery, gateway, database)
    rows = released(2, age=11)
    (alarm,) = look()
    look()
    assert [2, 0] == [call(), call()]
    mail, hook = sorted(gateway.posts(), key=lambda post: post["gateway"])
    assert mail["channel"] == "leitstelle@mitte.example"
    assert mail["subject"].startswith("Ortsruf: 2 Zustellungen warten seit 1")
    link = f"https://warnung.mitte.example/desk/alerts/{rows[0].alert}"
    assert link in mail["text"]
    body = hook["extra"]["body"]
    assert ("alarm.raised", "waiting", 2, link) == (
        body["type"],
        body["data"]["kind"],
        body["data"]["count"],
        body["data"]["link"],
    )
    assert [(True,)] == scenery.query("SELECT notified IS NOT NULL FROM alarm WHERE id = :id", id=alarm.id)

    scenery.change("UPDATE delivery SET state = 'confirmed'")
    assert () == look()
    assert [2, 0] == [call(), call()]
    assert 4 == len(gateway.posts())
    assert {"alarm.raised", "alarm.cleared"} == {
        post["extra"]["body"]["type"] for post in gateway.posts() if post["gateway"] == "webhook"
    }


def test_a_message_that_was_not_taken_is_tried_again_and_its_end_waits_for_it(
    database: Any, scenery: Scenery, gateway: Any, released: Any, look: Any, call: Any
) -> None:
    on_duty(scenery, gateway, database, webhook_url="")
    gateway.fault("throttle", scope="mail", count=1)
    released(state="refused")
    look()
    assert 1 == call()
    scenery.change("UPDATE delivery SET state = 'confirmed'")
    look()
    assert 0 == call()
    assert [] == gateway.posts()
    with database.store.transaction(scenery.authority) as session:
        (last,) = duty.last(session, scenery.authority)
    assert last.answer.startswith("Das Gateway nimmt gerade nichts an")
    scenery.change("UPDATE alarm_notice SET due = now() WHERE about = 'raised'")
    assert [1, 1, 0] == [call(), call(), call()]
    subjects = [post["subject"] for post in gateway.posts()]
    assert ["Ortsruf: 1 Zustellung abgelehnt", "Ortsruf: Alarm beendet: 1 Zustellung abgelehnt"] == [
        subject.split(" (")[0] for subject in subjects
    ]


def last_of(database: Any, scenery: Scenery) -> Any:
    with database.store.transaction(scenery.authority) as session:
        (last,) = duty.last(session, scenery.authority)
        return last


def test_what_a_receiver_answers_is_not_shown(
    database: Any, scenery: Scenery, gateway: Any, released: Any, look: Any, call: Any
) -> None:
    on_duty(scenery, gateway, database, email="", webhook_url=f"{gateway.url}/_sandbox/faults")
    released(state="refused")
    look()
    assert 1 == call()
    last = last_of(database, scenery)
    assert (None, "HTTP 4") == (last.delivered, last.answer[-8:-2])


def test_a_receiver_on_this_machine_is_not_called_unless_the_installation_allows_it(
    database: Any, scenery: Scenery, gateway: Any, released: Any, look: Any
) -> None:
    on_duty(scenery, gateway, database, email="")
    released(state="refused")
    look()

    async def once() -> None:
        async with aiohttp.ClientSession(connector=targets.connector(private=False)) as http:
            caller = watch.Caller(database.worker_store, http, SecretBox([KEY]), public_url="")
            assert 1 == await caller.call()
            await caller.settle()

    asyncio.run(once())
    last = last_of(database, scenery)
    assert (None, str(Reason.NOT_PUBLIC)) == (last.delivered, last.answer)
    assert [] == gateway.posts()


def test_a_message_that_cannot_even_be_addressed_is_missed_and_tried_later(
    database: Any, scenery: Scenery, gateway: Any, released: Any, look: Any, call: Any
) -> None:
    on_duty(scenery, gateway, database, email="", webhook_url="https://ex\u00e4mple..de/")
    released(state="refused")
    look()
    assert [1, 0] == [call(), call()]
    last = last_of(database, scenery)
    assert (1, None, str(Reason.MISCONFIGURED)) == (last.tries, last.delivered, last.answer)


def test_a_receiver_that_hangs_delays_nobody_else(
    database: Any, scenery: Scenery, gateway: Any, released: Any, look: Any
) -> None:
    on_duty(scenery, gateway, database, email="")
    gateway.fault("hang", scope="hook")
    for _ in range(duty.OF_ONE_WAY + 2):
        released(state="refused")
    look()
    neighbour = Scenery(database.owner_store, database.store)
    trial = Finding(authority=neighbour.authority, kind=AlarmKind.PROBE, subject=neighbour.authority, detail=Detail())

    async def scene() -> None:
        async with aiohttp.ClientSession() as http:
            caller = watch.Caller(database.worker_store, http, SecretBox([KEY]), public_url="")
            assert [duty.OF_ONE_WAY, 0] == [await caller.call(), await caller.call()]
            await asyncio.to_thread(on_duty, neighbour, gateway, database, webhook_url="")
            with database.worker_store.everything() as session:
                duty.enqueue(session, [one.id for one in alarms.raise_(session, [trial])], About.RAISED)
            begun = monotonic()
            assert 1 == await caller.call()
            while not (posts := await asyncio.to_thread(gateway.posts)) and monotonic() - begun < 5:
                await asyncio.sleep(0.05)
            assert ["leitstelle@mitte.example"] == [post["channel"] for post in posts]
            assert 0 == await caller.call()
            await caller.settle()
            assert 2 == await caller.call()
            await caller.settle()

    asyncio.run(scene())


def test_without_a_duty_nothing_is_told_and_the_alarm_stands(released: Any, look: Any, call: Any) -> None:
    released(state="refused")
    assert 1 == len(look())
    assert 0 == call()


def test_a_look_reads_nothing_of_what_is_finished(database: Any, released: Any) -> None:
    released(5, state="confirmed")
    with database.worker_store.everything() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        for query in (alarms._WAITING, alarms._TROUBLE, alarms._LAPSED):
            plan = session.execute(text(f"EXPLAIN {query.text}"), {"after": 10.0, "lasts": 3600.0}).scalars().all()
            assert [] == [line for line in plan if "Seq Scan on" in line and "thread" not in line]
