"""Processes that belong together: started again whenever one ends, all ended with the one that started them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from geo.errors import OrtsrufError

LOOK_EVERY = 0.05
"""Seconds between two looks at the processes."""
LONGEST_PAUSE = 5.0
"""Seconds before a process that ends again and again is started once more."""
HEALTHY_AFTER = 10.0
"""Seconds after which an end counts as the first one again."""
STOP_TIMEOUT = 10.0
"""Seconds between SIGTERM and SIGKILL."""
_TAIL = 2000


class ProcessFailedError(OrtsrufError):
    """A process does not come up; ``output`` is the end of what it said."""

    code = "process-failed"
    de = "„{name}“ startet nicht. Ausgabe ({log}):\n{output}"
    en = "“{name}” does not start. Its output ({log}):\n{output}"


class NotReadyError(OrtsrufError):
    """Something that was waited for did not happen in time."""

    code = "not-ready"
    de = "Nach {seconds} Sekunden noch nicht so weit: {what}. Ausgaben: {logs}"
    en = "Not ready after {seconds} seconds: {what}. Output: {logs}"


@dataclass(kw_only=True)
class _Child:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    ends: int = 0
    """How often it ended in a row without having been healthy."""
    total_ends: int = field(default=0)


class Supervisor:
    """Starts processes and keeps them running while ``attend`` is called; ends them when the block is left.

    Each writes to a file of its own in ``logs``. Must be used from the main thread: the kernel ends the processes
    when the thread that started them is gone.
    """

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._children: list[_Child] = []

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start ``python -m api COMMAND…`` with additional environment variables, and keep it running."""
        child = _Child(name=name, command=command, environment=environment, log=self.logs / f"{name}.log")
        child.log.write_bytes(b"")
        self._children.append(child)
        self._spawn(child)

    def attend(self, until: Callable[[], bool], *, seconds: float | None = None, what: str = "") -> None:
        """Keep everything running until the condition holds.

        With ``seconds``: raises NotReadyError when time is up, ProcessFailedError when a process ends three times.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while not until():
            self._look(strict=deadline is not None)
            if deadline is not None and time.monotonic() > deadline:
                raise NotReadyError(seconds=seconds, what=what, logs=self.logs)
            time.sleep(LOOK_EVERY)

    def pids(self) -> dict[str, int]:
        """The process of each name, as it runs now."""
        return {each.name: each.process.pid for each in self._children if each.process is not None}

    def restarts(self) -> dict[str, int]:
        """How often each was started again."""
        return {each.name: each.total_ends for each in self._children}

    def stop(self) -> None:
        """End all processes, the last started first, and wait until they are gone."""
        running = [each.process for each in reversed(self._children) if each.process is not None]
        self._children.clear()
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _look(self, *, strict: bool) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                child.process = None
                child.ends = 1 if now - child.started > HEALTHY_AFTER else child.ends + 1
                child.total_ends += 1
                if strict and child.ends >= 3:
                    raise ProcessFailedError(name=child.name, log=child.log, output=_tail(child.log))
            if child.process is None and now - child.started >= _pause(child.ends):
                self._spawn(child)

    def _spawn(self, child: _Child) -> None:
        child.started = time.monotonic()
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(  # noqa: S603 - our own commands
                [*_death_signal(), sys.executable, "-m", "api", *child.command],
                env={**own_environment(), **child.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def own_environment() -> dict[str, str]:
    """What a process started by us inherits."""
    return dict(os.environ)


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Within the block SIGTERM and SIGHUP act like Ctrl-C: KeyboardInterrupt, so that everything is put away.

    SIGINT too, which a shell lets its background processes ignore.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _pause(ends: int) -> float:
    """Seconds between two starts: none after the first end, then growing."""
    return 0.0 if ends <= 1 else min(LONGEST_PAUSE, 0.25 * 2**ends)


def _death_signal() -> list[str]:
    """Let the kernel end the process when we are gone, and do not even begin if that has happened by then."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    return [setpriv, "--pdeathsig", "TERM", "/bin/sh", "-c", 'test "$PPID" = "$0" && exec "$@"', str(os.getpid())]


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-_TAIL:].strip()
