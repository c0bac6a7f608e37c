"""Alarms in the database: found by partial indexes over what is open or in trouble, never by what is finished.

Everything here but ``of_authority``, ``see`` and ``probe`` is for a role that sees all authorities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from alerts.domain.alarms import (
    ALONE_FOR,
    LAPSED_FOR,
    NAMES,
    NO_WORKER_AFTER,
    WAITING_AFTER,
    Alarm,
    AlarmKind,
    Detail,
    Finding,
)
from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind
from alerts.domain.repairing import GIVEN_UP
from alerts.store.tables.alarms import alarm

ALARM = "ortsruf_alarm"
"""Announced whenever alarms of an authority have moved; the payload names the authority."""
_SAMPLE = 12
"""Channels whose places are looked up for one alarm."""

# A process that freezes while it watches must not keep the others from it.
_ONE_AT_A_TIME = text("""
    SELECT pg_try_advisory_xact_lock(hashtextextended('ortsruf watch', 0)),
           set_config('idle_in_transaction_session_timeout', '5s', true)
""")

_NO_WORKER = text("""
    SELECT NOT EXISTS (SELECT FROM procrastinate_workers
                        WHERE last_heartbeat > statement_timestamp() - make_interval(secs => :silent))
""")

# A post that was held or stood by begins to wait when it is let go, which is when it became due.
_WAITING = text(f"""
    WITH late AS (
        SELECT authority_id, alert_id, channel_id, CASE state WHEN 'queued' THEN due ELSE created END AS began
          FROM delivery
         WHERE state IN ('queued', 'waiting', 'unknown') AND due < 'infinity' AND lane = 'emergency'
           AND not_after > statement_timestamp()
        UNION ALL
        SELECT authority_id, alert_id, channel_id, created
          FROM delivery
         WHERE state = 'sending' AND lane = 'emergency' AND not_after > statement_timestamp()
    )
    SELECT l.authority_id, l.alert_id, 'waiting' AS kind, count(*) AS number, min(l.began) AS since, 0 AS hands,
           (array_agg(l.channel_id ORDER BY l.began))[1:{_SAMPLE}] AS channels
      FROM late l
     WHERE l.began < statement_timestamp() - make_interval(secs => :after)
     GROUP BY l.authority_id, l.alert_id
""")  # noqa: S608 - our own constants

_TROUBLE = text(f"""
    WITH trouble AS (
        SELECT d.authority_id, d.alert_id, d.channel_id, d.created, k.kind,
               d.kind = '{ChannelKind.WHATSAPP_MANUAL}' AND d.state IN ('queued', 'sending', 'waiting') AS by_hand
          FROM delivery d
         CROSS JOIN LATERAL (VALUES
               (CASE WHEN d.state = 'accepted' AND d.reason = 'unconfirmed' THEN 'unconfirmed' END),
               (CASE WHEN d.state = 'unknown' AND d.reason = 'person-decides' THEN 'person-decides' END),
               (CASE WHEN d.state IN ('refused', 'dead') AND d.reason <> '{GIVEN_UP}' THEN 'refused' END),
               (CASE WHEN d.reason = 'posted-twice' THEN 'posted-twice' END),
               (CASE WHEN d.stands_for IS NOT NULL AND d.state NOT IN ('held', 'superseded')
                      AND d.reason <> '{GIVEN_UP}' THEN 'stood-in' END)
               ) AS k(kind)
         WHERE (d.state IN ('refused', 'dead')
                OR d.reason IN ('unconfirmed', 'person-decides', 'posted-twice')
                OR d.stands_for IS NOT NULL AND d.state NOT IN ('held', 'superseded'))
           AND d.not_after > statement_timestamp() AND d.lane <> 'sandbox' AND k.kind IS NOT NULL
    )
    SELECT authority_id, alert_id, kind, count(*) AS number, min(created) AS since,
           count(*) FILTER (WHERE by_hand) AS hands,
           (array_agg(channel_id ORDER BY created))[1:{_SAMPLE}] AS channels
      FROM trouble GROUP BY authority_id, alert_id, kind
""")  # noqa: S608 - our own constants

_LAPSED = text("""
    SELECT a.authority_id, a.id AS alert_id, 'lapsed' AS kind, 1 AS number, a.expires AS since, 0 AS hands,
           CAST('{}' AS uuid[]) AS channels
      FROM alert a JOIN thread t ON t.id = a.thread_id
     WHERE a.state = 'released' AND a.expires <= statement_timestamp()
       AND a.expires > statement_timestamp() - make_interval(secs => :lasts)
       AND t.ended IS NULL AND NOT t.drill AND a.msg_type <> 'Cancel'
       AND NOT EXISTS (SELECT FROM alert n
                        WHERE n.thread_id = a.thread_id AND n.sequence > a.sequence AND n.state = 'released')
