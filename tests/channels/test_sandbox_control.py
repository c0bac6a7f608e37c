"""The control interface, the live stream, the journal, and the sandbox as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from alerts.channels.sandbox.control import is_loopback

MOABIT = "120363000000000101@newsletter"
KEY = {"X-Api-Key": "waha-key-7c1d"}


async def say(stage: Any, text: str) -> None:
    body = {"session": "mitte", "chatId": MOABIT, "text": text}
    async with stage.http.post(f"{stage.url}/api/sendText", json=body, headers=KEY) as answer:
        assert answer.status == 201


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "sessions/x", {"colour": "red"}, 422),
        ("PUT", "channels/fax/1", {}, 422),
        ("POST", "world", {"sessions": [{}]}, 422),
        ("POST", "world", {"hooks": [{"name": "x"}]}, 422),
        ("POST", "world", [], 400),
        ("POST", "faults", {"kind": "flood"}, 422),
        ("POST", "faults", {}, 422),
        ("POST", "faults", {"kind": "hang", "colour": 1}, 422),
        ("DELETE", "faults/99", None, 404),
        ("DELETE", "faults/x", None, 400),
        ("GET", "posts?since=x", None, 400),
    ],
)
def test_nonsense_is_refused_and_said(play: Any, method: str, path: str, body: Any, status: int) -> None:
    async def scene(stage: Any) -> None:
        async with stage.http.request(method, f"{stage.url}/_sandbox/{path}", json=body) as answer:
            assert answer.status == status

    play(scene)


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.1", ""])
def test_a_page_that_rebound_its_name_is_kept_out(play: Any, host: str) -> None:
    async def scene(stage: Any) -> None:
        async with stage.http.get(f"{stage.url}/_sandbox/health", headers={"Host": host}) as answer:
            assert answer.status == 403

    play(scene)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("localhost.evil.example", False),
        (None, False),
    ],
)
def test_loopback_is_loopback(host: str | None, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_snapshot_and_posts_can_be_narrowed(play: Any) -> None:
    async def scene(stage: Any) -> None:
        for text in ("eins", "zwei", "drei"):
            await say(stage, text)
        snapshot = await stage.control("GET", "channels?posts=2")
        moabit = next(c for c in snapshot["channels"] if c["id"] == MOABIT)
        assert (moabit["count"], [p["text"] for p in moabit["posts"]]) == (3, ["zwei", "drei"])
        assert snapshot["last"] == 3
        assert [p["text"] for p in (await stage.control("GET", "posts?since=1&limit=1"))["posts"]] == ["zwei"]
        assert [p["text"] for p in (await stage.control("GET", "posts?text=dr"))["posts"]] == ["drei"]
        assert (await stage.control("GET", "posts?gateway=email"))["posts"] == []
        assert len((await stage.control("GET", f"posts?channel={MOABIT}"))["posts"]) == 3
        await stage.control("DELETE", "posts")
        assert await stage.posts() == []
        await stage.control("POST", "reset")
        assert (await stage.control("GET", "channels"))["channels"] == []

    play(scene)


async def events(stage: Any, **headers: str) -> AsyncIterator[dict[str, Any]]:
    async with stage.http.get(f"{stage.url}/_sandbox/events", headers=headers) as stream:
        assert stream.content_type == "text/event-stream"
        fields: dict[str, str] = {}
        async for raw in stream.content:
            name, _, value = raw.decode().rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                yield {**json.loads(fields["data"]), "last_id": fields["id"], "event": fields["event"]}
                fields = {}


def test_posts_are_told_live_and_what_was_missed_is_caught_up(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await say(stage, "vorher")
        async with contextlib.aclosing(events(stage, **{"Last-Event-ID": "0"})) as caught_up:
            first = await anext(caught_up)
            assert (first["text"], first["last_id"], first["event"]) == ("vorher", "1", "post")
            await say(stage, "Umlaute äöü\nzweite Zeile")
            assert (await anext(caught_up))["text"] == "Umlaute äöü\nzweite Zeile"
        async with contextlib.aclosing(events(stage)) as live:
            waiting = asyncio.ensure_future(anext(live))
            await asyncio.sleep(0.1)
            await say(stage, "jetzt")
            assert (await waiting)["text"] == "jetzt"

    play(scene)


@contextlib.contextmanager
def process(journal: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    code = "import typer; from api.commands.sandbox import sandbox; typer.run(sandbox)"
    arguments = [sys.executable, "-c", code, "--port", "0", "--journal", str(journal)]
    root = Path(__file__).parents[2]
    run = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "COLUMNS": "200"})
    try:
        assert run.stderr is not None
        found = re.search(r"http://[\d.:]+", run.stderr.readline())
        assert found is not None
        yield run, found[0]
    finally:
        run.kill()
        run.wait()


def ask(url: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/{path}", data, headers or {})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.loads(answer.read())


@pytest.mark.kill
def test_a_journal_keeps_the_posts_over_a_restart(tmp_path: Path) -> None:
    journal = tmp_path / "sandbox.jsonl"
    with process(journal) as (run, url):
        world = {
            "sessions": [{"name": "mitte", "key": "k"}],
            "channels": [{"id": MOABIT, "name": "Moabit", "followers": 5, "accounts": ["mitte"]}],
        }
        ask(url, "_sandbox/world", world)
        body = {"session": "mitte", "chatId": MOABIT, "text": "bleibt", "id": "A"}
        ask(url, "api/sendText", body, {"X-Api-Key": "k"})
        before = ask(url, "_sandbox/channels")
        run.send_signal(signal.SIGTERM)
        assert run.wait(5) == 0
    with journal.open("a") as torn:
        torn.write('["post", {"gate')
    with process(journal) as (_, url):
        assert ask(url, "_sandbox/channels") == before
        again = ask(url, "api/sendText", body, {"X-Api-Key": "k"})
        assert again["id"] == f"true_{MOABIT}_A"
        assert [p["repeat"] for p in ask(url, "_sandbox/posts")["posts"]] == [False, True]


def test_a_client_that_goes_away_while_the_gateway_hangs_leaves_it_well(play: Any) -> None:
    async def scene(stage: Any) -> None:
        await stage.fault("hang")
        quick = aiohttp.ClientTimeout(total=0.2)
        for _ in range(5):
            with pytest.raises(TimeoutError):
                body = {"session": "mitte", "chatId": MOABIT, "text": "x"}
                await stage.http.post(f"{stage.url}/api/sendText", json=body, headers=KEY, timeout=quick)
        await stage.control("DELETE", "faults")
        await say(stage, "wieder da")
        assert await stage.texts() == ["wieder da"]

    play(scene)
