"""E-mail to a list's address; who is on the list stays with the list's provider.

Account: ``base_url`` is the relay, ``smtp://host:25``, ``smtp+starttls://host:587`` or ``smtps://host:465``; the secret
is the password for ``settings["user"]`` (no sign-in without one). Further settings: ``sender`` (address, needed),
``sender_name``, ``unsubscribe_url`` (https, then one click per RFC 8058), ``unsubscribe_mailto``, ``list_id``.
The Message-ID comes from the delivery's key, so that mail systems recognise a repeat.

A relay that announces DSN (RFC 3461) is asked for reports, under an envelope id that proves itself; ``reports`` is
"yes" where they come back to us, so that its 250 confirms nothing yet, and "no" where none shall be asked for.
``reports_within`` are the seconds that they may take, ``return_path`` is the address they go to (else ``sender``).
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from urllib.parse import urlsplit

import aiosmtplib

from alerts.access.receipts import envelope_id
from alerts.channels.base import Access, Health, Outcome, Post, ReadBack, SendResult, Traits
from alerts.channels.reasons import Reason
from alerts.channels.receipts import NO, REPORTS, expecting
from alerts.domain.model.codes import ChannelKind

TRAITS = Traits(kind=ChannelKind.EMAIL, repeat_safe=False, readable=False, confirms=True)
SHOWN = 300
_NOT_IN_XTEXT = re.compile(r"[^!-*,-<>-~]")
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class Relay:
    """Where mail is handed over."""

    host: str
    port: int
    scheme: str

    @classmethod
    def parse(cls, url: str) -> Relay | None:
        """Read a relay's URL; None if it is none."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return None
        if parts.scheme not in _PORTS or not parts.hostname:
            return None
        return cls(host=parts.hostname, port=port or _PORTS[parts.scheme], scheme=parts.scheme)


class EmailConnector:
    """One relay."""

    def __init__(self, access: Access, traits: Traits = TRAITS) -> None:
        self.traits = expecting(traits, access.settings, REPORTS)
        self._access = access
        self._relay = Relay.parse(access.base_url)

    async def send(self, post: Post) -> SendResult:
        """Try once: everything before DATA proves that nothing was sent, a lost answer to DATA proves nothing."""
        sender = self._access.settings.get("sender", "")
        if self._relay is None or "@" not in sender:
            return _result(Outcome.REFUSED, Reason.MISCONFIGURED)
        try:
            message = compose(post, self._access, datetime.now(UTC))
            Address(addr_spec=post.address)
        except (ValueError, IndexError, MessageError):
            return _result(Outcome.REFUSED, Reason.NOT_UNDERSTOOD)
        letter = Letter(
            sender=self._access.settings.get("return_path") or sender,
            recipient=post.address,
            message=message,
            identifier=message_id(post, sender),
            envelope=self._envelope(post),
        )
        return await _Hand(self._access, self._relay, self.traits.send_timeout).over(letter)

    def _envelope(self, post: Post) -> str:
        wanted = self._access.mark is not None and self._access.settings.get(REPORTS) != NO
        return envelope_id(post.key, self._access.mark(post.key)) if wanted and self._access.mark else ""

    async def read_back(self, post: Post) -> ReadBack:
        """Mailboxes are not ours to read."""
        return ReadBack(found=None, reason=Reason.NOT_READABLE)

    async def followers(self, address: str) -> int | None:
        """The list's provider knows, SMTP does not tell."""
        return None

    async def health(self) -> Health:
        """Whether the relay answers and takes the sign-in."""
        if self._relay is None or "@" not in self._access.settings.get("sender", ""):
            return Health(ok=False, detail=Reason.MISCONFIGURED)
        result = await _Hand(self._access, self._relay, self.traits.send_timeout).shake()
        return Health(ok=result is None, detail="" if result is None else result.reason)

    async def aclose(self) -> None:
        """Nothing to give back: every message has a connection of its own."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message in its envelope. ``envelope`` is the envelope id for reports, empty where none are wanted."""

    sender: str
    recipient: str
    message: bytes
    identifier: str
    envelope: str = ""

    @property
    def mail_options(self) -> list[str]:
        """RFC 3461's parameters of MAIL FROM: reports bring back the headers only."""
        return ["RET=HDRS", f"ENVID={xtext(self.envelope)}"]

    @property
    def rcpt_options(self) -> list[str]:
        """RFC 3461's parameters of RCPT TO."""
        return ["NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT=rfc822;{xtext(self.recipient)}"]


