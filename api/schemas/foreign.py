"""Foreign alerts as they come in and go out, and what holds beside a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from alerts.domain.in_force import Meeting
from alerts.services.foreign import Brought
from alerts.store.foreign import StoredForeign
from api.schemas.base import Incoming, Outgoing, Words
from api.schemas.problem import FaultOut


class ForeignIn(Incoming):
    """A document of NINA's shapes, GeoJSON or CAP XML, or the address of one at a configured source.

    ``everywhere``: what does not say where it holds is taken for the whole own ground.
    """

    document: Annotated[str, Field(min_length=1, max_length=4_200_000)]
    source: Annotated[Words, Field(max_length=200)] = ""
    everywhere: bool = False


class BroughtOut(Outgoing):
    """What became of one message: new, updated, known, ended, shaped or refused (with its faults)."""

    outcome: str
    id: UUID | None
    identifier: str
    issuer: str
    headline: str
    faults: list[FaultOut]
    unknown: list[str]
    ended: list[str]


class BroughtListOut(Outgoing):
    """All messages of a document, in its order."""

    messages: list[BroughtOut]


class ForeignOut(Outgoing):
    """One foreign alert. ``severity`` and ``expires`` are null where the issuer gave none."""

    id: UUID
    identifier: str
    issuer: str
    sent: datetime
    expires: datetime | None
    severity: str | None
    event: str
    headline: str
    description: str
    instruction: str
    shape: dict[str, Any]
    districts: list[str]
    kind: str
    source: str
    raw: str
    brought_by: str
    brought: datetime
    ended: datetime | None
    ended_by: str
    holds: bool


class ForeignListOut(Outgoing):
    """Everything that was brought in, what holds first."""

    alerts: list[ForeignOut]


class MeetingOut(Outgoing):
    """An alert in force on the ground of a draft. ``differences``: instruction, severity, duplicate; each of them
    wants an entry in the content's ``regards``."""

    origin: str
    identifier: str
    issuer: str
    sent: datetime
    expires: datetime | None
    severity: str | None
    event: str
    headline: str
    instruction: str
    share: float
    their_share: float
    people: int | None
    differences: list[str]
    needs_word: bool


class MeetingListOut(Outgoing):
    """What stands beside a draft, what needs a word first."""

    alerts: list[MeetingOut]


def brought_out(brought: tuple[Brought, ...], language: str) -> BroughtListOut:
    """What became of a document, as it goes out."""
    return BroughtListOut(messages=[_brought(one, language) for one in brought])


def foreign_out(stored: StoredForeign) -> ForeignOut:
    """One foreign alert, as it goes out."""
    message = stored.message
    info = message.info
    return ForeignOut(
        id=stored.id,
        identifier=message.identifier,
        issuer=message.issuer,
        sent=message.sent,
        expires=message.expires,
        severity=message.severity,
        event=info.event,
        headline=info.headline,
        description=info.description,
        instruction=info.instruction,
        shape=stored.shape,
        districts=list(stored.districts),
        kind=stored.kind,
        source=stored.source,
        raw=stored.raw,
        brought_by=stored.brought_by,
        brought=stored.brought,
        ended=stored.ended,
        ended_by=stored.ended_by,
        holds=stored.holds,
    )


def meetings_out(meetings: tuple[Meeting, ...]) -> MeetingListOut:
    """What stands beside a draft, as it goes out."""
    return MeetingListOut(alerts=[_meeting(one) for one in meetings])


def _brought(one: Brought, language: str) -> BroughtOut:
    faults = [FaultOut(place=f.place, detail=f.en if language == "en" else f.de) for f in one.faults]
    return BroughtOut(
        outcome=one.outcome.value,
        id=one.id,
        identifier=one.identifier,
        issuer=one.issuer,
        headline=one.headline,
        faults=faults,
        unknown=list(one.unknown),
        ended=list(one.ended),
    )


def _meeting(one: Meeting) -> MeetingOut:
    other = one.other
    return MeetingOut(
        origin=other.origin.value,
        identifier=other.identifier,
        issuer=other.issuer,
        sent=other.sent,
        expires=other.expires,
        severity=other.severity,
        event=other.event,
        headline=other.headline,
        instruction=other.instruction,
        share=one.share,
        their_share=one.their_share,
        people=one.people,
        differences=[difference.value for difference in one.differences],
        needs_word=one.needs_word,
    )
