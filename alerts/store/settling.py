"""How long an unknown outcome rests before anybody looks: twice the late application seen of its kind, at least."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

LONGEST = 300.0
"""Seconds that one odd answer can make outcomes rest at most."""

_SEEN = text("SELECT kind, late FROM settling")


def settled(default: str) -> str:
    """SQL: the seconds that an outcome of the delivery ``d`` rests, ``default`` being what is known beforehand."""
    return f"least({LONGEST}, greatest({default}, (SELECT 2 * late FROM settling WHERE kind = d.kind)))"  # noqa: S608


def seen(session: Session) -> dict[str, float]:
    """The longest late application of each kind, in seconds; kinds that were never late are missing."""
    return {row.kind: row.late for row in session.execute(_SEEN)}
