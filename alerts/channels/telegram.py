"""Telegram channels through the Bot API.

Account: ``base_url`` is the Bot API's address (``https://api.telegram.org`` if empty), the secret the bot's token. A
post's address is the chat's id (``-100…``) or its ``@name``. A bot cannot read a channel, so the message id in the
answer is the confirmation, and an unknown outcome stays a person's decision.
"""

from __future__ import annotations

from urllib.parse import quote

import aiohttp

from alerts.channels.base import Access, Health, Outcome, Post, ReadBack, SendResult, Traits
from alerts.channels.reasons import Reason
from alerts.channels.web import Answer, Web
from alerts.domain.limits import KINDS, measure
from alerts.domain.model.codes import ChannelKind

TRAITS = Traits(
    kind=ChannelKind.TELEGRAM,
    repeat_safe=False,
    readable=False,
    confirms=True,
    max_text=KINDS["telegram"].characters,
)
OFFICIAL = "https://api.telegram.org"
_REFUSALS = {
    400: Reason.NOT_UNDERSTOOD,
    401: Reason.KEY_REFUSED,
    403: Reason.NOT_PERMITTED,
    404: Reason.KEY_REFUSED,
}


class TelegramConnector:
    """One bot."""

    def __init__(self, access: Access, http: aiohttp.ClientSession, traits: Traits = TRAITS) -> None:
        self.traits = traits
        self._web = Web(http, traits.send_timeout, (access.secret, quote(access.secret, safe="")))
        self._base = f"{(access.base_url or OFFICIAL).rstrip('/')}/bot{quote(access.secret, safe=':')}"

    async def send(self, post: Post) -> SendResult:
        """Try once; the gateway id is Telegram's message id."""
        if self.traits.max_text is not None and measure(post.text) > self.traits.max_text:
            return self._web.result(Outcome.REFUSED, Reason.TOO_LONG)
        preview = {"is_disabled": False, "url": post.link} if post.link else {"is_disabled": True}
        body = {"chat_id": post.address, "text": post.text, "link_preview_options": preview}
        answer = await self._web.exchange("POST", f"{self._base}/sendMessage", json=body)
        return answer if isinstance(answer, SendResult) else self._judge(answer)

    def _judge(self, answer: Answer) -> SendResult:
        said = str(answer.field("description") or answer.text)
        if answer.status == 200:
            result = answer.field("result")
            number = result.get("message_id") if isinstance(result, dict) else None
            if answer.field("ok") is True and isinstance(number, int):
                return self._web.result(Outcome.ACCEPTED, gateway_id=str(number))
            return self._web.result(Outcome.UNKNOWN, Reason.EMPTY_ANSWER, answer=said)
        if answer.field("ok") is not False:
            return self._web.result(Outcome.UNKNOWN, Reason.ODD_ANSWER, answer=said)
        if answer.status == 429:
            return self._web.result(Outcome.THROTTLED, Reason.THROTTLED, answer=said, retry_after=_retry_after(answer))
        if answer.status in _REFUSALS:
            return self._web.result(Outcome.REFUSED, _REFUSALS[answer.status], answer=said)
        return self._web.result(Outcome.UNKNOWN, Reason.GATEWAY_ERROR, answer=said)

    async def read_back(self, post: Post) -> ReadBack:
        """Bots cannot read what a channel shows."""
        return ReadBack(found=None, reason=Reason.NOT_READABLE)

    async def followers(self, address: str) -> int | None:
        """``getChatMemberCount`` of the channel."""
        answer = await self._web.fetch(f"{self._base}/getChatMemberCount?chat_id={quote(address, safe='')}")
        count = None if answer is None or answer.status != 200 else answer.field("result")
        return count if isinstance(count, int) else None

    async def health(self) -> Health:
        """Whether the token is a living bot's."""
        answer = await self._web.exchange("GET", f"{self._base}/getMe")
        if isinstance(answer, SendResult):
            return Health(ok=False, detail=answer.reason)
        if answer.status == 200 and answer.field("ok") is True:
            return Health(ok=True)
        return Health(ok=False, detail=_REFUSALS.get(answer.status, Reason.GATEWAY_ERROR))

    async def aclose(self) -> None:
        """Nothing to give back: the client session is shared."""


def _retry_after(answer: Answer) -> float | None:
    parameters = answer.field("parameters")
    hint = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(hint) if isinstance(hint, (int, float)) else answer.retry_after
