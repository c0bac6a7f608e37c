"""Telegram's HTTP shape: the Bot API's methods that a broadcasting bot needs.

Success is ``{"ok": true, "result": …}``; a refusal carries ``error_code``, ``description`` and for 429 the seconds
in ``parameters.retry_after``. A token that is not a token is 404, one that nobody knows is 401.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from alerts.channels.sandbox.faults import Scope
from alerts.channels.sandbox.perform import Answers, Apply, perform
from alerts.channels.sandbox.world import Bot, Channel, World

MAX_TEXT = 4096
PER_BOT = 30
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")

Parameters = Mapping[str, Any]


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def _done(result: object) -> web.Response:
    return _json({"ok": True, "result": result})


def _refused(status: int, description: str) -> web.Response:
    return _json({"ok": False, "error_code": status, "description": description}, status)


def _throttled(retry_after: float | None) -> web.Response:
    if retry_after is None:
        return _refused(429, "Too Many Requests")
    seconds = math.ceil(retry_after)
    body = {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }
    return _json(body, 429)


ANSWERS = Answers(
    error=lambda: _refused(500, "Internal Server Error"),
    empty=lambda: web.Response(status=200),
    throttled=_throttled,
    status=lambda status: _refused(status, "refused on purpose"),
)


class Telegram:
    """The handlers, on one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods: dict[str, Callable[[Bot, Parameters], web.Response]] = {
            "getme": self._get_me,
            "getchat": self._get_chat,
            "getchatmembercount": self._get_count,
        }

    def routes(self) -> list[web.RouteDef]:
        """What the Bot API answers to: every method by GET and by POST."""
        path = "/bot{token}/{method}"
        return [web.get(path, self._call, allow_head=False), web.post(path, self._call)]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"].lower()
        if not TOKEN.fullmatch(token):
            return _refused(404, "Not Found")
        bot = self._world.bots.get(token)
        if bot is None:
            return _refused(401, "Unauthorized")
        try:
            parameters = await _parameters(request)
        except ValueError:
            return _refused(400, "Bad Request: can't parse JSON object")
        if method == "sendmessage":
            return await self._send(request, bot, parameters)
        answer = self._methods.get(method)
        if answer is None:
            return _refused(404, "Not Found: method not found")
        keys = [(Scope.BOT, bot.token), (Scope.CHANNEL, str(parameters.get("chat_id", "")))]
        fault = self._world.faults.pick("read", *keys)
        if fault is not None:
            return await perform(request, fault, lambda: answer(bot, parameters), ANSWERS)
        return answer(bot, parameters)

    async def _send(self, request: web.Request, bot: Bot, parameters: Parameters) -> web.StreamResponse:
        chat = self._world.chat(str(parameters.get("chat_id", "")))
        refusal = self._refusal(bot, chat, parameters.get("text"))
        if refusal is not None or chat is None:
            return refusal or _refused(400, "Bad Request: chat not found")
        fault = self._world.faults.pick("send", (Scope.BOT, bot.token), (Scope.CHANNEL, chat.id))
        apply = self._applying(bot, chat, str(parameters["text"]))
        return apply() if fault is None else await perform(request, fault, apply, ANSWERS)

    def _refusal(self, bot: Bot, chat: Channel | None, text: object) -> web.Response | None:
        if chat is None:
            return _refused(400, "Bad Request: chat not found")
        if not chat.admits(bot.token) and not chat.admits(bot.username):
            return _refused(403, "Forbidden: bot is not a member of the channel chat")
        if not isinstance(text, str) or not text.strip():
            return _refused(400, "Bad Request: message text is empty")
        if utf16(text) > MAX_TEXT:
            return _refused(400, "Bad Request: message is too long")
        wait = _pace(bot, chat.id) if bot.paced else 0.0
        return _throttled(wait) if wait > 0 else None

    def _applying(self, bot: Bot, chat: Channel, text: str) -> Apply:
        began = time.time()

        def apply() -> web.Response:
            number = chat.count + 1
            self._world.apply(chat, bot.username, str(number), text, began=began)
            shown = _chat_json(chat)
            message = {
                "message_id": number,
                "sender_chat": shown,
                "chat": shown,
                "date": int(time.time()),
                "text": text,
            }
            return _done(message)

        return apply

    def _get_me(self, bot: Bot, _: Parameters) -> web.Response:
        number = int(bot.token.split(":")[0])
        me = {"id": number, "is_bot": True, "first_name": bot.name, "username": bot.username}
        return _done({**me, "can_join_groups": True, "can_read_all_group_messages": False})

    def _get_chat(self, _: Bot, parameters: Parameters) -> web.Response:
        chat = self._world.chat(str(parameters.get("chat_id", "")))
        if chat is None:
            return _refused(400, "Bad Request: chat not found")
        return _done({**_chat_json(chat), "description": chat.description, "invite_link": chat.invite})

    def _get_count(self, bot: Bot, parameters: Parameters) -> web.Response:
        chat = self._world.chat(str(parameters.get("chat_id", "")))
        if chat is None:
            return _refused(400, "Bad Request: chat not found")
        if not chat.admits(bot.token) and not chat.admits(bot.username):
            return _refused(403, "Forbidden: bot is not a member of the channel chat")
        return _done(chat.followers)


def _chat_json(chat: Channel) -> dict[str, Any]:
    number = int(chat.id) if re.fullmatch(r"-?\d+", chat.id) else chat.id
    return {"id": number, "title": chat.name, "username": chat.username, "type": "channel"}


def utf16(text: str) -> int:
    """The length as Telegram and WhatsApp count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


async def _parameters(request: web.Request) -> Parameters:
    if request.method == "GET" or not request.can_read_body:
        return dict(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.read())
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return body
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _pace(bot: Bot, chat: str) -> float:
    """Seconds to wait; 0 books the post."""
    now = time.monotonic()
    while bot.recent and bot.recent[0] <= now - 1.0:
        bot.recent.popleft()
    wait = bot.by_chat.get(chat, 0.0) + 1.0 - now
    if wait <= 0 and len(bot.recent) >= PER_BOT:
        wait = bot.recent[0] + 1.0 - now
    if wait <= 0:
        bot.recent.append(now)
        bot.by_chat[chat] = now
        return 0.0
    return wait
