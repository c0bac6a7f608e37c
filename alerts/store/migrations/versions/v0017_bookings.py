"""Releases that wait for their time."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, found by what is open."""
    op.execute("""
        CREATE TABLE booking (
            alert_id uuid NOT NULL CONSTRAINT pk_booking PRIMARY KEY
                CONSTRAINT fk_booking_alert_id_alert REFERENCES alert (id),
            authority_id uuid NOT NULL CONSTRAINT fk_booking_authority_id_authority REFERENCES authority (id),
            due timestamptz NOT NULL,
            approved_by uuid NOT NULL CONSTRAINT fk_booking_approved_by_person REFERENCES person (id),
            approved timestamptz NOT NULL DEFAULT clock_timestamp(),
            hash text NOT NULL,
            known_stop bigint NOT NULL,
            done timestamptz,
            outcome text NOT NULL DEFAULT ''
        );
        COMMENT ON COLUMN booking.hash IS 'what was approved; anything else is not released';
        COMMENT ON COLUMN booking.known_stop IS 'the newest kill switch that the approval knew of';
        COMMENT ON COLUMN booking.outcome IS 'released, withdrawn, or why it was not';
        CREATE INDEX ix_booking_authority_id ON booking (authority_id);
        CREATE INDEX ix_booking_open ON booking (due) WHERE done IS NULL;
    """)
    protect("booking")
