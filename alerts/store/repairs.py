"""The repair desk in the database: deliveries that need a person, and what people do about them.

``NEEDS`` says in SQL what ``alerts.domain.repairing.need`` says in Python; a test holds them together. The partial
index ``ix_delivery_trouble`` serves both it and what was given up, so that finished rows are never looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind, DeliveryState, Lane
from alerts.domain.model.delivery import AttemptRow
from alerts.domain.model.repair import Patient, RepairRow
from alerts.domain.repairing import Repaired
from alerts.store.overtaking import OVERTAKEN

NEEDS = """
    (d.state = 'refused' OR d.state = 'dead' AND d.reason <> 'given-up'
     OR d.state = 'unknown' AND d.reason = 'person-decides' OR d.state = 'accepted' AND d.reason = 'unconfirmed')
"""
_GIVEN_UP = "(d.state = 'dead' AND d.reason = 'given-up')"
_NOT_OVER = f"d.not_after > statement_timestamp() AND NOT {OVERTAKEN}"
_MINE = "d.authority_id = :authority AND (CAST(:office AS uuid) IS NULL OR c.office_id = :office)"

_LISTED = text(f"""
    SELECT d.id, d.alert_id, d.channel_id, c.name AS channel_name, c.join_url, c.office_id, d.kind,
           o.name AS account_name, d.state, d.reason, d.repeat, d.tries, p.event, p.headline, p.severity,
           p.status = 'Exercise' AS drill, d.code, d.text, d.created, d.not_after,
           coalesce((SELECT max(t.ended) FROM attempt t WHERE t.delivery_id = d.id), d.created) AS since
      FROM delivery d
      JOIN channel c ON c.id = d.channel_id
      JOIN account o ON o.id = d.account_id
      JOIN published p ON p.alert_id = d.alert_id
     WHERE {_MINE} AND ({NEEDS} OR {_GIVEN_UP}) AND {_NOT_OVER}
     ORDER BY drill, array_position(ARRAY['Extreme', 'Severe', 'Moderate', 'Minor'], p.severity), d.created, c.name
""")  # noqa: S608 - our own constants

_COUNT = text(f"""
    SELECT count(*) FROM delivery d JOIN channel c ON c.id = d.channel_id WHERE {_MINE} AND {NEEDS} AND {_NOT_OVER}
""")  # noqa: S608 - our own constants

_ATTEMPTS = text("SELECT * FROM attempt WHERE delivery_id = ANY(:ids) ORDER BY number DESC")

_LOCK = text(f"""
    SELECT d.id, d.alert_id, c.name AS channel_name, c.office_id, d.account_id, d.lane, d.kind, d.state, d.reason,
           d.repeat, NOT ({_NOT_OVER}) AS over
      FROM delivery d JOIN channel c ON c.id = d.channel_id
     WHERE d.id = :delivery AND d.authority_id = :authority
       FOR NO KEY UPDATE OF d
""")  # noqa: S608 - our own constants

_PUT = text("""
    UPDATE delivery
       SET state = :state, reason = :reason, repeat = :repeat, fence = fence + 1, lease_until = NULL, refusals = 0,
           due = CASE WHEN :due THEN statement_timestamp() ELSE 'infinity' END,
           acknowledged = NULL, acknowledged_by = NULL
     WHERE id = :delivery
""")
_TICK = text("""
    UPDATE task SET done = coalesce(done, statement_timestamp()), done_by = coalesce(done_by, :person)
     WHERE delivery_id = :delivery
""")
_BY_HAND_AGAIN = text("""
    INSERT INTO task (authority_id, alert_id, kind, delivery_id, title)
    SELECT d.authority_id, d.alert_id, 'manual-post', d.id, c.name
      FROM delivery d JOIN channel c ON c.id = d.channel_id WHERE d.id = :delivery
    ON CONFLICT (delivery_id) DO UPDATE SET kind = 'manual-post', done = NULL, done_by = NULL
