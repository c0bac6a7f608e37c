"""What a person may write for a channel: its name, where it lies on its gateway, where people join it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from alerts.domain.errors import Fault
from alerts.domain.model.codes import ChannelKind


def name_faults(name: str) -> Iterator[Fault]:
    """A name that people can read."""
    if is_blank(name):
        yield Fault(place="name", de="einen Namen angeben", en="give a name")


def address_faults(kind: ChannelKind, address: str) -> Iterator[Fault]:
    """An address, unless somebody posts by hand: without one a gateway would be asked to post nowhere."""
    if kind is not ChannelKind.WHATSAPP_MANUAL and is_blank(address):
        yield Fault(
            place="address",
            de="die Adresse des Kanals auf seinem Gateway angeben",
            en="give the channel's address on its gateway",
        )


def join_faults(join_url: str) -> Iterator[Fault]:
    """An https address that a browser can open, or none; citizens are sent there and get it as a QR code."""
    if join_url and not _is_https(join_url):
        yield Fault(
            place="join_url",
            de="eine Adresse angeben, die mit https:// beginnt, oder leer lassen",
            en="give an address that begins with https://, or leave it empty",
        )


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: empty, spaces, or signs of no width."""
    return not any(sign.isprintable() and not sign.isspace() for sign in text)


def _is_https(address: str) -> bool:
    if not address.isprintable() or any(sign.isspace() or sign in '<>"\\' for sign in address):
        return False
    try:
        parts = urlsplit(address)
        named = "." in (parts.hostname or "").strip(".")
        return parts.scheme == "https" and named and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False
