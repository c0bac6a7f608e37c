"""Sofortwarnungen."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; what was approved is never changed, only followed by a new row."""
    op.execute("""
        CREATE TABLE immediate (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_immediate PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_immediate_authority_id_authority REFERENCES authority (id),
            prepared jsonb NOT NULL,
            state text NOT NULL DEFAULT 'waiting',
            hash text NOT NULL,
            author_id uuid NOT NULL CONSTRAINT fk_immediate_author_id_person REFERENCES person (id),
            created timestamptz NOT NULL DEFAULT clock_timestamp(),
            approved_by uuid CONSTRAINT fk_immediate_approved_by_person REFERENCES person (id),
            approved timestamptz,
            good_until timestamptz,
            reason text NOT NULL DEFAULT ''
        );
        COMMENT ON COLUMN immediate.prepared IS 'name, content and bounds';
        COMMENT ON COLUMN immediate.hash IS 'of what was approved; anything else is not released';
        CREATE INDEX ix_immediate_authority_id ON immediate (authority_id);
        CREATE INDEX ix_alert_released_alone ON alert (sent) WHERE break_glass_reason IS NOT NULL;
    """)
    protect("immediate")
