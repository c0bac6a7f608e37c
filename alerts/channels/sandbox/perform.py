"""Carry out a request with a fault around it."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from alerts.channels.sandbox.faults import Fault, FaultKind

Apply = Callable[[], web.Response]
LONGEST_HANG = 120.0


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How a gateway words what is not success."""

    error: Callable[[], web.Response]
    empty: Callable[[], web.Response]
    throttled: Callable[[float | None], web.Response]
    status: Callable[[int], web.Response]


def reset(request: web.Request) -> web.Response:
    """Cut the connection so that the client sees a reset."""
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def hang(request: web.Request) -> web.Response:
    """Hold the request until its client goes away."""
    end = time.monotonic() + LONGEST_HANG
    while time.monotonic() < end:
        transport = request.transport
        if transport is None or transport.is_closing():
            break
        await asyncio.sleep(0.1)
    return web.Response()


async def perform(request: web.Request, fault: Fault, apply: Apply, answers: Answers) -> web.StreamResponse:
    """Run ``apply`` the way the fault wants it, and answer (or not) the way the fault wants it."""
    kind = fault.kind
    if kind is FaultKind.SLOW:
        await asyncio.sleep(fault.delay)
        return apply()
    if kind in _APPLIED:
        apply()
    elif kind is FaultKind.LATE:
        asyncio.get_running_loop().call_later(fault.delay, apply)
    if kind in _WORDED:
        return _worded(fault, answers)
    if kind in (FaultKind.HANG, FaultKind.HANG_AFTER):
        return await hang(request)
    return reset(request)


_APPLIED = {FaultKind.RESET_AFTER, FaultKind.ERROR_AFTER, FaultKind.EMPTY_APPLIED, FaultKind.HANG_AFTER}
_WORDED = {
    FaultKind.ERROR_BEFORE,
    FaultKind.ERROR_AFTER,
    FaultKind.EMPTY,
    FaultKind.EMPTY_APPLIED,
    FaultKind.THROTTLE,
    FaultKind.STATUS,
}


def _worded(fault: Fault, answers: Answers) -> web.Response:
    if fault.kind is FaultKind.THROTTLE:
        return answers.throttled(fault.retry_after)
    if fault.kind is FaultKind.STATUS:
        return answers.status(fault.status)
    if fault.kind in (FaultKind.EMPTY, FaultKind.EMPTY_APPLIED):
        return answers.empty()
    return answers.error()
