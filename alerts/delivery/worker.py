"""One worker process: the lanes it serves, each with jobs of its own, and the sweeper."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import aiohttp
from procrastinate import App

from alerts.access.secrets import SecretBox
from alerts.channels import targets
from alerts.channels.targets import Target
from alerts.delivery.engine import QUEUES, engine
from alerts.delivery.ground import Ground
from alerts.delivery.hands import DeliveryHands
from alerts.delivery.sweeper import STALLED_AFTER, keep_sweeping
from alerts.store.errors import DatabaseUnavailableError
from alerts.store.session import Store

logger = logging.getLogger(__name__)

THREADS = 8
"""Transactions of one process at the same time."""
ACCOUNTS_AT_ONCE = 256
"""Jobs of one lane under way in one process, so that even many hung accounts leave room for the next."""
POLL_EVERY = 1.0
HEARTBEAT_EVERY = 1.0
STOP_WITHIN = 20.0
"""Seconds that posts under way get to end once the process is told to stop."""


@dataclass(frozen=True, kw_only=True)
class WorkerOptions:
    """What a worker process needs. ``queues``: lanes by name, and ``confirm``."""

    database_url: str
    """The worker role's."""
    secret_keys: Sequence[bytes]
    queues: Sequence[str] = QUEUES
    sweeps: bool = True
    private_targets: bool = False
    """Webhooks may lead to addresses that are not public."""
    spared: tuple[Target, ...] = ()
    """Addresses that they may lead to all the same: the sandbox's."""


async def run(
    options: WorkerOptions, *, ready: Callable[[], None] = lambda: None, stop: asyncio.Event | None = None
) -> None:
    """Work until ``stop`` is set, without one until SIGTERM or SIGINT.

    Raises DatabaseUnavailableError when the database is lost: start the process again.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="store"))
    store = Store(options.database_url, pool_size=THREADS, ping=False)
    connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=60, keepalive_timeout=30)
    guarded = targets.connector(private=options.private_targets, spared=options.spared)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http,
            aiohttp.ClientSession(connector=guarded, cookie_jar=aiohttp.DummyCookieJar()) as webhooks,
        ):
            ground = Ground(store, http, webhooks, SecretBox(options.secret_keys), stopping=stop or _told_by_signals())
            await _work(options, ground, ready)
            await ground.aclose()
    finally:
        store.dispose()


def _told_by_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _work(options: WorkerOptions, ground: Ground, ready: Callable[[], None]) -> None:
    app = engine(options.database_url)
    async with app.open_async():
        await ground.rouse()
        hands = DeliveryHands(ground)
        lanes = [asyncio.create_task(_lane(app, queue, hands), name=queue) for queue in options.queues]
        sweeping = [asyncio.create_task(keep_sweeping(ground), name="sweeper")] if options.sweeps else []
        ends = [asyncio.create_task(event.wait()) for event in (ground.stopping, ground.lost)]
        ready()
        done, _ = await asyncio.wait([*lanes, *sweeping, *ends], return_when=asyncio.FIRST_COMPLETED)
        told_to_stop = ground.stopping.is_set()
        ground.stopping.set()
        for task in (*lanes, *ends):
            task.cancel()
        ended = await asyncio.gather(*lanes, *sweeping, *ends, return_exceptions=True)
    for failure in ended:
        if isinstance(failure, Exception):
            logger.error("worker ends: %s", failure)
    if not told_to_stop:
        logger.error("worker ends early: %s", ", ".join(task.get_name() for task in done))
        raise DatabaseUnavailableError


async def _lane(app: App, queue: str, hands: DeliveryHands) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=ACCOUNTS_AT_ONCE,
        fetch_job_polling_interval=POLL_EVERY,
        abort_job_polling_interval=3600.0,
        update_heartbeat_interval=HEARTBEAT_EVERY,
        stalled_worker_timeout=STALLED_AFTER,
        shutdown_graceful_timeout=STOP_WITHIN,
        delete_jobs="always",
        install_signal_handlers=False,
        additional_context={"hands": hands},
    )
