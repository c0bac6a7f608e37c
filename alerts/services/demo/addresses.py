"""Where the demo's channels lie on the stand-in gateway, and how citizens join them."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from alerts.domain.model.codes import ChannelKind
from alerts.services.demo.cast import CastAuthority, CastChannel
from alerts.services.demo.gateways import Gateway

_KIND_NAMES = {
    ChannelKind.WHATSAPP: "WhatsApp",
    ChannelKind.WHATSAPP_MANUAL: "WhatsApp",
    ChannelKind.TELEGRAM: "Telegram",
    ChannelKind.EMAIL: "E-Mail",
    ChannelKind.WEBHOOK: "Webhook",
}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def channel_name(cast: CastAuthority, channel: CastChannel) -> str:
    """ "WhatsApp Moabit", "Telegram Moabit auf Türkisch"; the label of a webhook stands for its kind."""
    place = channel.place or cast.short_name
    if channel.kind is ChannelKind.WEBHOOK:
        return f"{channel.label or 'Webhook'} {place}"
    return f"{_KIND_NAMES[channel.kind]} {place} {channel.label}".strip()


def public_name(cast: CastAuthority, channel: CastChannel) -> str:
    """What followers read above a post: "Bezirk Mitte: Moabit"."""
    return f"{cast.short_name}: {channel.place}" if channel.place else cast.short_name


def slug(text: str) -> str:
    """Small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_UMLAUTS))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def address(cast: CastAuthority, channel: CastChannel, gateway: Gateway) -> str:
    """The channel's address in its kind's own form."""
    label = slug(f"{channel.place or 'alle'} {channel.label}")
    digits = str(int(sha256(f"{cast.slug} {channel.kind} {label}".encode()).hexdigest()[:12], 16)).zfill(14)[:12]
    if channel.kind is ChannelKind.WHATSAPP:
        return f"120363{digits}@newsletter"
    if channel.kind is ChannelKind.TELEGRAM:
        return f"-100{digits[:10]}"
    if channel.kind is ChannelKind.EMAIL:
        return f"{label}@listen.{cast.slug}.example"
    if channel.kind is ChannelKind.WEBHOOK:
        return f"{gateway.url}/hooks/{cast.slug}-{label}"
    return ""


def join_url(cast: CastAuthority, channel: CastChannel) -> str:
    """How citizens join; example domains only."""
    label = slug(f"{cast.slug} {channel.place} {channel.label}")
    if channel.kind in (ChannelKind.WHATSAPP, ChannelKind.WHATSAPP_MANUAL):
        return f"https://whatsapp.example/channel/{label}"
    if channel.kind is ChannelKind.TELEGRAM:
        return f"https://telegram.example/{label}"
    if channel.kind is ChannelKind.EMAIL:
        return f"https://listen.{cast.slug}.example/{label}"
    return ""
