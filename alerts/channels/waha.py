"""WhatsApp Channels through WAHA, a gateway that the authority runs itself.

Account: ``base_url`` is where WAHA runs, the secret its API key, ``settings["session"]`` the session (``default`` if
not set). A post's address is the channel's id, ``123@newsletter``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

import aiohttp

from alerts.channels.base import Access, Health, Outcome, Post, ReadBack, SendResult, Traits
from alerts.channels.reasons import Reason
from alerts.channels.web import Answer, Web
from alerts.domain.limits import KINDS, measure
from alerts.domain.model.codes import ChannelKind

TRAITS = Traits(kind=ChannelKind.WHATSAPP, repeat_safe=False, readable=True, max_text=KINDS["whatsapp"].characters)
"""Not repeat-safe: we give every post an id of our own, but nobody promises that WhatsApp drops a second one."""

PREVIEWED = 100
_REFUSALS = {
    400: Reason.NOT_UNDERSTOOD,
    401: Reason.KEY_REFUSED,
    403: Reason.NOT_PERMITTED,
    404: Reason.UNKNOWN_CHANNEL,
    422: Reason.SESSION_DOWN,
}


class WahaConnector:
    """One WAHA session."""

    def __init__(self, access: Access, http: aiohttp.ClientSession, traits: Traits = TRAITS) -> None:
        self.traits = traits
        self._web = Web(http, traits.send_timeout, (access.secret,))
        self._base = access.base_url.rstrip("/")
        self._session = access.settings.get("session", "default")
        self._headers = {"X-Api-Key": access.secret}

    async def send(self, post: Post) -> SendResult:
        """Try once. Accepted only if the answer names a message; a 201 without one counts as unknown."""
        if self.traits.max_text is not None and measure(post.text) > self.traits.max_text:
            return self._web.result(Outcome.REFUSED, Reason.TOO_LONG)
        body = {
            "session": self._session,
            "chatId": post.address,
            "text": post.text,
            "linkPreview": bool(post.link),
            "id": message_id(post),
        }
        answer = await self._web.exchange("POST", f"{self._base}/api/sendText", headers=self._headers, json=body)
        return answer if isinstance(answer, SendResult) else self._judge(answer)

    def _judge(self, answer: Answer) -> SendResult:
        if answer.status in (200, 201):
            identifier = answer.field("id")
            if isinstance(identifier, str) and identifier:
                return self._web.result(Outcome.ACCEPTED, gateway_id=identifier)
            return self._web.result(Outcome.UNKNOWN, Reason.EMPTY_ANSWER, answer=answer.text)
        if answer.status == 429:
            return self._web.result(
                Outcome.THROTTLED, Reason.THROTTLED, answer=answer.text, retry_after=answer.retry_after
            )
        if answer.status == 422 and answer.field("status") == "STARTING":
            return self._web.result(Outcome.NOT_SENT, Reason.SESSION_STARTING, answer=answer.text)
        if answer.status in _REFUSALS:
            return self._web.result(Outcome.REFUSED, _REFUSALS[answer.status], answer=answer.text)
        reason = Reason.GATEWAY_ERROR if answer.status >= 500 else Reason.ODD_ANSWER
        return self._web.result(Outcome.UNKNOWN, reason, answer=answer.text, retry_after=answer.retry_after)

    async def read_back(self, post: Post) -> ReadBack:
        """Look through the newest 100 posts of the channel for our message id, or the alert's code."""
        url = f"{self._channel(post.address)}/messages/preview?limit={PREVIEWED}&downloadMedia=false"
        answer = await self._web.fetch(url, headers=self._headers)
        if answer is None or answer.status != 200 or not isinstance(answer.body, list):
            return ReadBack(found=None, reason=Reason.LOOK_FAILED)
        previewed = list(_previewed(answer.body))
        own = [one for one in previewed if one.identifier.endswith(message_id(post)) or one.text == post.text]
        found = own or [one for one in previewed if post.code and post.code in one.text]
        if not found:
            return ReadBack(found=False)
        return ReadBack(found=True, gateway_id=found[-1].identifier, copies=len(own) or 1, posted=found[-1].posted)

    async def followers(self, address: str) -> int | None:
        """``subscribersCount`` of the channel."""
        answer = await self._web.fetch(self._channel(address), headers=self._headers)
        count = None if answer is None or answer.status != 200 else answer.field("subscribersCount")
        return count if isinstance(count, int) else None

    async def health(self) -> Health:
        """Whether the session is WORKING."""
        url = f"{self._base}/api/sessions/{quote(self._session, safe='')}"
        answer = await self._web.exchange("GET", url, headers=self._headers)
        if isinstance(answer, SendResult):
            return Health(ok=False, detail=answer.reason)
        if answer.status != 200:
            return Health(ok=False, detail=_REFUSALS.get(answer.status, Reason.GATEWAY_ERROR))
        status = str(answer.field("status"))
        return Health(ok=status == "WORKING", detail="" if status == "WORKING" else self._web.shown(status))

    async def aclose(self) -> None:
        """Nothing to give back: the client session is shared."""

    def _channel(self, address: str) -> str:
        return f"{self._base}/api/{quote(self._session, safe='')}/channels/{quote(address, safe='')}"


def message_id(post: Post) -> str:
    """The id we give a message, in WhatsApp's own form: the same for every try of a delivery."""
    return f"3EB0{post.key.hex[:18].upper()}"


class _Previewed(NamedTuple):
    """A post as the channel's preview shows it, newest first."""

    identifier: str
    text: str
    posted: float | None


def _previewed(items: list[object]) -> Iterator[_Previewed]:
    for item in items:
        message = item.get("message") if isinstance(item, dict) else None
        if isinstance(message, dict):
            yield _Previewed(
                str(message.get("id") or ""), str(message.get("body") or ""), _second_ended(message.get("timestamp"))
            )


def _second_ended(timestamp: object) -> float | None:
    """WAHA counts whole seconds; the end of that second is the latest that the post can have appeared."""
    return float(timestamp) + 1 if isinstance(timestamp, int) and not isinstance(timestamp, bool) else None
