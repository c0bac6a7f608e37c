"""Where a drill's posts go: addresses of the sandbox that no live channel has."""

from __future__ import annotations

from alerts.domain.model.codes import ChannelKind

_WHATSAPP_MARK = "99"
_TELEGRAM_MARK = "-99"


def drill_address(kind: ChannelKind, address: str) -> str:
    """The sandbox's twin of a channel's address; it keeps the kind's form and never equals a live one.

    ``120363…@newsletter`` becomes ``99120363…@newsletter``, ``-100…`` becomes ``-99100…``, mailboxes get the prefix
    ``uebung.``, webhooks the ending ``-uebung``.
    """
    if not address:
        return address
    if kind is ChannelKind.WHATSAPP:
        return f"{_WHATSAPP_MARK}{address}"
    if kind is ChannelKind.TELEGRAM:
        return f"{_TELEGRAM_MARK}{address.lstrip('-@')}"
    if kind is ChannelKind.EMAIL:
        return f"uebung.{address}"
    return f"{address}-uebung"
