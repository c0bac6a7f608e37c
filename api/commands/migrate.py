"""``ortsruf migrate``: the database's shape."""

from __future__ import annotations

from rich.console import Console

from alerts.store import migrate as migrations
from api.database import database
from api.settings import Settings


def migrate() -> None:
    """Bring the database to the present shape: roles, tables, grants. Safe to run again."""
    settings = Settings()
    with database(settings) as urls:
        migrations.upgrade(urls)
        Console().print(f"database at revision {migrations.revision(urls.owner)}")
