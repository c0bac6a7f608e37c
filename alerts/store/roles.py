"""The roles of the database: owner, app and worker, and what each may do.

On the embedded cluster the owner is a superuser and makes the others. On a foreign server the owner makes them if it
may, else the refusal names the SQL for the server's administrator.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from alerts.store.errors import RoleRefusedError
from alerts.store.urls import Urls, libpq_url


@dataclass(frozen=True, kw_only=True)
class RoleFlags:
    """What a role can do beyond its grants."""

    superuser: bool
    bypasses_row_security: bool


def ensure(urls: Urls) -> None:
    """Make the app and worker roles where they are missing, and check their rights.

    The app role must lie under row-level security, the worker role must not. Raises RoleRefusedError.
    """
    with psycopg.connect(libpq_url(urls.owner), autocommit=True) as connection:
        owner = make_url(urls.owner).username
        for url, bypass in ((urls.app, False), (urls.worker, True)):
            if make_url(url).username == owner:
                raise RoleRefusedError(role=owner, remedy=_roles_of_their_own())
            _ensure_role(connection, url, bypass=bypass)


def grant(urls: Urls) -> None:
    """Let app and worker read and write all rows of all tables, present and future ones; never the tables' shape."""
    with psycopg.connect(libpq_url(urls.owner)) as connection:
        for url in {urls.app, urls.worker}:
            role = make_url(url).username
            if role is None or role == make_url(urls.owner).username:
                continue
            for statement in _GRANTS:
                connection.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def flags(connection: psycopg.Connection, role: str) -> RoleFlags | None:
    """The flags of a role, None if there is no such role."""
    row = connection.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    return None if row is None else RoleFlags(superuser=row[0], bypasses_row_security=row[1])


_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    # The audit chain and the attempts only ever grow.
    "REVOKE UPDATE, DELETE ON audit, attempt, attempt_archive FROM {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)


def _ensure_role(connection: psycopg.Connection, url: str, *, bypass: bool) -> None:
    place = make_url(url)
    role = place.username
    if role is None:
        raise RoleRefusedError(role="", remedy="name a role in DATABASE_URL and DATABASE_WORKER_URL")
    wanted = RoleFlags(superuser=False, bypasses_row_security=bypass)
    create = sql.SQL("CREATE ROLE {role} LOGIN {bypass} PASSWORD {password}").format(
        role=sql.Identifier(role),
        bypass=sql.SQL("BYPASSRLS" if bypass else "NOBYPASSRLS"),
        password=sql.Literal(place.password),
    )
    found = flags(connection, role)
    try:
        if found is None:
            connection.execute(create)
            found = wanted
    except psycopg.errors.DuplicateObject:
        found = flags(connection, role)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RoleRefusedError(role=role, remedy=_remedy(role, bypass, "CREATE")) from error
    if found != wanted:
        raise RoleRefusedError(role=role, remedy=_remedy(role, bypass, "ALTER"))


def _remedy(role: str, bypass: bool, verb: str) -> str:
    login = " LOGIN PASSWORD '…'" if verb == "CREATE" else ""
    return f"{verb} ROLE {role}{login} NOSUPERUSER {'BYPASSRLS' if bypass else 'NOBYPASSRLS'};"


def _roles_of_their_own() -> str:
    """What to do where one role stands for all: never to take rights away from the owner."""
    roles = f"{_remedy('ortsruf_app', False, 'CREATE')} {_remedy('ortsruf_worker', True, 'CREATE')}"
    return f"{roles} and name them in DATABASE_URL and DATABASE_WORKER_URL, the owner in DATABASE_OWNER_URL"
