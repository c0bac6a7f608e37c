"""The public registry of channels."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from alerts.domain.model.codes import ChannelKind, Purpose


@dataclass(frozen=True, kw_only=True)
class ListedChannel:
    """A channel as everybody may know it: what it is, what it serves, how to join."""

    id: UUID
    authority: UUID
    authority_name: str
    name: str
    kind: ChannelKind
    address: str
    language: str
    purpose: Purpose
    join_url: str
    districts: tuple[str, ...]
    sandbox: bool
