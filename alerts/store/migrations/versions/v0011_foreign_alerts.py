"""Alerts in force that others issued, and the drafts that quote them."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OWNED = ("foreign_alert", "foreign_quote")


def upgrade() -> None:
    """Two tables under row-level security. An authority holds a few dozen rows: a policy before GiST costs nothing."""
    op.execute("""
        CREATE TABLE foreign_alert (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_foreign_alert PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_foreign_alert_authority_id REFERENCES authority (id),
            issuer text NOT NULL,
            identifier text NOT NULL,
            sent timestamptz NOT NULL,
            expires timestamptz,
            severity text,
            event text NOT NULL,
            headline text NOT NULL,
            description text NOT NULL,
            instruction text NOT NULL,
            message jsonb NOT NULL,
            geom geometry(MULTIPOLYGON, 4326) NOT NULL,
            districts text[] NOT NULL DEFAULT '{}',
            kind text NOT NULL,
            source text NOT NULL,
            raw text NOT NULL,
            brought_by uuid CONSTRAINT fk_foreign_alert_brought_by REFERENCES person (id),
            brought timestamptz NOT NULL DEFAULT clock_timestamp(),
            ended timestamptz,
            ended_by text NOT NULL DEFAULT '',
            CONSTRAINT uq_foreign_alert_authority_id_identifier UNIQUE (authority_id, identifier)
        );
        COMMENT ON COLUMN foreign_alert.severity IS 'null where the issuer gave none';
        COMMENT ON COLUMN foreign_alert.message IS 'what was read of it, as the code knows it';
        COMMENT ON COLUMN foreign_alert.districts IS 'keys of the districts that its codes mean';
        COMMENT ON COLUMN foreign_alert.kind IS 'the shape of the document: cap, detail, dashboard, mapData, geojson';
        COMMENT ON COLUMN foreign_alert.source IS 'where it was taken from: pasted, the name of a file or of a source';
        COMMENT ON COLUMN foreign_alert.raw IS 'the document, verbatim';
        COMMENT ON COLUMN foreign_alert.ended_by IS 'what replaced or ended it; empty: a person put it away';
        CREATE INDEX ix_foreign_alert_authority_id ON foreign_alert (authority_id);
        CREATE INDEX ix_foreign_alert_geom ON foreign_alert USING gist (geom);

        CREATE TABLE foreign_quote (
            alert_id uuid NOT NULL CONSTRAINT pk_foreign_quote PRIMARY KEY
                CONSTRAINT fk_foreign_quote_alert_id REFERENCES alert (id) ON DELETE CASCADE,
            authority_id uuid NOT NULL CONSTRAINT fk_foreign_quote_authority_id REFERENCES authority (id),
            identifier text NOT NULL,
            message jsonb NOT NULL
        );
        COMMENT ON COLUMN foreign_quote.message IS 'the foreign alert as it was when the draft was begun';
        CREATE INDEX ix_foreign_quote_authority_id ON foreign_quote (authority_id);
    """)
    for table in _OWNED:
        protect(table)
