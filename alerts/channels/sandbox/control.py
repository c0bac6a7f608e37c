"""The control interface under ``/_sandbox/``, for loopback only: set up, break, look, watch.

A request from another machine, or with a Host header that is not a loopback name (a page in somebody's browser that
rebound its name), is refused with 403. Bodies are JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from alerts.channels.sandbox.world import Post, World
from geo.errors import OrtsrufError

BACKLOG = 2000
KEEPALIVE_SECONDS = 15.0


def is_loopback(host: str | None) -> bool:
    """Whether an address or host name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _host_name(request: web.Request) -> str:
    return request.url.host or ""


@web.middleware
async def only_loopback(request: web.Request, handler: Any) -> web.StreamResponse:
    """Let nobody else in, and turn our refusals into 422."""
    if not (is_loopback(request.remote) and is_loopback(_host_name(request))):
        return web.json_response({"code": "only-loopback"}, status=403)
    try:
        return await handler(request)  # type: ignore[no-any-return]
    except OrtsrufError as error:
        return web.json_response({"code": error.code, "detail": error.text("en")}, status=422)
    except ValueError:
        return web.json_response({"code": "not-json"}, status=400)


class Control:
    """The handlers, on one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._watchers: set[asyncio.Queue[Post | None]] = set()
        world.on_post.append(self._tell)

    def application(self) -> web.Application:
        """An aiohttp sub-application, to be mounted under ``/_sandbox/``."""
        app = web.Application(middlewares=[only_loopback], client_max_size=64 * 2**20)
        app.add_routes(
            [
                web.get("/health", self._health),
                web.put("/sessions/{name}", self._putting(self._world.put_session, "name")),
                web.put("/bots/{token}", self._putting(self._world.put_bot, "token")),
                web.put("/hooks/{name}", self._putting(self._world.put_hook, "name")),
                web.put("/channels/{gateway}/{id}", self._putting(self._world.put_channel, "gateway", "id")),
                web.post("/world", self._set_up),
                web.get("/channels", self._channels),
                web.get("/posts", self._posts),
                web.delete("/posts", self._forget),
                web.get("/hooks", self._hooks),
                web.get("/faults", self._faults),
                web.post("/faults", self._add_fault),
                web.delete("/faults", self._clear_faults),
                web.delete("/faults/{id}", self._remove_fault),
                web.post("/reset", self._reset),
                web.get("/events", self._events),
            ]
        )
        return app

    async def _health(self, _: web.Request) -> web.Response:
        world = self._world
        counts = {gateway: len(channels) for gateway, channels in world.channels.items()}
        return web.json_response(
            {
                "ok": True,
                "sessions": len(world.sessions),
                "channels": counts,
                "posts": world.number,
                "kept": len(world.posts),
                "repeats": world.repeats(),
            }
        )

    def _putting(self, put: Callable[[dict[str, Any]], Any], *names: str) -> Any:
        async def handler(request: web.Request) -> web.Response:
            body = await request.json() if request.can_read_body else {}
            if not isinstance(body, dict):
                raise ValueError("not an object")
            put({**body, **{name: request.match_info[name] for name in names}})
            return web.Response(status=204)

        return handler

    async def _set_up(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError("not an object")
        made = {}
        for what, put in (
            ("sessions", self._world.put_session),
            ("bots", self._world.put_bot),
            ("hooks", self._world.put_hook),
            ("channels", self._world.put_channel),
        ):
            for described in body.get(what, ()):
                put(described)
            made[what] = len(body.get(what, ()))
        return web.json_response(made, status=201)

    async def _channels(self, request: web.Request) -> web.Response:
        posts = int(request.query.get("posts", "20"))
        every = [c.as_json(posts) for channels in self._world.channels.values() for c in channels.values()]
        return web.json_response({"channels": every, "last": self._world.number})

    async def _posts(self, request: web.Request) -> web.Response:
        query = request.query
        since, limit = int(query.get("since", "0")), int(query.get("limit", "1000"))
        found = []
        for post in self._world.since(since):
            if _wanted(post, query.get("channel"), query.get("gateway"), query.get("text")):
                found.append(post.as_json())
            if len(found) >= limit:
                break
        return web.json_response({"posts": found, "last": self._world.number})

    async def _forget(self, _: web.Request) -> web.Response:
        self._world.forget_posts()
        return web.Response(status=204)

    async def _hooks(self, _: web.Request) -> web.Response:
        hooks = self._world.hooks.values()
        return web.json_response(
            [{"name": h.name, "gone": h.gone, "calls": h.calls, "rejected": h.rejected} for h in hooks]
        )

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response(self._world.faults.listing())

    async def _add_fault(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return web.json_response(self._world.faults.add(body).as_json(), status=201)

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self._world.faults.clear()
        return web.Response(status=204)

    async def _remove_fault(self, request: web.Request) -> web.Response:
        there = self._world.faults.remove(int(request.match_info["id"]))
        return web.Response(status=204 if there else 404)

    async def _reset(self, _: web.Request) -> web.Response:
        self._world.reset()
        return web.Response(status=204)

    # -- the live stream -----------------------------------------------------------------------------------------

    def _tell(self, post: Post) -> None:
        for queue in self._watchers:
            try:
                queue.put_nowait(post)
            except asyncio.QueueFull:
                queue.get_nowait()
                queue.put_nowait(None)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Every post from now on; with Last-Event-ID (or ``?since=``) first what was missed.

        A watcher that falls behind by more than 2,000 posts is cut off; its browser comes back with Last-Event-ID.
        """
        since = request.headers.get("Last-Event-ID") or request.query.get("since")
        queue: asyncio.Queue[Post | None] = asyncio.Queue(BACKLOG)
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        missed = list(self._world.since(int(since))) if since is not None and since.isdigit() else []
        self._watchers.add(queue)
        with contextlib.suppress(ConnectionError):
            try:
                await stream.write(b"retry: 1000\n\n")
                for post in missed:
                    await stream.write(_event(post))
                await _pour(queue, stream)
            finally:
                self._watchers.discard(queue)
        return stream


async def _pour(queue: asyncio.Queue[Post | None], stream: web.StreamResponse) -> None:
    while True:
        try:
            post = await asyncio.wait_for(queue.get(), KEEPALIVE_SECONDS)
        except TimeoutError:
            await stream.write(b": still here\n\n")
            continue
        if post is None:
            return
        await stream.write(_event(post))


def _event(post: Post) -> bytes:
    return f"id: {post.number}\nevent: post\ndata: {json.dumps(post.as_json(), ensure_ascii=False)}\n\n".encode()


def _wanted(post: Post, channel: str | None, gateway: str | None, text: str | None) -> bool:
    return (
        (channel is None or post.channel == channel)
        and (gateway is None or post.gateway == gateway)
        and (text is None or text in post.text)
    )
