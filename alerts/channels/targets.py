"""Where calls may go that authorities' administrators name: only to public addresses, unless the installation says so.

What counts is the address a socket is opened to, after names were resolved: a name may lead anywhere, and elsewhere the
next time.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp

_NAT64 = IPv6Network("64:ff9b::/96")
_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))


class NotPublicError(OSError):
    """An address that lies on this machine, in a private network or nowhere."""


Target = tuple[str, int]
"""Address and port."""


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public network; False for what is none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found in _NAT64:
            return is_public(str(ip_address(int(found) & 0xFFFFFFFF)))
        if any(found in tunnel for tunnel in _TUNNELS):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def of_url(url: str) -> tuple[Target, ...]:
    """The targets that an address of this machine names by its number or as ``localhost``; none for other names."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    return tuple((one, port) for one in (("127.0.0.1", "::1") if host == "localhost" else (host,)))


def connector(*, private: bool, spared: tuple[Target, ...] = ()) -> aiohttp.TCPConnector:
    """Opens connections to public addresses and those of ``spared``; with ``private`` to all others as well."""
    factory = None if private else _guarded(frozenset(spared))
    return aiohttp.TCPConnector(limit=0, ttl_dns_cache=60, keepalive_timeout=30, socket_factory=factory)


def _guarded(spared: frozenset[Target]) -> Callable[[Any], socket.socket]:
    def opened(info: Any) -> socket.socket:
        family, kind, protocol, _, place = info
        if not is_public(place[0]) and (place[0], place[1]) not in spared:
            raise NotPublicError("not a public address")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    return opened
