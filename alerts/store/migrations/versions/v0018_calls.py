"""Whom to call when an alert waits for its second person, and who was."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OWNED = ("on_call", "push_subscription", "approval_call", "approval_taken")


def upgrade() -> None:
    """Four tables under row-level security, the installation's key for Web Push, and notices that call a person."""
    op.execute("""
        CREATE TABLE on_call (
            authority_id uuid NOT NULL CONSTRAINT fk_on_call_authority_id REFERENCES authority (id),
            person_id uuid NOT NULL CONSTRAINT fk_on_call_person_id REFERENCES person (id) ON DELETE CASCADE,
            place integer NOT NULL,
            email text NOT NULL DEFAULT '',
            changed timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT pk_on_call PRIMARY KEY (authority_id, person_id)
        );
        COMMENT ON COLUMN on_call.place IS '1 is on duty, 2 the deputy, then the rest; 0: not called';

        CREATE TABLE push_subscription (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_push_subscription PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_push_subscription_authority_id REFERENCES authority (id),
            person_id uuid NOT NULL CONSTRAINT fk_push_subscription_person_id REFERENCES person (id) ON DELETE CASCADE,
            endpoint text NOT NULL,
            p256dh text NOT NULL,
            auth text NOT NULL,
            created timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT uq_push_subscription_person_id_endpoint UNIQUE (person_id, endpoint)
        );
        COMMENT ON COLUMN push_subscription.p256dh IS 'public key of the browser, base64url';
        COMMENT ON COLUMN push_subscription.auth IS 'its shared secret for encryption, base64url';
        CREATE INDEX ix_push_subscription_authority_id ON push_subscription (authority_id);

        CREATE TABLE push_key (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_push_key PRIMARY KEY,
            single boolean NOT NULL DEFAULT true CONSTRAINT uq_push_key_single UNIQUE
                CONSTRAINT ck_push_key_single CHECK (single),
            public text NOT NULL,
            private bytea NOT NULL,
            made timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON COLUMN push_key.private IS 'AES-GCM, associated data: the row''s id';

        CREATE TABLE approval_call (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_approval_call PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_approval_call_authority_id REFERENCES authority (id),
            alarm_id uuid NOT NULL CONSTRAINT fk_approval_call_alarm_id REFERENCES alarm (id),
            person_id uuid NOT NULL CONSTRAINT fk_approval_call_person_id REFERENCES person (id) ON DELETE CASCADE,
            round integer NOT NULL,
            called timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT uq_approval_call_alarm_id_person_id_round UNIQUE (alarm_id, person_id, round)
        );
        CREATE INDEX ix_approval_call_authority_id ON approval_call (authority_id);

        CREATE TABLE approval_taken (
            alarm_id uuid NOT NULL CONSTRAINT fk_approval_taken_alarm_id REFERENCES alarm (id),
            person_id uuid NOT NULL CONSTRAINT fk_approval_taken_person_id REFERENCES person (id) ON DELETE CASCADE,
            authority_id uuid NOT NULL CONSTRAINT fk_approval_taken_authority_id REFERENCES authority (id),
            taken timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT pk_approval_taken PRIMARY KEY (alarm_id, person_id)
        );
        CREATE INDEX ix_approval_taken_authority_id ON approval_taken (authority_id);

        ALTER TABLE alarm_notice ADD COLUMN call_id uuid
            CONSTRAINT fk_alarm_notice_call_id REFERENCES approval_call (id) ON DELETE CASCADE;
        ALTER TABLE alarm_notice ADD COLUMN subscription_id uuid;
        COMMENT ON COLUMN alarm_notice.way IS 'email, webhook or push';
        COMMENT ON COLUMN alarm_notice.about IS 'raised, cleared or called';
        COMMENT ON COLUMN alarm_notice.call_id IS 'the call of one person that it carries out';
        COMMENT ON COLUMN alarm_notice.subscription_id IS 'the browser that it goes to; it may be gone';
        ALTER TABLE alarm_notice DROP CONSTRAINT uq_alarm_notice_alarm_id_way_about;
        CREATE UNIQUE INDEX uq_alarm_notice_alarm_id_way_about ON alarm_notice (alarm_id, way, about)
            WHERE call_id IS NULL;
        CREATE INDEX ix_alarm_notice_call_id ON alarm_notice (call_id);

        CREATE INDEX ix_alert_submitted ON alert (submitted) WHERE state = 'submitted';
    """)
    for table in _OWNED:
        protect(table)
