"""The way back: delivery reports of the sandbox's mail system, receipts of its webhook receivers.

Nothing is told until somebody says where to, and what: ``PUT /_sandbox/receipts`` with a :class:`Way`. Receipts go to
this machine only, are tried again while the other side is busy, and can be looked at with ``GET``.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from standardwebhooks.webhooks import Webhook

from alerts.channels.sandbox.world import EMAIL, WEBHOOK, Post, World, WorldRefusedError

NEVER, FAILED, DELAYED = "never", "failed", "delayed"
SAID = {EMAIL: ("delivered", "relayed", "expanded", FAILED, DELAYED, NEVER), WEBHOOK: ("shown", FAILED, NEVER)}
TRIES = 5
TIMEOUT = 10.0
_HOST = "sandbox.invalid"
_STATUS = {FAILED: "5.1.1", DELAYED: "4.4.1"}
_DIAGNOSTIC = {FAILED: "550 5.1.1 mailbox unknown", DELAYED: "421 4.4.1 no answer from host"}


@dataclass(slots=True, kw_only=True)
class Way:
    """What is told about the posts of a recipient or hook (``name`` empty: of all others), and where to.

    ``says`` is one of :data:`SAID`, ``delay`` in seconds. Mail: ``url`` takes the report, ``key`` is sent as Bearer.
    Webhook: ``url`` is where the payload says, if empty; ``secret`` the hook's own, if empty.
    """

    gateway: str
    name: str = ""
    says: str = ""
    delay: float = 0.0
    detail: str = ""
    url: str = ""
    key: str = ""
    secret: str = ""

    @classmethod
    def read(cls, described: Mapping[str, Any]) -> Way:
        """From a control request. Raises :class:`WorldRefusedError`."""
        unknown = set(described) - {each.name for each in fields(cls)}
        if unknown:
            raise WorldRefusedError(detail=f"a way back has no {', '.join(sorted(unknown))}")
        way = cls(**{"gateway": "", **described})
        if way.gateway not in SAID or way.says not in SAID[way.gateway]:
            raise WorldRefusedError(detail=f"a way back needs gateway and says, of {json.dumps(SAID)}")
        if way.url and not _is_this_machine(way.url):
            raise WorldRefusedError(detail="receipts go to this machine only")
        return way


@dataclass(slots=True, kw_only=True)
class Told:
    """One receipt: for which post, what it said, and what was answered (0: nobody answered)."""

    gateway: str
    channel: str
    post: str
    says: str
    status: int
    at: float


class Receipts:
    """Tells what became of every post, by the ways that were set up. Needs ``http`` to tell anything."""

    def __init__(self, world: World) -> None:
        self.http: aiohttp.ClientSession | None = None
        self._world = world
        self._ways: dict[tuple[str, str], Way] = {}
        self._told: list[Told] = []
        self._under_way: set[asyncio.Task[None]] = set()
        world.on_post.append(self._arrived)

    def routes(self) -> list[web.RouteDef]:
        """For the control interface."""
        return [
            web.put("/receipts", self._put),
            web.get("/receipts", self._show),
            web.delete("/receipts", self._clear),
        ]

    async def aclose(self) -> None:
        """Tell nothing more."""
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self.http is not None:
            await self.http.close()

    async def _put(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError("not an object")
        way = Way.read(body)
        self._ways[way.gateway, way.name] = way
        return web.Response(status=204)

    async def _show(self, _: web.Request) -> web.Response:
        return web.json_response([asdict(each) for each in self._told])

    async def _clear(self, _: web.Request) -> web.Response:
        self._ways.clear()
        self._told.clear()
        return web.Response(status=204)

    def _arrived(self, post: Post) -> None:
        way = self._ways.get((post.gateway, post.channel)) or self._ways.get((post.gateway, ""))
        if way is None or way.says == NEVER or self.http is None:
            return
        telling = self._report(way, post) if post.gateway == EMAIL else self._receipt(way, post)
        if telling is None:
            return
        task = asyncio.create_task(self._tell(way, post, *telling))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def _report(self, way: Way, post: Post) -> tuple[str, bytes, dict[str, str]] | None:
        envelope = post.extra.get("envelope", {})
        if not _wants(envelope.get("notify", ""), way.says):
            return None
        headers = {"Content-Type": "message/rfc822", "Authorization": f"Bearer {way.key}"}
        return way.url, report(way, post, envelope).as_bytes(), headers

    def _receipt(self, way: Way, post: Post) -> tuple[str, bytes, dict[str, str]] | None:
        url = way.url or str(post.extra.get("body", {}).get("data", {}).get("receipt", ""))
        if not _is_this_machine(url):
            return None
        body = json.dumps({"webhook-id": post.id, "status": way.says, "detail": way.detail})
        name, moment = f"receipt-{post.id}-{way.says}", datetime.now(UTC)
        signature = Webhook(way.secret or self._world.hooks[post.channel].secret).sign(name, moment, body)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": signature,
        }
        return url, body.encode(), headers

    async def _tell(self, way: Way, post: Post, url: str, body: bytes, headers: dict[str, str]) -> None:
        await asyncio.sleep(way.delay)
        for number in range(TRIES):
            status = await self._once(url, body, headers)
            if 0 < status < 500 and status not in (409, 429):
                break
            await asyncio.sleep(0.2 * 2**number)
        told = Told(
            gateway=post.gateway, channel=post.channel, post=post.id, says=way.says, status=status, at=time.time()
        )
        self._told.append(told)

    async def _once(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        if self.http is None:
            return 0
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        try:
            async with self.http.post(url, data=body, headers=headers, timeout=timeout) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0


def report(way: Way, post: Post, envelope: Mapping[str, str]) -> Message:
    """A delivery report as RFC 3464 has it, with the headers of the message it is about."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made["From"] = f"MAILER-DAEMON@{_HOST}"
    made["To"] = post.account
    made["Subject"] = f"Delivery report: {way.says}"
    made["Date"] = format_datetime(datetime.now(UTC))
    made["Message-ID"] = make_msgid(domain=_HOST)
    made["Auto-Submitted"] = "auto-replied"
    made.attach(MIMEText(f"Your message to {post.channel}: {way.says}.\n"))
    about = EmailMessage()
    about["Reporting-MTA"] = f"dns; {_HOST}"
    if envelope.get("id"):
        about["Original-Envelope-Id"] = envelope["id"]
    recipient = EmailMessage()
    if envelope.get("orcpt"):
        recipient["Original-Recipient"] = envelope["orcpt"]
    recipient["Final-Recipient"] = f"rfc822;{post.channel}"
    recipient["Action"] = way.says
    recipient["Status"] = _STATUS.get(way.says, "2.0.0")
    if way.detail or way.says in _DIAGNOSTIC:
        recipient["Diagnostic-Code"] = f"smtp; {way.detail or _DIAGNOSTIC[way.says]}"
    status = Message()
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([about, recipient])
    made.attach(status)
    made.attach(_returned(post))
    return made


def _returned(post: Post) -> Message:
    headers = EmailMessage()
    for name, value in post.extra.get("headers", {}).items():
        headers[name] = value
    returned = MIMEText(headers.as_string())
    returned.set_type("text/rfc822-headers")
    return returned


def _wants(notify: str, says: str) -> bool:
    """What RFC 3461 makes of NOTIFY; where it was not given, failures are reported and nothing else."""
    asked = notify.upper().split(",") if notify else ["FAILURE", "DELAY"]
    return {FAILED: "FAILURE", DELAYED: "DELAY"}.get(says, "SUCCESS") in asked


def _is_this_machine(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
