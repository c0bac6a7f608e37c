"""A real SMTP sink: what a mail relay would take, lands in the channel of its recipient.

It announces DSN (RFC 3461) and keeps what was asked for; alerts.channels.sandbox.receipts sends the reports.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import time
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, syntax
from aiosmtpd.smtp import Session as SmtpSession

from alerts.channels.sandbox.faults import Fault, FaultKind, Scope
from alerts.channels.sandbox.world import EMAIL, World

KEPT_HEADERS = ("From", "To", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language")


class Sink:
    """aiosmtpd's handler. Any recipient is taken, as a relay would; its channel is made on the way."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: SmtpSession, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Announce DSN beside what the server announces."""
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]

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
                extra={"headers": headers, "envelope": _asked(envelope, recipient)},
                began=began,
            )
        return "250 OK"


class Relay(SMTP):
    """aiosmtpd's server, which knows no DSN, with RFC 3461's parameters of MAIL and RCPT."""

    @syntax("MAIL FROM: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        """Take RET and ENVID, refuse what they cannot be, and leave the rest to the server."""
        rest, asked = _without(arg, ("RET", "ENVID"))
        if asked.get("RET", "HDRS").upper() not in ("HDRS", "FULL"):
            await self.push("501 Syntax: RET is FULL or HDRS")
            return
        await super().smtp_MAIL(rest)
        if self.envelope is not None and self.envelope.mail_from:
            self.envelope.mail_options.extend(f"{name}={value}" for name, value in asked.items())

    @syntax("RCPT TO: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        """The same for NOTIFY and ORCPT, kept with the number of their recipient."""
        rest, asked = _without(arg, ("NOTIFY", "ORCPT"))
        notify = set(asked.get("NOTIFY", "NEVER").upper().split(","))
        if notify - {"SUCCESS", "FAILURE", "DELAY"} and notify != {"NEVER"}:
            await self.push("501 Syntax: NOTIFY is NEVER, or some of SUCCESS,FAILURE,DELAY")
            return
        before = 0 if self.envelope is None else len(self.envelope.rcpt_tos)
        await super().smtp_RCPT(rest)
        if self.envelope is not None and len(self.envelope.rcpt_tos) > before:
            self.envelope.rcpt_options.extend(f"{before} {name}={value}" for name, value in asked.items())


def _without(arg: str | None, names: tuple[str, ...]) -> tuple[str | None, dict[str, str]]:
    """A command's argument without some parameters, and those."""
    if arg is None:
        return None, {}
    end = arg.rfind(">") + 1
    kept, asked = [], {}
    for option in arg[end:].split():
        name, _, value = option.partition("=")
        if name.upper() in names:
            asked[name.upper()] = value
        else:
            kept.append(option)
    return " ".join([arg[:end], *kept]), asked


def _asked(envelope: Envelope, recipient: str) -> dict[str, str]:
    """What was asked for by RFC 3461: envelope id, and for this recipient when to report and its original address."""
    mine = f"{envelope.rcpt_tos.index(recipient)} "
    of_recipient = (each.removeprefix(mine) for each in envelope.rcpt_options if each.startswith(mine))
    given = dict(option.partition("=")[::2] for option in (*envelope.mail_options, *of_recipient))
    return {key: given[name] for key, name in _ASKED.items() if name in given}


_ASKED = {"id": "ENVID", "ret": "RET", "notify": "NOTIFY", "orcpt": "ORCPT"}
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
        lambda: Relay(Sink(world), hostname="sandbox.invalid", enable_SMTPUTF8=True, loop=loop), host, port
    )
