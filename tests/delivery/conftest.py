"""A database with an authority, a sandbox to send to, and a worker in this process."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from alerts.channels.sandbox.server import Bound, Sandbox
from alerts.delivery.engine import QUEUES
from alerts.delivery.worker import WorkerOptions, run
from tests.conftest import Database
from tests.delivery.scenery import KEY, WAHA_KEY, Scenery

ROOT = Path(__file__).parents[2]


@pytest.fixture
def scenery(database: Any) -> Scenery:
    return Scenery(database.owner_store, database.store)


@dataclass
class Gateway:
    """The sandbox, as seen from a test that does not run in its loop."""

    bound: Bound
    addresses: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.bound.url

    def control(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data=data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=10) as answer:
            raw = answer.read()
        return json.loads(raw) if raw else None

    def open_channels(self, addresses: list[str]) -> None:
        channels = [
            {"gateway": "whatsapp", "id": address, "name": address, "followers": 10, "accounts": ["mitte"]}
            for address in addresses
        ]
        self.control("POST", "world", {"sessions": [{"name": "mitte", "key": WAHA_KEY}], "channels": channels})

    def fault(self, kind: str, **more: Any) -> None:
        self.control("POST", "faults", {"kind": kind, **more})

    def posts(self) -> list[dict[str, Any]]:
        return self.control("GET", "posts?limit=100000")["posts"]

    def texts(self) -> list[str]:
        return [post["text"] for post in self.posts()]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with _in_a_thread(_serve) as bound:
        yield Gateway(bound)


@pytest.fixture
def working(database: Any) -> Callable[..., Any]:
    """``with working():`` runs a worker in a thread of this process."""

    @contextmanager
    def work(queues: tuple[str, ...] = QUEUES, *, private_targets: bool = True) -> Iterator[None]:
        options = WorkerOptions(
            database_url=database.worker_url, secret_keys=[KEY], queues=queues, private_targets=private_targets
        )

        async def main(told: Callable[[Any], None], stop: asyncio.Event) -> None:
            await run(options, ready=lambda: told(None), stop=stop)

        with _in_a_thread(main):
            yield

    return work


async def _serve(told: Callable[[Bound], None], stop: asyncio.Event) -> None:
    async with Sandbox() as bound:
        told(bound)
        await stop.wait()


@contextmanager
def _in_a_thread(main: Callable[..., Any]) -> Iterator[Any]:
    ready, box = threading.Event(), {}

    def told(value: Any) -> None:
        box["value"] = value
        ready.set()

    async def both() -> None:
        box["loop"], box["stop"] = asyncio.get_running_loop(), asyncio.Event()
        await main(told, box["stop"])

    thread = threading.Thread(target=lambda: asyncio.run(both()), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield box["value"]
    finally:
        box["loop"].call_soon_threadsafe(box["stop"].set)
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture
def start_worker(database: Database, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts worker processes as they run in earnest, with more environment; ends what is left of them."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**more: str) -> subprocess.Popen[bytes]:
        environment = {
            "DATABASE_URL": database.url,
            "DATABASE_OWNER_URL": database.owner_url,
            "DATABASE_WORKER_URL": database.worker_url,
            "ORTSRUF_SECRET_KEYS": base64.b64encode(KEY).decode(),
            "ORTSRUF_HOME": str(tmp_path),
            "ORTSRUF_PRIVATE_TARGETS": "1",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **more,
        }
        started.append(
            subprocess.Popen([sys.executable, "-m", "api", "worker"], env=environment, stderr=subprocess.DEVNULL)
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
    for process in started:
        process.wait(30)
