"""Sends what is due of one account in one lane: claims, keeps up to 64 posts under way, records."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from alerts.channels.base import Connector, Post, SendResult
from alerts.delivery.ground import Ground
from alerts.delivery.recorder import Recorder, Tried
from alerts.domain.delivering import Course, after_send, is_urgent
from alerts.domain.model.codes import Lane, Outcome
from alerts.domain.model.delivery import Claimed
from alerts.store import queue
from alerts.store.session import Session

logger = logging.getLogger(__name__)

AT_ONCE = 64
"""Posts of one account and lane under way at the same time."""
PATIENCE = 2.0
"""Seconds that a courier waits for what is due next before it leaves that to the sweeper."""
CLAIMS_AHEAD = 2
"""Claims under way while posts are: the database works while the gateway does."""
AHEAD = queue.START_WITHIN / 2
"""Seconds of sending that are claimed ahead at most: what waits much longer for its start is given back."""
MOST_PER_SECOND = 1e6
"""Posts that a courier thinks it could start."""
FEWEST = 8
"""Rows that a claim asks for at least, however slow the gateway."""
RETURNS_TOGETHER = 0.02
"""Seconds that a row to be given back waits for others."""
LEASE_MARGIN = 4.0
"""Seconds beyond the send timeout until a lease ends: time to start, and to write the result."""
_REPEATED = {"de": "Wiederholung", "en": "Repeated"}


class _Asked(NamedTuple):
    """A claim, and when it began on the process's clock, which is before its leases did."""

    at: float
    claim: queue.Claim


