"""News for open pages: one LISTEN connection per process, any number of readers, and what they share.

A page that many people look at is made once per change, whoever looks: ``Shared`` keeps one topic for all readers of
the same alert in the same language, asks the database at most four times a second for it, and hands every reader what
came out. Nothing here holds a transaction while it waits.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from types import FrameType
from typing import Generic, TypeVar
from uuid import UUID

from alerts.domain.model.person import Person
from alerts.store import notifications
from alerts.store.alarms import ALARM
from geo.errors import OrtsrufError

_BACKLOG = 200
_PAUSE = 1.0
"""Seconds before a broken connection is tried again."""
AT_LEAST_APART = 0.25
"""Seconds between two questions to the database for the same topic."""
_SHARE = 3.0
"""Times as long as making it took, a topic rests before it is made anew: a large one asks less often."""
AT_MOST_APART = 15.0
"""Seconds after which a topic is made anew although nothing was announced: spans of time move on."""
_FOREIGN = 500

MISSED = ""
"""Put in a reader's queue when it fell behind or the connection broke or came back: whatever it shows, it must load
again."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a page of the desk looks at: an alert (None: only the alarms), in a language, as one of an authority."""

    authority: UUID
    alert: UUID | None
    language: str
    board: bool = False
    """All that runs."""
    person: Person = field(compare=False)
    """Whoever looked first; what is shown depends on the authority alone."""


def alarm_news(authority: object) -> str:
    """The payload that says that alarms of an authority have moved."""
    return f"alarm {authority}"


class Live:
    """Hands every announcement to every reader of this process."""

    def __init__(self, database_url: str) -> None:
        self.listening = False
        """Whether announcements arrive; while they don't, nobody knows what has changed."""
        self.closing = False
        """The process is told to end: whoever streams stops."""
        self._database_url = database_url
        self._readers: set[asyncio.Queue[str]] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen for as long as the block runs."""
        self._end_on_signals()
        task = asyncio.create_task(self._listen(), name="ortsruf live")
        try:
            yield
        finally:
            self.closing = True
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Queue[str]]:
        """A queue of payloads while the block runs: ids of alerts that moved, ``alarm_news``, ``MISSED``."""
        queue: asyncio.Queue[str] = asyncio.Queue(_BACKLOG)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    def tell(self, payload: str) -> None:
        """Hand a payload to every reader of this process."""
        for queue in self._readers:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(MISSED)
            queue.put_nowait(payload)

    async def _listen(self) -> None:
        while True:
            async for notice in notifications.listen(self._database_url, notifications.DELIVERY, ALARM):
                if notice.channel == notifications.LISTENING:
                    self.listening = True
                    self.tell(MISSED)
                else:
                    self.tell(alarm_news(notice.payload) if notice.channel == ALARM else notice.payload)
            if self.listening:
                self.listening = False
                self.tell(MISSED)
            await asyncio.sleep(_PAUSE)

    def _end_on_signals(self) -> None:
        """A server that is told to end waits for its answers; streams have to know, for they never end themselves."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            if callable(before):
                signal.signal(number, self._closes(before))

    def _closes(self, before: Callable[[int, FrameType | None], object]) -> Callable[[int, FrameType | None], None]:
        def close(number: int, frame: FrameType | None) -> None:
            self.closing = True
            before(number, frame)

        return close


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a topic shows: parts by name, when they were true, and the payloads that change them."""

    parts: Mapping[str, str]
    at: datetime
    watches: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What readers of a topic get. ``fresh``: nothing stands between it and the present."""

    made: Made | None = None
    fresh: bool = False


@dataclass(eq=False)
class Topic:
    """One thing that several readers look at."""

    shown: Shown = field(default_factory=Shown)
    readers: set[asyncio.Event] = field(default_factory=set)
    task: asyncio.Task[None] | None = None

    def show(self, shown: Shown) -> None:
        """Hand it to every reader."""
        self.shown = shown
        for reader in self.readers:
            reader.set()


class Reader:
    """One who looks at a topic."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._news = asyncio.Event()
        self._news.set()

    @property
    def news(self) -> asyncio.Event:
        """Set whenever there is something new."""
        return self._news

    async def next(self, within: float) -> Shown:
        """What is shown, as soon as it has changed, and after ``within`` seconds in any case."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._news.wait()
        self._news.clear()
        return self._topic.shown


class Shared(Generic[Key]):
    """Topics by key, each kept up to date while somebody reads it.

    ``make`` is called in a thread, with one of ``slots`` in hand, and may raise what the database says.
    """

    def __init__(self, live: Live, slots: asyncio.Semaphore, make: Callable[[Key], Made]) -> None:
        self.made = 0
        """How often anything was made: what readers cost."""
        self._live = live
        self._slots = slots
        self._make = make
        self._topics: dict[Key, Topic] = {}

    @contextmanager
    def reading(self, key: Key) -> Iterator[Reader]:
        """Look at a topic while the block runs; the first reader starts it, the last one ends it."""
        topic = self._topics.setdefault(key, Topic())
        reader = Reader(topic)
        topic.readers.add(reader.news)
        if topic.task is None:
            topic.task = asyncio.create_task(self._keep(key, topic), name="ortsruf topic")
        try:
            yield reader
        finally:
            topic.readers.discard(reader.news)
            if not topic.readers:
                topic.task.cancel()
                self._topics.pop(key, None)

    async def _keep(self, key: Key, topic: Topic) -> None:
        clock = asyncio.get_running_loop().time
        foreign: set[str] = set()
        with self._live.subscribed() as news:
            while True:
                began = clock()
                took, stranger = await self._once(key, topic, news, foreign)
                if stranger is not None:
                    foreign = foreign if len(foreign) < _FOREIGN else set()
                    foreign.add(stranger)
                await asyncio.sleep(max(0.0, began + max(AT_LEAST_APART, _SHARE * took) - clock()))

    async def _once(
        self, key: Key, topic: Topic, news: asyncio.Queue[str], foreign: set[str]
    ) -> tuple[float, str | None]:
        """Make the topic, then wait for a reason to make it again.

        Answers the seconds that making took, and the reason if it is an alert that nobody knows.
        """
        clock = asyncio.get_running_loop().time
        while not news.empty():
            news.get_nowait()
        try:
            async with self._slots:
                began = clock()
                self.made += 1
                made = await asyncio.to_thread(self._make, key)
        except OrtsrufError:
            topic.show(Shown(made=topic.shown.made))
            await asyncio.sleep(_PAUSE)
            return 0.0, None
        took = clock() - began
        topic.show(Shown(made=made, fresh=self._live.listening))
        return took, await _reason(news, made.watches, foreign)


async def _reason(news: asyncio.Queue[str], watches: frozenset[str], foreign: set[str]) -> str | None:
    """Wait for news that concern a topic; None, or an alert of which nobody knows yet whether it does."""
    with suppress(TimeoutError):
        async with asyncio.timeout(AT_MOST_APART):
            while True:
                payload = await news.get()
                if payload == MISSED or payload in watches:
                    return None
                if not payload.startswith("alarm ") and payload not in foreign:
                    return payload
    return None
