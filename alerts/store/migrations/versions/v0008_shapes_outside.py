"""Shapes of districts lie outside their rows, as the table was always meant to keep them."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """PostGIS keeps shapes in the row as long as it can and pushes keys and lineages out: each look at one a fetch.

    Shapes that are there already move when their edition is loaded again.
    """
    op.execute("""
        ALTER TABLE district
            ALTER COLUMN geom SET STORAGE EXTERNAL,
            ALTER COLUMN shape SET STORAGE EXTERNAL,
            ALTER COLUMN outline SET STORAGE EXTERNAL
    """)
