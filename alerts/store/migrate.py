"""Bringing a database to the present shape."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from alerts.store import roles
from alerts.store.urls import Urls, driver_url

LOCK_TIMEOUT = "5s"
"""A migration that cannot get its lock gives up, rather than queue every reader behind it."""
STATEMENT_TIMEOUT = "10min"

_ADVISORY_LOCK = 0x6F727473
_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(urls: Urls) -> None:
    """Make roles, run every migration that is missing, and grant. Safe to run by several at once, and again."""
    roles.ensure(urls)
    engine = create_engine(driver_url(urls.owner), poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    roles.grant(urls)


def revision(database_url: str) -> str | None:
    """The revision a database stands at; None if it was never migrated."""
    engine = create_engine(driver_url(database_url), poolclass=NullPool)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision this code needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
