"""Looks into channels: for posts whose outcome is unknown, and for accepted ones that want confirming."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from alerts.channels.base import Connector, ReadBack
from alerts.delivery.courier import post
from alerts.delivery.ground import Ground
from alerts.domain.delivering import Course, Step, after_confirming, after_settling, confirm_within, is_urgent
from alerts.domain.model.codes import DeliveryState, Lane
from alerts.domain.model.delivery import Claimed, Written
from alerts.store import queue

logger = logging.getLogger(__name__)

LOOK_LEASE = 30.0
"""Seconds that a look may take before another worker looks as well; looking does no harm."""
POSTED_TWICE = "posted-twice"
"""Reason of a confirmed delivery whose post stands in its channel more than once."""
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
        """Confirm accepted posts that can be read back, and say of the others that no receipt came in time."""
        while not self._ground.stopping.is_set():
            rows = await self._ground.call(queue.claim_unconfirmed, self._account, lease=LOOK_LEASE)
            if not rows:
                break
            written = [self._confirmed(row, back, took) for row, back, took in await self._look(rows)]
            await self._ground.call(queue.write, DeliveryState.ACCEPTED, written)

    def _confirmed(self, row: Claimed, back: ReadBack, took: float) -> Written:
        traits = self._connector.traits
        doubt = traits.settle if row.tries > 1 else 0.0
        within = traits.receipt_within or confirm_within(row.lane)
        step = after_confirming(back.found, row.age + took, within=within, doubt=doubt, readable=traits.readable)
        if step.confirmed and back.copies > 1:
            step = replace(step, reason=POSTED_TWICE)
        return _result(row, back, took, step)

    def _settled(self, row: Claimed, lane: Lane, back: ReadBack, took: float) -> Written:
        course = Course(
            tries=row.tries,
            emergency=is_urgent(lane),
            repeat=row.repeat,
            looks=row.fence - row.tries,
            others=row.others,
            refusals=row.refusals,
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
        step.hand_over,
        late=_late(row, back, took),
    )


def _late(row: Claimed, back: ReadBack, took: float) -> float | None:
    """Seconds from the start of the last send until it was applied; the gateway's clock is believed within reason."""
    if not back.found or back.posted is None:
        return None
    since_begun = row.begun_ago + took
    return min(max(0.0, since_begun - (time.time() - back.posted)), since_begun)
