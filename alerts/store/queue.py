"""What the delivery engine asks of the database: claims under a lease and a fence, and results in batches.

A claim commits before anything is sent. Every result names the fence of its claim, and counts only while it is still
the row's; whoever lost its lease cannot overwrite what came after. All times are the database's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from alerts.domain.delivering import BREAKER_AFTER, HAND_OVER_AFTER
from alerts.domain.model.codes import DeliveryState, Lane, Outcome
from alerts.domain.model.delivery import Claimed, Written
from alerts.store.failover import HELD_BY_SWITCH, NEXT_ACCOUNT
from alerts.store.overtaking import OVERTAKEN
from alerts.store.settling import settled

BATCH = 64
"""Rows that one claim takes at most."""
START_WITHIN = 1.0
"""Seconds from the claim in which a send begins; later it is claimed anew."""
_BLOCKED_PAUSE = 0.1
_NOBODY = UUID(int=0)

_COMPUTED = 3
_FROZEN_AND_RUN = Claimed._fields[:-_COMPUTED]


def _claimed(table: str) -> str:
    """The columns of a ``Claimed``."""
    computed = (
        f"greatest(cardinality({table}.accounts) - 1, 0) AS others",
        f"coalesce(extract(epoch FROM statement_timestamp() - {table}.accepted), 0)::float8 AS age",
        f"coalesce(extract(epoch FROM statement_timestamp() - {table}.begun), 0)::float8 AS begun_ago",
    )
    return ", ".join([*(f"{table}.{name}" for name in _FROZEN_AND_RUN), *computed])


# One statement, one round trip. The account's row is locked first, so that claims of one account come one by one; its
# bucket, its rest and more urgent lanes say how many rows may go. Then the rows: newest of its thread on the channel,
# nothing in flight there, oldest of the channel's threads, not held. A claim that waited for the lock sees the other
# rows as they were before; should it pick a channel that has a post under way by now, uq_delivery_sending_channel
# refuses, and the claim is made anew.
_CLAIM = text(f"""
    WITH pace AS MATERIALIZED (
        SELECT a.*, CASE WHEN a.rests_for > 0 OR a.above THEN 0
                         ELSE least(CASE WHEN a.failures >= {BREAKER_AFTER} THEN 1 ELSE :limit END, floor(a.tokens))
                    END::int AS allowed
          FROM (SELECT id AS account_id, per_second, failures,
                       least(burst, tokens + per_second * extract(epoch FROM clock_timestamp() - tokens_at))::float8
                           AS tokens,
                       coalesce(extract(epoch FROM blocked_until - clock_timestamp()), 0)::float8 AS rests_for,
                       EXISTS (SELECT FROM delivery
                                WHERE account_id = :account AND lane = ANY(CAST(:urgent AS text[]))
                                  AND state IN ('queued', 'waiting') AND due <= statement_timestamp()
                                  AND not_after > statement_timestamp()) AS above
                  FROM account WHERE id = :account FOR NO KEY UPDATE) AS a
    ), picked AS MATERIALIZED (
        SELECT d.id, d.channel_id, d.thread_id, d.sequence,
               CASE WHEN d.not_after <= clock_timestamp() + make_interval(secs => :start_within) THEN 'expired'
                    ELSE 'sending' END AS next
          FROM delivery d
         WHERE d.account_id = :account AND d.lane = :lane AND d.state IN ('queued', 'waiting')
           AND d.due <= statement_timestamp()
           AND NOT {HELD_BY_SWITCH}
           AND NOT EXISTS (SELECT FROM delivery o WHERE o.channel_id = d.channel_id AND o.state = 'sending')
           AND NOT EXISTS (
               SELECT FROM delivery o
                WHERE o.channel_id = d.channel_id AND o.state IN ('queued', 'waiting')
                  AND (o.thread_id = d.thread_id AND o.sequence > d.sequence
                       OR o.thread_id <> d.thread_id AND o.account_id = d.account_id AND o.lane = d.lane
                          AND o.due <= statement_timestamp() AND (o.due, o.id) < (d.due, d.id)
                          AND NOT EXISTS (
                              SELECT FROM delivery n
                               WHERE n.channel_id = o.channel_id AND n.thread_id = o.thread_id
                                 AND n.sequence > o.sequence AND n.state IN ('queued', 'waiting'))))
         ORDER BY d.due
         LIMIT (SELECT allowed FROM pace)
           FOR NO KEY UPDATE OF d SKIP LOCKED
    ), taken AS (
        UPDATE delivery d
           SET state = p.next, fence = d.fence + 1,
               reason = CASE p.next WHEN 'expired' THEN 'expired' ELSE '' END,
               tries = d.tries + CASE p.next WHEN 'sending' THEN 1 ELSE 0 END,
               begun = CASE p.next WHEN 'sending' THEN statement_timestamp() ELSE d.begun END,
               lease_until = CASE p.next WHEN 'sending'
                                  THEN statement_timestamp() + make_interval(secs => :lease) END
          FROM picked p WHERE d.id = p.id
        RETURNING d.*
    ), overtaken AS (
        UPDATE delivery o SET state = 'superseded', reason = 'newer', fence = o.fence + 1
          FROM picked p
         WHERE o.channel_id = p.channel_id AND o.thread_id = p.thread_id AND o.sequence < p.sequence
           AND o.state IN ('queued', 'waiting')
        RETURNING o.id
    ), needless AS (
        UPDATE task SET done = statement_timestamp()
         WHERE done IS NULL AND delivery_id IN (
               SELECT id FROM overtaken UNION ALL SELECT id FROM taken WHERE state = 'expired')
    ), paced AS (
        UPDATE account a SET tokens = p.tokens - t.sending, tokens_at = clock_timestamp()
          FROM pace p, (SELECT count(*) AS sending FROM taken WHERE state = 'sending') AS t
         WHERE a.id = p.account_id AND t.sending > 0
    )
    SELECT p.tokens, p.per_second, p.failures, p.rests_for, p.above, p.allowed, {_claimed("t")}
      FROM pace p LEFT JOIN taken t ON true
