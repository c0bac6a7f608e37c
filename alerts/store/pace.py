"""Pace and breaker of an account: a token bucket and a rest, in the database, shared by all workers on all machines."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_LOCK = text("""
    SELECT least(burst, tokens + per_second * extract(epoch FROM clock_timestamp() - tokens_at))::float8 AS tokens,
           per_second, failures,
           coalesce(extract(epoch FROM blocked_until - clock_timestamp()), 0)::float8 AS rests_for
      FROM account WHERE id = :account FOR NO KEY UPDATE
""")

_FAILED = text("""
    UPDATE account SET failures = failures + :count WHERE id = :account RETURNING failures
""")

_RECOVERED = text("UPDATE account SET failures = 0, blocked_reason = '' WHERE id = :account AND failures > 0")

_REST = text("""
    UPDATE account
       SET blocked_until = greatest(blocked_until, clock_timestamp() + make_interval(secs => :seconds)),
           blocked_reason = :reason
     WHERE id = :account
""")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What an account may do now. ``tokens`` posts at once, refilled at ``per_second``; ``rests_for`` seconds."""

    tokens: float
    per_second: float
    failures: int
    rests_for: float

    @property
    def next_token_in(self) -> float:
        """Seconds until one more post may leave."""
        return max(0.0, (1.0 - self.tokens) / self.per_second) if self.per_second > 0 else 60.0


def lock(session: Session, account: UUID) -> Pace | None:
    """The account's pace, locked until the transaction ends, so that claims of one account come one by one."""
    row = session.execute(_LOCK, {"account": account}).one_or_none()
    if row is None:
        return None
    return Pace(tokens=row.tokens, per_second=row.per_second, failures=row.failures, rests_for=row.rests_for)


def failed(session: Session, account: UUID, count: int) -> int:
    """Count failures; answers how many there were in a row."""
    return int(session.execute(_FAILED, {"account": account, "count": count}).scalar_one())


def recovered(session: Session, account: UUID) -> None:
    """Something was accepted: the row of failures is over."""
    session.execute(_RECOVERED, {"account": account})


def rest(session: Session, account: UUID, seconds: float, reason: str) -> None:
    """Nothing leaves by this account for so many seconds."""
    session.execute(_REST, {"account": account, "seconds": seconds, "reason": reason})
