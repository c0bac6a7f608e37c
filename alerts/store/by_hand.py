"""Posts that people make by hand: who has taken one upon themselves, what was just ticked off, and its undoing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.office import Taken, Ticked
from alerts.store.overtaking import OVERTAKEN

_TAKEN = text("""
    SELECT d.id, d.acknowledged, d.acknowledged_by, p.name
      FROM delivery d LEFT JOIN person p ON p.id = d.acknowledged_by
     WHERE d.id = ANY(:ids) AND d.acknowledged IS NOT NULL
""")
_ACKNOWLEDGE = text("""
    UPDATE delivery SET acknowledged = statement_timestamp(), acknowledged_by = :person
     WHERE id = :delivery AND kind = :manual AND state = 'waiting' AND acknowledged IS NULL
       AND not_after > statement_timestamp()
    RETURNING alert_id
""")
_FRESH = f"""
    t.authority_id = :authority AND t.done_by = :person
    AND t.done > statement_timestamp() - make_interval(secs => :within)
    AND d.kind = :manual AND d.state = 'confirmed' AND d.reason = 'posted-by-hand'
    AND d.not_after > statement_timestamp() AND NOT {OVERTAKEN}
"""
_TICKED = text(f"""
    SELECT d.id, d.alert_id, c.name AS channel_name, p.event, d.code, t.done,
           :within - extract(epoch FROM statement_timestamp() - t.done)::float8 AS seconds_left
      FROM task t
      JOIN delivery d ON d.id = t.delivery_id
      JOIN channel c ON c.id = d.channel_id
      JOIN published p ON p.alert_id = d.alert_id
     WHERE {_FRESH}
     ORDER BY t.done DESC
""")  # noqa: S608 - our own constants
_PUT_BACK = text(f"""
    WITH back AS (
        UPDATE delivery d
           SET state = 'waiting', reason = 'awaits-person', accepted = NULL, confirmed = NULL, due = 'infinity',
               fence = d.fence + 1
          FROM task t
         WHERE d.id = :delivery AND t.delivery_id = d.id AND {_FRESH}
        RETURNING d.id, d.alert_id
    ), open AS (
        UPDATE task t SET kind = 'manual-post', done = NULL, done_by = NULL FROM back WHERE t.delivery_id = back.id
    )
    SELECT alert_id, pg_notify('ortsruf_delivery', alert_id::text) FROM back
""")  # noqa: S608 - our own constants
_NOTIFY = text("SELECT pg_notify('ortsruf_delivery', CAST(:alert AS text))")


def taken(session: Session, ids: Iterable[UUID]) -> dict[UUID, Taken]:
    """Who has taken which of these posts upon themselves."""
    return {
        row.id: Taken(at=row.acknowledged, by=row.acknowledged_by, who=row.name or "")
        for row in session.execute(_TAKEN, {"ids": list(ids)})
    }


def acknowledge(session: Session, delivery: UUID, person: UUID) -> bool:
    """Somebody takes a post upon themselves; False if it waits no more or somebody already has."""
    values = {"delivery": delivery, "person": person, "manual": ChannelKind.WHATSAPP_MANUAL}
    row = session.execute(_ACKNOWLEDGE, values).one_or_none()
    if row is not None:
        session.execute(_NOTIFY, {"alert": row.alert_id})
    return row is not None


def ticked(session: Session, authority: UUID, person: UUID, *, within: float) -> tuple[Ticked, ...]:
    """What a person ticked off in the last ``within`` seconds, the newest first."""
    values = {"authority": authority, "person": person, "within": within, "manual": ChannelKind.WHATSAPP_MANUAL}
    return tuple(
        Ticked(
            delivery=row.id,
            alert=row.alert_id,
            channel_name=row.channel_name,
            event=row.event,
            code=row.code,
            at=row.done,
            seconds_left=row.seconds_left,
        )
        for row in session.execute(_TICKED, values)
    )


def put_back(session: Session, authority: UUID, person: UUID, delivery: UUID, *, within: float) -> bool:
    """The person's own tick was a mistake: the post waits for a hand again. False if it is too old, or not theirs."""
    values = {"authority": authority, "person": person, "within": within, "manual": ChannelKind.WHATSAPP_MANUAL}
    return session.execute(_PUT_BACK, values | {"delivery": delivery}).one_or_none() is not None
