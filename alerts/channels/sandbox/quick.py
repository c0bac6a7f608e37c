"""The short way for the one request that comes by the thousand: a plain ``POST /api/sendText``.

A benchmark of senders needs a receiver that is clearly faster than they are, on a machine that both share. So each
connection starts here. A request that is not plain (another path, chunked, a refusal, a fault in force) is handed, with
its whole connection, to the full server, which knows all cases; there is no case that only this file knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple, cast

LONGEST_HEAD = 8 * 1024
LONGEST_BODY = 256 * 1024
_START = b"POST /api/sendText HTTP/1.1\r\n"
_ODD = (b"transfer-encoding", b"expect", b"connection", b"content-encoding")
_CREATED = b"HTTP/1.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"

Take = Callable[[str, bytes], bytes | None]
"""From API key and body to the answer's body, or None where the full server has to look."""


class _Plain(NamedTuple):
    key: str
    body: bytes
    end: int


class QuickProtocol(asyncio.Protocol):
    """One connection, as long as only plain requests come in."""

    def __init__(self, take: Take, full: Callable[[], asyncio.Protocol], open_ones: set[asyncio.Transport]) -> None:
        self._take, self._full, self._open = take, full, open_ones
        self._waiting = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but its base class
        self._open.add(self._transport)

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone."""
        if self._transport is not None:
            self._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        """Answer every plain request that is complete; hand over at the first that is not plain."""
        self._waiting += data
        while self._waiting and self._transport is not None:
            request = _plain(self._waiting)
            if request is None:
                return
            answer = self._take(request.key, request.body) if request.end else None
            if answer is None:
                self._hand_over(self._transport)
                return
            self._transport.write(_CREATED % len(answer) + answer)
            del self._waiting[: request.end]

    def _hand_over(self, transport: asyncio.Transport) -> None:
        full = self._full()
        transport.set_protocol(full)
        self._open.discard(transport)
        self._transport = None
        full.connection_made(transport)
        full.data_received(bytes(self._waiting))
        self._waiting.clear()


_HANDED_OVER = _Plain("", b"", 0)


def _plain(waiting: bytearray) -> _Plain | None:
    """The first request; None while it is incomplete; one that ends at 0 if it is not plain."""
    if not waiting.startswith(_START):
        return None if _START.startswith(waiting) else _HANDED_OVER
    head_end = waiting.find(b"\r\n\r\n")
    if head_end < 0:
        return None if len(waiting) < LONGEST_HEAD else _HANDED_OVER
    headers = _headers(bytes(waiting[len(_START) : head_end]))
    length = headers.get(b"content-length", b"")
    if not length.isdigit() or int(length) > LONGEST_BODY or any(name in headers for name in _ODD):
        return _HANDED_OVER
    start = head_end + 4
    end = start + int(length)
    if len(waiting) < end:
        return None
    return _Plain(headers.get(b"x-api-key", b"").decode("latin-1"), bytes(waiting[start:end]), end)


def _headers(head: bytes) -> dict[bytes, bytes]:
    headers = {}
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip()
    return headers
