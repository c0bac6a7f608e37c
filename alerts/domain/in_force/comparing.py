"""A draft beside what already holds on its ground: same, contrary, other level, or the same again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from alerts.domain.errors import Fault
from alerts.domain.in_force.stance import Stance, contradict
from alerts.domain.model.codes import Severity
from alerts.domain.model.regard import Regard

DUPLICATE_SHARE = 0.5
"""From this overlap on (of either area) two alerts are about the same place."""
DUPLICATE_SPAN = timedelta(hours=1)
"""So young must an alert of the own authority be for a second one to look like a repetition."""
SHORT = 60
"""Characters of a headline that a sentence about it repeats."""


class Origin(StrEnum):
    """Whose alert it is."""

    OWN = "own"
    PARTNER = "partner"
    """Of another authority of this installation."""
    FOREIGN = "foreign"
    """Brought in from elsewhere."""


class Difference(StrEnum):
    """How a draft and an alert in force differ where both hold."""

    INSTRUCTION = "instruction"
    SEVERITY = "severity"
    DUPLICATE = "duplicate"
    """Not a difference but its lack: the same again."""


@dataclass(frozen=True, kw_only=True)
class InForce:
    """An alert that holds now, as it concerns the ground of a draft.

    ``stances`` are those that hold somewhere on that ground. ``severity`` and ``expires`` are None where a foreign
    issuer gave none. ``alert`` leads to an own one.
    """

    origin: Origin
    identifier: str
    issuer: str
    sent: datetime
    expires: datetime | None
    severity: Severity | None
    event: str
    hazard: str
    headline: str
    instruction: str
    stances: frozenset[Stance]
    alert: UUID | None = None
    foreign: UUID | None = None

    @property
    def key(self) -> str:
        """See ``key``."""
        return key(self.identifier, self.sent)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One instruction of a draft on the ground that it shares with an alert in force: a zone's, or the rest's."""

    stances: frozenset[Stance]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What of a draft is compared."""

    severity: Severity
    hazard: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """An alert in force and a draft on the same ground.

    ``share`` of the draft's area lies in the other's, ``their_share`` the other way round. ``people`` live in both;
    None where nobody counted.
    """

    other: InForce
    share: float
    their_share: float
    people: int | None = None
    differences: tuple[Difference, ...] = field(default=())

    @property
    def needs_word(self) -> bool:
        """Whether the operator must say why."""
        return bool(self.differences)

    @property
    def is_duplicate(self) -> bool:
        """Whether it looks like the same alert a second time."""
        return Difference.DUPLICATE in self.differences


def compare(
    draft: Draft, other: InForce, *, share: float, their_share: float, now: datetime, people: int | None = None
) -> Meeting:
    """How the draft stands to an alert in force that overlaps it."""
    return Meeting(
        other=other,
        share=share,
        their_share=their_share,
        people=people,
        differences=tuple(_differences(draft, other, max(share, their_share), now)),
    )


def faults(meetings: Iterable[Meeting], regards: Sequence[Regard]) -> tuple[Fault, ...]:
    """Every alert in force that still wants a reason."""
    given = {regard.identifier for regard in regards if regard.reason.strip()}
    return tuple(
        Fault(place="regards", de=_wanted(one)[0], en=_wanted(one)[1])
        for one in meetings
        if one.needs_word and one.other.identifier not in given
    )


def news(new: Iterable[InForce]) -> tuple[str, ...]:
    """What has come into force since submit, in German, for whoever submits again."""
    return tuple(f"Gilt jetzt auch: {_named(one)}" for one in new)


def key(identifier: str, sent: datetime) -> str:
    """What tells an alert from what it is once its issuer has changed it under the same identifier."""
    return f"{identifier}|{sent.astimezone(UTC).isoformat()}"


def _differences(draft: Draft, other: InForce, overlap: float, now: datetime) -> Iterator[Difference]:
    if _is_repetition(draft, other, overlap, now):
        yield Difference.DUPLICATE
    if any(contradict(part.stances, other.stances) for part in draft.parts):
        yield Difference.INSTRUCTION
    if other.severity is not None and other.severity is not draft.severity:
        yield Difference.SEVERITY


def _is_repetition(draft: Draft, other: InForce, overlap: float, now: datetime) -> bool:
    return (
        other.origin is Origin.OWN
        and bool(draft.hazard)
        and draft.hazard == other.hazard
        and overlap > DUPLICATE_SHARE
        and now - other.sent <= DUPLICATE_SPAN
    )


_WHY = {
    Difference.DUPLICATE: (
        "gibt es von Ihnen schon, keine Stunde alt: aktualisieren, oder sagen, warum noch eine",
        "is yours already, less than an hour old: update it, or say why another one",
    ),
    Difference.INSTRUCTION: (
        "gibt dort eine andere Anweisung: sagen, warum",
        "gives another instruction there: say why",
    ),
    Difference.SEVERITY: ("gilt dort mit anderer Stufe: sagen, warum", "holds there with another severity: say why"),
}


def _wanted(meeting: Meeting) -> tuple[str, str]:
    de, en = _WHY[meeting.differences[0]]
    name = _named(meeting.other)
    return f"{name} {de}", f"{name} {en}"


def _named(other: InForce) -> str:
    headline = other.headline if len(other.headline) <= SHORT else f"{other.headline[: SHORT - 1].rstrip()}…"
    return f"{other.issuer}, „{headline or other.event}“"
