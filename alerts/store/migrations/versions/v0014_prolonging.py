"""Questions about running alerts, and handovers from shift to shift."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables under row-level security."""
    op.execute("""
        CREATE TABLE question (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_question PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_question_authority_id REFERENCES authority (id),
            alert_id uuid NOT NULL CONSTRAINT fk_question_alert_id REFERENCES alert (id),
            kind text NOT NULL,
            number integer NOT NULL,
            due timestamptz NOT NULL,
            asked timestamptz NOT NULL DEFAULT clock_timestamp(),
            answered timestamptz,
            answered_by uuid CONSTRAINT fk_question_answered_by REFERENCES person (id),
            answer text,
            CONSTRAINT uq_question_alert_id_kind_number UNIQUE (alert_id, kind, number)
        );
        COMMENT ON COLUMN question.kind IS 'still-true, expires-30 or expires-10';
        COMMENT ON COLUMN question.number IS '1 for the first of its kind and alert, then counting up';
        COMMENT ON COLUMN question.answer IS 'still-true, update, prolong, all-clear, or passed';
        CREATE INDEX ix_question_authority_id ON question (authority_id);
        CREATE INDEX ix_question_open ON question (alert_id) WHERE answered IS NULL;

        CREATE TABLE handover (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_handover PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_handover_authority_id REFERENCES authority (id),
            created timestamptz NOT NULL DEFAULT clock_timestamp(),
            given_by uuid NOT NULL CONSTRAINT fk_handover_given_by REFERENCES person (id),
            given_to uuid NOT NULL CONSTRAINT fk_handover_given_to REFERENCES person (id),
            notes text NOT NULL DEFAULT '',
            sheet jsonb NOT NULL,
            taken timestamptz
        );
        COMMENT ON COLUMN handover.sheet IS 'what ran and what was open, as it was handed over';
        CREATE INDEX ix_handover_authority_id ON handover (authority_id);
        CREATE INDEX ix_handover_created ON handover (authority_id, created DESC);
    """)
    for table in ("question", "handover"):
        protect(table)
