"""Kill switches, as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Switch:
    """A thrown kill switch: what was released up to ``thrown`` is not sent while it stands."""

    id: UUID
    everywhere: bool
    """It stops the whole installation, not one authority."""
    by: UUID
    who: str
    """The thrower's name; empty where it is not of the asking authority."""
    reason: str
    thrown: datetime
    held: int
    """Deliveries that it found waiting."""
    lifted: datetime | None = None
    lifted_by: str = ""
    lift_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Deliveries not sent yet: waiting for the engine, for a person to post them, or on their way at this moment."""

    queued: int
    by_hand: int
    sending: int = 0
