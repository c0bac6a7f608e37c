"""Signed webhooks, as the Standard Webhooks specification has them.

Account: ``base_url`` is the receiver's origin, which every address must have (an address elsewhere is refused, so that
nobody makes us call what the administrator did not name); the secret is the signing secret (``whsec_…``). Plain HTTP
is for this machine only. ``webhook-id`` is the delivery's key, so that a careful receiver drops a repeat.

A receiver may tell later what became of a post: ``data.receipt`` in the payload is the address for that. ``receipts``
is "yes" where it always does, so that its 2xx confirms nothing yet; ``receipts_within`` are the seconds it may take.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import aiohttp
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError
from yarl import URL

from alerts.channels.base import Access, Health, Outcome, Post, ReadBack, SendResult, Traits
from alerts.channels.reasons import Reason
from alerts.channels.receipts import RECEIPTS, expecting
from alerts.channels.web import Answer, Web
from alerts.domain.model.codes import ChannelKind

TRAITS = Traits(kind=ChannelKind.WEBHOOK, repeat_safe=True, readable=False, confirms=True)
EVENT = "alert.posted"
RECEIPT_PATH = "/api/v1/hooks/receipts"
_VERIFY_PATH = "/v/"
_REFUSALS = {
    400: Reason.NOT_UNDERSTOOD,
    401: Reason.KEY_REFUSED,
    403: Reason.KEY_REFUSED,
    404: Reason.UNKNOWN_CHANNEL,
    405: Reason.UNKNOWN_CHANNEL,
    410: Reason.GONE,
    413: Reason.TOO_LONG,
    415: Reason.NOT_UNDERSTOOD,
    422: Reason.NOT_UNDERSTOOD,
}


class WebhookConnector:
    """One receiver."""

    def __init__(
        self, access: Access, http: aiohttp.ClientSession, traits: Traits = TRAITS, *, quotes: bool = True
    ) -> None:
        """``quotes``: what the receiver says is shown; else its status alone, since it may be anything's."""
        self._quotes = quotes
        self.traits = expecting(traits, access.settings, RECEIPTS)
        self._web = Web(http, traits.send_timeout, (access.secret,))
        self._base = access.base_url
        self._signer = _signer(access.secret)

    async def send(self, post: Post) -> SendResult:
        """Try once; any 2xx is acceptance, and confirmation at once where no receipt is expected."""
        moment = datetime.now(UTC)
        return await self.deliver(post.key, post.address, payload(post, moment), moment)

    async def deliver(self, key: UUID, address: str, body: str, moment: datetime) -> SendResult:
        """The same for any body: signed, under the id by which a receiver knows a repeat."""
        if self._signer is None:
            return self._web.result(Outcome.REFUSED, Reason.MISCONFIGURED)
        if not _permitted(address, self._base):
            return self._web.result(Outcome.REFUSED, Reason.FOREIGN_ADDRESS)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": str(key),
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": self._signer.sign(str(key), moment, body),
        }
        answer = await self._web.exchange("POST", address, headers=headers, data=body.encode())
        if isinstance(answer, SendResult):
            return answer if self._quotes else replace(answer, answer="")
        return self._judge(answer, str(key))

    def _judge(self, answer: Answer, key: str) -> SendResult:
        if 200 <= answer.status < 300:
            return self._web.result(Outcome.ACCEPTED, gateway_id=key)
        said = answer.text if self._quotes else f"HTTP {answer.status}"
        if answer.status == 429:
            return self._web.result(Outcome.THROTTLED, Reason.THROTTLED, answer=said, retry_after=answer.retry_after)
        if answer.status in _REFUSALS:
            return self._web.result(Outcome.REFUSED, _REFUSALS[answer.status], answer=said)
        reason = Reason.GATEWAY_ERROR if answer.status >= 500 else Reason.ODD_ANSWER
        return self._web.result(Outcome.UNKNOWN, reason, answer=said, retry_after=answer.retry_after)

    async def read_back(self, post: Post) -> ReadBack:
        """A receiver shows nothing."""
        return ReadBack(found=None, reason=Reason.NOT_READABLE)

    async def followers(self, address: str) -> int | None:
        """Nobody knows who stands behind a receiver."""
        return None

    async def health(self) -> Health:
        """Whether anybody answers at the receiver's origin; which status does not matter."""
        if self._signer is None:
            return Health(ok=False, detail=Reason.MISCONFIGURED)
        answer = await self._web.exchange("HEAD", self._base)
        return Health(ok=isinstance(answer, Answer), detail="" if isinstance(answer, Answer) else answer.reason)

    async def aclose(self) -> None:
        """Nothing to give back: the client session is shared."""


def payload(post: Post, moment: datetime) -> str:
    """The body: type, timestamp and data, as the specification recommends; ``data.alert`` is the structured form, and
    ``data.receipt`` the address that takes receipts.
    """
    data: dict[str, object] = {
        "code": post.code,
        "link": post.link,
        "language": post.language,
        "subject": post.subject,
        "text": post.text,
        "receipt": receipt_address(post.link),
    }
    if post.payload is not None:
        data["alert"] = post.payload
    body = {"type": EVENT, "timestamp": moment.isoformat(timespec="seconds"), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str)


def receipt_address(link: str) -> str:
    """Where receipts go: beside the page that a post's link leads to."""
    return f"{link.rsplit(_VERIFY_PATH, 1)[0]}{RECEIPT_PATH}"


def is_signed(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether a call was signed with this secret within the last five minutes, as Standard Webhooks has it."""
    signer = _signer(secret)
    if signer is None:
        return False
    try:
        signer.verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def _signer(secret: str) -> Webhook | None:
    try:
        return Webhook(secret)
    except (EmptyWebhookSecretError, ValueError, RuntimeError):
        return None


def _permitted(address: str, base: str) -> bool:
    try:
        wanted, allowed = URL(address), URL(base)
        same = wanted.origin() == allowed.origin()
    except ValueError:
        return False
    return same and wanted.user is None and (wanted.scheme == "https" or _is_this_machine(wanted.host or ""))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
