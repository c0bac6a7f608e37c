"""All tables, row-level security, and the queue."""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

from alerts.store.tables import OWNED, metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MINE = "authority_id = nullif(current_setting('ortsruf.authority', true), '')::uuid"


def upgrade() -> None:
    """From nothing to the first shape."""
    for extension in ("postgis", "pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    metadata.create_all(op.get_bind())
    for table in OWNED:
        op.execute(f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table.name}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY owned ON "{table.name}" USING ({_MINE}) WITH CHECK ({_MINE})')
    op.execute(SchemaManager.get_schema())
