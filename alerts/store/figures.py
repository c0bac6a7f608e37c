"""Figures of the whole installation, for a role that sees all authorities; only of what is open, by partial indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How deliveries stand. ``oldest``: seconds that the oldest open post of a lane has waited."""

    oldest: Mapping[str, float] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    alarms: Mapping[str, int] = field(default_factory=dict)
    blocked: int = 0
    """Accounts that rest."""


_OPEN = text("""
    SELECT lane, state, count(*) AS number,
           extract(epoch FROM statement_timestamp() - min(CASE state WHEN 'queued' THEN due ELSE created END)
                                                      FILTER (WHERE due < 'infinity'))::float8 AS oldest
      FROM delivery WHERE state IN ('queued', 'waiting', 'unknown') GROUP BY lane, state
    UNION ALL
    SELECT lane, state, count(*), extract(epoch FROM statement_timestamp() - min(created))::float8
      FROM delivery WHERE state = 'sending' GROUP BY lane, state
    UNION ALL
    SELECT lane, state, count(*), NULL FROM delivery WHERE state = 'held' GROUP BY lane, state
    UNION ALL
    SELECT lane, state, count(*), NULL FROM delivery WHERE state = 'accepted' GROUP BY lane, state
""")

_ALARMS = text("SELECT kind, count(*) AS number FROM alarm WHERE cleared IS NULL GROUP BY kind")

_BLOCKED = text("SELECT count(*) FROM account WHERE blocked_until > statement_timestamp()")


def figures(session: Session) -> Figures:
    """As they are now."""
    oldest: dict[str, float] = {}
    states: dict[str, int] = {}
    for row in session.execute(_OPEN):
        states[row.state] = states.get(row.state, 0) + row.number
        if row.oldest is not None:
            oldest[row.lane] = max(0.0, row.oldest, oldest.get(row.lane, 0.0))
    return Figures(
        oldest=oldest,
        states=states,
        alarms={row.kind: row.number for row in session.execute(_ALARMS)},
        blocked=session.execute(_BLOCKED).scalar_one(),
    )
