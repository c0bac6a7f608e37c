"""What the alarms did about a thread; the other parts of its story are in audit, questions, tasks and deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from alerts.domain.alarms import AlarmKind, Detail
from alerts.domain.model.codes import ChannelKind
from alerts.store.tables.alarms import alarm
from alerts.store.tables.people import person


@dataclass(frozen=True, kw_only=True)
class PastAlarm:
    """An alarm about an alert: raised, taken note of by somebody, cleared; as far as that has happened."""

    alert: UUID
    kind: AlarmKind
    detail: Detail
    raised: datetime
    seen: datetime | None
    seen_by: str
    cleared: datetime | None


@dataclass(frozen=True, kw_only=True)
class Post:
    """One alert on one channel: taken by its gateway, read back there; None where not (yet)."""

    alert: UUID
    channel: str
    kind: ChannelKind
    role: str
    state: str
    accepted: datetime | None
    confirmed: datetime | None


_POSTS = text("""
    SELECT d.alert_id, c.name, d.kind, d.role, d.state, d.accepted, d.confirmed
      FROM delivery d JOIN channel c ON c.id = d.channel_id
     WHERE d.alert_id = ANY(:alerts) AND NOT (d.stands_for IS NOT NULL AND d.state IN ('held', 'superseded'))
     ORDER BY d.accepted NULLS LAST, c.name LIMIT 2000
""")


def alarms_about(session: Session, alerts: Iterable[UUID]) -> tuple[PastAlarm, ...]:
    """All alarms about some alerts, oldest first."""
    query = (
        select(alarm, person.c.name)
        .outerjoin(person, person.c.id == alarm.c.seen_by)
        .where(alarm.c.subject.in_(list(alerts)))
        .order_by(alarm.c.raised)
    )
    return tuple(
        PastAlarm(
            alert=row.subject,
            kind=AlarmKind(row.kind),
            detail=Detail.from_json(row.detail),
            raised=row.raised,
            seen=row.seen,
            seen_by=row.name or "",
            cleared=row.cleared,
        )
        for row in session.execute(query)
    )


def posts(session: Session, alerts: Iterable[UUID]) -> tuple[Post, ...]:
    """How some alerts went to their channels, the first accepted first."""
    return tuple(
        Post(
            alert=row.alert_id,
            channel=row.name,
            kind=ChannelKind(row.kind),
            role=row.role,
            state=row.state,
            accepted=row.accepted,
            confirmed=row.confirmed,
        )
        for row in session.execute(_POSTS, {"alerts": list(alerts)})
    )
