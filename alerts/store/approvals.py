"""What waits for its second person, and the calls about it: an alarm's rows, found by a partial index of what waits.

``waiting`` and ``call`` are for a role that sees all authorities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.domain.alarms import AlarmKind, Way
from alerts.domain.calling import Call, OnCall, Waiting
from alerts.store.tables.calls import approval_taken

# A decision that waits for its time has been taken: nobody is called for what is booked.
_WAITING = text("""
    SELECT a.id AS alert, a.authority_id, a.submitted, v.content -> 'infos' AS infos,
           v.content ->> 'severity' AS severity, coalesce(a.frozen_plan -> 'places', '[]') AS places,
           ARRAY(SELECT DISTINCT w.author_id FROM version w WHERE w.alert_id = a.id) AS authors
      FROM alert a
      JOIN thread t ON t.id = a.thread_id AND NOT t.drill
      JOIN version v ON v.alert_id = a.id AND v.number = a.submitted_version
     WHERE a.state = 'submitted' AND a.status = 'Actual' AND a.submitted IS NOT NULL
       AND coalesce(CAST(v.content ->> 'expires' AS timestamptz), 'infinity') > statement_timestamp()
       AND NOT EXISTS (SELECT FROM booking b WHERE b.alert_id = a.id AND b.hash = a.submitted_hash)
     ORDER BY a.submitted
""")

# Whom no way leads to is not called: the next one is, at once.
_ROSTER = text("""
    SELECT o.authority_id, o.person_id, p.name
      FROM on_call o JOIN person p ON p.id = o.person_id
     WHERE o.authority_id = ANY(:authorities) AND o.place > 0 AND p.active AND 'approver' = ANY(p.roles)
       AND (o.email <> '' AND EXISTS (SELECT FROM account x
                                       WHERE x.authority_id = o.authority_id AND x.kind = 'email' AND NOT x.sandbox)
            OR EXISTS (SELECT FROM push_subscription s WHERE s.person_id = o.person_id)
            OR EXISTS (SELECT FROM duty d
                        WHERE d.authority_id = o.authority_id AND d.webhook_url <> '' AND d.secret IS NOT NULL))
     ORDER BY o.place, p.name
""")

_CALLED = text(f"""
    SELECT l.subject AS alert, c.person_id, c.round, p.name
      FROM approval_call c JOIN alarm l ON l.id = c.alarm_id JOIN person p ON p.id = c.person_id
     WHERE l.kind = '{AlarmKind.APPROVAL}' AND l.cleared IS NULL AND l.subject = ANY(:alerts)
     ORDER BY c.called, c.round, p.name
""")  # noqa: S608 - our own constants

_TAKEN = text(f"""
    SELECT l.subject AS alert, k.person_id, k.taken, p.name
      FROM approval_taken k JOIN alarm l ON l.id = k.alarm_id JOIN person p ON p.id = k.person_id
     WHERE l.kind = '{AlarmKind.APPROVAL}' AND l.cleared IS NULL AND l.subject = ANY(:alerts)
     ORDER BY k.taken
""")  # noqa: S608 - our own constants

_CALL = text(f"""
    WITH made AS (
        INSERT INTO approval_call (authority_id, alarm_id, person_id, round)
        SELECT l.authority_id, l.id, :person, :round FROM alarm l
         WHERE l.kind = '{AlarmKind.APPROVAL}' AND l.subject = :alert AND l.cleared IS NULL
        ON CONFLICT DO NOTHING
        RETURNING id, authority_id, alarm_id, person_id
    ), told AS (
        INSERT INTO alarm_notice (authority_id, alarm_id, way, about, call_id, subscription_id)
        SELECT m.authority_id, m.alarm_id, w.way, 'called', m.id, w.subscription
          FROM made m CROSS JOIN LATERAL (
               SELECT 'email' AS way, CAST(NULL AS uuid) AS subscription
                 FROM on_call o
                WHERE o.authority_id = m.authority_id AND o.person_id = m.person_id AND o.email <> ''
                  AND EXISTS (SELECT FROM account x
                               WHERE x.authority_id = m.authority_id AND x.kind = 'email' AND NOT x.sandbox)
               UNION ALL
               SELECT 'webhook', NULL FROM duty d
                WHERE d.authority_id = m.authority_id AND d.webhook_url <> '' AND d.secret IS NOT NULL
               UNION ALL
               SELECT 'push', s.id FROM push_subscription s WHERE s.person_id = m.person_id
          ) AS w
        RETURNING way
    )
    SELECT p.name, ARRAY(SELECT DISTINCT t.way FROM told t ORDER BY 1) AS ways
      FROM made m JOIN person p ON p.id = m.person_id
""")  # noqa: S608 - our own constants

_LET_GO = text("""
    UPDATE alarm_notice SET due = 'infinity'
     WHERE alarm_id = ANY(:alarms) AND call_id IS NOT NULL AND delivered IS NULL AND due < 'infinity'
""")

_TOLD = text("SELECT DISTINCT alarm_id FROM alarm_notice WHERE alarm_id = ANY(:alarms) AND about = 'raised'")

_LOG = text(f"""
    SELECT p.name, c.person_id, c.round, c.called, n.way, n.delivered IS NOT NULL AS arrived, n.answer
      FROM approval_call c
      JOIN alarm l ON l.id = c.alarm_id
      JOIN person p ON p.id = c.person_id
      LEFT JOIN alarm_notice n ON n.call_id = c.id
     WHERE l.kind = '{AlarmKind.APPROVAL}' AND l.subject = :alert AND l.cleared IS NULL
     ORDER BY c.called, c.round, p.name, n.way
