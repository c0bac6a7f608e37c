"""Kill switches in the database. The claim and the sweep honour them; here they are thrown, lifted and looked at.

A switch holds what was approved without knowing of it; what is approved after it passes. What an approval knows is what
was committed when it began, told by a number: no clock decides, so that an approval that began before a stop is held
however late it commits. Numbers rise in the order of commits, as far as an authority is concerned, because whoever
throws holds the lock of every audit chain concerned from before the number until the commit.

Row-level security lets an authority see its own switches and the installation's, and change its own only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from alerts.domain.model.switch import Switch, Waiting
from alerts.store.failover import HELD_BY_SWITCH

_OF = "(CAST(:authority AS uuid) IS NULL OR d.authority_id = :authority)"
_OPEN = "d.state IN ('queued', 'waiting') AND d.not_after > statement_timestamp()"
_COUNTED = """
    count(*) FILTER (WHERE d.state IN ('queued', 'waiting', 'held') AND d.due < 'infinity') AS queued,
    count(*) FILTER (WHERE d.state = 'waiting' AND d.due = 'infinity') AS by_hand,
    count(*) FILTER (WHERE d.state = 'sending') AS sending
"""

_SWITCHES = """
    SELECT k.id, k.authority_id, k.thrown_by, p.name AS who, k.reason, k.thrown, k.held, k.lifted,
           l.name AS lifted_by, k.lift_reason
      FROM kill_switch k LEFT JOIN person p ON p.id = k.thrown_by LEFT JOIN person l ON l.id = k.lifted_by
"""
_THROWN = text(f"""
    {_SWITCHES} WHERE k.lifted IS NULL AND (k.authority_id IS NULL OR k.authority_id = :authority)
    ORDER BY k.authority_id NULLS FIRST, k.thrown
""")
_LAST = text(f"""
    {_SWITCHES} WHERE k.authority_id = :authority AND k.lifted IS NOT NULL ORDER BY k.thrown DESC LIMIT :limit
""")

# The moment is taken last of all: nothing that a slower statement of ours waits for makes it earlier than it holds.
_THROW = text("""
    INSERT INTO kill_switch (authority_id, thrown_by, reason, held)
    VALUES (CAST(:authority AS uuid), :person, :reason, :held)
""")
_LIFT = text("""
    UPDATE kill_switch SET lifted = clock_timestamp(), lifted_by = :person, lift_reason = :reason
     WHERE id = ANY(:ids) AND lifted IS NULL
    RETURNING id
""")
# Nobody is late for the time in which nothing was to be sent, by hand neither.
_NOT_LATE = text("""
    UPDATE delivery d
       SET stand_in_at = d.stand_in_at + s.stood, hand_over_at = d.hand_over_at + s.stood
      FROM (SELECT authority_id, max(number) AS number, clock_timestamp() - min(thrown) AS stood
              FROM kill_switch WHERE id = ANY(:ids) GROUP BY authority_id) AS s
     WHERE (s.authority_id IS NULL OR s.authority_id = d.authority_id) AND d.known_stop < s.number
       AND d.state IN ('queued', 'sending', 'waiting', 'unknown', 'held')
""")
_WAITING = text(f"""
    SELECT {_COUNTED} FROM delivery d
     WHERE {_OF} AND ({_OPEN} OR d.state = 'sending') AND NOT {HELD_BY_SWITCH}
""")  # noqa: S608 - our own constants
_HELD = text(f"""
    SELECT {_COUNTED} FROM delivery d
     WHERE {_OF} AND (d.state = 'held' AND d.reason = 'kill-switch' AND d.not_after > statement_timestamp() OR {_OPEN})
       AND {HELD_BY_SWITCH}
""")  # noqa: S608 - our own constants
_EXPIRED = text(f"""
    SELECT count(*) FROM delivery d
     WHERE {_OF} AND d.not_after <= statement_timestamp()
       AND (d.state = 'expired' OR d.state = 'held' AND d.reason = 'kill-switch')
       AND EXISTS (SELECT FROM kill_switch k
                    WHERE k.id = ANY(:ids) AND d.known_stop < k.number AND d.not_after > k.thrown)
""")  # noqa: S608 - our own constants
_NEWEST = text("""
    SELECT coalesce(max(number), 0) FROM kill_switch WHERE authority_id IS NULL OR authority_id = :authority
""")
_AUTHORITIES = text("SELECT id FROM authority ORDER BY id")


def thrown(session: Session, authority: UUID) -> tuple[Switch, ...]:
    """The switches that hold an authority's deliveries right now, the installation's first, then the oldest."""
    return tuple(_switch(row) for row in session.execute(_THROWN, {"authority": authority}))


def thrown_everywhere(session: Session) -> tuple[Switch, ...]:
    """The installation's own switches that stand."""
    return tuple(_switch(row) for row in session.execute(_THROWN, {"authority": None}))


def last(session: Session, authority: UUID, *, limit: int) -> tuple[Switch, ...]:
    """An authority's switches that were lifted, the newest first."""
    return tuple(_switch(row) for row in session.execute(_LAST, {"authority": authority, "limit": limit}))


def throw(session: Session, authority: UUID | None, person: UUID, *, reason: str, held: int) -> None:
    """Throw an authority's switch, or (None) the installation's; ``held`` is what it found waiting.

    The caller has written to the audit chain of every authority concerned: its lock keeps numbers in order.
    """
    session.execute(_THROW, {"authority": authority, "person": person, "reason": reason, "held": held})


def newest(session: Session, authority: UUID) -> int:
    """Number of the authority's or the installation's last switch, standing or lifted; 0: there was none."""
    return int(session.execute(_NEWEST, {"authority": authority}).scalar_one())


def lift(session: Session, ids: Sequence[UUID], person: UUID, *, reason: str) -> int:
    """Lift these switches; answers how many still stood."""
    lifted = session.execute(_LIFT, {"ids": list(ids), "person": person, "reason": reason}).scalars().all()
    session.execute(_NOT_LATE, {"ids": lifted})
    return len(lifted)


def waiting(session: Session, authority: UUID | None) -> Waiting:
    """What a switch thrown now would hold; None counts all authorities."""
    return _counted(session.execute(_WAITING, {"authority": authority}).one())


def held(session: Session, authority: UUID | None) -> Waiting:
    """What is held right now and has not expired."""
    return _counted(session.execute(_HELD, {"authority": authority}).one())


def expired(session: Session, authority: UUID | None, ids: Sequence[UUID]) -> int:
    """How many deliveries expired while these switches held them."""
    return int(session.execute(_EXPIRED, {"authority": authority, "ids": list(ids)}).scalar_one())


def authorities(session: Session) -> tuple[UUID, ...]:
    """Every authority of the installation."""
    return tuple(session.execute(_AUTHORITIES).scalars())


def _counted(row: Row[Any]) -> Waiting:
    return Waiting(queued=row.queued, by_hand=row.by_hand, sending=row.sending)


def _switch(row: Row[Any]) -> Switch:
    return Switch(
        id=row.id,
        everywhere=row.authority_id is None,
        by=row.thrown_by,
        who=row.who or "",
        reason=row.reason,
        thrown=row.thrown,
        held=row.held,
        lifted=row.lifted,
        lifted_by=row.lifted_by or "",
        lift_reason=row.lift_reason,
    )