""")  # noqa: S608 - our own constants
_PACE_COLUMNS = 6

_NEXT = text("""
    SELECT extract(epoch FROM min(due) - statement_timestamp())::float8
      FROM delivery
     WHERE account_id = :account AND lane = :lane AND state IN ('queued', 'waiting', 'unknown') AND due < 'infinity'
""")

_CLAIM_UNKNOWN = text(f"""
    WITH picked AS MATERIALIZED (
        SELECT id AS chosen FROM delivery
         WHERE account_id = :account AND lane = :lane AND state = 'unknown' AND due <= statement_timestamp()
         ORDER BY due LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE delivery d SET fence = d.fence + 1, due = statement_timestamp() + make_interval(secs => :lease)
      FROM picked p WHERE d.id = p.chosen
    RETURNING {_claimed("d")}
""")  # noqa: S608 - our own constants

_CLAIM_UNCONFIRMED = text(f"""
    WITH picked AS MATERIALIZED (
        SELECT id AS chosen FROM delivery
         WHERE account_id = :account AND state = 'accepted' AND due <= statement_timestamp()
         ORDER BY due LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE delivery d SET fence = d.fence + 1, due = statement_timestamp() + make_interval(secs => :lease)
      FROM picked p WHERE d.id = p.chosen
    RETURNING {_claimed("d")}
""")  # noqa: S608 - our own constants


def _write(came_from: DeliveryState, state: str, attempts: str, due_in: str = "r.due_in") -> TextClause:
    return text(f"""
    WITH result AS (
        SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS r(
            id uuid, fence int, state text, reason text, due_in float8, repeat bool, accepted_before float8,
            confirmed bool, gateway_id text, outcome text, answer text, took float8, hand_over bool, refused bool,
            late float8)
    ), written AS (
        UPDATE delivery d
           SET state = {state}, reason = r.reason, repeat = r.repeat, lease_until = NULL,
               due = CASE WHEN r.due_in IS NULL THEN 'infinity'
                          ELSE statement_timestamp() + make_interval(secs => {due_in}) END,
               account_id = CASE WHEN r.hand_over THEN {NEXT_ACCOUNT} ELSE d.account_id END,
               hand_over_at = CASE WHEN r.hand_over AND d.hand_over_at IS NOT NULL
                                   THEN statement_timestamp() + make_interval(secs => {HAND_OVER_AFTER})
                                   ELSE d.hand_over_at END,
               refusals = CASE WHEN r.refused THEN d.refusals + 1 ELSE 0 END,
               accepted = CASE WHEN r.accepted_before IS NULL THEN d.accepted
                               ELSE statement_timestamp() - make_interval(secs => r.accepted_before) END,
               confirmed = CASE WHEN r.confirmed
                                THEN statement_timestamp() - make_interval(secs => coalesce(r.accepted_before, 0))
                                ELSE d.confirmed END,
               gateway_id = coalesce(r.gateway_id, d.gateway_id)
          FROM result r
         WHERE d.id = r.id AND d.fence = r.fence AND d.state = '{came_from.value}'
        RETURNING d.id, d.authority_id, d.alert_id, d.kind, r.fence, r.outcome, r.reason, r.answer, r.gateway_id,
                  r.took, r.late
    ) {attempts}
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM written GROUP BY alert_id
    """)  # noqa: S608 - our own constants


_ATTEMPTS = """
    , tried AS (
        INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason, answer, gateway_id)
        SELECT id, fence, authority_id, statement_timestamp() - make_interval(secs => took), statement_timestamp(),
               outcome, reason, answer, gateway_id
          FROM written
    )
"""

# The longest that a gateway of a kind was seen to take; an unknown outcome rests twice that.
_LEARNT = """
    , learnt AS (
        INSERT INTO settling AS s (kind, late)
        SELECT kind, max(late) FROM written WHERE late > 0 GROUP BY kind
        ON CONFLICT (kind) DO UPDATE SET late = excluded.late, seen = clock_timestamp() WHERE s.late < excluded.late
    )
"""

_WRITE = {
    DeliveryState.SENDING: _write(
        DeliveryState.SENDING,
        "r.state",
        _ATTEMPTS,
        f"CASE r.state WHEN 'unknown' THEN {settled('r.due_in')} ELSE r.due_in END",
    ),
    DeliveryState.UNKNOWN: _write(
        DeliveryState.UNKNOWN,
        f"CASE WHEN r.state = 'waiting' AND {OVERTAKEN} THEN 'superseded' ELSE r.state END",
        _ATTEMPTS + _LEARNT,
    ),
    DeliveryState.ACCEPTED: _write(DeliveryState.ACCEPTED, "r.state", ""),
}

_MANUAL_TASKS = text("""
    INSERT INTO task (authority_id, alert_id, kind, delivery_id, title)
    SELECT d.authority_id, d.alert_id, 'manual-post', d.id, c.name
      FROM delivery d JOIN channel c ON c.id = d.channel_id
     WHERE d.id = ANY(:ids) AND d.state = 'waiting'
    ON CONFLICT (delivery_id) DO NOTHING
""")

_GIVE_BACK = text("""
    UPDATE delivery d SET state = 'waiting', tries = d.tries - 1, lease_until = NULL, due = statement_timestamp()
      FROM unnest(CAST(:ids AS uuid[]), CAST(:fences AS int[])) AS r(id, fence)
     WHERE d.id = r.id AND d.fence = r.fence AND d.state = 'sending'
""")

_MORE_URGENT: dict[Lane, list[str]] = {
    Lane.EMERGENCY: [],
    Lane.WARNING: [Lane.EMERGENCY],
    Lane.ROUTINE: [Lane.EMERGENCY, Lane.WARNING],
    Lane.SANDBOX: [],
}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Rows to send now, and in how many seconds it is worth asking again (None: nothing is open)."""

    rows: tuple[Claimed, ...]
    again_in: float | None
    failures: int = 0
    """Failures in a row of the account before this claim."""


def claim(session: Session, account: UUID, lane: Lane, *, lease: float, limit: int = BATCH) -> Claim:
    """Take due deliveries of an account for sending, at its pace, and close what has expired or been overtaken.

    What could not begin within ``START_WITHIN`` before its end counts as expired. Raises ConflictError where another
    claim was faster; claim anew.
    """
    found = session.execute(
        _CLAIM,
        {
            "account": account,
            "lane": lane,
            "urgent": _MORE_URGENT[lane],
            "limit": limit,
            "lease": lease,
            "start_within": START_WITHIN,
        },
    ).all()
    if not found:
        return Claim(rows=(), again_in=None)
    pace = found[0]
    rows = [Claimed._make(row[_PACE_COLUMNS:]) for row in found if row.id is not None]
    return Claim(
        rows=tuple(row for row in rows if row.state == DeliveryState.SENDING),
        again_in=_again_in(session, account, lane, pace, len(rows)),
        failures=pace.failures,
    )


def claim_unknown(session: Session, account: UUID, lane: Lane, *, lease: float, limit: int = BATCH) -> list[Claimed]:
    """Take unknown outcomes that have settled, to look for them."""
    found = session.execute(_CLAIM_UNKNOWN, {"account": account, "lane": lane, "limit": limit, "lease": lease})
    return [Claimed._make(row) for row in found]


def claim_unconfirmed(session: Session, account: UUID, *, lease: float, limit: int = BATCH) -> list[Claimed]:
    """Take accepted deliveries that can be read back, to confirm them."""
    found = session.execute(_CLAIM_UNCONFIRMED, {"account": account, "limit": limit, "lease": lease})
    return [Claimed._make(row) for row in found]


def write(session: Session, came_from: DeliveryState, rows: Sequence[Written]) -> None:
    """Write what tries or looks came to, with their attempt rows, and tell the desk (NOTIFY ``ortsruf_delivery``).

    ``came_from`` is the state of the rows when they were claimed: sending, unknown or accepted.
    """
    session.execute(_WRITE[came_from], {"rows": json.dumps([_as_json(row) for row in rows])})
    by_hand = [row.id for row in rows if row.outcome == Outcome.AWAITS_PERSON]
    if by_hand:
        session.execute(_MANUAL_TASKS, {"ids": by_hand})


def give_back(session: Session, rows: Sequence[Claimed]) -> None:
    """Hand back claimed rows whose sending has not begun; they are claimed anew."""
    session.execute(_GIVE_BACK, {"ids": [row.id for row in rows], "fences": [row.fence for row in rows]})


def rehearse(session: Session) -> None:
    """Claim for nobody and write nothing: afterwards the connection knows the tables, and how to do both."""
    claim(session, _NOBODY, Lane.EMERGENCY, lease=0.0)
    write(session, DeliveryState.SENDING, [])


def _as_json(row: Written) -> dict[str, object]:
    return {**row._asdict(), "id": row.id.hex}


def _again_in(session: Session, account: UUID, lane: Lane, pace: Row[Any], picked: int) -> float | None:
    """In how many seconds it is worth asking again; None: nothing is open."""
    if pace.rests_for > 0:
        return float(pace.rests_for)
    if pace.above:
        return _BLOCKED_PAUSE
    if 0 < picked == pace.allowed:
        return 0.0
    due_in: float | None = session.execute(_NEXT, {"account": account, "lane": lane}).scalar_one()
    if due_in is None:
        return None
    next_token_in = 0.0 if pace.allowed else (1.0 - pace.tokens) / max(pace.per_second, 0.001)
    return max(due_in, next_token_in, _BLOCKED_PAUSE)
