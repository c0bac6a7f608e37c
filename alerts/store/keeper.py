"""The process that keeps the embedded PostgreSQL alive as long as anybody uses it.

Everybody who uses the cluster holds a shared lock on ``users.lock``. The kernel gives a lock back when its holder
dies, however it dies: so the keeper sees that nobody is left, ends the server and goes. If the keeper itself is
killed, the server gets SIGINT from the kernel and shuts down.
"""

from __future__ import annotations

import fcntl
import json
import select
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import IO

LOOK_EVERY = 0.5
"""Seconds between two looks whether anybody still uses the cluster."""
STOP_TIMEOUT = 30.0
"""Seconds a fast shutdown may take before the server is told to drop everything."""


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What to run and for whom; travels as one JSON argument."""

    command: list[str]
    environment: dict[str, str]
    user: str | None
    folder: str
    sockets: str

    def to_argument(self) -> str:
        """The orders as the one command-line argument of the keeper."""
        return json.dumps(asdict(self))


def lock(path: Path, operation: int) -> IO[str] | None:
    """Open and flock a file. With LOCK_NB: None where somebody else holds it. The lock lives as long as the file."""
    handle = path.open("a")
    try:
        fcntl.flock(handle, operation)
    except BlockingIOError:
        handle.close()
        return None
    return handle


def main(argument: str) -> int:
    """Run the server until it ends, SIGTERM comes, or nobody uses it any more. Returns its exit code."""
    orders = Orders(**json.loads(argument))
    folder = Path(orders.folder)
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 - the command comes from embedded.py
            orders.command,
            env=orders.environment,
            user=orders.user,
            group=orders.user,
            extra_groups=[] if orders.user else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
        )
    bell = _Bell()
    held: list[IO[str]] = []
    while server.poll() is None and not bell.told_to_stop and not held:
        bell.wait(LOOK_EVERY)
        held = _locks_if_deserted(folder)
    code = _end(server)
    shutil.rmtree(orders.sockets, ignore_errors=True)
    return code


class _Bell:
    """Wakes the keeper at once on SIGTERM, SIGINT and the end of the server."""

    def __init__(self) -> None:
        self.told_to_stop = False
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True

    def wait(self, seconds: float) -> None:
        """Sleep, but not through a signal."""
        if select.select([self._reader], [], [], seconds)[0]:
            self._reader.recv(64)


def _locks_if_deserted(folder: Path) -> list[IO[str]]:
    """The guard and users locks if nobody else holds one of them: held until the server is down. Else nothing."""
    guard = lock(folder / "guard.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    if guard is None:
        return []
    users = lock(folder / "users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    if users is None:
        guard.close()
        return []
    return [guard, users]


def _end(server: subprocess.Popen[bytes]) -> int:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    try:
        return server.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        return server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
