"""A webhook receiver that checks signatures as a careful receiver would."""

from __future__ import annotations

import json
import time
from typing import Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.channels.sandbox.faults import Scope
from alerts.channels.sandbox.perform import Answers, perform
from alerts.channels.sandbox.world import WEBHOOK, Hook, World

ANSWERS = Answers(
    error=lambda: web.Response(status=500),
    empty=lambda: web.Response(status=204),
    throttled=lambda seconds: web.Response(
        status=429, headers={} if seconds is None else {"Retry-After": str(round(seconds))}
    ),
    status=lambda status: web.Response(status=status),
)


class Hooks:
    """``POST /hooks/{name}``: 204 for a good signature, 401 for a bad one, 410 for a receiver that is gone."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """What the receiver answers to."""
        return [web.post("/hooks/{name}", self._receive)]

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        hook = self._world.hooks.get(request.match_info["name"])
        if hook is None:
            return web.Response(status=404)
        if hook.gone:
            return web.Response(status=410)
        raw = await request.read()
        try:
            body = Webhook(hook.secret).verify(raw, dict(request.headers))
        except (WebhookVerificationError, ValueError):
            hook.rejected += 1
            return web.Response(status=401)
        call, began = request.headers["webhook-id"], time.time()
        fault = self._world.faults.pick("send", (Scope.HOOK, hook.name))
        if fault is not None:
            return await perform(request, fault, lambda: self._apply(hook, call, body, began), ANSWERS)
        return self._apply(hook, call, body, began)

    def _apply(self, hook: Hook, call: str, body: Any, began: float) -> web.Response:
        hook.calls[call] = hook.calls.get(call, 0) + 1
        if hook.calls[call] == 1:
            channel = self._world.channels[WEBHOOK].get(hook.name)
            if channel is None:
                channel = self._world.put_channel({"gateway": WEBHOOK, "id": hook.name})
            text, subject = _readable(body)
            self._world.apply(channel, hook.name, call, text, subject=subject, extra={"body": body}, began=began)
        return web.Response(status=204)


def _readable(body: Any) -> tuple[str, str]:
    data = body.get("data", body) if isinstance(body, dict) else body
    if isinstance(data, dict) and isinstance(data.get("text"), str):
        return data["text"], str(data.get("subject", ""))
    return json.dumps(body, ensure_ascii=False), ""
