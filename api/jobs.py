"""The clock: what was decided for a moment is done at that moment, by whichever server process looks first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from alerts.services.desk import due
from alerts.store.errors import DatabaseBusyError, DatabaseUnavailableError
from alerts.store.session import Store

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks of a process."""


@asynccontextmanager
async def keeping_time(store: Store, watch_store: Store, *, public_url: str) -> AsyncIterator[None]:
    """Look every second while the block runs. ``watch_store`` is the worker role's, which sees all authorities."""
    stop = asyncio.Event()
    task = asyncio.create_task(_keep(stop, store, watch_store, public_url), name="ortsruf clock")
    try:
        yield
    finally:
        # A release that is under way ends by itself: it holds a transaction, which must not be taken from it.
        stop.set()
        await asyncio.gather(task, return_exceptions=True)


async def _keep(stop: asyncio.Event, store: Store, watch_store: Store, public_url: str) -> None:
    fails = False
    while not stop.is_set():
        try:
            await asyncio.to_thread(due.release_due, store, watch_store, public_url=public_url)
            fails = False
        except (DatabaseUnavailableError, DatabaseBusyError) as error:
            if not fails:
                logger.warning("what is due waits until the database answers: %s", error)
            fails = True
        except Exception:
            if not fails:
                logger.exception("what is due could not be released and is tried again")
            fails = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY)
