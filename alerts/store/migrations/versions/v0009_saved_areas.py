"""Saved and planned areas of an authority; and which authorities publish whole districts only."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The police in some Länder may name districts, never the outline of an operation."""
    op.execute("ALTER TABLE authority ADD COLUMN whole_districts_only boolean NOT NULL DEFAULT false")
