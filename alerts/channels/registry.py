"""Which connector stands behind which kind of channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import aiohttp

from alerts.channels import email, manual, telegram, waha, webhook
from alerts.channels.base import Access, Connector, Traits
from alerts.domain.model.codes import ChannelKind

Opener = Callable[[Access, aiohttp.ClientSession], Connector]

TRAITS: Mapping[ChannelKind, Traits] = MappingProxyType(
    {module.TRAITS.kind: module.TRAITS for module in (waha, manual, telegram, email, webhook)}
)

_OPENERS: Mapping[ChannelKind, Opener] = MappingProxyType(
    {
        ChannelKind.WHATSAPP: lambda access, http: waha.WahaConnector(access, http),
        ChannelKind.WHATSAPP_MANUAL: lambda access, _: manual.ManualConnector(access),
        ChannelKind.TELEGRAM: lambda access, http: telegram.TelegramConnector(access, http),
        ChannelKind.EMAIL: lambda access, _: email.EmailConnector(access),
        ChannelKind.WEBHOOK: lambda access, http: webhook.WebhookConnector(access, http),
    }
)


def open(access: Access, http: aiohttp.ClientSession) -> Connector:
    """The connector of an account. ``http`` is shared by all of a worker and closed by whoever made it."""
    return _OPENERS[access.kind](access, http)


def traits(kind: ChannelKind) -> Traits:
    """What a kind can and cannot do."""
    return TRAITS[kind]
