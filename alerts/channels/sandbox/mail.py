"""A real SMTP sink: what a mail relay would take, lands in the channel of its recipient."""

from __future__ import annotations

import asyncio
import email
import email.policy
import time
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from alerts.channels.sandbox.faults import Fault, FaultKind, Scope
from alerts.channels.sandbox.world import EMAIL, World

KEPT_HEADERS = ("From", "To", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language")


class Sink:
    """aiosmtpd's handler. Any recipient is taken, as a relay would; its channel is made on the way."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        """Apply the message and answer, or fail the way a fault wants it."""
        fault = self._world.faults.pick("send", (Scope.MAIL, ""), *((Scope.CHANNEL, r) for r in envelope.rcpt_tos))
        apply = partial(self._apply, envelope, time.time())
        return apply() if fault is None else await self._perform(server, apply, fault)

    async def _perform(self, server: SMTP, apply: Callable[[], str], fault: Fault) -> str:
        if fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.delay)
            return apply()
        if fault.kind is FaultKind.LATE:
            asyncio.get_running_loop().call_later(fault.delay, apply)
        elif fault.kind.value.endswith(("-after", "-applied")):
            apply()
        answer = _ANSWERS.get(fault.kind)
        if fault.kind is FaultKind.STATUS:
            answer = f"{fault.status} refused on purpose"
        if answer is not None:
            return answer
        if fault.kind in (FaultKind.HANG, FaultKind.HANG_AFTER):
            await asyncio.sleep(60)
        if server.transport is not None:
            cast(asyncio.Transport, server.transport).abort()
        return "421 connection lost on purpose"

    def _apply(self, envelope: Envelope, began: float) -> str:
        raw = envelope.original_content or b""
        message = email.message_from_bytes(raw, policy=email.policy.default)
        identifier = str(message.get("Message-ID", ""))
        headers = {name: str(message[name]) for name in KEPT_HEADERS if message[name] is not None}
        for recipient in envelope.rcpt_tos:
            channel = self._world.channels[EMAIL].get(recipient)
            if channel is None:
                channel = self._world.put_channel({"gateway": EMAIL, "id": recipient})
            self._world.apply(
                channel,
                envelope.mail_from or "",
                identifier,
                _text(message),
                subject=str(message.get("Subject", "")),
                extra={"headers": headers},
                began=began,
            )
        return "250 OK"


_ANSWERS = {
    FaultKind.ERROR_BEFORE: "554 transaction failed",
    FaultKind.ERROR_AFTER: "554 transaction failed",
    FaultKind.THROTTLE: "451 try again later",
}


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n").rstrip("\n")


async def listen(world: World, host: str, port: int) -> asyncio.Server:
    """Open the sink. ``port`` 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(Sink(world), hostname="sandbox.invalid", enable_SMTPUTF8=True, loop=loop), host, port
    )
