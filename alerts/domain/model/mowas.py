"""The MoWaS step: what was done about the federal warning system before a severe alert went out here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MowasState(StrEnum):
    """What an operator records about MoWaS."""

    TRIGGERED = "triggered"
    REQUESTED = "requested"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, kw_only=True)
class MowasStep:
    """Who triggered or asked for a MoWaS warning, when, and under which identifier; or why none is needed."""

    state: MowasState
    by: str = ""
    at: datetime | None = None
    identifier: str = ""
    reason: str = ""
