"""What all work of one worker process stands on: database, gateways, and whether it is time to stop."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

import aiohttp

from alerts.access.receipts import envelope_mark
from alerts.access.secrets import SecretBox
from alerts.channels import registry
from alerts.channels.base import Access, Connector
from alerts.domain.model.codes import ChannelKind
from alerts.store import queue
from alerts.store.errors import ConflictError, DatabaseBusyError, DatabaseUnavailableError
from alerts.store.gateway_access import SealedAccess, sealed_access
from alerts.store.session import Session, Store

logger = logging.getLogger(__name__)

REOPEN_AFTER = 10.0
"""Seconds after which an account's place and secret are read again."""
_TRIES = 6

P = ParamSpec("P")
T = TypeVar("T")


class Ground:
    """Shared by every account's work in this process."""

    def __init__(
        self,
        store: Store,
        http: aiohttp.ClientSession,
        webhooks: aiohttp.ClientSession,
        box: SecretBox,
        *,
        stopping: asyncio.Event,
    ) -> None:
        """``webhooks`` goes only where receivers may be."""
        self.lost = asyncio.Event()
        """The database is gone: the process ends, a supervisor starts it anew."""
        self.stopping = stopping
        self._store = store
        self._http = http
        self._webhooks = webhooks
        self._box = box
        self._open: dict[UUID, tuple[float, SealedAccess, Connector]] = {}

    async def call(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function of the store in a thread, in a transaction of its own; a lost race is run again."""
        return await self._run(self._store.everything, lambda session: function(session, *args, **kwargs))

    async def at_once(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same without a transaction around its statements: for functions whose one statement does it all."""
        return await self._run(self._store.at_once, lambda session: function(session, *args, **kwargs))

    async def rouse(self) -> None:
        """Have every connection ready for its first claim before there is one; a busy database is left alone."""
        try:
            await asyncio.to_thread(self._store.rouse, queue.rehearse)
        except DatabaseBusyError as error:
            logger.info("connections will open one by one: %s", error)

    async def _run(self, opened: Callable[[], AbstractContextManager[Session]], work: Callable[[Session], T]) -> T:
        def transact() -> T:
            with opened() as session:
                return work(session)

        for attempt in range(1, _TRIES):
            try:
                return await asyncio.to_thread(transact)
            except (DatabaseBusyError, ConflictError) as error:
                logger.info("once more after: %s", error)
                await asyncio.sleep(random.random() * 0.02 * 2**attempt)  # noqa: S311 - jitter, not a secret
            except DatabaseUnavailableError:
                self.lost.set()
                raise
        return await asyncio.to_thread(transact)

    async def connector(self, account: UUID) -> Connector | None:
        """The account's connector, opened anew when its place or secret has changed; None if there is no account.

        Raises SecretUnreadableError where its secret cannot be decrypted.
        """
        now = asyncio.get_running_loop().time()
        known = self._open.get(account)
        if known is not None and now - known[0] < REOPEN_AFTER:
            return known[2]
        found = await self.call(sealed_access, account)
        if found is None:
            return None
        http = self._webhooks if found.kind is ChannelKind.WEBHOOK else self._http
        connector = known[2] if known is not None and known[1] == found else registry.open(self._access(found), http)
        self._open[account] = (now, found, connector)
        return connector

    async def aclose(self) -> None:
        """Close every connector."""
        for _, _, connector in self._open.values():
            await connector.aclose()

    def _access(self, found: SealedAccess) -> Access:
        return Access(
            account=found.account,
            kind=found.kind,
            base_url=found.base_url,
            settings=found.settings,
            secret="" if found.secret is None else self._box.open(found.account, found.secret),
            mark=partial(envelope_mark, self._box),
        )
