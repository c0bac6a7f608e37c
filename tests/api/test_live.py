"""News for open pages: one LISTEN for all readers, and a word when something was missed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import psycopg

from alerts.store.notifications import DELIVERY
from alerts.store.urls import libpq_url
from api.live import MISSED, Live
from tests.conftest import Database

_LISTENERS = "application_name = 'ortsruf listen' AND datname = current_database()"


async def _announce(url: str, payload: str) -> None:
    async with await psycopg.AsyncConnection.connect(libpq_url(url), autocommit=True) as connection:
        await connection.execute("SELECT pg_notify(%s, %s)", [DELIVERY, payload])


async def _listeners(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(libpq_url(url), autocommit=True) as connection:
        cursor = await connection.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {_LISTENERS}")
        row = await cursor.fetchone()
        return int(row[0]) if row else 0


async def _until_listening(url: str) -> None:
    async with asyncio.timeout(10):
        while await _listeners(url) == 0:
            await asyncio.sleep(0.02)


def test_every_reader_hears_everything_over_one_connection(database: Database) -> None:
    async def heard() -> tuple[list[str], int]:
        live = Live(database.url)
        async with live.running(), AsyncExitStack() as stack:
            queues = [stack.enter_context(live.subscribed()) for _ in range(3)]
            await _until_listening(database.owner_url)
            await asyncio.sleep(0.1)
            await _announce(database.owner_url, "an alert")
            async with asyncio.timeout(10):
                return [await queue.get() for queue in queues], await _listeners(database.owner_url)

    assert asyncio.run(heard()) == (["an alert"] * 3, 1)


def test_a_broken_connection_is_told_and_mended(database: Database) -> None:
    async def heard() -> list[str]:
        live = Live(database.url)
        async with live.running():
            with live.subscribed() as queue:
                await _until_listening(database.owner_url)
                async with await psycopg.AsyncConnection.connect(libpq_url(database.owner_url)) as connection:
                    await connection.execute(
                        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {_LISTENERS}"
                    )
                async with asyncio.timeout(15):
                    first = await queue.get()
                    await _until_listening(database.owner_url)
                    await asyncio.sleep(0.1)
                    await _announce(database.owner_url, "again")
                    return [first, await queue.get()]

    assert asyncio.run(heard()) == [MISSED, "again"]


def test_a_reader_that_falls_behind_is_told_to_load_again(database: Database) -> None:
    async def heard() -> tuple[str, int]:
        live = Live(database.url)
        with live.subscribed() as queue:
            for number in range(queue.maxsize + 1):
                live.tell(str(number))
            return queue.get_nowait(), queue.qsize()

    assert asyncio.run(heard()) == (MISSED, 1)
