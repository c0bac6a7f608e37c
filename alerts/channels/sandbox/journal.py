"""The sandbox's memory on disk: a JSON line for each thing that happened, so that a restart keeps the posts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from alerts.channels.sandbox.world import Post, World

FLUSH_SECONDS = 0.2


def replay(world: World, path: Path) -> int:
    """Bring a world to where the journal left it; returns the lines read. A torn last line is left out."""
    if not path.exists():
        return 0
    lines = 0
    with path.open(encoding="utf-8") as journal:
        for line in journal:
            try:
                op, body = json.loads(line)
            except ValueError:
                break
            _again(world, op, body)
            lines += 1
    return lines


def _again(world: World, op: str, body: dict[str, Any]) -> None:
    if op == "post":
        channel = world.channels[body["gateway"]].get(body["channel"])
        if channel is not None:
            world.apply(
                channel,
                body["account"],
                body["id"],
                body["text"],
                subject=body["subject"],
                extra=body["extra"],
                at=body["at"],
                began=body.get("began"),
            )
        return
    steps: dict[str, Callable[[dict[str, Any]], object]] = {
        "session": world.put_session,
        "bot": world.put_bot,
        "hook": world.put_hook,
        "channel": world.put_channel,
        "forget": lambda _: world.forget_posts(),
        "reset": lambda _: world.reset(),
    }
    if op in steps:
        steps[op](body)


class Journal:
    """Writes what happens, flushed every 0.2 s; a reset begins the file anew."""

    def __init__(self, world: World, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: TextIO = path.open("a", encoding="utf-8")
        world.on_post.append(self._post)
        world.on_change.append(self._change)

    def _post(self, post: Post) -> None:
        self._write("post", post.as_json())

    def _change(self, op: str, body: dict[str, Any]) -> None:
        if op == "reset":
            self._file.close()
            self._file = self._path.open("w", encoding="utf-8")
            return
        self._write(op, body)

    def _write(self, op: str, body: dict[str, Any]) -> None:
        self._file.write(json.dumps([op, body], ensure_ascii=False) + "\n")

    async def keep_flushed(self) -> None:
        """Run until cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            self._file.flush()

    def close(self) -> None:
        """Write what is left."""
        self._file.close()
