"""Channels and the accounts that carry them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from alerts.domain.model.codes import ChannelKind, ChannelState, Purpose


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Where the public is told. ``serves`` holds district keys; ``drawn`` says that it serves a drawn part instead."""

    id: UUID
    name: str
    kind: ChannelKind
    language: str
    purpose: Purpose
    state: ChannelState
    serves: frozenset[str] = field(default_factory=frozenset)
    drawn: bool = False
    parent: UUID | None = None
    standby: UUID | None = None
    """The channel that takes over where this one fails."""
    office: UUID | None = None
    followers: int | None = None
    accounts: tuple[UUID, ...] = ()
    sandbox: bool = False
    """True if every account of the channel is a sandbox account."""

    @property
    def is_manual(self) -> bool:
        """Whether a person has to post by hand."""
        return self.kind is ChannelKind.WHATSAPP_MANUAL

    @property
    def is_foreign(self) -> bool:
        """Whether it speaks another language than German."""
        return self.language.split("-")[0] != "de"

    @property
    def carries(self) -> bool:
        """Whether it alone can carry a leaf: not by hand, not foreign, not a drawn part."""
        return not (self.is_manual or self.is_foreign or self.drawn)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One gateway's credentials and pace; ``per_second`` is the steady rate, ``burst`` what may go at once."""

    id: UUID
    name: str
    kind: ChannelKind
    settings: dict[str, str]
    per_second: float = 20.0
    burst: int = 20
    sandbox: bool = False
