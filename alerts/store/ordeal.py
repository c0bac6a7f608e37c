"""SQL that only the chaos run needs: what is being sent right now, what was left behind, and how all of it ended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

Claim = tuple[UUID, int]
"""A delivery, and the fence under which it was taken."""

_SENDING = text("SELECT id, fence FROM delivery WHERE state = 'sending'")

_LEFT = text("SELECT delivery_id, number FROM attempt WHERE reason = 'worker-lost'")

_STANDING = text("""
    SELECT count(*) AS released,
           count(*) FILTER (WHERE state IN ('queued', 'sending', 'waiting')
                               OR state = 'unknown' AND due < 'infinity') AS moving
      FROM delivery
""")

_ENDED = text("""
    SELECT kind, address, code, thread_id, sequence, extract(epoch FROM not_after)::float8 AS not_after, state, reason,
           stands_for IS NOT NULL AS stands_by, channel_id
      FROM delivery ORDER BY thread_id, sequence, address
""")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many deliveries there are, and how many of them the engine has yet to bring to an end."""

    released: int
    moving: int


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A delivery at the end; ``not_after`` in seconds since 1970."""

    kind: str
    address: str
    code: str
    thread: UUID
    sequence: int
    not_after: float
    state: str
    reason: str
    stands_by: bool
    channel: UUID


def sending(session: Session) -> frozenset[Claim]:
    """What is in a worker's hands right now."""
    return frozenset((row.id, row.fence) for row in session.execute(_SENDING))


def left_behind(session: Session) -> frozenset[Claim]:
    """Every claim whose worker never wrote what became of it."""
    return frozenset((row.delivery_id, row.number) for row in session.execute(_LEFT))


def standing(session: Session) -> Standing:
    """How far it has come."""
    row = session.execute(_STANDING).one()
    return Standing(released=row.released, moving=row.moving)


def ended(session: Session) -> list[Ended]:
    """Every delivery."""
    return [
        Ended(
            kind=row.kind,
            address=row.address,
            code=row.code,
            thread=row.thread_id,
            sequence=row.sequence,
            not_after=row.not_after,
            state=row.state,
            reason=row.reason,
            stands_by=row.stands_by,
            channel=row.channel_id,
        )
        for row in session.execute(_ENDED)
    ]