""")  # noqa: S608 - our own constants

_OPEN = text(f"""
    SELECT id FROM alarm WHERE kind = '{AlarmKind.APPROVAL}' AND subject = :alert AND cleared IS NULL
""")  # noqa: S608 - our own constants


@dataclass(frozen=True, kw_only=True)
class Submission:
    """An alert that waits, with what may be said of it before it is released."""

    alert: UUID
    authority: UUID
    headline: str
    event: str
    severity: str
    places: tuple[str, ...]
    waiting: Waiting
    called: tuple[str, ...]
    """Names of those called so far, each once."""
    taken_by: str
    """Who has taken it over last."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A call that was made, and the ways it goes."""

    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A call as it is shown: who, when, and the ways it went, with those that have not arrived."""

    name: str
    person: UUID
    round: int
    at: datetime
    arrived: tuple[Way, ...]
    open: tuple[Way, ...]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Somebody has taken it over."""

    person: UUID
    name: str
    at: datetime


def waiting(session: Session) -> tuple[Submission, ...]:
    """All that waits for a second person in earnest, of all authorities, oldest first."""
    rows = session.execute(_WAITING).all()
    if not rows:
        return ()
    alerts = [row.alert for row in rows]
    rosters = _rosters(session, [row.authority_id for row in rows])
    called = _by_alert(session.execute(_CALLED, {"alerts": alerts}))
    taken = _by_alert(session.execute(_TAKEN, {"alerts": alerts}))
    return tuple(_submission(row, rosters[row.authority_id], called[row.alert], taken[row.alert]) for row in rows)


def roster(session: Session, authority: UUID) -> tuple[OnCall, ...]:
    """Those of an authority whom some way leads to, in the order of the list."""
    return tuple(_rosters(session, [authority])[authority])


def call(session: Session, submission: Submission, wanted: Call) -> Made | None:
    """Call a person by every way there is, to leave once this transaction commits; None if that call was made."""
    values = {"alert": submission.alert, "person": wanted.person, "round": wanted.round}
    row = session.execute(_CALL, values).one_or_none()
    return None if row is None else Made(name=row.name, ways=tuple(Way(way) for way in row.ways))


def let_go(session: Session, alarms: Sequence[UUID]) -> None:
    """Calls that have not arrived are not tried again: it has been decided."""
    if alarms:
        session.execute(_LET_GO, {"alarms": list(alarms)})


def told(session: Session, alarms: Sequence[UUID]) -> frozenset[UUID]:
    """Which of some alarms the duty was told of."""
    return frozenset(session.scalars(_TOLD, {"alarms": list(alarms)})) if alarms else frozenset()


def calls(session: Session, alert: UUID) -> tuple[Rung, ...]:
    """The calls about an alert that waits, oldest first."""
    found: dict[tuple[UUID, int], list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_LOG, {"alert": alert}):
        found[row.person_id, row.round].append(row)
    return tuple(
        Rung(
            name=rows[0].name,
            person=person,
            round=number,
            at=rows[0].called,
            arrived=_ways(row for row in rows if row.arrived),
            open=_ways(row for row in rows if not row.arrived),
        )
        for (person, number), rows in found.items()
    )


def takings(session: Session, alert: UUID) -> tuple[Taken, ...]:
    """Who has taken over an alert that waits, oldest first."""
    rows = session.execute(_TAKEN, {"alerts": [alert]})
    return tuple(Taken(person=row.person_id, name=row.name, at=row.taken) for row in rows)


def open_alarm(session: Session, alert: UUID) -> UUID | None:
    """The alarm that calls for an alert's second person, None where nobody is called."""
    found: UUID | None = session.execute(_OPEN, {"alert": alert}).scalar_one_or_none()
    return found


def take(session: Session, authority: UUID, alarm: UUID, person: UUID) -> bool:
    """Take a decision over; False if this person had done so already."""
    made = insert(approval_taken).values(authority_id=authority, alarm_id=alarm, person_id=person)
    return session.execute(made.on_conflict_do_nothing().returning(approval_taken.c.alarm_id)).first() is not None


def _rosters(session: Session, authorities: Sequence[UUID]) -> dict[UUID, list[OnCall]]:
    found: dict[UUID, list[OnCall]] = defaultdict(list)
    for one in session.execute(_ROSTER, {"authorities": list(authorities)}):
        found[one.authority_id].append(OnCall(person=one.person_id, name=one.name))
    return found


def _by_alert(rows: Iterable[Row[Any]]) -> dict[UUID, list[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.alert].append(row)
    return found


def _ways(rows: Iterable[Row[Any]]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(Way(row.way) for row in rows if row.way))


def _submission(row: Row[Any], roster: list[OnCall], called: list[Row[Any]], taken: list[Row[Any]]) -> Submission:
    infos = row.infos or [{}]
    info = next((one for one in infos if one.get("language") == "de"), infos[0])
    return Submission(
        alert=row.alert,
        authority=row.authority_id,
        headline=info.get("headline", ""),
        event=info.get("event", "") or info.get("headline", ""),
        severity=row.severity,
        places=tuple(row.places),
        waiting=Waiting(
            submitted=row.submitted,
            roster=tuple(roster),
            authors=frozenset(row.authors),
            taken=tuple(one.taken for one in taken),
            called=tuple(Call(person=one.person_id, round=one.round) for one in called),
        ),
        called=tuple(dict.fromkeys(one.name for one in called)),
        taken_by=taken[-1].name if taken else "",
    )
