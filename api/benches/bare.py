"""The yardsticks of sending: aiohttp with nothing around it, and bare sockets that show what the receiver can take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

import aiohttp
import uvloop

CONNECTIONS = 64


def send_when_told(told: Connection, url: str, bodies: Sequence[bytes], bare_sockets: bool = False) -> None:
    """For every word on the pipe send all bodies once and answer the seconds it took."""
    while told.recv():
        told.send(uvloop.run(_by_sockets(url, bodies) if bare_sockets else _by_aiohttp(url, bodies)))


async def _by_aiohttp(url: str, bodies: Sequence[bytes]) -> float:
    waiting = iter(bodies)
    headers = {"X-Api-Key": "bench", "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def one() -> None:
            for body in waiting:
                async with http.post(f"{url}/api/sendText", data=body, headers=headers) as answer:
                    if answer.status != 201 or not await answer.json():
                        raise RuntimeError(answer.status)

        started = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
        return time.perf_counter() - started


async def _by_sockets(url: str, bodies: Sequence[bytes]) -> float:
    host, port = url.removeprefix("http://").split(":")
    waiting = iter(bodies)

    async def one() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for body in waiting:
            head = f"POST /api/sendText HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            if not (await reader.read(4096)).startswith(b"HTTP/1.1 201"):
                raise RuntimeError("the receiver did not take it")
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return time.perf_counter() - started