class Courier:
    """One account, one lane, one process. ``signal`` tells it that there may be more to do."""

    def __init__(self, ground: Ground, account: UUID, lane: Lane, connector: Connector) -> None:
        self.has_accepted = False
        self._ground = ground
        self._account = account
        self._lane = lane
        self._urgent = is_urgent(lane)
        self._connector = connector
        self._window = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._late: list[Claimed] = []
        self._recorder = Recorder(ground, account)
        self._clock = time.monotonic  # the same in the threads of the store
        self._lease = connector.traits.send_timeout + LEASE_MARGIN
        self._per_second = queue.BATCH / AHEAD

    def signal(self) -> None:
        """Something new may be due."""
        self._news.set()

    async def run(self) -> None:
        """Send until nothing is due within the next seconds and nothing is under way."""
        self._recorder = Recorder(self._ground, self._account)
        recording = asyncio.create_task(self._recorder.run(), name="recorder")
        ahead: deque[asyncio.Task[_Asked]] = deque()
        try:
            while not self._ground.stopping.is_set() and not recording.done():
                asked = await (ahead.popleft() if ahead else self._claim(self._room(0)))
                again_in = asked.claim.again_in
                if again_in == 0.0:
                    self._claim_ahead(ahead, len(asked.claim.rows))
                await self._start(asked)
                if ahead:
                    continue
                if (again_in is None or again_in > PATIENCE) and not self._under_way and not self._news.is_set():
                    break
                await self._wait(again_in)
            for claiming in ahead:
                await self._give_back((await claiming).claim.rows)
            if self._under_way:
                await asyncio.wait(self._under_way)
        finally:
            self._recorder.close()
            await recording

    def _claim_ahead(self, ahead: deque[asyncio.Task[_Asked]], waiting: int) -> None:
        """Ask for more while ``waiting`` rows are about to start, as far as they can start in time themselves."""
        while len(ahead) < CLAIMS_AHEAD and not any(_found_the_end(claiming) for claiming in ahead):
            room = self._room(waiting + len(ahead) * queue.BATCH)
            if room < queue.BATCH:
                break
            ahead.append(asyncio.create_task(self._claim(room)))

    def _room(self, waiting: int) -> int:
        """How many rows beyond those ``waiting`` a claim may ask for."""
        return int(min(queue.BATCH, max(FEWEST, self._per_second * AHEAD - waiting)))

    async def _claim(self, limit: int) -> _Asked:
        self._news.clear()
        return await self._ground.at_once(_claim_now, self._account, self._lane, self._lease, limit)

    async def _start(self, asked: _Asked) -> None:
        """Start the posts of a claim as the window allows; what cannot start in time is given back."""
        self._recorder.failures = asked.claim.failures
        begun, is_full = self._clock(), False
        for number, row in enumerate(asked.claim.rows):
            is_full |= self._window.locked()
            if not await self._slot(asked.at + queue.START_WITHIN):
                self._per_second = number / queue.START_WITHIN
                await self._give_back(asked.claim.rows[number:])
                await self._window.acquire()
                self._window.release()
                return
            task = asyncio.create_task(self._send(row, asked.at + queue.START_WITHIN))
            self._under_way.add(task)
            task.add_done_callback(self._landed)
        if asked.claim.rows:
            self._per_second = (
                len(asked.claim.rows) / (self._clock() - begun)
                if is_full
                else min(2 * self._per_second, MOST_PER_SECOND)
            )

    async def _slot(self, latest: float) -> bool:
        """Take a place in the window, until ``latest`` on the same clock; answers whether there was one."""
        if self._window.locked():
            try:
                async with asyncio.timeout_at(latest):
                    await self._window.acquire()
            except TimeoutError:
                return False
        else:
            await self._window.acquire()
        if self._clock() <= latest:
            return True
        self._window.release()
        return False

    async def _give_back(self, rows: Sequence[Claimed]) -> None:
        if rows:
            await self._ground.at_once(queue.give_back, rows)

    async def _give_back_late(self, row: Claimed) -> None:
        """The first of several gives all of them back: what holds up one holds up many."""
        self._late.append(row)
        if len(self._late) == 1:
            await asyncio.sleep(RETURNS_TOGETHER)
            rows, self._late = self._late, []
            await self._give_back(rows)

    async def _wait(self, again_in: float | None) -> None:
        try:
            async with asyncio.timeout(PATIENCE if again_in is None else min(again_in, PATIENCE)):
                await self._news.wait()
        except TimeoutError:
            pass

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not self._under_way:
            self._news.set()

    async def _send(self, row: Claimed, latest: float) -> None:
        started = self._clock()
        if started > latest:  # the process was stopped meanwhile, and somebody else may have the post by now
            self._window.release()
            await self._give_back_late(row)
            return
        self._recorder.expect()
        try:
            result = await self._connector.send(post(row))
        except Exception:
            logger.exception("the connector of account %s broke its promise not to raise", self._account)
            result = SendResult(outcome=Outcome.UNKNOWN, reason="connector-failed")
        finally:
            self._window.release()
        ended = self._clock()
        step = after_send(
            result.outcome,
            Course(
                tries=row.tries, emergency=self._urgent, repeat=row.repeat, others=row.others, refusals=row.refusals
            ),
            self._connector.traits,
            jitter=random.random(),  # noqa: S311 - jitter, not a secret
            hint=result.retry_after,
            reason=result.reason,
        )
        self.has_accepted |= step.accepted
        self._recorder.add(
            Tried(
                row, step, result.outcome, result.gateway_id, result.answer, ended, ended - started, result.retry_after
            )
        )


def _claim_now(session: Session, account: UUID, lane: Lane, lease: float, limit: int) -> _Asked:
    at = time.monotonic()
    return _Asked(at, queue.claim(session, account, lane, lease=lease, limit=limit))


def _found_the_end(claiming: asyncio.Task[_Asked]) -> bool:
    """Whether a claim is back and says that nothing more is due now."""
    return claiming.done() and claiming.result().claim.again_in != 0.0


def post(row: Claimed) -> Post:
    """The frozen post, marked where it may meet its own earlier self."""
    text = row.text
    if row.repeat:
        text = f"{_REPEATED.get(row.language.split('-')[0], 'Wiederholung')}: {text}"
    return Post(
        key=row.id,
        address=row.address,
        text=text,
        subject=row.subject,
        code=row.code,
        link=row.link,
        language=row.language,
        payload=row.payload,
    )
