"""Channels and accounts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from alerts.domain.model.codes import ChannelKind, ChannelState, Purpose
from alerts.services.channels import ChannelView, ChannelWish
from alerts.store.accounts import KeptAccount
from api.schemas.base import Incoming, Key, Outgoing, Words
from api.schemas.content import Language

_Trimmed = StringConstraints(strip_whitespace=True)
Name = Annotated[Words, _Trimmed, Field(min_length=1, max_length=120)]
Address = Annotated[Words, _Trimmed, Field(max_length=500, examples=["120363012345678901@newsletter"])]
Serves = Annotated[tuple[Key, ...], Field(max_length=2_000)]
Accounts = Annotated[tuple[UUID, ...], Field(max_length=10)]
Url = Annotated[Words, _Trimmed, Field(max_length=500)]
Rate = Annotated[float, Field(ge=0.01, le=1_000)]
"""Posts a second: from one in a hundred seconds to more than any gateway takes."""
Burst = Annotated[int, Field(ge=1, le=10_000)]
FreeSettings = Annotated[
    dict[Annotated[Words, Field(max_length=60)], Annotated[Words, Field(max_length=1_000)]], Field(max_length=30)
]


class ChannelIn(Incoming):
    """A channel to be added. ``accounts`` in order of use, ``serves`` district keys."""

    kind: ChannelKind
    name: Name
    address: Address = ""
    accounts: Accounts = ()
    serves: Serves = ()
    language: Language = "de"
    purpose: Purpose = Purpose.MIXED
    office: UUID | None = None
    parent: UUID | None = None
    standby: UUID | None = None
    join_url: Url = ""

    def said(self) -> ChannelWish:
        """The service's word for it."""
        return ChannelWish(
            kind=self.kind,
            name=self.name,
            address=self.address,
            accounts=self.accounts,
            serves=self.serves,
            language=self.language,
            purpose=self.purpose,
            office=self.office,
            parent=self.parent,
            standby=self.standby,
            join_url=self.join_url,
        )


class ChannelPatch(Incoming):
    """Changes of a channel; what is left out stays."""

    name: Name = ""
    address: Address = ""
    accounts: Accounts = ()
    serves: Serves = ()
    language: Language = "de"
    purpose: Purpose = Purpose.MIXED
    office: UUID | None = None
    parent: UUID | None = None
    standby: UUID | None = None
    join_url: Url = ""

    def said(self) -> dict[str, object]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ChannelOut(Outgoing):
    """A channel. ``followers`` is the newest count, null where nobody counted."""

    id: UUID
    kind: ChannelKind
    name: str
    address: str
    accounts: list[UUID]
    serves: list[str]
    drawn: bool
    language: str
    purpose: Purpose
    state: ChannelState
    office: UUID | None
    parent: UUID | None
    standby: UUID | None
    join_url: str
    followers: int | None
    sandbox: bool


class ChannelList(Outgoing):
    """Channels by name."""

    channels: list[ChannelOut]


class AccountIn(Incoming):
    """An account of a gateway; the secret is kept encrypted and never shown."""

    kind: ChannelKind
    name: Name
    base_url: Url = ""
    secret: Annotated[str, Field(max_length=4_000)] = ""
    settings: FreeSettings = Field(default={})
    per_second: Rate = 20.0
    burst: Burst = 20
    sandbox: bool = False


class AccountPatch(Incoming):
    """Changes of an account; what is left out stays, its secret too."""

    name: Name = ""
    base_url: Url = ""
    secret: Annotated[str, Field(min_length=1, max_length=4_000)] | None = None
    settings: FreeSettings = Field(default={})
    per_second: Rate = 20.0
    burst: Burst = 20

    def said(self) -> dict[str, object]:
        """The fields that were sent, without the secret."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"secret"}}


class AccountOut(Outgoing):
    """An account; whether it has a secret, never which."""

    id: UUID
    kind: ChannelKind
    name: str
    base_url: str
    settings: dict[str, str]
    per_second: float
    burst: int
    sandbox: bool
    has_secret: bool


class AccountList(Outgoing):
    """Accounts by name."""

    accounts: list[AccountOut]


def channel_of(view: ChannelView) -> ChannelOut:
    """A channel as it goes out."""
    channel = view.channel
    return ChannelOut(
        id=channel.id,
        kind=channel.kind,
        name=channel.name,
        address=view.address,
        accounts=list(channel.accounts),
        serves=sorted(channel.serves),
        drawn=channel.drawn,
        language=channel.language,
        purpose=channel.purpose,
        state=channel.state,
        office=channel.office,
        parent=channel.parent,
        standby=channel.standby,
        join_url=view.join_url,
        followers=channel.followers,
        sandbox=channel.sandbox,
    )


def account_of(kept: KeptAccount) -> AccountOut:
    """An account as it goes out."""
    return AccountOut(
        id=kept.id,
        kind=kept.kind,
        name=kept.name,
        base_url=kept.base_url,
        settings=dict(kept.settings),
        per_second=kept.per_second,
        burst=kept.burst,
        sandbox=kept.sandbox,
        has_secret=kept.has_secret,
    )
