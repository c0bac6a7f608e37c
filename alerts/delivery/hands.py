"""What a job sets in motion: one courier per account and lane in this process, however many jobs ask for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from alerts.channels.base import Connector
from alerts.delivery import engine
from alerts.delivery.courier import Courier
from alerts.delivery.ground import Ground
from alerts.delivery.looking import Looker
from alerts.domain.model.codes import Lane
from alerts.store import deliveries, pace, retention
from alerts.store.session import Session
from alerts.store.sweep import CONFIRM
from geo.errors import OrtsrufError

logger = logging.getLogger(__name__)

REST_WHEN_SHUT = 30.0
"""Seconds that an account rests whose access cannot be opened (unreadable secret, impossible settings)."""
KEPT_AT_HAND = timedelta(days=90)
"""How long attempts of finished deliveries stay in the table of the daily work."""
SETTLE_EVERY = 1.0
"""Seconds between two looks for outcomes that have settled, while an account is busy."""


class DeliveryHands:
    """The hands of one worker process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._rounds: dict[tuple[UUID, Lane], _Round] = {}
        self._confirming: set[UUID] = set()

    async def deliver(self, account: UUID, lane: Lane) -> None:
        """Send and settle what is due; a second job for the same work only tells the first that there is more."""
        key = (account, lane)
        running = self._rounds.get(key)
        if running is not None:
            running.signal()
            return
        connector = await self._open(account)
        if connector is None:
            return
        if key in self._rounds:
            self._rounds[key].signal()
            return
        one = self._rounds[key] = _Round(self._ground, account, lane, connector)
        try:
            await one.run()
        finally:
            del self._rounds[key]
        if one.wants_confirming:
            await self._ground.call(defer, [(account, CONFIRM)])

    async def confirm(self, account: UUID) -> None:
        """Read back what was accepted."""
        if account in self._confirming:
            return
        self._confirming.add(account)
        try:
            connector = await self._open(account)
            if connector is not None:
                await Looker(self._ground, account, connector).confirm()
        finally:
            self._confirming.discard(account)

    async def retain(self) -> None:
        """Move old attempts away, a batch at a time, so that nobody waits for it."""
        while not self._ground.stopping.is_set():
            if await self._ground.call(retention.archive_attempts, KEPT_AT_HAND) < retention.AT_ONCE:
                return

    async def _open(self, account: UUID) -> Connector | None:
        try:
            return await self._ground.connector(account)
        except (OrtsrufError, ValueError) as error:
            if self._ground.lost.is_set():
                raise
            logger.error("account %s cannot be opened: %s", account, error)
            await self._ground.call(pace.rest, account, REST_WHEN_SHUT, "shut")
            return None


class _Round:
    """A courier and, beside it, the settling of unknown outcomes."""

    def __init__(self, ground: Ground, account: UUID, lane: Lane, connector: Connector) -> None:
        self._lane = lane
        self._traits = connector.traits
        self._courier = Courier(ground, account, lane, connector)
        self._looker = Looker(ground, account, connector)
        self._settling: asyncio.Task[None] | None = None

    @property
    def wants_confirming(self) -> bool:
        """Whether something was accepted that can be read back."""
        return self._courier.has_accepted and self._traits.readable and not self._traits.confirms

    def signal(self) -> None:
        """There may be more to send or to settle."""
        self._courier.signal()
        self._settle()

    async def run(self) -> None:
        """Send and settle until neither finds more to do."""
        self._settle()
        again = asyncio.create_task(self._settle_again_and_again(), name="settling again")
        try:
            await self._courier.run()
            while self._settling is not None:
                settling, self._settling = self._settling, None
                await settling
                await self._courier.run()
        finally:
            again.cancel()

    def _settle(self) -> None:
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle_once(), name="settling")

    async def _settle_again_and_again(self) -> None:
        """What settles while many posts are still to be sent does not wait for the last of them."""
        while True:
            await asyncio.sleep(SETTLE_EVERY)
            self._settle()

    async def _settle_once(self) -> None:
        if await self._looker.settle(self._lane):
            self._courier.signal()


def defer(session: Session, work: Iterable[engine.Work]) -> None:
    """Jobs for the work named, in the session's transaction."""
    engine.defer(deliveries.driver_connection(session), work)
