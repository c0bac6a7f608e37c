"""WhatsApp by hand: somebody copies the text, posts it, and ticks it off."""

from __future__ import annotations

from alerts.channels.base import Access, Health, Outcome, Post, ReadBack, SendResult, Traits
from alerts.channels.reasons import Reason
from alerts.domain.limits import KINDS
from alerts.domain.model.codes import ChannelKind

TRAITS = Traits(
    kind=ChannelKind.WHATSAPP_MANUAL,
    repeat_safe=True,
    readable=False,
    manual=True,
    max_text=KINDS["whatsapp-manual"].characters,
    settle=0.0,
)


class ManualConnector:
    """A person. Sending only says that the post waits for one."""

    def __init__(self, access: Access, traits: Traits = TRAITS) -> None:
        self.traits = traits
        self._access = access

    async def send(self, post: Post) -> SendResult:
        """The post lies in somebody's inbox."""
        return SendResult(outcome=Outcome.AWAITS_PERSON, reason=Reason.BY_HAND)

    async def read_back(self, post: Post) -> ReadBack:
        """Only the person knows."""
        return ReadBack(found=None, reason=Reason.NOT_READABLE)

    async def followers(self, address: str) -> int | None:
        """Entered by hand."""
        return None

    async def health(self) -> Health:
        """Always ready."""
        return Health(ok=True)

    async def aclose(self) -> None:
        """Nothing to give back."""
