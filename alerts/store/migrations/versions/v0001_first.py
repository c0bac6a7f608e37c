"""All tables of the first release, row-level security, and the queue."""

from __future__ import annotations

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

from alerts.store.migrations.ownership import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OWNED = (
    "office",
    "office_district",
    "district_setting",
    "person",
    "session",
    "api_key",
    "account",
    "channel",
    "channel_district",
    "channel_account",
    "followers",
    "thread",
    "alert",
    "version",
    "task",
    "delivery",
    "attempt",
    "audit",
    "answered",
)


def upgrade() -> None:
    """From nothing to the first shape."""
    for extension in ("postgis", "pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    for table in _OWNED:
        protect(table)
    op.execute(SchemaManager.get_schema())
