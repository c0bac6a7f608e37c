"""Incidents with other authorities."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ME = "nullif(current_setting('ortsruf.authority', true), '')::uuid"
_MINE = f"authority_id = {_ME}"
_LED = f"EXISTS (SELECT FROM incident i WHERE i.id = incident_id AND i.authority_id = {_ME})"
_SEEN = "EXISTS (SELECT FROM incident i WHERE i.id = incident_id)"


def upgrade() -> None:
    """Two tables. Every member reads an incident and its parts; the lead writes it and invites, each joins by itself.

    A part tells another authority's thread by its id alone: what of it may be read is what is published.
    """
    op.execute(f"""
        CREATE TABLE incident (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_incident PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_incident_authority_id REFERENCES authority (id),
            name text NOT NULL CONSTRAINT uq_incident_name UNIQUE,
            title text NOT NULL,
            members uuid[] NOT NULL,
            opened timestamptz NOT NULL DEFAULT clock_timestamp(),
            opened_by text NOT NULL,
            closed timestamptz
        );
        COMMENT ON COLUMN incident.name IS 'what CAP calls it; without blanks';
        COMMENT ON COLUMN incident.members IS 'the leading and all invited authorities';
        COMMENT ON COLUMN incident.opened_by IS 'name of the person';
        CREATE INDEX ix_incident_authority_id ON incident (authority_id);

        CREATE TABLE incident_part (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_incident_part PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_incident_part_authority_id REFERENCES authority (id),
            incident_id uuid NOT NULL CONSTRAINT fk_incident_part_incident_id REFERENCES incident (id),
            thread_id uuid NOT NULL,
            authority_name text NOT NULL,
            invited timestamptz NOT NULL DEFAULT clock_timestamp(),
            joined timestamptz,
            joined_by text NOT NULL DEFAULT '',
            declined timestamptz,
            CONSTRAINT uq_incident_part_incident_id_thread_id UNIQUE (incident_id, thread_id)
        );
        COMMENT ON COLUMN incident_part.thread_id IS 'known to others by its published alerts only';
        CREATE INDEX ix_incident_part_authority_id ON incident_part (authority_id);
        CREATE INDEX ix_incident_part_incident_id ON incident_part (incident_id);
        CREATE INDEX ix_incident_part_thread ON incident_part (thread_id) WHERE joined IS NOT NULL;

        ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
        ALTER TABLE incident FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON incident FOR SELECT USING ({_ME} = ANY(members));
        CREATE POLICY opened ON incident FOR INSERT WITH CHECK ({_MINE});
        CREATE POLICY led ON incident FOR UPDATE USING ({_MINE}) WITH CHECK ({_MINE});

        ALTER TABLE incident_part ENABLE ROW LEVEL SECURITY;
        ALTER TABLE incident_part FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON incident_part FOR SELECT USING ({_SEEN});
        CREATE POLICY invited ON incident_part FOR INSERT WITH CHECK ({_LED});
        CREATE POLICY joined ON incident_part FOR UPDATE USING ({_MINE}) WITH CHECK ({_MINE});
    """)
