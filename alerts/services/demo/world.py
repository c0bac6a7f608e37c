"""What the stand-in gateway must hold for the demo: sessions, bots, receivers, and channels for earnest and drill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.drill import drill_address
from alerts.services.demo import addresses, gateways
from alerts.services.demo.cast import AUTHORITIES, CastAuthority, CastChannel
from alerts.services.demo.gateways import DRILL, Gateway

_GATEWAYS = {
    ChannelKind.WHATSAPP: "whatsapp",
    ChannelKind.TELEGRAM: "telegram",
    ChannelKind.EMAIL: "email",
    ChannelKind.WEBHOOK: "webhook",
}
_SESSIONS = ("", "-2", f"-{DRILL}")


def world(gateway: Gateway) -> dict[str, Any]:
    """The body of the sandbox's ``POST /_sandbox/world``; posting it again changes nothing."""
    return {
        "sessions": [_session(cast, suffix) for cast in AUTHORITIES for suffix in _SESSIONS],
        "bots": [_bot(cast, drill=drill) for cast in AUTHORITIES for drill in (False, True)],
        "hooks": [hook for cast in AUTHORITIES for hook in _hooks(cast, gateway)],
        "channels": [
            _channel(cast, channel, gateway, drill=drill)
            for cast in AUTHORITIES
            for channel in cast.channels
            if channel.kind in _GATEWAYS
            for drill in (False, True)
        ],
    }


def _session(cast: CastAuthority, suffix: str) -> dict[str, Any]:
    return {
        "name": gateways.waha_session(cast.slug, suffix),
        "key": gateways.secret_of(cast.slug, "waha", suffix),
        "status": "WORKING",
    }


def _bot(cast: CastAuthority, *, drill: bool) -> dict[str, Any]:
    name = f"{cast.slug}_{DRILL}_bot" if drill else f"{cast.slug}_bot"
    return {"token": gateways.bot_token(cast.slug, drill=drill), "username": name}


def _hooks(cast: CastAuthority, gateway: Gateway) -> Iterator[dict[str, Any]]:
    for channel in cast.channels:
        if channel.kind is ChannelKind.WEBHOOK:
            for drill in (False, True):
                url = _address(cast, channel, gateway, drill=drill)
                yield {"name": url.rsplit("/", 1)[1], "secret": gateways.webhook_secret(cast.slug, drill=drill)}


def _channel(cast: CastAuthority, channel: CastChannel, gateway: Gateway, *, drill: bool) -> dict[str, Any]:
    address = _address(cast, channel, gateway, drill=drill)
    name = addresses.public_name(cast, channel)
    return {
        "gateway": _GATEWAYS[channel.kind],
        "id": address.rsplit("/", 1)[1] if channel.kind is ChannelKind.WEBHOOK else address,
        "name": f"Übung {name}" if drill else name,
        "followers": 0 if drill else channel.followers,
    }


def _address(cast: CastAuthority, channel: CastChannel, gateway: Gateway, *, drill: bool) -> str:
    live = addresses.address(cast, channel, gateway)
    return drill_address(channel.kind, live) if drill else live
