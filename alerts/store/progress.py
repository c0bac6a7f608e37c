"""How the deliveries of alerts stand, summed up in the database: what a page shows that many people look at.

A page asks again with every change, so that everything here stays small however many channels an alert has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import ChannelKind, DeliveryState
from alerts.domain.model.standing import Standing

ROWS = 100
"""Channels that a page lists at most; trouble comes first."""
ACCOUNTS = 5
"""Accounts that a page lists at most; the slowest come first."""
RATE_OVER = 10.0
"""Seconds over which an account's rate is taken."""
_TRIED = 20

_CASES = """
    CASE WHEN d.state = 'held' AND d.reason = 'standby' THEN 'standby'
         WHEN d.state = 'superseded' AND d.stands_for IS NOT NULL THEN 'not-needed'
         WHEN d.state IN ('queued', 'sending', 'waiting', 'unknown') AND d.kind = 'whatsapp-manual' THEN 'by-hand'
         WHEN d.state IN ('queued', 'sending') THEN 'under-way'
         WHEN d.state = 'unknown' AND d.reason = 'person-decides' THEN 'decides'
         WHEN d.state = 'dead' AND d.reason = 'given-up' THEN 'given-up'
         WHEN d.state IN ('refused', 'dead') THEN 'refused'
         ELSE d.state END
"""
_OWN = "NOT (d.stands_for IS NOT NULL AND d.state IN ('held', 'superseded'))"
"""Whether a delivery is a post of its own, or one that has stood in: not one that only stands by."""

_COUNTS = text(f"""
    SELECT d.alert_id, {_CASES} AS standing, count(*) AS number, min(nullif(d.due, 'infinity')) AS due
      FROM delivery d WHERE d.alert_id = ANY(:alerts) GROUP BY d.alert_id, 2
""")  # noqa: S608 - our own constants

# A post that has not been accepted counts as never: half is reached once half of all are there.
_TIMES = text(f"""
    SELECT min(t.after) AS first,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(t.after, 'infinity')) AS half,
           percentile_disc(0.95) WITHIN GROUP (ORDER BY coalesce(t.after, 'infinity')) AS most,
           max(t.after) AS last
      FROM (SELECT extract(epoch FROM d.accepted - d.created)::float8 AS after
              FROM delivery d WHERE d.alert_id = :alert AND {_OWN}) AS t
""")  # noqa: S608 - our own constants

_ACCOUNTS = text(f"""
    WITH slow AS (
        SELECT d.account_id,
               count(*) FILTER (WHERE d.state IN ('queued', 'sending', 'waiting', 'unknown')) AS open,
               min(d.created) FILTER (WHERE d.state IN ('queued', 'sending', 'waiting', 'unknown')) AS oldest,
               max(d.accepted - d.created) AS slowest,
               count(*) FILTER (WHERE d.accepted > statement_timestamp() - make_interval(secs => :over)) AS lately
          FROM delivery d
         WHERE d.alert_id = :alert AND d.kind <> 'whatsapp-manual' AND {_OWN}
         GROUP BY d.account_id
         ORDER BY oldest NULLS LAST, open DESC, slowest DESC NULLS LAST
         LIMIT {ACCOUNTS}
    )
    SELECT s.*, extract(epoch FROM s.slowest)::float8 AS took, a.name, a.kind, a.per_second, a.blocked_reason,
           CASE WHEN a.blocked_until > statement_timestamp() THEN a.blocked_until END AS blocked_until,
           l.ended AS answered, l.outcome, l.reason, l.answer
      FROM slow s JOIN account a ON a.id = s.account_id
      LEFT JOIN LATERAL (
           SELECT t.ended, t.outcome, t.reason, t.answer
             FROM (SELECT d.id FROM delivery d
                    WHERE d.alert_id = :alert AND d.account_id = s.account_id AND d.tries > 0
                    ORDER BY d.state IN ('waiting', 'unknown', 'refused') DESC, d.tries DESC LIMIT {_TRIED}) AS p
             JOIN LATERAL (SELECT * FROM attempt
                                  WHERE delivery_id = p.id AND outcome NOT IN ('found', 'absent', 'unreadable')
                                  ORDER BY number DESC LIMIT 1) AS t ON true
            ORDER BY t.ended DESC LIMIT 1) AS l ON true
     ORDER BY s.oldest NULLS LAST, s.open DESC, s.slowest DESC NULLS LAST
""")  # noqa: S608 - our own constants

_RANK = f"""
    CASE {_CASES} WHEN 'decides' THEN 0 WHEN 'refused' THEN 0 WHEN 'unknown' THEN 1 WHEN 'held' THEN 2
                 WHEN 'waiting' THEN 3 WHEN 'by-hand' THEN 4 WHEN 'under-way' THEN 5 WHEN 'expired' THEN 6
                 WHEN 'given-up' THEN 6 WHEN 'accepted' THEN 7
                 WHEN 'confirmed' THEN 7 WHEN 'standby' THEN 8 ELSE 9 END
"""

