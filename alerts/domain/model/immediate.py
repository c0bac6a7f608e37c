"""A Sofortwarnung: approved by two people beforehand, released by one person within its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from alerts.domain.model.alert import Content

PLACE = "{ort}"
"""Where its texts name the place."""
UNTIL = "{bis}"
"""Where its texts say until when it holds."""


class ImmediateState(StrEnum):
    """Where a Sofortwarnung stands."""

    WAITING = "waiting"
    """For its second person."""
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How far one person alone may go: a circle's radius in metres, and hours from the release on."""

    radius_m: int
    hours: int


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What two people approve. The content's area and times are open, its texts hold ``PLACE`` and ``UNTIL``."""

    name: str
    content: Content
    bounds: Bounds


@dataclass(frozen=True, kw_only=True)
class Immediate:
    """A prepared alert with who decided it. It may be used until ``good_until``; then two people look at it again."""

    id: UUID
    authority: UUID
    prepared: Prepared
    state: ImmediateState
    author: UUID
    author_name: str
    created: datetime
    hash: str
    approved_by: UUID | None = None
    approver_name: str = ""
    approved: datetime | None = None
    reason: str = ""
    """Why it was returned."""
    good_until: datetime | None = None

    def is_ready(self, now: datetime) -> bool:
        """Whether it may be released."""
        return self.state is ImmediateState.APPROVED and self.good_until is not None and now < self.good_until
