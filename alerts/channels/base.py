"""The one protocol behind which every kind of channel stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.codes import Outcome as Outcome


@dataclass(frozen=True, kw_only=True)
class Access:
    """An account as a connector needs it: where it is, its decrypted secret, its free settings."""

    account: UUID
    kind: ChannelKind
    base_url: str
    secret: str
    settings: Mapping[str, str] = field(default_factory=dict)
    mark: Callable[[UUID], str] | None = None
    """Makes the proof of a post's key that its receipt has to carry; None: no receipts are asked for."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """One text for one channel, frozen at release. ``key`` is the same for every try of the same delivery."""

    key: UUID
    address: str
    """The chat, mailbox or URL on the gateway."""
    text: str
    subject: str
    code: str
    link: str
    language: str = "de"
    payload: Mapping[str, object] | None = None
    """Structured form for machines (webhooks); None elsewhere."""


@dataclass(frozen=True, kw_only=True)
class SendResult:
    """The outcome of one try. ``retry_after`` in seconds, as the gateway hints; ``answer`` shortened for people."""

    outcome: Outcome
    gateway_id: str | None = None
    retry_after: float | None = None
    reason: str = ""
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """What a look into the channel showed. ``found`` is None where the look itself failed."""

    found: bool | None
    gateway_id: str | None = None
    reason: str = ""
    copies: int = 1
    """How often the post was found, where it was."""
    posted: float | None = None
    """When the gateway says it was posted: seconds since 1970, rounded up; None where it does not say."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """Whether an account can send right now, and in words why not."""

    ok: bool
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a kind can and cannot do; seconds throughout."""

    kind: ChannelKind
    repeat_safe: bool
    """The gateway itself drops a repeat with the same key."""
    readable: bool
    """Posts can be read back by the alert's code."""
    confirms: bool = False
    """The gateway's acceptance is itself the confirmation (a Telegram message id; SMTP's 250 and a webhook's 2xx where
    the account's settings say nothing of receipts)."""
    receipt_within: float | None = None
    """Seconds in which a receipt must come where neither acceptance nor a look confirms; None: the lane's."""
    manual: bool = False
    max_text: int | None = None
    """UTF-16 units the gateway takes; longer texts are refused before anything is sent. None: no fixed limit."""
    send_timeout: float = 8.0
    settle: float = 4.0
    """How long an unknown outcome rests before the read-back: twice the late application seen."""


class Connector(Protocol):
    """One open account. Methods never raise for what a gateway does: they return an outcome."""

    traits: Traits

    async def send(self, post: Post) -> SendResult:
        """Try once, within ``traits.send_timeout`` seconds."""
        ...

    async def read_back(self, post: Post) -> ReadBack:
        """Look for the post in its channel by the alert's code."""
        ...

    async def followers(self, address: str) -> int | None:
        """Subscribers of the channel now, or None where the kind does not tell."""
        ...

    async def health(self) -> Health:
        """Whether the account can send."""
        ...

    async def aclose(self) -> None:
        """Give back connections."""
        ...
