"""Deliveries as release writes them and as the desk and the offices read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Float,
    bindparam,
    func,
    insert,
    null,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError, WrongStateError
from alerts.domain.model.codes import ChannelKind, DeliveryState
from alerts.domain.model.delivery import AttemptRow, DeliveryRow, ManualPost, NewDelivery
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.person import Person
from alerts.store.failover import STANDBY
from alerts.store.tables.delivery import attempt, attempt_archive, delivery

_REPORT = text("""
    SELECT d.id, d.alert_id, d.channel_id, c.name AS channel_name, d.kind, d.language, a.name AS account_name,
           (SELECT f.count FROM followers f WHERE f.channel_id = d.channel_id ORDER BY f.day DESC LIMIT 1) AS followers,
           d.state, d.role, d.reason, d.tries, d.text,
           extract(epoch FROM d.accepted - d.created)::float8 AS after,
           extract(epoch FROM d.confirmed - d.created)::float8 AS confirmed_after,
           nullif(d.due, 'infinity') AS due, d.stands_for, d.acknowledged
      FROM delivery d
      JOIN channel c ON c.id = d.channel_id
      JOIN account a ON a.id = d.account_id
     WHERE d.alert_id = :alert
     ORDER BY d.accepted NULLS FIRST, c.name
""")

_MANUAL = text("""
    SELECT d.id, d.alert_id, d.channel_id, c.name AS channel_name, c.office_id, c.join_url, d.text, d.code, d.created,
           d.not_after
      FROM delivery d JOIN channel c ON c.id = d.channel_id
     WHERE d.authority_id = :authority AND d.kind = :kind AND d.state = 'waiting'
       AND d.not_after > statement_timestamp()
       AND (CAST(:office AS uuid) IS NULL OR c.office_id = :office)
     ORDER BY d.created, c.name
""")

_MARK_POSTED = text("""
    UPDATE delivery
       SET state = 'confirmed', reason = 'posted-by-hand', fence = fence + 1, tries = greatest(tries, 1),
           due = 'infinity', lease_until = NULL, accepted = statement_timestamp(), confirmed = statement_timestamp()
     WHERE id = :delivery AND (state IN ('queued', 'waiting', 'unknown', 'refused', 'dead')
                               OR state = 'accepted' AND reason = 'unconfirmed')
    RETURNING authority_id, alert_id, fence
""")

_POSTED_ATTEMPT = text("""
    INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason, answer)
    VALUES (:delivery, :fence, :authority, statement_timestamp(), statement_timestamp(), 'accepted', 'posted-by-hand',
            '')
""")

_TICK = text("""
    UPDATE task SET done = coalesce(done, statement_timestamp()), done_by = coalesce(done_by, :person)
     WHERE delivery_id = :delivery
""")

_MOMENT = bindparam("moment", type_=DateTime(timezone=True))


def _later(seconds: str) -> ColumnElement[datetime]:
    return _MOMENT + func.make_interval(0, 0, 0, 0, 0, 0, bindparam(seconds, type_=Float))


_INSERT = insert(delivery).values(
    created=_MOMENT, hand_over_at=_later("hand_over_after"), stand_in_at=_later("stand_in_after")
)

_STOOD_IN = text("""
    SELECT DISTINCT d.channel_id
      FROM alert a JOIN delivery d ON d.alert_id = a.id
     WHERE a.thread_id = :thread AND d.stands_for IS NOT NULL
       AND d.state IN ('queued', 'sending', 'waiting', 'accepted', 'confirmed', 'unknown')
     ORDER BY d.channel_id
""")

_NOTIFY = text("SELECT pg_notify('ortsruf_delivery', CAST(:alert AS text))")


def add(session: Session, rows: Sequence[NewDelivery], *, known_stop: int = 0) -> None:
    """Insert deliveries of one moment, due at once by the database's clock; those that stand by are held.

    ``known_stop`` is the newest kill switch of which the approval knew (``switches.newest``): every later one holds
    them. 0: any.
    """
    if rows:
        moment = session.execute(select(func.clock_timestamp())).scalar_one()
        common = {"moment": moment, "known_stop": known_stop}
        session.execute(_INSERT, [_values(row) | common for row in rows])


def driver_connection(session: Session) -> object:
    """The session's own psycopg connection, for what has to commit together with it."""
    connection: Connection = session.connection()
    return connection.connection.driver_connection


