"""Kills (-9) and stops (past the lease) workers, server and database while rows are in ``sending``."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event

from alerts.store.embedded import Cluster
from alerts.store.errors import DatabaseBusyError, DatabaseUnavailableError
from alerts.store.ordeal import Claim, left_behind, sending
from alerts.store.session import Store
from api.supervisor import Supervisor

LEASE = 12.0
"""Seconds that a worker's claim of a post lasts; a stopped worker sleeps longer."""
_STOPPED = (LEASE + 1.0, LEASE + 13.0)
"""Seconds a stop lasts: some wake before somebody else has decided about their posts, some after."""
_KNOWN_AFTER = LEASE + 3.0
"""Seconds until it shows whether a blow has hit."""
_LOOK_EVERY = 0.02
_PATIENCE = 3.0
"""Seconds that the killer waits for something to be in ``sending``."""


class Blow(StrEnum):
    """What happens to whom."""

    KILL_WORKER = "kill-worker"
    STOP_WORKER = "stop-worker"
    KILL_SERVER = "kill-server"
    KILL_DATABASE = "kill-database"


_ODDS = {Blow.KILL_WORKER: 60, Blow.STOP_WORKER: 18, Blow.KILL_SERVER: 12, Blow.KILL_DATABASE: 10}


@dataclass(frozen=True, kw_only=True)
class Struck:
    """One blow, and which claims were in ``sending`` at that instant and not yet at the blow before."""

    blow: Blow
    claims: frozenset[Claim]
    at: float = 0.0
    """On the monotonic clock."""


def hits(struck: Iterable[Struck], left: frozenset[Claim]) -> int:
    """Blows that hit a row in ``sending``.

    A worker's or the database's counts where a post taken since the blow before was left behind by its worker, the
    server's where anything was in ``sending``.
    """
    return sum(bool(one.claims if one.blow is Blow.KILL_SERVER else one.claims & left) for one in struck)


@dataclass(kw_only=True)
class Killer:
    """Strikes at random until ``enough`` blows have hit, or ``over`` says that there is nothing left to disturb."""

    supervisor: Supervisor
    cluster: Cluster
    store: Store
    workers: int
    enough: int
    seed: int
    stopping: Event
    over: Callable[[], bool]
    released: Callable[[], int]
    """How many releases were answered so far: server and database are spared until there is another one."""
    pauses: tuple[float, float] = (0.2, 1.4)
    struck: list[Struck] = field(default_factory=list)
    hit: int = 0
    idle: bool = False
    """Whether nothing is in ``sending``: time for the next release."""
    _asleep: dict[int, float] = field(default_factory=dict)
    _known: frozenset[Claim] = frozenset()
    _released: int = -1

    def run(self) -> None:
        """Strike, until it is enough. Everybody is awake afterwards."""
        dice = random.Random(self.seed)  # noqa: S311 - repeatable on purpose
        try:
            while self.hit < self.enough and not self.stopping.is_set() and not self.over():
                self._pause(dice.uniform(*self.pauses))
                blow = self._spared(dice.choices(list(_ODDS), list(_ODDS.values()))[0])
                self.idle = not self._wait_for_prey()
                if not self.idle:
                    self._strike(blow, dice)
                self._count()
        finally:
            self._wake(everybody=True)

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1; blows of which it does not show yet whether they hit count half."""
        since = time.monotonic() - _KNOWN_AFTER
        return min(1.0, (self.hit + sum(one.at > since for one in tuple(self.struck)) / 2) / self.enough)

    def _spared(self, blow: Blow) -> Blow:
        """The blow, or a worker's, where release after release would fail on a slow machine and nothing go on."""
        if blow not in (Blow.KILL_SERVER, Blow.KILL_DATABASE):
            return blow
        before, self._released = self._released, self.released()
        return blow if self._released > before else Blow.KILL_WORKER

    def _strike(self, blow: Blow, dice: random.Random) -> None:
        before = self._sending() if blow is Blow.KILL_DATABASE else None
        victim = self._victim(blow, dice)
        if victim is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGSTOP if blow is Blow.STOP_WORKER else signal.SIGKILL)
        if blow is Blow.STOP_WORKER:
            self._asleep[victim] = time.monotonic() + dice.uniform(*_STOPPED)
        claims = self._sending() if before is None else before
        self.struck.append(Struck(blow=blow, claims=claims - self._known, at=time.monotonic()))
        self._known |= claims

    def _victim(self, blow: Blow, dice: random.Random) -> int | None:
        if blow is Blow.KILL_DATABASE:
            return self.cluster.server
        pids = self.supervisor.pids()
        if blow is Blow.KILL_SERVER:
            return pids.get("server")
        awake = [pid for name, pid in pids.items() if name.startswith("worker") and pid not in self._asleep]
        if not awake or (blow is Blow.STOP_WORKER and len(self._asleep) * 2 >= self.workers):
            return None
        return dice.choice(awake)

    def _wait_for_prey(self) -> bool:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and not self.stopping.is_set():
            if self._sending() - self._known:
                return True
            self._pause(_LOOK_EVERY)
        return False

    def _sending(self) -> frozenset[Claim]:
        try:
            with self.store.at_once() as session:
                return sending(session)
        except (DatabaseUnavailableError, DatabaseBusyError):
            return frozenset()

    def _count(self) -> None:
        with contextlib.suppress(DatabaseUnavailableError, DatabaseBusyError), self.store.at_once() as session:
            self.hit = hits(self.struck, left_behind(session))

    def _pause(self, seconds: float) -> None:
        self._wake()
        self.stopping.wait(seconds)

    def _wake(self, *, everybody: bool = False) -> None:
        for pid, until in tuple(self._asleep.items()):
            if everybody or time.monotonic() >= until:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
                del self._asleep[pid]
