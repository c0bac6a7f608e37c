"""Whom an authority's alarms go to, and the messages that are on their way there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.domain.alarms import About, Alarm, AlarmKind, Detail, Way
from alerts.store.tables.alarms import duty

LEASE = 30.0
"""Seconds that a message may be under way before another process tries it."""
AT_ONCE = 64
"""Messages under way at once in one process, and of those at most by one way of one authority: a receiver that hangs
delays its own authority's messages by that way, and nobody else's."""
OF_ONE_WAY = 4


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Where alarms go. ``account``: the mail account that carries them; the webhook's secret stays sealed."""

    email: str = ""
    account: UUID | None = None
    webhook_url: str = ""
    language: str = "de"
    has_secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Called:
    """The person whom a message calls. ``round`` counts from 0; the browser's keys are for a push only, and
    ``subscription`` alone stays where the browser is gone."""

    name: str
    round: int
    language: str
    sender: str
    """The authority's address, for push services to complain to."""
    subscription: UUID | None = None
    endpoint: str = ""
    p256dh: str = ""
    auth: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message that is due, with all that its sender needs. ``id`` is the message's own."""

    id: UUID
    authority: UUID
    way: Way
    about: About
    tries: int
    alarm: Alarm
    cleared: datetime | None
    email: str
    account: UUID | None
    webhook_url: str
    secret: bytes | None
    language: str
    called: Called | None = None


@dataclass(frozen=True, kw_only=True)
class LastNotice:
    """How the last message by a way went; ``delivered`` None: it has not arrived."""

    way: Way
    about: About
    due: datetime | None
    tries: int
    answer: str
    delivered: datetime | None


_ENQUEUE = text("""
    INSERT INTO alarm_notice (authority_id, alarm_id, way, about)
    SELECT a.authority_id, a.id, w.way, :about
      FROM alarm a
      JOIN duty d ON d.authority_id = a.authority_id
      JOIN (VALUES ('email'), ('webhook')) AS w(way)
        ON w.way = 'email' AND d.email <> '' AND d.account_id IS NOT NULL OR w.way = 'webhook' AND d.webhook_url <> ''
     WHERE a.id = ANY(:alarms)
    ON CONFLICT DO NOTHING
""")

# The end of an alarm is told after its beginning, by each way.
_CLAIM = text("""
    WITH ranked AS (
        SELECT n.id,
               row_number() OVER (PARTITION BY n.authority_id, n.way ORDER BY n.due) + (
               SELECT count(*) FROM alarm_notice u
                WHERE u.id = ANY(CAST(:under_way AS uuid[]))
                  AND u.authority_id = n.authority_id AND u.way = n.way) AS place
          FROM alarm_notice n
         WHERE n.delivered IS NULL AND n.due < 'infinity' AND n.due <= statement_timestamp()
           AND n.id <> ALL(CAST(:under_way AS uuid[]))
           AND (n.about <> 'cleared' OR NOT EXISTS (
                SELECT FROM alarm_notice b
                 WHERE b.alarm_id = n.alarm_id AND b.way = n.way AND b.about = 'raised' AND b.delivered IS NULL
                   AND b.due < 'infinity'))
    ), picked AS MATERIALIZED (
        SELECT n.id FROM alarm_notice n JOIN ranked r ON r.id = n.id
         WHERE r.place <= :of_one_way AND n.delivered IS NULL AND n.due <= statement_timestamp()
         ORDER BY r.place, n.due LIMIT :most FOR NO KEY UPDATE OF n SKIP LOCKED
    ), taken AS (
        UPDATE alarm_notice n
           SET tries = n.tries + 1, due = statement_timestamp() + make_interval(secs => :lease)
          FROM picked p WHERE n.id = p.id
        RETURNING n.*
    )
    SELECT t.id, t.authority_id, t.way, t.about, t.tries, a.id AS alarm, a.kind, a.subject, a.detail, a.raised,
           a.cleared, coalesce(CASE WHEN t.call_id IS NULL THEN d.email ELSE o.email END, '') AS email,
           coalesce(d.account_id, CASE WHEN t.call_id IS NOT NULL THEN (
                SELECT x.id FROM account x
                 WHERE x.authority_id = t.authority_id AND x.kind = 'email' AND NOT x.sandbox
                 ORDER BY x.name LIMIT 1) END) AS account_id,
           coalesce(d.webhook_url, '') AS webhook_url,
           d.secret, coalesce(d.language, 'de') AS language,
           t.call_id, t.subscription_id, c.round, p.name AS person, p.language AS person_language, u.sender,
           coalesce(s.endpoint, '') AS endpoint, coalesce(s.p256dh, '') AS p256dh, coalesce(s.auth, '') AS auth
      FROM taken t
      JOIN alarm a ON a.id = t.alarm_id
      JOIN authority u ON u.id = t.authority_id
      LEFT JOIN duty d ON d.authority_id = t.authority_id
      LEFT JOIN approval_call c ON c.id = t.call_id
      LEFT JOIN person p ON p.id = c.person_id
      LEFT JOIN on_call o ON o.authority_id = t.authority_id AND o.person_id = c.person_id
      LEFT JOIN push_subscription s ON s.id = t.subscription_id
""")

