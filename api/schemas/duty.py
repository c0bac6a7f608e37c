"""Whom alarms go to, as it comes in and goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from alerts.domain.alarms import Way
from alerts.store.duty import Duty, LastNotice
from api.schemas.base import Incoming, Outgoing, Words

Line = Annotated[Words, Field(max_length=400)]


class DutyIn(Incoming):
    """Where alarms go. An empty value takes a way away; a ``webhook_secret`` left out stays as it is."""

    email: Line = ""
    account: UUID | None = None
    webhook_url: Line = ""
    webhook_secret: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    language: Literal["de", "en"] = "de"

    def wanted(self) -> Duty:
        """Without the secret."""
        return Duty(
            email=self.email.strip(),
            account=self.account,
            webhook_url=self.webhook_url.strip(),
            language=self.language,
        )


class LastOut(Outgoing):
    """How the newest message by a way went."""

    way: Way
    about: str
    tries: int
    answer: str
    delivered: datetime | None


class DutyOut(Outgoing):
    """Where alarms go, and how the newest messages went; whether there is a secret, never which."""

    email: str
    account: UUID | None
    webhook_url: str
    has_secret: bool
    language: str
    last: list[LastOut]


class ProbeOut(Outgoing):
    """Whether a trial alarm was raised; not if one stands already."""

    raised: bool


def duty_of(kept: Duty, last: tuple[LastNotice, ...]) -> DutyOut:
    """As it goes out."""
    return DutyOut(
        email=kept.email,
        account=kept.account,
        webhook_url=kept.webhook_url,
        has_secret=kept.has_secret,
        language=kept.language,
        last=[
            LastOut(way=one.way, about=one.about, tries=one.tries, answer=one.answer, delivered=one.delivered)
            for one in last
        ],
    )
