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
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import uuid4

from alerts.store import migrate
from alerts.store.embedded import Cluster
from alerts.store.session import Store
from alerts.store.urls import Urls
from api.benches.bare import send_when_told
from api.benches.receiver import hang, serve
from api.calls import Caller
from api.database import environment
from geo.errors import OrtsrufError

_WORKS = "worker: "
"""What a worker says once it takes jobs."""
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


@dataclass(frozen=True, kw_only=True)
class Place:
    """A migrated database, and where its processes leave what they write."""

    cluster: Cluster
    urls: Urls
    folder: Path
    tell: Callable[[str], None] = lambda _: None
    """Says how far a long preparation is."""

    @contextmanager
    def store(self, *, owner: bool = False, statement_timeout: float = 30.0) -> Iterator[Store]:
        """Connections as the worker role, which sees the rows of all authorities, or as the owner."""
        url = self.urls.owner if owner else self.urls.worker
        store = Store(url, pool_size=4, statement_timeout=statement_timeout)
        try:
            yield store
        finally:
            store.dispose()

    @contextmanager
    def another(self) -> Iterator[Place]:
        """A second database without a row in the same cluster, gone at the end."""
        name = f"beside_{uuid4().hex}"
        self.cluster.ensure_database(name)
        try:
            urls = self.cluster.urls(name)
            migrate.upgrade(urls)
            yield replace(self, urls=urls)
        finally:
            self.cluster.drop_database(name)

    @contextmanager
    def worker(self, lanes: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
        """A worker process as it runs in earnest."""
        log = self.folder / f"worker-{uuid4().hex}.log"
        with log.open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "api", "worker", "--lanes", ",".join(lanes)],
                env=_environment(self.urls, self.folder),
                stderr=said,
            )
        try:
            wait_until(lambda: _WORKS in log.read_text() or process.poll() is not None, "the worker works", every=0.02)
            if process.poll() is not None:
                raise BenchStuckError(seconds=0, what=f"worker: {log.read_text()}")
            yield process
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def fresh_place(tell: Callable[[str], None]) -> Iterator[Place]:
    """An empty migrated database with everything that makes it durable, in a folder of its own."""
    with home() as folder, Cluster.open(folder) as cluster:
        cluster.ensure_database()
        migrate.upgrade(cluster.urls())
        yield Place(cluster=cluster, urls=cluster.urls(), folder=folder, tell=tell)


def _environment(urls: Urls, folder: Path) -> dict[str, str]:
    return {**os.environ, **environment(urls), "ORTSRUF_HOME": str(folder), "ORTSRUF_PRIVATE_TARGETS": "1"}


@contextmanager
def server(urls: Urls, folder: Path) -> Iterator[str]:
    """A server process as it runs in earnest; its address."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "api", "serve", "--port", str(port)],
        env=_environment(urls, folder),
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


@contextmanager
def hanging() -> Iterator[str]:
    """A gateway that takes connections and never answers; its address. At the end its connections are reset."""
    with _process(hang) as pipe:
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
