"""The whole of Ortsruf for a test: database, server, worker and sandbox, each a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import requests

from alerts.access.secrets import SecretBox
from alerts.services.demo.gateways import Gateway
from alerts.services.demo.seeding import seed
from alerts.services.demo.world import world
from alerts.store.session import Store
from alerts.store.urls import Urls

ROOT = Path(__file__).parents[2]
PASSWORD = "only for these tests"
KEY = b"\x07" * 32
PATIENCE = 40.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Any, what: str, seconds: float = PATIENCE) -> Any:
    """The first true value of ``condition()``; fails with ``what`` if none comes in time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


@dataclass
class Stack:
    """A running Ortsruf. ``url`` is the server's, ``sandbox`` the stand-in gateway's."""

    urls: Urls
    home: Path
    server_port: int = field(default_factory=free_port)
    sandbox_port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def sandbox(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def gateway(self) -> Gateway:
        return Gateway(url=self.sandbox, smtp_url=f"smtp://127.0.0.1:{self.smtp_port}")

    def start(self, name: str, *command: str) -> None:
        """Start ``ortsruf COMMAND…`` under a name."""
        log = (self.home / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", "api", *command],
            cwd=ROOT,
            env={**os.environ, **self.environment()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def environment(self) -> dict[str, str]:
        """What the processes need to know."""
        return {
            "DATABASE_URL": self.urls.app,
            "DATABASE_OWNER_URL": self.urls.owner,
            "DATABASE_WORKER_URL": self.urls.worker,
            "ORTSRUF_HOME": str(self.home),
            "ORTSRUF_PUBLIC_URL": self.url,
            "ORTSRUF_SECRET_KEYS": "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=",
            "ORTSRUF_SANDBOX_URL": self.sandbox,
            "ORTSRUF_PRIVATE_TARGETS": "1",
            "ORTSRUF_HOST": "127.0.0.1",
            "ORTSRUF_PORT": str(self.server_port),
        }

    def start_server(self) -> None:
        """Start the server and wait until it answers."""
        self.start("server", "serve")
        wait_until(lambda: _answers(f"{self.url}/healthz"), "the server answers")

    def start_worker(self, name: str = "worker") -> None:
        """Start a worker for all lanes."""
        self.start(name, "worker")

    def start_sandbox(self) -> None:
        """Start the stand-in gateway and set it up."""
        port, smtp = str(self.sandbox_port), str(self.smtp_port)
        self.start("sandbox", "sandbox", "--port", port, "--smtp-port", smtp)
        wait_until(lambda: _answers(f"{self.sandbox}/_sandbox/health"), "the sandbox answers")
        requests.post(f"{self.sandbox}/_sandbox/world", json=world(self.gateway), timeout=10).raise_for_status()

    def kill(self, name: str) -> None:
        """``kill -9``, and wait until it is gone."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def posts(self, text: str = "") -> list[dict[str, Any]]:
        """What the stand-in gateway took, oldest first."""
        answer = requests.get(f"{self.sandbox}/_sandbox/posts", params={"limit": 100_000, "text": text}, timeout=10)
        answer.raise_for_status()
        posts: list[dict[str, Any]] = answer.json()["posts"]
        return posts

    def world(self, more: dict[str, Any]) -> None:
        """Add to what the stand-in gateway knows."""
        requests.post(f"{self.sandbox}/_sandbox/world", json=more, timeout=10).raise_for_status()

    def fault(self, **described: Any) -> None:
        """Let the stand-in gateway fail on purpose."""
        requests.post(f"{self.sandbox}/_sandbox/faults", json=described, timeout=10).raise_for_status()

    def stop(self) -> None:
        """End all processes."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


def seed_demo(store: Store, stack: Stack) -> None:
    """The demo's authorities, people and channels, in the database."""
    with store.transaction(None) as session:
        seed(session, box=SecretBox((KEY,)), gateway=stack.gateway, password=PASSWORD, today=date.today())  # noqa: DTZ011


@contextmanager
def running(urls: Urls, owner_store: Store, home: Path) -> Iterator[Stack]:
    """A whole Ortsruf with the demo's people, ended at the end."""
    stack = Stack(urls=urls, home=home)
    seed_demo(owner_store, stack)
    try:
        stack.start_sandbox()
        stack.start_worker()
        stack.start_server()
        yield stack
    finally:
        stack.stop()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.ConnectionError:
        return False
