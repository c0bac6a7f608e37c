"""When PostgreSQL may keep the plan of a statement.

A plan made while the table of deliveries is empty or small may read all of it, and is kept by its connection: with ten
thousand posts due a moment later a claim took 26 seconds. So statements are planned anew each time until the table is
large, and are kept from their first use on afterwards: planning a claim takes as long as the claim itself.
"""

from __future__ import annotations

import time
from typing import Any, cast

from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.orm import Session

LARGE = 1024 * 1024
"""Bytes of the table of deliveries, done ones included, from which on no plan reads all of it."""
ASK_EVERY = 1.0
"""Seconds between two looks at its size."""
_FROM_THE_FIRST_USE = 0

_IS_LARGE = text("SELECT coalesce(pg_relation_size(to_regclass('delivery')) >= :large, false)")


class Plans:
    """Whether they are kept; the same for all connections of a store."""

    def __init__(self) -> None:
        self._are_kept = False
        self._asked = float("-inf")

    def arrange(self, session: Session) -> None:
        """Tell the connection of a session whether it keeps plans; before the session's first statement."""
        driver = cast("Connection[Any]", session.connection().connection.driver_connection)
        if not self._are_kept and time.monotonic() - self._asked >= ASK_EVERY:
            self._asked = time.monotonic()
            self._are_kept = bool(session.execute(_IS_LARGE, {"large": LARGE}).scalar_one())
        driver.prepare_threshold = _FROM_THE_FIRST_USE if self._are_kept else None
