"""Alarms, whom they go to, and the indexes by which they are found without a look at what is finished."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OWNED = ("alarm", "duty", "alarm_notice")


def upgrade() -> None:
    """Three tables under row-level security, two partial indexes."""
    op.execute("""
        CREATE TABLE alarm (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_alarm PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_alarm_authority_id REFERENCES authority (id),
            kind text NOT NULL,
            subject uuid NOT NULL,
            detail jsonb NOT NULL DEFAULT '{}',
            raised timestamptz NOT NULL DEFAULT clock_timestamp(),
            notified timestamptz,
            seen timestamptz,
            seen_by uuid,
            cleared timestamptz
        );
        COMMENT ON COLUMN alarm.subject IS 'the alert it is about; the authority itself for a trial';
        CREATE INDEX ix_alarm_authority_id ON alarm (authority_id);
        CREATE UNIQUE INDEX uq_alarm_open ON alarm (authority_id, kind, subject) WHERE cleared IS NULL;

        CREATE TABLE duty (
            authority_id uuid NOT NULL CONSTRAINT pk_duty PRIMARY KEY
                CONSTRAINT fk_duty_authority_id REFERENCES authority (id),
            email text NOT NULL DEFAULT '',
            account_id uuid CONSTRAINT fk_duty_account_id REFERENCES account (id),
            webhook_url text NOT NULL DEFAULT '',
            secret bytea,
            language text NOT NULL DEFAULT 'de',
            changed timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON COLUMN duty.account_id IS 'the mail account that carries it';
        COMMENT ON COLUMN duty.secret IS 'AES-GCM, associated data: the authority''s id';

        CREATE TABLE alarm_notice (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_alarm_notice PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_alarm_notice_authority_id REFERENCES authority (id),
            alarm_id uuid NOT NULL CONSTRAINT fk_alarm_notice_alarm_id REFERENCES alarm (id),
            way text NOT NULL,
            about text NOT NULL,
            due timestamptz NOT NULL DEFAULT clock_timestamp(),
            tries integer NOT NULL DEFAULT 0,
            answer text NOT NULL DEFAULT '',
            delivered timestamptz,
            CONSTRAINT uq_alarm_notice_alarm_id_way_about UNIQUE (alarm_id, way, about)
        );
        COMMENT ON COLUMN alarm_notice.way IS 'email or webhook';
        COMMENT ON COLUMN alarm_notice.about IS 'raised or cleared';
        CREATE INDEX ix_alarm_notice_authority_id ON alarm_notice (authority_id);
        CREATE INDEX ix_alarm_notice_open ON alarm_notice (due) WHERE delivered IS NULL AND due < 'infinity';

        CREATE INDEX ix_delivery_trouble ON delivery (not_after)
            WHERE state IN ('refused', 'dead')
               OR reason IN ('unconfirmed', 'person-decides', 'posted-twice')
               OR stands_for IS NOT NULL AND state NOT IN ('held', 'superseded');
        CREATE INDEX ix_alert_lapsing ON alert (expires) WHERE state = 'released';
    """)
    for table in _OWNED:
        protect(table)
