"""What a person has just given up or ticked off on the repair desk, and putting it back as it was.

The audit trail knows how a delivery stood before; only the latest entry about a delivery counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.domain.repairing import Action

_UNDOABLE = text("""
    SELECT d.id, d.alert_id, c.name AS channel_name, a.action, a.detail->>'was' AS was, a.detail->>'because' AS because,
           :within - extract(epoch FROM statement_timestamp() - a.at)::float8 AS seconds_left
      FROM audit a
      JOIN delivery d ON d.id = CAST(a.detail->>'delivery' AS uuid) AND d.authority_id = a.authority_id
      JOIN channel c ON c.id = d.channel_id
     WHERE a.authority_id = :authority AND a.person_id = :person
       AND a.at > statement_timestamp() - make_interval(secs => :within)
       AND (a.action = 'give-up' AND d.state = 'dead' AND d.reason = 'given-up'
            OR a.action = 'posted-by-hand' AND d.state = 'confirmed' AND d.reason = 'posted-by-hand')
       AND d.not_after > statement_timestamp()
       AND NOT EXISTS (SELECT FROM audit l WHERE l.authority_id = a.authority_id AND l.subject = a.subject
                          AND l.number > a.number AND l.detail->>'delivery' = a.detail->>'delivery')
     ORDER BY a.number DESC
""")
# A tick wrote over the moment at which a gateway had accepted the post; the attempt still knows it.
_PUT_BACK = text("""
    UPDATE delivery d
       SET state = CAST(:was AS text), reason = :because, due = 'infinity', lease_until = NULL, fence = d.fence + 1,
           accepted = CASE WHEN d.state <> 'confirmed' THEN d.accepted
                           WHEN CAST(:was AS text) = 'accepted' THEN coalesce(
                                (SELECT max(t.ended) FROM attempt t WHERE t.delivery_id = d.id
                                    AND t.outcome = 'accepted' AND t.reason <> 'posted-by-hand'), d.accepted)
                      END,
           confirmed = CASE WHEN d.state <> 'confirmed' THEN d.confirmed END
     WHERE d.id = :delivery
""")
_OPEN_AGAIN = text("UPDATE task SET done = NULL, done_by = NULL WHERE delivery_id = :delivery AND kind = 'repair'")
_NOTIFY = text("SELECT pg_notify('ortsruf_delivery', CAST(:alert AS text))")
_ACTIONS = {"give-up": Action.GIVE_UP, "posted-by-hand": Action.MARK_POSTED}


@dataclass(frozen=True, kw_only=True)
class Undoable:
    """What a person has just done about a delivery and can still take back: ``action`` as the person chose it, the
    state and the reason before it, and for how many seconds more."""

    delivery: UUID
    alert: UUID
    channel_name: str
    action: Action
    was: str
    because: str
    seconds_left: float


def undoable(session: Session, authority: UUID, person: UUID, *, within: float) -> tuple[Undoable, ...]:
    """What a person did in the last ``within`` seconds and what still stands so, the newest first."""
    values = {"authority": authority, "person": person, "within": within}
    return tuple(
        Undoable(
            delivery=row.id,
            alert=row.alert_id,
            channel_name=row.channel_name,
            action=_ACTIONS[row.action],
            was=row.was,
            because=row.because,
            seconds_left=row.seconds_left,
        )
        for row in session.execute(_UNDOABLE, values)
    )


def put_back(session: Session, done: Undoable) -> None:
    """Put a locked delivery back as it stood; its task is open again."""
    session.execute(_PUT_BACK, {"was": done.was, "because": done.because, "delivery": done.delivery})
    session.execute(_OPEN_AGAIN, {"delivery": done.delivery})
    session.execute(_NOTIFY, {"alert": done.alert})
