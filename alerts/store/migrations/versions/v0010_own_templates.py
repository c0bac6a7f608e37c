"""Templates that an authority adds for itself."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OWNED = ("own_template", "template_revision")


def upgrade() -> None:
    """Two tables under row-level security: templates as they stand, and every state they have had."""
    op.execute("""
        CREATE TABLE own_template (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_own_template PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_own_template_authority_id REFERENCES authority (id),
            content jsonb NOT NULL,
            number integer NOT NULL DEFAULT 1,
            author_id uuid NOT NULL,
            created timestamptz NOT NULL DEFAULT clock_timestamp(),
            changed timestamptz NOT NULL DEFAULT clock_timestamp(),
            archived timestamptz
        );
        CREATE INDEX ix_own_template_authority_id ON own_template (authority_id);

        CREATE TABLE template_revision (
            id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT pk_template_revision PRIMARY KEY,
            authority_id uuid NOT NULL CONSTRAINT fk_template_revision_authority_id REFERENCES authority (id),
            own_template_id uuid NOT NULL
                CONSTRAINT fk_template_revision_own_template_id REFERENCES own_template (id),
            number integer NOT NULL,
            action text NOT NULL,
            content jsonb NOT NULL,
            author_id uuid NOT NULL,
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT uq_template_revision_own_template_id_number UNIQUE (own_template_id, number)
        );
        COMMENT ON COLUMN template_revision.action IS 'made, changed, archived or restored';
        CREATE INDEX ix_template_revision_authority_id ON template_revision (authority_id);
    """)
    for table in _OWNED:
        protect(table)
