"""Questions about running alerts in the database, which alone decides that nothing is asked twice.

``watched``, ``ask`` and ``pass_over`` are for a role that sees all authorities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.domain.lifecycle.reminders import UNKNOWN_HOLDS, Answer, Question, QuestionKind, Watched
from alerts.domain.templates import TEMPLATES, parts_of
from alerts.store import own_templates
from alerts.store.tables.aftermath import question
from alerts.store.tables.people import person

_NEWER = """
    SELECT FROM alert n WHERE n.thread_id = a.thread_id AND n.sequence > a.sequence AND n.state = 'released'
"""

_WATCHED = f"""
    SELECT a.id, a.authority_id, a.sent, a.expires, f.sent AS began, v.content->>'template' AS template,
           h.answered, h.open, h.asked_true, h.asked_30, h.asked_10
      FROM alert a
      JOIN thread t ON t.id = a.thread_id
      LEFT JOIN version v ON v.alert_id = a.id AND v.number = a.current_version
      JOIN LATERAL (SELECT min(n.sent) AS sent FROM alert n
                     WHERE n.thread_id = a.thread_id AND n.state = 'released') AS f ON true
      JOIN LATERAL (
           SELECT max(q.answered) FILTER (WHERE q.answer = 'still-true') AS answered,
                  coalesce(array_agg(q.kind) FILTER (WHERE q.answered IS NULL AND q.alert_id = a.id), '{{}}') AS open,
                  count(*) FILTER (WHERE q.kind = 'still-true' AND q.alert_id = a.id) AS asked_true,
                  count(*) FILTER (WHERE q.kind = 'expires-30' AND q.alert_id = a.id) AS asked_30,
                  count(*) FILTER (WHERE q.kind = 'expires-10' AND q.alert_id = a.id) AS asked_10
             FROM question q JOIN alert n ON n.id = q.alert_id WHERE n.thread_id = a.thread_id) AS h ON true
     WHERE a.state = 'released' AND a.expires > statement_timestamp() AND a.msg_type <> 'Cancel'
       AND t.ended IS NULL AND NOT t.drill AND NOT EXISTS ({_NEWER})
"""  # noqa: S608 - our own constants
_ALL = text(_WATCHED)
_ONE = text(f"{_WATCHED} AND a.id = :alert")

_PASSED = text(f"""
    UPDATE question q SET answered = statement_timestamp(), answer = 'passed'
      FROM alert a JOIN thread t ON t.id = a.thread_id
     WHERE a.id = q.alert_id AND q.answered IS NULL
       AND (t.ended IS NOT NULL OR a.expires <= statement_timestamp() OR EXISTS ({_NEWER})
            OR EXISTS (SELECT FROM question l
                        WHERE l.alert_id = q.alert_id AND l.answered IS NULL AND l.asked > q.asked))
""")  # noqa: S608 - our own constants


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that was put, and what came of it."""

    alert: UUID
    kind: QuestionKind
    due: datetime
    asked: datetime
    answered: datetime | None
    answer: Answer | None
    answered_by: str


def watched(session: Session) -> tuple[Watched, ...]:
    """Every running alert of all authorities, drills left out."""
    return tuple(_watched(session, row) for row in session.execute(_ALL).all())


def watched_alert(session: Session, alert: UUID) -> Watched | None:
    """One alert; None unless it runs and is the newest of its thread."""
    row = session.execute(_ONE, {"alert": alert}).one_or_none()
    return None if row is None else _watched(session, row)


def ask(session: Session, questions: Iterable[Question]) -> int:
    """Put questions; one that was put already, by whichever server, stays as it is. How many are new."""
    rows = [
        {
            "authority_id": one.authority,
            "alert_id": one.alert,
            "kind": one.kind,
            "number": one.number,
            "due": one.due,
        }
        for one in questions
    ]
    if not rows:
        return 0
    query = insert(question).on_conflict_do_nothing().returning(question.c.id)
    return len(session.execute(query, rows).all())


def pass_over(session: Session) -> None:
    """Close what nobody needs to answer any more."""
    session.execute(_PASSED)


def answer(session: Session, alert: UUID, given: Answer, by: UUID) -> tuple[QuestionKind, ...]:
    """Answer what is open about an alert; the kinds that this answered, none where somebody was faster."""
    query = (
        update(question)
        .where(question.c.alert_id == alert, question.c.answered.is_(None))
        .values(answered=func.clock_timestamp(), answered_by=by, answer=given)
        .returning(question.c.kind)
    )
    return tuple(QuestionKind(kind) for kind in session.scalars(query))


def of_alerts(session: Session, alerts: Iterable[UUID]) -> tuple[Asked, ...]:
    """All that was asked about some alerts, newest first."""
    query = (
        select(question, person.c.name)
        .outerjoin(person, person.c.id == question.c.answered_by)
        .where(question.c.alert_id.in_(list(alerts)))
        .order_by(question.c.asked.desc())
    )
    return tuple(
        Asked(
            alert=row.alert_id,
            kind=QuestionKind(row.kind),
            due=row.due,
            asked=row.asked,
            answered=row.answered,
            answer=Answer(row.answer) if row.answer else None,
            answered_by=row.name or "",
        )
        for row in session.execute(query)
    )


def _watched(session: Session, row: Row[tuple[object, ...]]) -> Watched:
    return Watched(
        alert=row.id,
        authority=row.authority_id,
        began=row.began or row.sent,
        sent=row.sent,
        expires=row.expires,
        holds=_holds(session, row.template or ""),
        answered=row.answered,
        open=frozenset(QuestionKind(kind) for kind in row.open),
        asked={
            QuestionKind.STILL_TRUE: row.asked_true,
            QuestionKind.EXPIRES_30: row.asked_30,
            QuestionKind.EXPIRES_10: row.asked_10,
        },
    )


def _holds(session: Session, template: str) -> timedelta:
    own = parts_of(template)
    known = own_templates.state(session, *own) if own else TEMPLATES.get(template)
    return known.holds if known else UNKNOWN_HOLDS
