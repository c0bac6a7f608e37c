"""News for open pages: one LISTEN connection per process, any number of readers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from alerts.store import notifications

_BACKLOG = 200
_PAUSE = 1.0
"""Seconds before a broken connection is tried again."""

MISSED = ""
"""Put in a reader's queue when it fell behind or the connection broke: whatever it shows, it must load again."""


class Live:
    """Hands every announcement to every reader of this process."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._readers: set[asyncio.Queue[str]] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen for as long as the block runs."""
        task = asyncio.create_task(self._listen(), name="ortsruf live")
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Queue[str]]:
        """A queue of payloads (ids of alerts whose deliveries moved, or ``MISSED``) while the block runs."""
        queue: asyncio.Queue[str] = asyncio.Queue(_BACKLOG)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def _listen(self) -> None:
        while True:
            async for notice in notifications.listen(self._database_url):
                self.tell(notice.payload)
            self.tell(MISSED)
            await asyncio.sleep(_PAUSE)

    def tell(self, payload: str) -> None:
        """Hand a payload to every reader of this process."""
        for queue in self._readers:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(MISSED)
            queue.put_nowait(payload)
