"""Receipts: what the other side says about a post by itself, after it took it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ReceiptKind(StrEnum):
    """What a receipt says. The first three and the last two are the actions of RFC 3464."""

    DELIVERED = "delivered"
    RELAYED = "relayed"
    """Passed on to a mail system that sends no reports of its own."""
    EXPANDED = "expanded"
    """Handed to the members of a list."""
    SHOWN = "shown"
    """A webhook's receiver shows it."""
    UNPROVEN = "unproven"
    """Somebody says that it arrived, without what only the true sender can name."""
    FAILED = "failed"
    DELAYED = "delayed"

    @property
    def outcome(self) -> str:
        """What the attempt row says."""
        return {ReceiptKind.FAILED: "bounce", ReceiptKind.DELAYED: "delayed"}.get(self, "receipt")


class Taken(StrEnum):
    """What became of a receipt."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    NOTED = "noted"
    """It is in the history and changed nothing."""
    KNOWN = "known"
    """It was there before."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One receipt for one delivery. ``id`` is its own, by which a repeat is known; ``detail`` is for people."""

    delivery: UUID
    what: ReceiptKind
    id: str
    detail: str = ""
    proven: bool = True
    """It was signed, or names what only its true sender can know."""
