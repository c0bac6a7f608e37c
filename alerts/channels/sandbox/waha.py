"""WAHA's HTTP shape: WhatsApp Channels through a self-hosted gateway.

Shapes after WAHA's public interface description. Where nothing public says what happens, we chose the stricter:
a text over 4,096 characters is a server error, and a client-given ``id`` used twice in a chat shows two posts
(``drops_repeats`` of the session switches that), so that nobody who tests against us leans on luck.
"""

from __future__ import annotations

import json
import math
import secrets
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from alerts.channels.sandbox.faults import Scope
from alerts.channels.sandbox.perform import Answers, Apply, perform
from alerts.channels.sandbox.telegram import utf16
from alerts.channels.sandbox.world import WHATSAPP, Channel, Post, Session, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
STATUSES = ("STOPPED", "STARTING", "SCAN_QR_CODE", "WORKING", "FAILED")


class _Refusal(Exception):  # noqa: N818 (an answer on its way out, not an error of ours)
    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status, self.body = status, body


def _json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json", headers=headers)


def _invalid(message: str) -> dict[str, Any]:
    return {"statusCode": 400, "message": [message], "error": "Bad Request"}


def _failed(message: str, path: str = "/api/sendText") -> web.Response:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    return _json({"statusCode": 500, "timestamp": moment, "path": path, "exception": {"message": message}}, 500)


def _throttled(retry_after: float | None) -> web.Response:
    headers = {} if retry_after is None else {"Retry-After": str(math.ceil(retry_after))}
    return _json({"statusCode": 429, "message": "ThrottlerException: Too Many Requests"}, 429, headers)


ANSWERS = Answers(
    error=lambda: _failed("Evaluation failed"),
    empty=lambda: web.Response(status=201),
    throttled=_throttled,
    status=lambda status: _json({"statusCode": status, "message": "refused on purpose"}, status),
)


