"""Row-level security, as every migration puts it on a table that belongs to authorities."""

from __future__ import annotations

from alembic import op

_MINE = "authority_id = nullif(current_setting('ortsruf.authority', true), '')::uuid"


def protect(table: str) -> None:
    """Only rows of the authority that the transaction acts for are seen and written."""
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY owned ON "{table}" USING ({_MINE}) WITH CHECK ({_MINE})')
