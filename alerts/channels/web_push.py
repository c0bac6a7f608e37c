"""One push to one browser, by the push service that its address names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import aiohttp

from alerts.access import vapid
from alerts.channels.base import Outcome, SendResult
from alerts.channels.reasons import Reason
from alerts.channels.web import Web
from alerts.formats import web_push

TIMEOUT = 10.0
GOOD_FOR = 600
"""Seconds that a push service keeps it for a browser that is away: later, nobody need wake up."""
_TAKEN = range(200, 300)
_GONE = (404, 410)
_REFUSALS = {
    400: Reason.NOT_UNDERSTOOD,
    401: Reason.KEY_REFUSED,
    403: Reason.KEY_REFUSED,
    413: Reason.TOO_LONG,
}


@dataclass(frozen=True, kw_only=True)
class Target:
    """A browser: its address at a push service, and its keys, base64url."""

    endpoint: str
    p256dh: str
    auth: str


class WebPushSender:
    """Pushes with the installation's key. ``http`` goes only where receivers may be."""

    def __init__(self, http: aiohttp.ClientSession, private: str, subject: str) -> None:
        self._web = Web(http, TIMEOUT, ())
        self._private = private
        self._subject = subject

    async def push(self, target: Target, message: bytes, topic: str, now: datetime) -> SendResult:
        """Try once; a waiting message of the same ``topic`` is replaced. ``Reason.GONE``: the browser rings no more."""
        try:
            body = web_push.sealed(message, vapid.decoded(target.p256dh), vapid.decoded(target.auth))
        except ValueError:
            return self._web.result(Outcome.REFUSED, Reason.MISCONFIGURED)
        headers = {
            "Authorization": vapid.authorization(self._private, target.endpoint, self._subject, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(GOOD_FOR),
            "Topic": topic,
            "Urgency": "high",
        }
        answer = await self._web.exchange("POST", target.endpoint, headers=headers, data=body)
        if isinstance(answer, SendResult):
            return answer
        said = f"HTTP {answer.status}"
        if answer.status in _TAKEN:
            return self._web.result(Outcome.ACCEPTED, answer=said)
        if answer.status in _GONE:
            return self._web.result(Outcome.REFUSED, Reason.GONE, answer=said)
        if answer.status == 429:
            return self._web.result(Outcome.THROTTLED, Reason.THROTTLED, answer=said, retry_after=answer.retry_after)
        refused = _REFUSALS.get(answer.status)
        if refused is not None:
            return self._web.result(Outcome.REFUSED, refused, answer=said)
        return self._web.result(Outcome.UNKNOWN, Reason.GATEWAY_ERROR, answer=said)