_ROWS = text(f"""
    WITH shown AS (
        SELECT d.*, {_CASES} AS standing, {_RANK} AS rank, c.name AS channel_name
          FROM delivery d JOIN channel c ON c.id = d.channel_id
         WHERE d.alert_id = :alert
         ORDER BY rank, c.name LIMIT {ROWS}
    )
    SELECT s.id, s.channel_id, s.channel_name, s.kind, s.language, s.state, s.standing, s.role, s.reason, s.tries,
           a.name AS account_name, f.count AS followers, nullif(s.due, 'infinity') AS due,
           extract(epoch FROM s.accepted - s.created)::float8 AS after,
           extract(epoch FROM s.confirmed - s.created)::float8 AS confirmed_after,
           (SELECT array_agg(o.name ORDER BY o.name) FROM channel o WHERE o.id = ANY(s.stands_for)) AS stands_for,
           g.at AS given_up, g.who AS given_up_by
      FROM shown s JOIN account a ON a.id = s.account_id
      LEFT JOIN LATERAL (SELECT count FROM followers WHERE channel_id = s.channel_id
                          ORDER BY day DESC LIMIT 1) AS f ON true
      LEFT JOIN LATERAL (SELECT u.at, p.name AS who FROM audit u LEFT JOIN person p ON p.id = u.person_id
                          WHERE s.standing = 'given-up' AND u.authority_id = s.authority_id AND u.action = 'give-up'
                            AND u.subject = s.alert_id::text AND u.detail->>'delivery' = s.id::text
                          ORDER BY u.number DESC LIMIT 1) AS g ON true
     ORDER BY s.rank, f.count DESC NULLS LAST, s.channel_name
""")  # noqa: S608 - our own constants


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many deliveries of an alert stand where. ``due``: when the next of those that wait is tried again."""

    by: Mapping[Standing, int] = field(default_factory=dict)
    due: datetime | None = None

    def of(self, *standings: Standing) -> int:
        """How many stand in one of these."""
        return sum(self.by.get(standing, 0) for standing in standings)

    @property
    def total(self) -> int:
        """All but those that only stand by."""
        return sum(self.by.values()) - self.of(Standing.STANDBY, Standing.NOT_NEEDED)


@dataclass(frozen=True, kw_only=True)
class Times:
    """Seconds from release until the first, half, 95 % and the last accepted so far; None while not reached."""

    first: float | None
    half: float | None
    most: float | None
    last: float | None


@dataclass(frozen=True, kw_only=True)
class SlowAccount:
    """An account and what it still has to do for an alert.

    ``oldest``: since when the oldest of its open posts waits; ``took``: seconds of its slowest accepted one; ``rate``:
    posts a second over the last seconds, at most ``pace``; ``blocked_until``: it rests until then.
    """

    name: str
    kind: ChannelKind
    open: int
    oldest: datetime | None
    took: float | None
    rate: float
    pace: float
    blocked_until: datetime | None
    blocked_reason: str
    answered: datetime | None
    outcome: str
    reason: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class ProgressRow:
    """One channel's delivery. ``after`` and ``confirmed_after``: seconds since release; ``stands_for``: names of the
    channels that it stands by for, None for a post of its own; ``given_up``: when somebody did so, and who."""

    id: UUID
    channel: UUID
    channel_name: str
    kind: ChannelKind
    language: str
    account_name: str
    followers: int | None
    state: DeliveryState
    standing: Standing
    role: str
    reason: str
    tries: int
    after: float | None
    confirmed_after: float | None
    due: datetime | None
    stands_for: tuple[str, ...] | None
    given_up: datetime | None
    given_up_by: str


def counts(session: Session, alerts: Sequence[UUID]) -> dict[UUID, Counts]:
    """How the deliveries of some alerts stand; every alert is in the answer."""
    by: dict[UUID, dict[Standing, int]] = {alert: {} for alert in alerts}
    due: dict[UUID, datetime] = {}
    for row in session.execute(_COUNTS, {"alerts": list(alerts)}):
        standing = Standing(row.standing)
        by[row.alert_id][standing] = row.number
        if standing is Standing.WAITING and row.due is not None:
            due[row.alert_id] = row.due
    return {alert: Counts(by=found, due=due.get(alert)) for alert, found in by.items()}


def times(session: Session, alert: UUID) -> Times:
    """How long acceptance took."""
    row = session.execute(_TIMES, {"alert": alert}).one()
    return Times(first=row.first, half=_reached(row.half), most=_reached(row.most), last=row.last)


def accounts(session: Session, alert: UUID) -> tuple[SlowAccount, ...]:
    """The accounts whose posts wait longest, then those that took longest."""
    return tuple(
        SlowAccount(
            name=row.name,
            kind=ChannelKind(row.kind),
            open=row.open,
            oldest=row.oldest,
            took=row.took,
            rate=row.lately / RATE_OVER,
            pace=row.per_second,
            blocked_until=row.blocked_until,
            blocked_reason=row.blocked_reason,
            answered=row.answered,
            outcome=row.outcome or "",
            reason=row.reason or "",
            answer=row.answer or "",
        )
        for row in session.execute(_ACCOUNTS, {"alert": alert, "over": RATE_OVER})
    )


def rows(session: Session, alert: UUID) -> tuple[ProgressRow, ...]:
    """Trouble first, then what is open, what has arrived, what stands by; at most ``ROWS``."""
    return tuple(
        ProgressRow(
            id=row.id,
            channel=row.channel_id,
            channel_name=row.channel_name,
            kind=ChannelKind(row.kind),
            language=row.language,
            account_name=row.account_name,
            followers=row.followers,
            state=DeliveryState(row.state),
            standing=Standing(row.standing),
            role=row.role,
            reason=row.reason,
            tries=row.tries,
            after=row.after,
            confirmed_after=row.confirmed_after,
            due=row.due,
            stands_for=None if row.stands_for is None else tuple(row.stands_for),
            given_up=row.given_up,
            given_up_by=row.given_up_by or "",
        )
        for row in session.execute(_ROWS, {"alert": alert})
    )


def _reached(seconds: float | None) -> float | None:
    return None if seconds is None or seconds == float("inf") else seconds
