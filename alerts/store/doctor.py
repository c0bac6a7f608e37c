"""What a look at a database shows."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from alerts.store import migrate, roles
from alerts.store.errors import DatabaseUnavailableError
from alerts.store.urls import Urls, libpq_url


@dataclass(frozen=True, kw_only=True)
class DatabaseState:
    """``postgis`` is its version; ``app_role_bound`` says that row-level security holds for the server's role."""

    postgis: str | None
    revision: str | None
    head: str
    app_role_bound: bool
    districts: int


def examine(urls: Urls) -> DatabaseState:
    """Look at the database as the app role sees it. Raises DatabaseUnavailableError."""
    try:
        with psycopg.connect(libpq_url(urls.app), connect_timeout=5) as connection:
            flags = roles.flags(connection, connection.info.user)
            return DatabaseState(
                postgis=_one(connection, "SELECT extversion FROM pg_extension WHERE extname = 'postgis'"),
                revision=migrate.revision(urls.app),
                head=migrate.head(),
                app_role_bound=flags == roles.RoleFlags(superuser=False, bypasses_row_security=False),
                districts=_districts(connection),
            )
    except psycopg.OperationalError as error:
        raise DatabaseUnavailableError from error


def _districts(connection: psycopg.Connection) -> int:
    if _one(connection, "SELECT to_regclass('district')::text") is None:
        return 0
    return int(_one(connection, "SELECT count(*)::text FROM district WHERE valid_to IS NULL") or 0)


def _one(connection: psycopg.Connection, query: str) -> str | None:
    row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]
