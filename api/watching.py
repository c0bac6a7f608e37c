"""The watch: while the server runs, somebody looks every second whether deliveries are in trouble.

It runs in the server, so that a dead worker is noticed; looking and telling run side by side, so that neither waits for
the other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp

from alerts.access.secrets import SecretBox
from alerts.channels import targets
from alerts.services import watch
from alerts.store.errors import DatabaseBusyError, DatabaseUnavailableError
from alerts.store.session import Store

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks of a process; at most one process looks at a time."""
_END_WITHIN = 5.0


@asynccontextmanager
async def watching(store: Store, box: SecretBox, *, public_url: str, private_targets: bool) -> AsyncIterator[None]:
    """Watch while the block runs. ``store`` is the worker role's, which sees all authorities; with ``private_targets``
    receivers of alarms may be on this machine and in private networks.
    """
    stop = asyncio.Event()
    connector = targets.connector(private=private_targets)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        caller = watch.Caller(store, http, box, public_url=public_url)
        tasks = [
            asyncio.create_task(_again(stop, lambda: asyncio.to_thread(_look, store)), name="ortsruf watch"),
            asyncio.create_task(_again(stop, caller.call), name="ortsruf call"),
        ]
        try:
            yield
        finally:
            # A look that is under way ends by itself: it holds a connection, which must not be taken from it.
            stop.set()
            tasks.append(asyncio.create_task(caller.settle(), name="ortsruf last calls"))
            _, late = await asyncio.wait(tasks, timeout=_END_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _look(store: Store) -> None:
    with store.everything() as session:
        watch.look(session)


async def _again(stop: asyncio.Event, work: Callable[[], Awaitable[object]]) -> None:
    """Work every second until told to stop; what goes wrong is logged once and tried again."""
    fails = False
    while not stop.is_set():
        try:
            await work()
            fails = False
        except (DatabaseUnavailableError, DatabaseBusyError) as error:
            if not fails:
                logger.warning("the watch goes on as soon as the database answers: %s", error)
            fails = True
        except Exception:
            if not fails:
                logger.exception("the watch failed and goes on")
            fails = True
        try:
            async with asyncio.timeout(EVERY):
                await stop.wait()
        except TimeoutError:
            pass