def xtext(text: str) -> str:
    """RFC 3461's writing of a parameter: what is not plain ASCII, and "+" and "=", as +XX."""
    return _NOT_IN_XTEXT.sub(lambda found: "".join(f"+{byte:02X}" for byte in found[0].encode()), text)


def message_id(post: Post, sender: str) -> str:
    """The Message-ID of a post, without its brackets: the same for every try."""
    return f"{post.key}@{sender.rsplit('@', 1)[1]}"


def compose(post: Post, access: Access, moment: datetime) -> bytes:
    """The message as it goes over the wire. Raises ValueError for an address that is none."""
    settings = access.settings
    sender = settings["sender"]
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = Address(display_name=_line(settings.get("sender_name", "")), addr_spec=sender)
    message["To"] = Address(addr_spec=post.address)
    message["Subject"] = _line(post.subject or post.text)[:200]
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{message_id(post, sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    if settings.get("list_id"):
        message["List-Id"] = f"<{_line(settings['list_id'])}>"
    for name, value in _unsubscribing(settings.get("unsubscribe_url", ""), settings.get("unsubscribe_mailto", "")):
        message[name] = value
    message.set_content(post.text, cte="quoted-printable")
    message["Content-Language"] = post.language
    return message.as_bytes()


def _unsubscribing(url: str, mailto: str) -> list[tuple[str, str]]:
    ways = [f"<mailto:{_line(mailto)}>"] if mailto else []
    one_click = url.startswith("https://")
    if one_click:
        ways.insert(0, f"<{_line(url)}>")
    headers = [("List-Unsubscribe", ", ".join(ways))] if ways else []
    return [*headers, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] if one_click else headers


def _line(text: str) -> str:
    return " ".join(text.split())


def _result(outcome: Outcome, reason: Reason | str = "", answer: str = "", gateway_id: str | None = None) -> SendResult:
    shown = _line(answer)
    return SendResult(outcome=outcome, reason=str(reason), answer=shown[:SHOWN], gateway_id=gateway_id)


class _Hand:
    """One conversation with a relay, and how far it came."""

    def __init__(self, access: Access, relay: Relay, timeout: float) -> None:
        self._access = access
        self._timeout = timeout
        self._name: str | None = None
        """Under which the relay knows the message, once its text may have gone out."""
        self._client = aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            timeout=timeout,
            use_tls=relay.scheme == "smtps",
            start_tls=relay.scheme == "smtp+starttls",
        )

    async def over(self, letter: Letter) -> SendResult:
        """Hand a message over."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._greet()
                reports = bool(letter.envelope) and self._client.supports_extension("dsn")
                await self._client.mail(letter.sender, options=letter.mail_options if reports else None)
                await self._client.rcpt(letter.recipient, options=letter.rcpt_options if reports else None)
                self._name = letter.envelope if reports else letter.identifier
                said = await self._client.data(letter.message)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return self._judge(error)
        finally:
            self._client.close()
        return _result(Outcome.ACCEPTED, answer=f"{said.code} {said.message}", gateway_id=self._name)

    async def shake(self) -> SendResult | None:
        """Only greet; None if the relay would take mail."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._greet()
                await self._client.quit()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return self._judge(error)
        finally:
            self._client.close()
        return None

    async def _greet(self) -> None:
        await self._client.connect()
        await self._client.ehlo()
        user = self._access.settings.get("user")
        if not user:
            return
        if not self._client.supports_extension("auth"):
            raise aiosmtplib.SMTPNotSupported("AUTH")
        await self._client.login(user, self._access.secret)

    def _judge(self, error: Exception) -> SendResult:
        if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
            error = error.recipients[0]
        if isinstance(error, aiosmtplib.SMTPResponseException) and error.code >= 400:
            return _by_code(error)
        if isinstance(error, aiosmtplib.SMTPNotSupported):
            return _result(Outcome.REFUSED, Reason.MISCONFIGURED, str(error))
        if self._name is None:
            return _result(Outcome.NOT_SENT, Reason.NO_CONNECTION, type(error).__name__)
        late = isinstance(error, TimeoutError)
        reason = Reason.NO_ANSWER if late else Reason.CUT_OFF
        return _result(Outcome.UNKNOWN, reason, type(error).__name__, self._name)


def _by_code(error: aiosmtplib.SMTPResponseException) -> SendResult:
    said = f"{error.code} {error.message}"
    if error.code < 500:
        return _result(Outcome.NOT_SENT, Reason.BUSY, said)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return _result(Outcome.REFUSED, Reason.KEY_REFUSED, said)
    return _result(Outcome.REFUSED, Reason.NOT_UNDERSTOOD, said)
