"""The breaker of an account, in the database, shared by all workers on all machines. Its pace is kept by the claim."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_FAILED = text("""
    UPDATE account SET failures = failures + :count WHERE id = :account RETURNING failures
""")

_REMEMBER = text("""
    UPDATE account SET failed_at = clock_timestamp(), failed_reason = :reason WHERE id = :account
""")

_RECOVERED = text("UPDATE account SET failures = 0, blocked_reason = '' WHERE id = :account AND failures > 0")

_REST = text("""
    UPDATE account
       SET blocked_until = greatest(blocked_until, clock_timestamp() + make_interval(secs => :seconds)),
           blocked_reason = :reason
     WHERE id = :account
""")


def failed(session: Session, account: UUID, count: int) -> int:
    """Count failures; answers how many there were in a row."""
    return int(session.execute(_FAILED, {"account": account, "count": count}).scalar_one())


def remember(session: Session, account: UUID, reason: str) -> None:
    """The account has just taken no post, for this reason."""
    session.execute(_REMEMBER, {"account": account, "reason": reason})


def recovered(session: Session, account: UUID) -> None:
    """Something was accepted: the row of failures is over."""
    session.execute(_RECOVERED, {"account": account})


def rest(session: Session, account: UUID, seconds: float, reason: str) -> None:
    """Nothing leaves by this account for so many seconds."""
    session.execute(_REST, {"account": account, "seconds": seconds, "reason": reason})