""")

# A question whose alert has ended or was overtaken is closed in the same look.
_ASKED = text("""
    SELECT q.authority_id, q.alert_id, q.kind, 1 AS number, 0 AS hands, CAST('{}' AS uuid[]) AS channels,
           CASE q.kind WHEN 'still-true' THEN q.due ELSE a.expires END AS since
      FROM question q JOIN alert a ON a.id = q.alert_id
     WHERE q.answered IS NULL
""")

_PROPOSED = text("""
    SELECT p.authority_id, a.id AS alert_id, 'all-clear-proposed' AS kind, 1 AS number, max(c.sent) AS since,
           0 AS hands, CAST('{}' AS uuid[]) AS channels
      FROM incident_part p
      JOIN incident i ON i.id = p.incident_id
      JOIN incident_part l ON l.incident_id = i.id AND l.authority_id = i.authority_id AND l.joined IS NOT NULL
      JOIN published c ON c.thread_id = l.thread_id AND c.all_clear AND c.succeeded_by IS NULL
      JOIN thread t ON t.id = p.thread_id AND t.ended IS NULL
      JOIN alert a ON a.thread_id = t.id AND a.state = 'released'
       AND a.expires > statement_timestamp() - make_interval(secs => :lasts)
       AND NOT EXISTS (SELECT FROM alert n
                        WHERE n.thread_id = a.thread_id AND n.sequence > a.sequence AND n.state = 'released')
     WHERE p.joined IS NOT NULL AND p.authority_id <> i.authority_id
     GROUP BY p.authority_id, a.id
""")

_INVITED = text("""
    SELECT p.authority_id, i.id AS alert_id, 'invited' AS kind, count(*) AS number, min(p.invited) AS since, 0 AS hands,
           CAST('{}' AS uuid[]) AS channels, min(i.title) AS title
      FROM incident_part p JOIN incident i ON i.id = p.incident_id
     WHERE p.joined IS NULL AND p.declined IS NULL AND i.closed IS NULL
     GROUP BY p.authority_id, i.id
""")

_ALONE = text("""
    SELECT a.authority_id, a.id AS alert_id, 'released-alone' AS kind, 1 AS number, a.sent AS since, 0 AS hands,
           CAST('{}' AS uuid[]) AS channels
      FROM alert a JOIN thread t ON t.id = a.thread_id
     WHERE a.state = 'released' AND a.break_glass_reason IS NOT NULL AND t.ended IS NULL AND NOT t.drill
       AND a.sent > statement_timestamp() - make_interval(secs => :lasts)
       AND NOT EXISTS (SELECT FROM alert n
                        WHERE n.thread_id = a.thread_id AND n.sequence > a.sequence AND n.state = 'released')
""")

_PLACES = text("""
    SELECT o.place, coalesce(p.names, ARRAY[c.name]) AS names
      FROM unnest(CAST(:channels AS uuid[])) WITH ORDINALITY AS o(id, place)
      JOIN channel c ON c.id = o.id
      LEFT JOIN LATERAL (
           SELECT CASE WHEN count(*) BETWEEN 1 AND 2 THEN array_agg(s.name ORDER BY s.name) END AS names
             FROM (SELECT DISTINCT d.name
                     FROM channel_district cd JOIN district d ON d.key = cd.district_key AND d.valid_to IS NULL
                    WHERE cd.channel_id = c.id LIMIT 3) AS s) AS p ON true
     ORDER BY o.place
""")

_HEADLINES = text("""
    SELECT a.id, p.headline FROM alert a JOIN published p ON p.identifier = a.identifier WHERE a.id = ANY(:alerts)
