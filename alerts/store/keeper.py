"""The process that keeps the embedded PostgreSQL alive as long as anybody uses it.

Everybody who uses the cluster holds a shared lock on ``users.lock``. The kernel gives a lock back when its holder
dies, however it dies: so the keeper sees that nobody is left, ends the server and goes. A server that dies although it
is used is started again at the same place. If the keeper itself is killed, the server gets SIGINT from the kernel and
shuts down.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import IO

LOOK_EVERY = 0.5
"""Seconds between two looks whether anybody still uses the cluster."""
LOOK_WHILE_STARTING = 0.05
"""Seconds between two looks whether the server is ready."""
LONGEST_PAUSE = 5.0
"""Seconds at most until a server that ends again and again is started once more."""
STOP_TIMEOUT = 30.0
"""Seconds a fast shutdown may take before the server is told to drop everything."""


KEEPER_LOCK = "keeper.lock"
"""Held by the keeper for as long as it lives."""


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


@dataclass(frozen=True)
class Running:
    """A server that takes connections."""

    pid: int
    sockets: str


def running(folder: Path) -> Running | None:
    """The server that is ready on this folder. A stale pid file still says ready, hence the look at the process."""
    try:
        lines = (folder / "data/postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready" or not is_alive(int(lines[0])):
        return None
    return Running(pid=int(lines[0]), sockets=lines[4])


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return sys.platform != "linux"


def is_kept(folder: Path) -> bool:
    """Whether a keeper lives that cares for the server of this folder."""
    free = lock(folder / KEEPER_LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if free is None:
        return True
    free.close()
    return False


def main(argument: str) -> int:
    """Run the server until SIGTERM comes or nobody uses it any more. Returns its exit code.

    A server that was ready and died is started again. One that never was ready is not: whoever wanted it reads its
    log and says what is wrong.
    """
    orders = Orders(**json.loads(argument))
    folder = Path(orders.folder)
    bell = _Bell()
    with lock(folder / KEEPER_LOCK, fcntl.LOCK_EX) or nullcontext():
        server, ready, ends = _run(orders), False, 0
        was_ready, held = False, list[IO[str]]()
        while not bell.told_to_stop and not held:
            if server.poll() is not None:
                if not was_ready:
                    break
                if not bell.wait(_pause(ends)):
                    break
                server, ready, ends = _run(orders), False, ends + 1
            bell.wait(LOOK_EVERY if ready else LOOK_WHILE_STARTING)
            if not ready and _is_ready(folder, server):
                ready, was_ready, ends = True, True, 0
            held = _locks_if_deserted(folder)
        code = _end(server)
        shutil.rmtree(orders.sockets, ignore_errors=True)
    return code


def _run(orders: Orders) -> subprocess.Popen[bytes]:
    with (Path(orders.folder) / "server.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - the command comes from embedded.py
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


def _is_ready(folder: Path, server: subprocess.Popen[bytes]) -> bool:
    found = running(folder)
    return found is not None and found.pid == server.pid


def _pause(ends: int) -> float:
    """Seconds until the next start: what a killed server still holds in shared memory goes within a second or so."""
    return min(LONGEST_PAUSE, 0.1 * 2.0 ** min(ends, 8))


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

    def wait(self, seconds: float) -> bool:
        """Sleep, but not through a signal; whether to go on."""
        if select.select([self._reader], [], [], seconds)[0]:
            self._reader.recv(64)
        return not self.told_to_stop


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
