"""Saved and planned areas of an authority; and which authorities publish whole districts only."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWNED = ("saved_area", "saved_revision")


def upgrade() -> None:
    """The police in some Länder may name districts, never the outline of an operation.

    Two tables under row-level security: areas with their present content, and what they were after every change.
    """
    op.execute("ALTER TABLE authority ADD COLUMN whole_districts_only boolean NOT NULL DEFAULT false")
    op.execute("""
        CREATE TABLE saved_area (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_saved_area PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_saved_area_authority_id REFERENCES authority (id),
            kind text NOT NULL,
            name text NOT NULL,
            search text NOT NULL,
            content jsonb NOT NULL,
            version integer NOT NULL DEFAULT 1,
            author_id uuid,
            created timestamptz NOT NULL DEFAULT clock_timestamp(),
            changed timestamptz NOT NULL DEFAULT clock_timestamp(),
            archived timestamptz
        );
        COMMENT ON COLUMN saved_area.search IS 'name, aliases and note, folded for the search';
        COMMENT ON COLUMN saved_area.author_id IS 'who saved it; null where it came with the installation';
        CREATE INDEX ix_saved_area_authority_id ON saved_area (authority_id);
        CREATE UNIQUE INDEX uq_saved_area_name ON saved_area (authority_id, lower(name)) WHERE archived IS NULL;

        CREATE TABLE saved_revision (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_saved_revision PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_saved_revision_authority_id REFERENCES authority (id),
            saved_area_id uuid NOT NULL CONSTRAINT fk_saved_revision_saved_area_id REFERENCES saved_area (id),
            number integer NOT NULL,
            action text NOT NULL,
            content jsonb NOT NULL,
            author_id uuid,
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT uq_saved_revision_saved_area_id_number UNIQUE (saved_area_id, number)
        );
        COMMENT ON COLUMN saved_revision.action IS 'saved, changed, archived or restored';
        CREATE INDEX ix_saved_revision_authority_id ON saved_revision (authority_id);
    """)
    for table in _OWNED:
        protect(table)
