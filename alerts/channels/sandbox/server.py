"""Put the stand-in gateway together and run it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import aiohttp
from aiohttp import web

from alerts.channels.sandbox.control import Control
from alerts.channels.sandbox.hooks import Hooks
from alerts.channels.sandbox.journal import Journal, replay
from alerts.channels.sandbox.mail import listen
from alerts.channels.sandbox.quick import QuickProtocol
from alerts.channels.sandbox.receipts import Receipts
from alerts.channels.sandbox.telegram import Telegram
from alerts.channels.sandbox.waha import Waha
from alerts.channels.sandbox.world import World


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Where a running sandbox listens."""

    host: str
    port: int
    smtp_port: int

    @property
    def url(self) -> str:
        """The base URL of all HTTP shapes."""
        return f"http://{self.host}:{self.port}"


def application(world: World, waha: Waha, receipts: Receipts) -> web.Application:
    """All HTTP shapes on one world."""
    app = web.Application()
    app.add_routes(waha.routes())
    app.add_routes(Telegram(world).routes())
    app.add_routes(Hooks(world).routes())
    control = Control(world).application()
    control.add_routes(receipts.routes())
    app.add_subapp("/_sandbox", control)
    return app


class Sandbox:
    """A running sandbox as an async context manager: ``async with Sandbox(port=0) as bound``.

    Port 0 takes a free one, for HTTP and for SMTP alike. ``journal`` keeps posts over a restart.
    """

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, smtp_port: int = 0, journal: Path | None = None
    ) -> None:
        self.world = World()
        self._host, self._port, self._smtp_port = host, port, smtp_port
        self._path = journal
        self._open: set[asyncio.Transport] = set()
        self._journal: Journal | None = None
        self._flushing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Bound:
        if self._path is not None:
            replay(self.world, self._path)
            self._journal = Journal(self.world, self._path)
            self._flushing = asyncio.create_task(self._journal.keep_flushed())
        waha = Waha(self.world)
        self._receipts = Receipts(self.world)
        self._receipts.http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        app = application(self.world, waha, self._receipts)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        self._http = await self._listen(waha, self._runner.server)
        self._smtp = await listen(self.world, self._host, self._smtp_port)
        return Bound(
            host=self._host,
            port=self._http.sockets[0].getsockname()[1],
            smtp_port=self._smtp.sockets[0].getsockname()[1],
        )

    async def _listen(self, waha: Waha, full: Callable[[], asyncio.Protocol] | None) -> asyncio.Server:
        if full is None:
            raise RuntimeError("the full server is not set up")
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: QuickProtocol(waha.quick, full, self._open), self._host, self._port, backlog=1024
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._smtp.close()
        self._http.close()
        for transport in tuple(self._open):
            transport.abort()
        await self._receipts.aclose()
        await self._runner.cleanup()
        if self._flushing is not None:
            self._flushing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._flushing
        if self._journal is not None:
            self._journal.close()


async def run(*, host: str, port: int, smtp_port: int, journal: Path | None, ready: Callable[[Bound], None]) -> None:
    """Serve until SIGINT or SIGTERM; ``ready`` is told where, once everything listens."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Sandbox(host=host, port=port, smtp_port=smtp_port, journal=journal) as bound:
        ready(bound)
        await stop.wait()
