"""A whole run: a private installation, alerts on their way through trouble and blows, and the receiver's count."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Any, NamedTuple

from alerts.access.secrets import SecretBox
from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.frozen import PostRole
from alerts.store import migrate, ordeal
from alerts.store.embedded import Cluster
from alerts.store.errors import DatabaseBusyError, DatabaseUnavailableError
from alerts.store.ordeal import Standing
from alerts.store.session import Store
from alerts.store.urls import Urls
from api.calls import Caller
from api.chaos import ground as grounds
from api.chaos import plot
from api.chaos.counting import Promised, Seen, Verdict, count
from api.chaos.desk import Desk, keep_releasing
from api.chaos.killer import Killer, Struck, hits
from api.chaos.trouble import SETTLES, Weather, faults, weak_ones
from api.database import environment
from api.scene import LOOPBACK, Ports, PortTakenError
from api.settings import Settings
from api.supervisor import Supervisor

DESKS = 3
"""Threads that are played at the same time."""
POSTS_A_KILL = 90
"""One blow must hit for so many deliveries: 10,000 of them live through more than a hundred."""
FEWEST_KILLS = 4
AHEAD = 0.08
"""How far releases may be ahead of the blows, as a share of the whole: something must be left to hit."""
START_TIMEOUT = 90.0
SETTLING = 300.0
"""Seconds after the last blow within which everything must have come to its end."""
BY_HAND_WITHIN = 20.0
"""Seconds after which a post by hand is late in this run, instead of five minutes."""
_FIRST_PORT = 18300
_BLOCKS = 3000
"""Blocks of three ports, from the first one up."""
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
_MARKS = ("Wiederholung: ", "Repeated: ")


class Progress(NamedTuple):
    """How far a run has come."""

    step: str
    released: int = 0
    moving: int = 0
    kills: int = 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run came to."""

    deliveries: int
    kills: int
    seconds: float
    verdict: Verdict
    struck: tuple[Struck, ...] = ()
    refused: tuple[str, ...] = ()
    spells: int = 0
    """How often a weak account failed altogether for a while."""
    states: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, float]:
        """The line for machines."""
        return {
            "deliveries": self.deliveries,
            **self.verdict.as_json(),
            "kills": self.kills,
            "seconds": round(self.seconds, 1),
        }


def run(
    *, deliveries: int, seed: int, workers: int, keep: bool = False, tell: Callable[[Progress], None] = lambda _: None
) -> Result:
    """Release ``deliveries`` posts at least, strike, wait until all is settled, count at the receiver."""
    tell(Progress("installing"))
    started = time.monotonic()
    with ExitStack() as stack:
        home = stack.enter_context(_home(keep=keep))
        cluster = stack.enter_context(Cluster.open(home))
        cluster.ensure_database()
        migrate.upgrade(cluster.urls())
        owner = Store(cluster.urls().owner, pool_size=1)
        with owner.transaction(None) as session:
            ordeal.watch_calls(session)
        owner.dispose()
        store = Store(cluster.urls().worker, pool_size=4, statement_timeout=300.0)
        stack.callback(store.dispose)
        supervisor = stack.enter_context(Supervisor(home / "log"))
        campaign = Campaign(
            wanted=deliveries,
            seed=seed,
            workers=workers,
            settings=Settings(home=home),
            cluster=cluster,
            store=store,
            supervisor=supervisor,
            ports=_free_ports(),
            tell=tell,
        )
        campaign.set_up()
        campaign.play()
        campaign.settle()
        return campaign.result(time.monotonic() - started)


