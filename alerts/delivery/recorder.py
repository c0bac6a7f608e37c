"""Results gathered into batches, each written in one transaction with its attempt rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from alerts.delivery.ground import Ground
from alerts.domain.delivering import Step, account_break
from alerts.domain.model.codes import DeliveryState, Outcome
from alerts.domain.model.delivery import Claimed, Written
from alerts.store import pace, queue
from alerts.store.session import Session

BATCH = queue.BATCH
LINGER = 0.02
"""Seconds that the first result of a batch waits for company while others are on their way."""
THROTTLED_TOGETHER = 3
"""So many throttled posts in a batch mean the account, not one chat."""


class Tried(NamedTuple):
    """One try or look, as it ended; ``ended`` on the process's clock, ``took`` in seconds."""

    row: Claimed
    step: Step
    outcome: str
    gateway_id: str | None
    answer: str
    ended: float
    took: float
    hint: float | None = None


class Recorder:
    """Writes results of one account. ``failures`` is what the last claim knew of failures in a row."""

    def __init__(self, ground: Ground, account: UUID) -> None:
        self.failures = 0
        self._ground = ground
        self._account = account
        self._waiting: list[Tried] = []
        self._in_flight = 0
        self._ripe = asyncio.Event()
        self._filled = asyncio.Event()
        self._closed = False

    def expect(self) -> None:
        """Another result is on its way."""
        self._in_flight += 1

    def add(self, tried: Tried) -> None:
        """A result that was expected is there."""
        self._in_flight -= 1
        self._waiting.append(tried)
        self._filled.set()
        if self._in_flight == 0 or len(self._waiting) >= BATCH:
            self._ripe.set()

    def close(self) -> None:
        """No more results: ``run`` ends once all are written."""
        self._closed = True
        self._filled.set()
        self._ripe.set()

    async def run(self) -> None:
        """Write batches until closed."""
        while not (self._closed and not self._waiting):
            await self._filled.wait()
            if not self._closed and not self._ripe.is_set():
                await self._company()
            self._filled.clear()
            self._ripe.clear()
            batch, self._waiting = self._waiting[: 2 * BATCH], self._waiting[2 * BATCH :]
            if self._waiting:
                self._filled.set()
            if batch:
                await self._write(batch)

    async def _company(self) -> None:
        try:
            async with asyncio.timeout(LINGER):
                await self._ripe.wait()
        except TimeoutError:
            pass

    async def _write(self, batch: list[Tried]) -> None:
        now = time.monotonic()
        rows = [_written(tried, now - tried.ended) for tried in batch]
        tally = _Tally.of(batch)
        if tally.is_plain and not self.failures:
            await self._ground.at_once(queue.write, DeliveryState.SENDING, rows)
        else:
            self.failures = await self._ground.call(_write, self._account, rows, tally, self.failures)


_NOT_TAKEN = (Outcome.NOT_SENT, Outcome.UNKNOWN, Outcome.THROTTLED, Outcome.REFUSED)


class _Tally(NamedTuple):
    """What a batch says about the account."""

    accepted: int
    failed: int
    throttled: int
    hint: float
    by_hand: int
    jitter: float
    trouble: str
    """Why it did not take a post, the last such one; empty where it took all."""

    @property
    def is_plain(self) -> bool:
        """Nothing but accepted posts."""
        return not (self.failed or self.throttled or self.by_hand or self.trouble)

    @classmethod
    def of(cls, batch: Sequence[Tried]) -> _Tally:
        hints = [tried.hint or 0.0 for tried in batch if tried.outcome == Outcome.THROTTLED]
        troubles = [tried.step.reason for tried in batch if tried.outcome in _NOT_TAKEN]
        return cls(
            accepted=sum(tried.outcome == Outcome.ACCEPTED for tried in batch),
            failed=sum(tried.outcome in (Outcome.NOT_SENT, Outcome.UNKNOWN) for tried in batch),
            throttled=len(hints),
            hint=max(hints, default=0.0),
            by_hand=sum(tried.outcome == Outcome.AWAITS_PERSON for tried in batch),
            jitter=batch[-1].ended % 1,
            trouble=troubles[-1] if troubles else "",
        )


def _written(tried: Tried, since: float) -> Written:
    row, step = tried.row, tried.step
    return Written(
        row.id,
        row.fence,
        step.state,
        step.reason,
        step.due_in,
        step.repeat,
        since if step.accepted else None,
        step.confirmed,
        tried.gateway_id,
        tried.outcome,
        tried.answer,
        tried.took,
        step.hand_over,
        step.refused,
    )


def _write(session: Session, account: UUID, rows: Sequence[Written], tally: _Tally, failures: int) -> int:
    queue.write(session, DeliveryState.SENDING, rows)
    if tally.trouble:
        pace.remember(session, account, tally.trouble)
    if tally.accepted:
        if failures:
            pace.recovered(session, account)
        failures = 0
    elif tally.failed:
        failures = pace.failed(session, account, tally.failed)
        rest = account_break(failures, tally.jitter)
        if rest is not None:
            pace.rest(session, account, rest, "breaker")
    if tally.throttled >= THROTTLED_TOGETHER and tally.hint:
        pace.rest(session, account, tally.hint, "throttled")
    return failures
