"""Who takes over where an account or a channel fails, and how late gateways apply what they were sent."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns on channel and delivery; a delivery made before has nobody to hand over to but its own account."""
    op.execute("""
        ALTER TABLE channel ADD COLUMN standby_id uuid CONSTRAINT fk_channel_standby_id REFERENCES channel (id);
        COMMENT ON COLUMN channel.standby_id IS 'the channel that takes over where this one fails';

        ALTER TABLE delivery
            ADD COLUMN accounts uuid[] NOT NULL DEFAULT '{}',
            ADD COLUMN stands_for uuid[],
            ADD COLUMN hand_over_at timestamptz,
            ADD COLUMN stand_in_at timestamptz,
            ADD COLUMN refusals integer NOT NULL DEFAULT 0,
            ADD COLUMN begun timestamptz,
            ADD COLUMN acknowledged timestamptz,
            ADD COLUMN acknowledged_by uuid;
        COMMENT ON COLUMN delivery.accounts IS 'the channel''s accounts, in order';
        COMMENT ON COLUMN delivery.stands_for
            IS 'channels of the alert for which this one stands by; null: a post of its own';
        COMMENT ON COLUMN delivery.refusals IS 'accounts in a row that refused it';
        CREATE INDEX ix_delivery_hand_over ON delivery (hand_over_at)
            WHERE state IN ('queued', 'waiting', 'unknown') AND hand_over_at IS NOT NULL;

        CREATE TABLE settling (
            kind text NOT NULL,
            late double precision NOT NULL,
            seen timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT pk_settling PRIMARY KEY (kind)
        );
        COMMENT ON COLUMN settling.late
            IS 'seconds from the start of a send to its application, the longest seen';
    """)
