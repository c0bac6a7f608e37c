"""What a person has to do outside, because no channel does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Task:
    """A gap to cover (siren, van, radio), a post to make by hand or to repair; ``kind``: gap, manual-post, repair."""

    id: UUID
    alert: UUID
    kind: str
    title: str
    district: str | None
    people: int | None
    created: datetime
    done: datetime | None
    done_by: str = ""


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One step in the history of a thread: who did what when."""

    at: datetime
    who: str
    action: str
    subject: str
    detail: dict[str, object]
