"""A gateway as lean as Python can make it: takes WAHA's sendText, answers 201 with an id; a GET tells the count."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from multiprocessing.connection import Connection

import uvloop

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


def serve(told: Connection) -> None:
    """Listen on a free port, tell it through the pipe, serve until the process is ended."""
    uvloop.run(_serve(told, _Receiver))


def hang(told: Connection) -> None:
    """The same, but every connection is taken and none is ever answered."""
    uvloop.run(_serve(told, asyncio.Protocol))


async def _serve(told: Connection, protocol: Callable[[], asyncio.Protocol]) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, backlog=512)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


class _Receiver(asyncio.Protocol):
    """One connection: whole requests in, one answer each."""

    taken = 0

    def __init__(self) -> None:
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        while (head := buffer.find(_HEAD_END)) >= 0:
            end = head + 4 + _body_length(buffer, head)
            if len(buffer) < end:
                break
            is_post = buffer.startswith(b"POST")
            buffer = buffer[end:]
            _Receiver.taken += is_post
            answer = _answer(_Receiver.taken) if is_post else _count(_Receiver.taken)
            self._transport.write(answer)  # type: ignore[attr-defined]
        self._buffer = buffer


def _body_length(buffer: bytes, head: int) -> int:
    lowered = buffer[:head].lower()
    at = lowered.find(_LENGTH)
    return 0 if at < 0 else int(lowered[at + len(_LENGTH) :].split(b"\r\n", 1)[0])


def _answer(number: int) -> bytes:
    body = b'{"id":"true_123@newsletter_3EB0%016X","timestamp":1790000000}' % number
    return b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def _count(number: int) -> bytes:
    body = b'{"taken":%d}' % number
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