def report_rows(session: Session, alert_id: UUID) -> tuple[DeliveryRow, ...]:
    """Every delivery of an alert, open ones first, then as they were accepted."""
    return tuple(
        DeliveryRow(
            id=row.id,
            alert=row.alert_id,
            channel=row.channel_id,
            channel_name=row.channel_name,
            kind=ChannelKind(row.kind),
            language=row.language,
            account_name=row.account_name,
            followers=row.followers,
            state=DeliveryState(row.state),
            role=PostRole(row.role),
            reason=row.reason,
            tries=row.tries,
            after=row.after,
            confirmed_after=row.confirmed_after,
            due=row.due,
            text=row.text,
            stands_for=None if row.stands_for is None else tuple(row.stands_for),
            acknowledged=row.acknowledged,
        )
        for row in session.execute(_REPORT, {"alert": alert_id})
    )


def stood_in(session: Session, thread: UUID) -> tuple[UUID, ...]:
    """Stand-by channels that have gone out for an alert of a thread."""
    return tuple(row.channel_id for row in session.execute(_STOOD_IN, {"thread": thread}))


def attempts(session: Session, delivery_id: UUID) -> tuple[AttemptRow, ...]:
    """Everything that was tried for one delivery, oldest first, from the archive too."""
    names = [column.name for column in attempt.c]
    both = union_all(
        *(
            select(*(table.c[name] for name in names)).where(table.c.delivery_id == delivery_id)
            for table in (attempt, attempt_archive)
        )
    ).subquery()
    query = select(both).order_by(both.c.number)
    return tuple(
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
        for row in session.execute(query)
    )


def open_manual(session: Session, authority: UUID, office: UUID | None = None) -> tuple[ManualPost, ...]:
    """Posts that wait for a person of an authority, or of one of its offices; expired ones are gone."""
    parameters = {"authority": authority, "office": office, "kind": ChannelKind.WHATSAPP_MANUAL}
    return tuple(
        ManualPost(
            delivery=row.id,
            alert=row.alert_id,
            channel=row.channel_id,
            channel_name=row.channel_name,
            office=row.office_id,
            join_url=row.join_url,
            text=row.text,
            code=row.code,
            created=row.created,
            not_after=row.not_after,
        )
        for row in session.execute(_MANUAL, parameters)
    )


def mark_posted(session: Session, delivery_id: UUID, person: Person) -> None:
    """Somebody says: I have posted it. Ticks the task off as well.

    Raises NotFoundError where the asking authority has no such delivery, WrongStateError where it is not open.
    """
    row = session.execute(_MARK_POSTED, {"delivery": delivery_id}).one_or_none()
    if row is None:
        state = session.execute(select(delivery.c.state).where(delivery.c.id == delivery_id)).scalar_one_or_none()
        if state is None:
            raise NotFoundError(what=f"Zustellung {delivery_id}")
        raise WrongStateError(state=state, step="mark-posted")
    session.execute(_POSTED_ATTEMPT, {"delivery": delivery_id, "fence": row.fence, "authority": row.authority_id})
    session.execute(_TICK, {"delivery": delivery_id, "person": person.id})
    session.execute(_NOTIFY, {"alert": row.alert_id})


def _values(row: NewDelivery) -> dict[str, object]:
    values = {field.name: getattr(row, field.name) for field in fields(NewDelivery)}
    values["payload"] = null() if row.payload is None else dict(row.payload)
    for name in ("authority", "alert", "thread", "channel", "account"):
        values[f"{name}_id"] = values.pop(name)
    values["accounts"] = list(row.accounts or (row.account,))
    values["stands_for"] = None if row.stands_for is None else list(row.stands_for)
    values["state"] = DeliveryState.QUEUED if row.stands_for is None else DeliveryState.HELD
    values["reason"] = "" if row.stands_for is None else STANDBY
    return values
