"""Where measurements happen: a database of their own with fsync on, real worker processes, gone at the end."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from alerts.store import migrate
from alerts.store.embedded import Cluster
from alerts.store.urls import Urls
from api.benches.bare import send_when_told
from api.benches.receiver import serve
from api.calls import Caller
from api.database import environment
from geo.errors import OrtsrufError

_SPAWN = multiprocessing.get_context("spawn")


class BenchStuckError(OrtsrufError):
    """What was to be measured did not end."""

    code = "bench-stuck"
    de = "Nach {seconds} Sekunden nicht fertig: {what}."
    en = "Not done after {seconds} seconds: {what}."


@contextmanager
def home() -> Iterator[Path]:
    """A state folder that is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="ortsruf-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(folder: Path) -> Iterator[Urls]:
    """An empty migrated database with everything that makes it durable."""
    with Cluster.open(folder) as cluster:
        cluster.ensure_database()
        migrate.upgrade(cluster.urls())
        yield cluster.urls()


@contextmanager
def worker(urls: Urls, folder: Path, lanes: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process as it runs in earnest."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "api", "worker", "--lanes", ",".join(lanes)],
        env={**os.environ, **environment(urls), "ORTSRUF_HOME": str(folder)},
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stderr is not None  # noqa: S101 - asked for above
        process.stderr.readline()
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def server(urls: Urls, folder: Path) -> Iterator[str]:
    """A server process as it runs in earnest; its address."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "api", "serve", "--port", str(port)],
        env={**os.environ, **environment(urls), "ORTSRUF_HOME": str(folder)},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: Caller(base_url=address).answers("/healthz"), "the server answers", seconds=60)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def receiver() -> Iterator[str]:
    """The lean receiver in a process of its own; its address."""
    with _process(serve) as pipe:
        yield f"http://127.0.0.1:{pipe.recv()}"


def taken(url: str) -> int:
    """How many posts the receiver has taken so far."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own process
        return int(json.load(answer)["taken"])


@contextmanager
def sender(url: str, bodies: Sequence[bytes], *, bare_sockets: bool = False) -> Iterator[Callable[[], float]]:
    """A bare sender in a process of its own: call it to send all bodies once, it answers posts per second."""
    with _process(send_when_told, url, bodies, bare_sockets) as pipe:

        def send() -> float:
            pipe.send(True)
            return len(bodies) / float(pipe.recv())

        yield send


def free_port(*, with_next: bool = False) -> int:
    """A port of the loopback that nobody listens on, and nobody on the next either if that is wanted."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            if not with_next or second.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port


def wait_until(holds: Callable[[], bool], what: str, *, seconds: float = 120.0, every: float = 0.1) -> None:
    """Wait for a condition. Raises BenchStuckError."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise BenchStuckError(seconds=seconds, what=what)
        time.sleep(every)


@contextmanager
def _process(target: Callable[..., None], *arguments: Any) -> Iterator[Connection]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        process.terminate()
        process.join(10)
