"""News for open pages: one LISTEN for all readers, and a word when something was missed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack
from datetime import UTC, datetime

import psycopg

from alerts.domain.errors import NotFoundError
from alerts.store.alarms import ALARM
from alerts.store.notifications import DELIVERY
from alerts.store.urls import libpq_url
from api.live import AT_LEAST_APART, MISSED, Live, Made, Reader, Shared, Shown, alarm_news
from tests.conftest import Database

_LISTENERS = "application_name = 'ortsruf listen' AND datname = current_database()"


async def _announce(url: str, payload: str, channel: str = DELIVERY) -> None:
    async with await psycopg.AsyncConnection.connect(libpq_url(url), autocommit=True) as connection:
        await connection.execute("SELECT pg_notify(%s, %s)", [channel, payload])


async def _listeners(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(libpq_url(url), autocommit=True) as connection:
        cursor = await connection.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {_LISTENERS}")
        row = await cursor.fetchone()
        return int(row[0]) if row else 0


def test_every_reader_hears_everything_over_one_connection(database: Database) -> None:
    async def heard() -> tuple[list[str], int]:
        live = Live(database.url)
        async with live.running(), AsyncExitStack() as stack:
            queues = [stack.enter_context(live.subscribed()) for _ in range(3)]
            async with asyncio.timeout(10):
                begun = [await queue.get() for queue in queues]
                await _announce(database.owner_url, "an alert")
                told = [await queue.get() for queue in queues]
                return [*begun, *told], await _listeners(database.owner_url)

    assert asyncio.run(heard()) == ([MISSED] * 3 + ["an alert"] * 3, 1)


def test_a_broken_connection_is_told_and_so_is_the_mended_one(database: Database) -> None:
    async def heard() -> list[tuple[str, bool]]:
        live = Live(database.url)
        async with live.running(), asyncio.timeout(20):
            with live.subscribed() as queue:
                told = [(await queue.get(), live.listening)]
                async with await psycopg.AsyncConnection.connect(libpq_url(database.owner_url)) as connection:
                    await connection.execute(
                        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {_LISTENERS}"
                    )
                told += [(await queue.get(), live.listening), (await queue.get(), live.listening)]
                await _announce(database.owner_url, "again")
                return [*told, (await queue.get(), live.listening)]

    assert asyncio.run(heard()) == [(MISSED, True), (MISSED, False), (MISSED, True), ("again", True)]


def test_alarms_are_told_apart_from_alerts(database: Database) -> None:
    async def heard() -> str:
        live = Live(database.url)
        async with live.running(), asyncio.timeout(10):
            with live.subscribed() as queue:
                await queue.get()
                await _announce(database.owner_url, "an authority", ALARM)
                return await queue.get()

    assert asyncio.run(heard()) == alarm_news("an authority")


def test_a_reader_that_falls_behind_is_told_to_load_again(database: Database) -> None:
    async def heard() -> tuple[str, int]:
        live = Live(database.url)
        with live.subscribed() as queue:
            for number in range(queue.maxsize + 1):
                live.tell(str(number))
            return queue.get_nowait(), queue.qsize()

    assert asyncio.run(heard()) == (MISSED, 1)


NOW = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


def _made(text: str) -> Made:
    return Made(parts={"progress": text}, at=NOW, watches=frozenset({"mine", alarm_news("us")}))


class Desk:
    """A thing to look at that counts how often it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.broken = False

    def make(self, key: str) -> Made:
        self.asked += 1
        if self.broken:
            raise NotFoundError(what=key)
        return _made(f"{key} {self.asked}")


def test_many_readers_of_one_topic_cost_one_question_each_change() -> None:
    async def seen() -> tuple[set[Shown], int]:
        live, desk = Live(""), Desk()
        live.listening = True
        shared = Shared(live, asyncio.Semaphore(4), desk.make)
        with Readers(shared, "alert", 200) as readers:
            await _settled(readers)
            live.tell("mine")
            await asyncio.sleep(3 * AT_LEAST_APART)
            shown = [await reader.next(0.0) for reader in readers]
            return set(map(_said, shown)), desk.asked

    assert asyncio.run(seen()) == ({("alert 2", True)}, 2)


def test_a_storm_of_changes_is_asked_for_four_times_a_second() -> None:
    async def asked() -> int:
        live, desk = Live(""), Desk()
        live.listening = True
        shared = Shared(live, asyncio.Semaphore(4), desk.make)
        with Readers(shared, "alert", 50) as readers:
            await _settled(readers)
            for _ in range(100):
                live.tell("mine")
                await asyncio.sleep(0.01)
            return desk.asked

    assert asyncio.run(asked()) <= 6


def test_what_concerns_others_is_asked_for_once_and_then_left_alone() -> None:
    async def asked() -> list[int]:
        live, desk = Live(""), Desk()
        live.listening = True
        shared = Shared(live, asyncio.Semaphore(4), desk.make)
        counted = []
        with shared.reading("alert") as reader:
            await _settled([reader])
            for payload in ("theirs", "theirs", alarm_news("them"), alarm_news("us")):
                live.tell(payload)
                await asyncio.sleep(2 * AT_LEAST_APART)
                counted.append(desk.asked)
        return counted

    assert asyncio.run(asked()) == [2, 2, 2, 3]


def test_what_cannot_be_asked_for_stays_and_is_called_old_until_it_can() -> None:
    async def seen() -> list[tuple[str, bool]]:
        live, desk = Live(""), Desk()
        live.listening = True
        shared = Shared(live, asyncio.Semaphore(4), desk.make)
        told = []
        with shared.reading("alert") as reader:
            told.append(_said(await _settled([reader])))
            desk.broken = True
            live.tell("mine")
            told.append(_said(await reader.next(5)))
            desk.broken = False
            while not (shown := await reader.next(5)).fresh:
                pass
            return [*told, (_said(shown)[0][:5], shown.fresh)]

    assert asyncio.run(seen()) == [("alert 1", True), ("alert 1", False), ("alert", True)]


def test_the_last_reader_ends_a_topic() -> None:
    async def asked() -> tuple[int, int]:
        live, desk = Live(""), Desk()
        shared = Shared(live, asyncio.Semaphore(4), desk.make)
        with shared.reading("alert") as reader:
            await _settled([reader])
        before = desk.asked
        live.tell("mine")
        await asyncio.sleep(2 * AT_LEAST_APART)
        return before, desk.asked

    assert asyncio.run(asked()) == (1, 1)


class Readers(ExitStack):
    """So many readers of one topic."""

    def __init__(self, shared: Shared[str], key: str, number: int) -> None:
        super().__init__()
        self._wanted = (shared, key, number)

    def __enter__(self) -> list[Reader]:  # type: ignore[override]
        shared, key, number = self._wanted
        return [self.enter_context(shared.reading(key)) for _ in range(number)]


async def _settled(readers: list[Reader]) -> Shown:
    async with asyncio.timeout(5):
        while (shown := await readers[0].next(1)).made is None:
            pass
    return shown


def _said(shown: Shown) -> tuple[str, bool]:
    assert shown.made is not None
    return shown.made.parts["progress"], shown.fresh
