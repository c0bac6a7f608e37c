"""However a request comes in over the wire, the short way and the full server answer alike."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

MOABIT = "120363000000000101@newsletter"


def request(text: str = "x", *more: str, key: str = "waha-key-7c1d", chunked: bool = False) -> bytes:
    body = json.dumps({"session": "mitte", "chatId": MOABIT, "text": text}).encode()
    lines = ["POST /api/sendText HTTP/1.1", "Host: gateway", f"x-api-key: {key}", *more]
    if chunked:
        raw = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        return "\r\n".join([*lines, "Transfer-Encoding: chunked"]).encode() + b"\r\n\r\n" + raw
    return "\r\n".join([*lines, f"Content-Length: {len(body)}"]).encode() + b"\r\n\r\n" + body


async def answers(stage: Any, pieces: list[bytes], number: int) -> list[tuple[int, Any]]:
    reader, writer = await asyncio.open_connection(stage.bound.host, stage.bound.port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.01 if len(pieces) < 50 else 0)
    found = []
    for _ in range(number):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        found.append((int(head.split()[1]), json.loads(await reader.readexactly(length))))
    writer.close()
    return found


PING = b"GET /ping HTTP/1.1\r\nHost: gateway\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "statuses", "texts"),
    [
        ([request("a")], [201], ["a"]),
        ([bytes([byte]) for byte in request("ä")], [201], ["ä"]),
        ([request("a") + request("b")], [201, 201], ["a", "b"]),
        ([request("a") + PING + request("b")], [201, 200, 201], ["a", "b"]),
        ([PING, request("a")], [200, 201], ["a"]),
        ([request("a")[:40], request("a")[40:]], [201], ["a"]),
        ([request("a", chunked=True)], [201], ["a"]),
        ([request("a", "Connection: close")], [201], ["a"]),
        ([request("a", key="wrong")], [401], []),
        ([request("a"), request("b", key="wrong"), request("c")], [201, 401, 201], ["a", "c"]),
        ([request("a", "X-Long: " + "y" * 7000)], [201], ["a"]),
        ([request("z" * 4096)], [201], ["z" * 4096]),
        ([request("z" * 4097)], [500], []),
    ],
)
def test_requests_are_answered_one_by_one_in_order(
    play: Any, pieces: list[bytes], statuses: list[int], texts: list[str]
) -> None:
    async def scene(stage: Any) -> None:
        found = await answers(stage, pieces, len(statuses))
        assert [status for status, _ in found] == statuses
        assert await stage.texts() == texts

    play(scene)


def test_both_ways_answer_with_the_same_fields(play: Any) -> None:
    async def scene(stage: Any) -> None:
        (_, quick), (_, _), (_, full) = await answers(stage, [request("a") + PING + request("a")], 3)
        unlike = {"id", "timestamp"}
        assert {k: v for k, v in quick.items() if k not in unlike} == {k: v for k, v in full.items() if k not in unlike}
        assert set(quick) == set(full)

    play(scene)


def test_what_is_no_http_does_no_harm(play: Any) -> None:
    async def scene(stage: Any) -> None:
        for noise in (
            b"\x16\x03\x01\x02\x00",
            b"POST /api/sendText HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
            b"\r\n" * 9,
        ):
            reader, writer = await asyncio.open_connection(stage.bound.host, stage.bound.port)
            writer.write(noise)
            writer.write_eof()
            await asyncio.wait_for(reader.read(), 5)
            writer.close()
        assert await stage.posts() == []

    play(scene)