class Waha:
    """The handlers, on one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """What WAHA answers to."""
        return [
            web.get("/ping", self._ping),
            web.post("/api/sendText", self._send_text),
            web.post("/api/sendImage", self._send_image),
            web.get("/api/sessions", self._sessions),
            web.get("/api/sessions/{session}", self._session),
            web.post("/api/sessions/{session}/{step:start|stop|restart}", self._step),
            web.get("/api/{session}/channels", self._channels),
            web.get("/api/{session}/channels/{id}", self._channel),
            web.get("/api/{session}/channels/{id}/messages/preview", self._preview),
            web.get("/api/{session}/new-message-id", self._new_id),
        ]

    # -- who asks ------------------------------------------------------------------------------------------------

    def _named(self, name: object, key: str | None) -> Session:
        session = self._world.sessions.get(name) if isinstance(name, str) else None
        if session is None:
            if key not in {s.key for s in self._world.sessions.values()}:
                raise _Refusal(401, {"message": "Unauthorized", "statusCode": 401})
            missing = f'Session "{name}" does not exist'
            raise _Refusal(404, {"message": missing, "error": "Not Found", "statusCode": 404})
        if session.key and key != session.key:
            raise _Refusal(401, {"message": "Unauthorized", "statusCode": 401})
        return session

    def _working(self, name: object, key: str | None) -> Session:
        session = self._named(name, key)
        if session.status != "WORKING":
            body = {
                "error": "Session status is not as expected. Try again later or restart the session",
                "session": session.name,
                "status": session.status,
                "expected": ["WORKING"],
            }
            raise _Refusal(422, body)
        return session

    # -- sending -------------------------------------------------------------------------------------------------

    async def _send_text(self, request: web.Request) -> web.StreamResponse:
        try:
            body = json.loads(await request.read())
            session = self._working(body.get("session", "default"), request.headers.get("X-Api-Key"))
            text = body.get("text")
            channel = self._target(body.get("chatId"), text)
        except _Refusal as refusal:
            return _json(refusal.body, refusal.status)
        except (ValueError, AttributeError):
            return _json({"statusCode": 400, "message": "Unexpected token in JSON", "error": "Bad Request"}, 400)
        return await self._post(request, session, channel, body, text, MAX_TEXT, {})

    async def _send_image(self, request: web.Request) -> web.StreamResponse:
        try:
            body = json.loads(await request.read())
            session = self._working(body.get("session", "default"), request.headers.get("X-Api-Key"))
            file = body.get("file")
            if not isinstance(file, dict) or not (file.get("url") or file.get("data")):
                raise _Refusal(400, _invalid("file must have url or data"))
            caption = body.get("caption") or ""
            channel = self._target(body.get("chatId"), caption)
        except _Refusal as refusal:
            return _json(refusal.body, refusal.status)
        except (ValueError, AttributeError):
            return _json({"statusCode": 400, "message": "Unexpected token in JSON", "error": "Bad Request"}, 400)
        image = {"mimetype": file.get("mimetype"), "filename": file.get("filename"), "url": file.get("url")}
        return await self._post(request, session, channel, body, caption, MAX_CAPTION, {"image": image})

    def _target(self, chat: object, text: object) -> Channel | None:
        if not isinstance(chat, str) or not isinstance(text, str):
            wrong = "chatId" if not isinstance(chat, str) else "text"
            raise _Refusal(400, _invalid(f"{wrong} must be a string"))
        return self._world.channels[WHATSAPP].get(chat)

    async def _post(
        self,
        request: web.Request,
        session: Session,
        channel: Channel | None,
        body: Mapping[str, Any],
        text: str,
        limit: int,
        extra: dict[str, Any],
    ) -> web.StreamResponse:
        if channel is None or not channel.admits(session.name):
            return _failed("server returned error 403: not an admin of the newsletter", request.path)
        if len(text) * 2 > limit and utf16(text) > limit:
            return _failed(f"text is longer than {limit} characters", request.path)
        apply = self._applying(session, channel, body.get("id"), text, extra)
        fault = self._world.faults.pick("send", (Scope.SESSION, session.name), (Scope.CHANNEL, channel.id))
        return apply() if fault is None else await perform(request, fault, apply, ANSWERS)

    def _applying(self, session: Session, channel: Channel, given: object, text: str, extra: dict[str, Any]) -> Apply:
        began = time.time()
        return lambda: _json(self._show(session, channel, given, text, extra, began), 201)

    def _show(
        self, session: Session, channel: Channel, given: object, text: str, extra: dict[str, Any], began: float
    ) -> dict[str, Any]:
        raw = str(given) if given else f"3EB0{secrets.token_hex(9).upper()}"
        identifier = f"true_{channel.id}_{raw}"
        self._world.apply(
            channel,
            session.name,
            identifier,
            text,
            extra=extra,
            began=began,
            dropping_repeats=session.drops_repeats,
        )
        return _message(identifier, int(time.time()), channel, text, bool(extra))

    def quick(self, key: str, raw: bytes) -> bytes | None:
        """Take a text in which nothing is unusual; None where the full handler has to look (nothing was applied)."""
        if self._world.faults.any:
            return None
        try:
            body = json.loads(raw)
            session = self._working(body.get("session", "default"), key)
            text = body.get("text")
            channel = self._target(body.get("chatId"), text)
        except (_Refusal, ValueError, AttributeError):
            return None
        if channel is None or not channel.admits(session.name) or len(text) * 2 > MAX_TEXT:
            return None
        return json.dumps(self._show(session, channel, body.get("id"), text, {}, time.time())).encode()

    # -- reading -------------------------------------------------------------------------------------------------

    async def _ping(self, _: web.Request) -> web.Response:
        return _json({"message": "pong"})

    async def _sessions(self, request: web.Request) -> web.Response:
        key = request.headers.get("X-Api-Key")
        mine = [s for s in self._world.sessions.values() if not s.key or s.key == key]
        if not mine:
            return _json({"message": "Unauthorized", "statusCode": 401}, 401)
        return _json([_session_json(s) for s in mine])

    async def _session(self, request: web.Request) -> web.StreamResponse:
        return await self._reading(request, lambda session: _json(_session_json(session)), working=False)

    async def _step(self, request: web.Request) -> web.StreamResponse:
        status = "STOPPED" if request.match_info["step"] == "stop" else "WORKING"

        def step(session: Session) -> web.Response:
            self._world.put_session({"name": session.name, "status": status})
            return _json(_session_json(session), 201)

        return await self._reading(request, step, working=False)

    async def _new_id(self, request: web.Request) -> web.StreamResponse:
        return await self._reading(request, lambda _: _json({"id": f"3EB0{secrets.token_hex(9).upper()}"}))

    async def _channels(self, request: web.Request) -> web.StreamResponse:
        role = request.query.get("role")

        def listing(session: Session) -> web.Response:
            known = self._world.channels[WHATSAPP].values()
            mine = [c for c in known if c.admits(session.name) and role in (None, c.role)]
            return _json([_channel_json(c) for c in mine])

        return await self._reading(request, listing)

    def _lookup(self, request: web.Request) -> Channel | None:
        wanted = request.match_info["id"]
        channels = self._world.channels[WHATSAPP]
        if wanted in channels:
            return channels[wanted]
        invite = wanted.rsplit("/", 1)[-1]
        return next((c for c in channels.values() if c.invite and c.invite.rsplit("/", 1)[-1] == invite), None)

    async def _channel(self, request: web.Request) -> web.StreamResponse:
        def one(_: Session) -> web.Response:
            channel = self._lookup(request)
            if channel is None:
                return _json({"statusCode": 404, "message": "Channel not found", "error": "Not Found"}, 404)
            return _json({**_channel_json(channel), "subscribersCount": channel.followers})

        return await self._reading(request, one)

    async def _preview(self, request: web.Request) -> web.StreamResponse:
        try:
            limit = int(request.query.get("limit", "10"))
        except ValueError:
            return _json(_invalid("limit must be an integer"), 400)

        def preview(_: Session) -> web.Response:
            channel = self._lookup(request)
            if channel is None:
                return _json({"statusCode": 404, "message": "Channel not found", "error": "Not Found"}, 404)
            newest = list(channel.posts)[-max(0, min(limit, 100)) :]
            return _json([_preview_json(post, channel) for post in reversed(newest)])

        return await self._reading(request, preview)

    async def _reading(self, request: web.Request, answer: Any, *, working: bool = True) -> web.StreamResponse:
        find = self._working if working else self._named
        try:
            session = find(request.match_info["session"], request.headers.get("X-Api-Key"))
        except _Refusal as refusal:
            return _json(refusal.body, refusal.status)
        keys = [(Scope.SESSION, session.name), (Scope.CHANNEL, request.match_info.get("id", ""))]
        fault = self._world.faults.pick("read", *keys)
        if fault is None:
            return answer(session)  # type: ignore[no-any-return]
        return await perform(request, fault, lambda: answer(session), ANSWERS)


def _session_json(session: Session) -> dict[str, Any]:
    me = {"id": "490000000000@c.us", "pushName": session.name} if session.status == "WORKING" else None
    return {"name": session.name, "status": session.status, "config": {}, "me": me, "engine": {"engine": "GOWS"}}


def _channel_json(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "description": channel.description,
        "invite": channel.invite,
        "verified": False,
        "role": channel.role,
    }


def _message(identifier: str, timestamp: int, channel: Channel, text: str, has_media: bool) -> dict[str, Any]:
    return {
        "id": identifier,
        "timestamp": timestamp,
        "from": channel.id,
        "fromMe": True,
        "source": "api",
        "to": channel.id,
        "body": text,
        "hasMedia": has_media,
        "ack": 1,
        "ackName": "SERVER",
    }


def _preview_json(post: Post, channel: Channel) -> dict[str, Any]:
    message = _message(post.id, int(post.at), channel, post.text, "image" in post.extra)
    return {"reactions": {}, "message": message, "viewCount": channel.followers // 3}
