"""Who is editing a draft right now, and which web domains are an authority's own."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of presences, which a crash may lose; a list on authority."""
    op.execute("""
        CREATE UNLOGGED TABLE presence (
            alert_id uuid NOT NULL,
            person_id uuid NOT NULL,
            page text NOT NULL,
            authority_id uuid NOT NULL CONSTRAINT fk_presence_authority_id REFERENCES authority (id),
            name text NOT NULL,
            step text NOT NULL,
            since timestamptz NOT NULL DEFAULT clock_timestamp(),
            seen timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT pk_presence PRIMARY KEY (alert_id, person_id, page)
        );
        COMMENT ON COLUMN presence.page IS 'one open window, named by its browser';
        CREATE INDEX ix_presence_authority_id ON presence (authority_id);

        ALTER TABLE authority ADD COLUMN domains text[] NOT NULL DEFAULT '{}';
        COMMENT ON COLUMN authority.domains IS 'web domains of its own, beside the one it sends from';
    """)
    protect("presence")