_ARRIVED = text("""
    WITH arrived AS (
        UPDATE alarm_notice SET delivered = statement_timestamp(), answer = :answer WHERE id = :notice
        RETURNING alarm_id, about
    )
    UPDATE alarm a SET notified = coalesce(a.notified, statement_timestamp())
      FROM arrived n WHERE a.id = n.alarm_id AND n.about = 'raised'
""")

_MISSED = text("""
    UPDATE alarm_notice
       SET answer = :answer,
           due = CASE WHEN CAST(:again AS float8) IS NULL THEN 'infinity'
                      ELSE statement_timestamp() + make_interval(secs => :again) END
     WHERE id = :notice AND delivered IS NULL
""")

_LAST = text("""
    SELECT DISTINCT ON (n.way) n.way, n.about, nullif(n.due, 'infinity') AS due, n.tries, n.answer, n.delivered
      FROM alarm_notice n JOIN alarm a ON a.id = n.alarm_id
     WHERE n.authority_id = :authority AND n.tries > 0 AND n.call_id IS NULL
     ORDER BY n.way, a.raised DESC, n.about
""")


def load(session: Session, authority: UUID) -> Duty:
    """Where an authority's alarms go; nowhere if nobody has said."""
    row = session.execute(select(duty).where(duty.c.authority_id == authority)).one_or_none()
    return Duty() if row is None else _duty(row)


def keep(session: Session, authority: UUID, wanted: Duty, sealed: bytes | None) -> None:
    """Write where alarms go; ``sealed`` None leaves the webhook's secret as it is."""
    values: dict[str, object] = {
        "authority_id": authority,
        "email": wanted.email,
        "account_id": wanted.account,
        "webhook_url": wanted.webhook_url,
        "language": wanted.language,
        "changed": func.clock_timestamp(),
    }
    if sealed is not None:
        values["secret"] = sealed
    query = insert(duty).values(values)
    session.execute(query.on_conflict_do_update(index_elements=[duty.c.authority_id], set_=values))


def enqueue(session: Session, alarms: Iterable[UUID], about: About) -> None:
    """A message by every way that the alarms' authorities have, to leave once this transaction commits."""
    ids = list(alarms)
    if ids:
        session.execute(_ENQUEUE, {"alarms": ids, "about": about})


def claim(session: Session, under_way: Sequence[UUID] = ()) -> list[Notice]:
    """Take messages that are due, of all authorities, as many as there is room for beside those ``under_way``."""
    room = max(0, AT_ONCE - len(under_way))
    values = {"most": room, "of_one_way": OF_ONE_WAY, "lease": LEASE, "under_way": list(under_way)}
    rows = session.execute(_CLAIM, values)
    return [_notice(row) for row in rows]


def arrived(session: Session, notice: UUID, answer: str) -> None:
    """The message was taken."""
    session.execute(_ARRIVED, {"notice": notice, "answer": answer})


def missed(session: Session, notice: UUID, answer: str, again: float | None) -> None:
    """The message was not taken; ``again`` in seconds, None: given up."""
    session.execute(_MISSED, {"notice": notice, "answer": answer, "again": again})


def last(session: Session, authority: UUID) -> tuple[LastNotice, ...]:
    """How the newest message went by each way."""
    return tuple(
        LastNotice(
            way=Way(row.way),
            about=About(row.about),
            due=row.due,
            tries=row.tries,
            answer=row.answer,
            delivered=row.delivered,
        )
        for row in session.execute(_LAST, {"authority": authority})
    )


def _duty(row: Row[Any]) -> Duty:
    return Duty(
        email=row.email,
        account=row.account_id,
        webhook_url=row.webhook_url,
        language=row.language,
        has_secret=row.secret is not None,
    )


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        authority=row.authority_id,
        way=Way(row.way),
        about=About(row.about),
        tries=row.tries,
        alarm=Alarm(
            id=row.alarm,
            authority=row.authority_id,
            kind=AlarmKind(row.kind),
            subject=row.subject,
            detail=Detail.from_json(row.detail),
            raised=row.raised,
        ),
        cleared=row.cleared,
        email=row.email,
        account=row.account_id,
        webhook_url=row.webhook_url,
        secret=None if row.secret is None else bytes(row.secret),
        language=row.language,
        called=None if row.call_id is None else _called(row),
    )


def _called(row: Row[Any]) -> Called:
    return Called(
        name=row.person,
        round=row.round,
        language=row.person_language,
        sender=row.sender,
        subscription=row.subscription_id,
        endpoint=row.endpoint,
        p256dh=row.p256dh,
        auth=row.auth,
    )
