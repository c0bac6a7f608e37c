"""Looks into channels: for posts whose outcome is unknown, and for accepted ones that want confirming."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Sequence
from uuid import UUID

from alerts.channels.base import Connector, ReadBack
from alerts.delivery.courier import post
from alerts.delivery.ground import Ground
from alerts.domain.delivering import Course, Step, after_confirming, after_settling
from alerts.domain.model.codes import DeliveryState, Lane
from alerts.domain.model.delivery import Claimed, Written
from alerts.store import queue

logger = logging.getLogger(__name__)

LOOK_LEASE = 30.0
"""Seconds that a look may take before another worker looks as well; looking does no harm."""
_LOOKS_AT_ONCE = 16


class Looker:
    """Reads back posts of one account."""

    def __init__(self, ground: Ground, account: UUID, connector: Connector) -> None:
        self._ground = ground
        self._account = account
        self._connector = connector
        self._window = asyncio.Semaphore(_LOOKS_AT_ONCE)

    async def settle(self, lane: Lane) -> bool:
        """Decide about unknown outcomes that have settled; answers whether any has become due for sending."""
        freed = False
        while not self._ground.stopping.is_set():
            rows = await self._ground.call(queue.claim_unknown, self._account, lane, lease=LOOK_LEASE)
            if not rows:
                break
            written = [self._settled(row, lane, back, took) for row, back, took in await self._look(rows)]
            await self._ground.call(queue.write, DeliveryState.UNKNOWN, written)
            freed |= any(one.state is DeliveryState.WAITING for one in written)
        return freed

    async def confirm(self) -> None:
        """Confirm accepted posts that can be read back."""
        while not self._ground.stopping.is_set():
            rows = await self._ground.call(queue.claim_unconfirmed, self._account, lease=LOOK_LEASE)
            if not rows:
                break
            looked = await self._look(rows)
            written = [_result(row, back, took, after_confirming(back.found, row.age)) for row, back, took in looked]
            await self._ground.call(queue.write, DeliveryState.ACCEPTED, written)

    def _settled(self, row: Claimed, lane: Lane, back: ReadBack, took: float) -> Written:
        course = Course(
            tries=row.tries,
            emergency=lane is Lane.EMERGENCY,
            repeat=row.repeat,
            looks=row.fence - row.tries,
        )
        jitter = random.random()  # noqa: S311 - jitter, not a secret
        return _result(row, back, took, after_settling(back.found, course, self._connector.traits, jitter=jitter))

    async def _look(self, rows: Sequence[Claimed]) -> list[tuple[Claimed, ReadBack, float]]:
        return await asyncio.gather(*(self._look_for(row) for row in rows))

    async def _look_for(self, row: Claimed) -> tuple[Claimed, ReadBack, float]:
        clock = asyncio.get_running_loop().time
        async with self._window:
            started = clock()
            if not self._connector.traits.readable:
                return row, ReadBack(found=None, reason="not-readable"), 0.0
            try:
                back = await self._connector.read_back(post(row))
            except Exception:
                logger.exception("the connector of account %s broke its promise not to raise", self._account)
                back = ReadBack(found=None, reason="connector-failed")
            return row, back, clock() - started


def _result(row: Claimed, back: ReadBack, took: float, step: Step) -> Written:
    outcome = {True: "found", False: "absent", None: "unreadable"}[back.found]
    return Written(
        row.id,
        row.fence,
        step.state,
        step.reason,
        step.due_in,
        step.repeat,
        0.0 if step.accepted else None,
        step.confirmed,
        back.gateway_id,
        outcome,
        back.reason,
        took,
    )
