"""Attempts of finished deliveries, moved out of the way of the daily work. Nothing is deleted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

AT_ONCE = 10_000
"""Attempts that one call moves at most."""

_ARCHIVE = text("SELECT archive_attempts(CAST(:older_than AS interval), :most)")


def archive_attempts(session: Session, older_than: timedelta, most: int = AT_ONCE) -> int:
    """Move attempts that ended longer ago than that; answers how many. Attempts of open deliveries stay.

    ``older_than`` is seven days at least; the database refuses less.
    """
    return int(session.execute(_ARCHIVE, {"older_than": older_than, "most": most}).scalar_one())