@dataclass(kw_only=True)
class Campaign:
    """One run in its parts, in the order in which they are called."""

    wanted: int
    seed: int
    workers: int
    settings: Settings
    cluster: Cluster
    store: Store
    supervisor: Supervisor
    ports: Ports
    tell: Callable[[Progress], None]
    stopping: Event = field(default_factory=Event)
    _numbers: int = 0
    _turn: Lock = field(default_factory=Lock)
    _standing: Standing = field(default_factory=lambda: Standing(released=0, moving=0))
    _next_look: float = 0.0

    def set_up(self) -> None:
        """Fill the database, start all processes, sign in."""
        size = max(2, min(30, self.wanted // (100 * grounds.PER_DISTRICT)))
        with self.store.transaction(None) as session:
            box = SecretBox(self.settings.keys())
            self._ground = grounds.lay(session, box, self.ports.gateway, districts=max(6, 3 * size), seed=self.seed)
        self._size = size
        variables = self._variables(self.cluster.urls())
        self.supervisor.start("sandbox", ["sandbox", "--port", str(self.ports.sandbox)], variables)
        self.supervisor.start("server", ["serve"], variables)
        gateway, server = Caller(base_url=self.ports.gateway.url), Caller(base_url=self.ports.server_url)
        self._attend(gateway, "/_sandbox/health")
        self._attend(server, "/readyz")
        gateway.post("/_sandbox/world", grounds.world(self._ground))
        for fault in faults(self.seed):
            gateway.post("/_sandbox/faults", fault)
        for number in range(1, self.workers + 1):
            self.supervisor.start(f"worker-{number}", ["worker"], variables)
        operator, approver = (server.signed_in(login, grounds.PASSWORD) for login in grounds.LOGINS)
        self._weather = Weather(gateway=gateway, weak=weak_ones(self._ground), seed=self.seed, stopping=self.stopping)
        self._desk = Desk(operator=operator, approver=approver, ground=self._ground, stopping=self.stopping)
        self._killer = Killer(
            supervisor=self.supervisor,
            cluster=self.cluster,
            store=self.store,
            workers=self.workers,
            enough=max(FEWEST_KILLS, self.wanted // POSTS_A_KILL),
            seed=self.seed,
            stopping=self.stopping,
            over=self._is_over,
            released=lambda: len(self._desk.released),
        )

    def play(self) -> None:
        """Release and strike until enough is released and enough was hit."""
        with ThreadPoolExecutor(DESKS + 2) as pool:
            parts = [pool.submit(keep_releasing, self._desk, self._next_thread) for _ in range(DESKS)]
            parts.append(pool.submit(self._killer.run))
            weather = pool.submit(self._weather.run)
            try:
                self.supervisor.attend(lambda: self._looked("striking") and _is_done(parts, weather))
            finally:
                self.stopping.set()
        for part in (*parts, weather):
            part.result()

    def settle(self) -> None:
        """Let everything come to its end, without further trouble; a post that is late by then is still taken."""
        Caller(base_url=self.ports.gateway.url).delete("/_sandbox/faults")
        deadline = time.monotonic() + SETTLING
        self.supervisor.attend(
            lambda: (
                self._looked("settling")
                and ((self._standing.moving == 0 and self._standing.released > 0) or time.monotonic() > deadline)
            )
        )
        late = time.monotonic() + SETTLES + 0.5
        self.supervisor.attend(lambda: time.monotonic() > late)

    def result(self, seconds: float) -> Result:
        """Count at the receiver."""
        with self.store.transaction(None) as session:
            ended = ordeal.ended(session)
            kills = hits(self._killer.struck, ordeal.left_behind(session))
        known = [
            Promised(
                place=grounds.place_of(row.kind, row.address),
                code=row.code,
                thread=str(row.thread),
                sequence=row.sequence,
                not_after=row.not_after,
                state=row.state,
                reason=row.reason,
                can_settle=grounds.can_settle(row.kind),
                by_hand=row.kind == ChannelKind.WHATSAPP_MANUAL,
                stands_for=frozenset(self._ground.channels[one].place for one in row.stands_for),
                called=row.called,
                needlessly=row.needlessly,
                closes=row.role == PostRole.LEAVES,
            )
            for row in ended
        ]
        there = {(one.place, one.code) for one in known}
        missing = [one for one in self._desk.released if (one.place, one.code) not in there]
        states: dict[str, int] = {}
        for row in ended:
            states[row.state] = states.get(row.state, 0) + 1
        return Result(
            deliveries=sum(not row.stands_by or row.called for row in known),
            kills=kills,
            seconds=seconds,
            verdict=count([*known, *missing], self._seen()),
            struck=tuple(self._killer.struck),
            refused=tuple(self._desk.refused),
            spells=self._weather.spells,
            states=states,
        )

    def _seen(self) -> Iterator[Seen]:
        """Every post that followers see; a mailbox knows a mail again by its Message-ID only if it cares to."""
        for post in Caller(base_url=self.ports.gateway.url).get("/_sandbox/posts?limit=1000000")["posts"]:
            yield seen(post)

    def _next_thread(self) -> plot.Thread | None:
        """The next thread, once the blows have come as far as the releases; None when enough is released."""
        while not self.stopping.is_set():
            with self._turn:
                if self._standing.released >= self.wanted:
                    return None
                if self._may_release():
                    self._numbers += 1
                    return plot.thread(self._numbers, self._ground.districts, seed=self.seed, size=self._size)
            self.stopping.wait(0.2)
        return None

    def _may_release(self) -> bool:
        share = self._standing.released / self.wanted
        return self._killer.idle or share <= self._killer.share + AHEAD

    def _attend(self, where: Caller, path: str) -> None:
        self.supervisor.attend(lambda: where.answers(path), seconds=START_TIMEOUT, what=path)

    def _is_over(self) -> bool:
        return self._standing.released >= self.wanted and self._standing.moving == 0

    def _looked(self, step: str) -> bool:
        """Look how far it is, twice a second at most; always true."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + 0.5
            with suppress(DatabaseUnavailableError, DatabaseBusyError), self.store.at_once() as session:
                ordeal.hasten(session, within=BY_HAND_WITHIN)
                self._standing = ordeal.standing(session)
            self.tell(Progress(step, self._standing.released, self._standing.moving, self._killer.hit))
        return True

    def _variables(self, urls: Urls) -> dict[str, str]:
        return {
            **environment(urls),
            "ORTSRUF_HOME": str(self.settings.home),
            "ORTSRUF_PUBLIC_URL": self.ports.server_url,
            "ORTSRUF_SANDBOX_URL": self.ports.gateway.url,
            "ORTSRUF_PRIVATE_TARGETS": "1",
            "ORTSRUF_HOST": self.ports.host,
            "ORTSRUF_PORT": str(self.ports.server),
        }


def seen(post: dict[str, Any]) -> Seen:
    """A post as the sandbox keeps it, read as a follower would."""
    found = _CODE.search(post["text"])
    return Seen(
        place=(post["gateway"], post["channel"]),
        code=found[0] if found else "",
        began=post["began"],
        marked=post["text"].startswith(_MARKS),
    )


def _is_done(parts: list[Future[None]], weather: Future[None]) -> bool:
    """Whether all parts are, or one of them, or the weather, has failed."""
    done, waiting = wait(parts, timeout=0, return_when=FIRST_EXCEPTION)
    return not waiting or weather.done() or any(part.exception() is not None for part in done)


@contextmanager
def _home(*, keep: bool) -> Iterator[Path]:
    """A state folder of its own that PostgreSQL's user can enter, removed at the end unless it is to be kept."""
    folder = Path(tempfile.mkdtemp(prefix="ortsruf-chaos-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _free_ports() -> Ports:
    """Three free ports in a row, below those that the kernel gives to connections: a restart must find them free.

    Two runs that begin at the same time do not look at the same ones first.
    """
    for offset in range(_BLOCKS):
        port = _FIRST_PORT + 3 * ((os.getpid() + offset) % _BLOCKS)
        ports = Ports(host=LOOPBACK, server=port, sandbox=port + 1)
        with suppress(PortTakenError):
            ports.check_free()
            return ports
    raise PortTakenError(port=_FIRST_PORT, option="--port")