""")
_NOTIFY = text("SELECT pg_notify('ortsruf_delivery', CAST(:alert AS text))")

_OPEN_TASKS = text(f"""
    INSERT INTO task (authority_id, alert_id, kind, delivery_id, title)
    SELECT d.authority_id, d.alert_id, 'repair', d.id, c.name
      FROM delivery d JOIN channel c ON c.id = d.channel_id
     WHERE {NEEDS} AND {_NOT_OVER}
       AND NOT EXISTS (SELECT FROM task t WHERE t.delivery_id = d.id AND t.kind = 'repair' AND t.done IS NULL)
    ON CONFLICT (delivery_id) DO UPDATE
       SET kind = 'repair', done = NULL, done_by = NULL, created = statement_timestamp()
""")  # noqa: S608 - our own constants
_CLOSE_TASKS = text(f"""
    UPDATE task t SET done = statement_timestamp()
      FROM delivery d
     WHERE t.kind = 'repair' AND t.done IS NULL AND d.id = t.delivery_id AND NOT ({NEEDS} AND {_NOT_OVER})
""")  # noqa: S608 - our own constants


def listed(session: Session, authority: UUID, office: UUID | None = None) -> tuple[RepairRow, ...]:
    """Deliveries that need a person, and those given up, that can still be sent; drills last, the gravest first.

    ``office`` narrows it to that office's own channels.
    """
    found = session.execute(_LISTED, {"authority": authority, "office": office}).all()
    tried = _attempts(session, [row.id for row in found])
    return tuple(_row(row, tuple(tried[row.id])) for row in found)


def count(session: Session, authority: UUID, office: UUID | None = None) -> int:
    """How many need a person right now."""
    return int(session.execute(_COUNT, {"authority": authority, "office": office}).scalar_one())


def lock(session: Session, authority: UUID, delivery: UUID) -> Patient:
    """One delivery, held until the transaction ends. Raises NotFoundError."""
    row = session.execute(_LOCK, {"delivery": delivery, "authority": authority}).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Zustellung {delivery}")
    return Patient(
        id=row.id,
        alert=row.alert_id,
        channel_name=row.channel_name,
        office=row.office_id,
        account=row.account_id,
        lane=Lane(row.lane),
        kind=ChannelKind(row.kind),
        state=DeliveryState(row.state),
        reason=row.reason,
        repeat=row.repeat,
        over=row.over,
    )


def put(session: Session, patient: Patient, to: Repaired, person: UUID) -> None:
    """Write what a person decided about a locked delivery; its task is done, or waits for a hand again."""
    values = {"state": to.state, "reason": to.reason, "repeat": to.repeat, "due": to.due, "delivery": patient.id}
    session.execute(_PUT, values)
    if to.state is DeliveryState.WAITING and not to.due:
        session.execute(_BY_HAND_AGAIN, {"delivery": patient.id})
    else:
        session.execute(_TICK, {"delivery": patient.id, "person": person})
    session.execute(_NOTIFY, {"alert": patient.alert})


def keep_tasks(session: Session) -> None:
    """One open task for every delivery of the installation that needs a person, none for any other."""
    session.execute(_CLOSE_TASKS)
    session.execute(_OPEN_TASKS)


def _attempts(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[AttemptRow]]:
    found: dict[UUID, list[AttemptRow]] = defaultdict(list)
    for row in session.execute(_ATTEMPTS, {"ids": list(ids)}):
        found[row.delivery_id].append(
            AttemptRow(
                delivery=row.delivery_id,
                number=row.number,
                started=row.started,
                ended=row.ended,
                outcome=row.outcome,
                reason=row.reason,
                answer=row.answer,
                gateway_id=row.gateway_id,
            )
        )
    return found


def _row(row: Row[Any], attempts: tuple[AttemptRow, ...]) -> RepairRow:
    return RepairRow(
        id=row.id,
        alert=row.alert_id,
        channel=row.channel_id,
        channel_name=row.channel_name,
        join_url=row.join_url,
        office=row.office_id,
        kind=ChannelKind(row.kind),
        account_name=row.account_name,
        state=DeliveryState(row.state),
        reason=row.reason,
        repeat=row.repeat,
        tries=row.tries,
        event=row.event,
        headline=row.headline,
        severity=row.severity,
        drill=row.drill,
        code=row.code,
        text=row.text,
        created=row.created,
        since=row.since,
        not_after=row.not_after,
        attempts=attempts,
    )