""")

_TELL = text("SELECT pg_notify('ortsruf_alarm', CAST(:authority AS text))")


def my_turn(session: Session) -> bool:
    """Whether this transaction is the only one that watches now, in the whole database."""
    return bool(session.execute(_ONE_AT_A_TIME).one()[0])


def find(session: Session, *, waiting_after: float = WAITING_AFTER) -> list[Finding]:
    """Everything that is an alarm now, of all authorities. ``waiting_after`` in seconds."""
    rows = [
        *session.execute(_WAITING, {"after": waiting_after}),
        *session.execute(_TROUBLE),
        *session.execute(_LAPSED, {"lasts": LAPSED_FOR.total_seconds()}),
        *session.execute(_ASKED),
        *session.execute(_ALONE, {"lasts": ALONE_FOR.total_seconds()}),
        *session.execute(_PROPOSED, {"lasts": LAPSED_FOR.total_seconds()}),
    ]
    invited = session.execute(_INVITED).all()
    if not rows and not invited:
        return []
    no_worker = bool(session.execute(_NO_WORKER, {"silent": NO_WORKER_AFTER}).scalar_one())
    found = session.execute(_HEADLINES, {"alerts": list({row.alert_id for row in rows})})
    headlines = {row.id: row.headline for row in found} | {row.alert_id: row.title for row in invited}
    return [_finding(session, row, headlines, no_worker) for row in (*rows, *invited)]


def standing(session: Session) -> tuple[Alarm, ...]:
    """Every open alarm, of all authorities."""
    return _read(session.execute(select(alarm).where(alarm.c.cleared.is_(None))).all())


def of_authority(session: Session, authority: UUID) -> tuple[Alarm, ...]:
    """The open alarms of an authority, the newest last."""
    query = select(alarm).where(alarm.c.authority_id == authority, alarm.c.cleared.is_(None))
    return _read(session.execute(query.order_by(alarm.c.raised)).all())


def raise_(session: Session, findings: Iterable[Finding]) -> tuple[Alarm, ...]:
    """Open alarms; one that stands already is left as it is."""
    rows = [_values(finding) for finding in findings]
    if not rows:
        return ()
    query = insert_or(alarm).on_conflict_do_nothing().returning(alarm)
    raised = _read(session.execute(query, rows).all())
    _tell(session, raised)
    return raised


def change(session: Session, changed: Sequence[tuple[Alarm, Detail]]) -> None:
    """Bring what is known of open alarms up to date."""
    for one, detail in changed:
        session.execute(update(alarm).where(alarm.c.id == one.id).values(detail=detail.as_json()))
    _tell(session, [one for one, _ in changed])


def clear(session: Session, over: Sequence[Alarm]) -> None:
    """End alarms."""
    if over:
        ids = [one.id for one in over]
        session.execute(update(alarm).where(alarm.c.id.in_(ids)).values(cleared=func.clock_timestamp()))
    _tell(session, over)


def see(session: Session, alarm_id: UUID, person: UUID) -> AlarmKind:
    """Somebody has taken note: the alarm stands, but no longer calls. Raises NotFoundError."""
    query = (
        update(alarm)
        .where(alarm.c.id == alarm_id)
        .values(
            seen=func.coalesce(alarm.c.seen, func.clock_timestamp()),
            seen_by=func.coalesce(alarm.c.seen_by, person),
        )
        .returning(alarm.c.kind, alarm.c.authority_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Alarm {alarm_id}")
    session.execute(_TELL, {"authority": row.authority_id})
    return AlarmKind(row.kind)


def _finding(session: Session, row: Row[Any], headlines: Mapping[UUID, str], no_worker: bool) -> Finding:
    names = _places(session, row.channels)
    kind = AlarmKind(row.kind)
    detail = Detail(
        count=row.number,
        since=row.since,
        names=tuple(names[:NAMES]),
        more=len(names) > NAMES or row.number > len(row.channels) > 0,
        headline=headlines.get(row.alert_id, ""),
        no_worker=no_worker and kind is AlarmKind.WAITING,
        by_hand=row.hands if kind is AlarmKind.STOOD_IN else 0,
    )
    return Finding(authority=row.authority_id, kind=kind, subject=row.alert_id, detail=detail)


def _places(session: Session, channels: Sequence[UUID]) -> list[str]:
    """Names of the places that channels serve, or of the channels themselves where those serve many."""
    if not channels:
        return []
    rows = session.execute(_PLACES, {"channels": list(channels)})
    return list(dict.fromkeys(name for row in rows for name in row.names))


def _values(finding: Finding) -> dict[str, object]:
    return {
        "authority_id": finding.authority,
        "kind": finding.kind,
        "subject": finding.subject,
        "detail": finding.detail.as_json(),
    }


def _tell(session: Session, alarms: Iterable[Alarm]) -> None:
    for authority in {one.authority for one in alarms}:
        session.execute(_TELL, {"authority": authority})


def _read(rows: Sequence[Row[Any]]) -> tuple[Alarm, ...]:
    return tuple(
        Alarm(
            id=row.id,
            authority=row.authority_id,
            kind=AlarmKind(row.kind),
            subject=row.subject,
            detail=Detail.from_json(row.detail),
            raised=row.raised,
            seen=row.seen,
        )
        for row in rows
    )
