"""When and why an account last took no post, whichever account the post has gone on to since."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns on account; what failed before is not known."""
    op.execute("""
        ALTER TABLE account
            ADD COLUMN failed_at timestamptz,
            ADD COLUMN failed_reason text NOT NULL DEFAULT '';
        COMMENT ON COLUMN account.failed_reason IS 'why it took no post at failed_at';
    """)
