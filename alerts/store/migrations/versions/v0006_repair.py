"""Open repairs are found by an index; an authority sees and changes only its own kill switches."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MINE = "authority_id = nullif(current_setting('ortsruf.authority', true), '')::uuid"


def upgrade() -> None:
    """An index on task; what a switch found waiting and why it was lifted; policies on kill_switch.

    Everybody sees the installation's switches, which have no authority; only a role that bypasses policies throws them.
    """
    op.execute(f"""
        ALTER TABLE kill_switch
            ADD COLUMN held integer NOT NULL DEFAULT 0,
            ADD COLUMN lift_reason text NOT NULL DEFAULT '';
        COMMENT ON COLUMN kill_switch.held IS 'deliveries that it found waiting';

        COMMENT ON COLUMN task.kind IS 'gap, manual-post or repair';
        COMMENT ON COLUMN task.delivery_id IS 'the post to make by hand, or to repair';
        CREATE INDEX ix_task_repair ON task (delivery_id) WHERE kind = 'repair' AND done IS NULL;

        ALTER TABLE kill_switch ENABLE ROW LEVEL SECURITY;
        ALTER TABLE kill_switch FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON kill_switch FOR SELECT USING (authority_id IS NULL OR {_MINE});
        CREATE POLICY thrown ON kill_switch FOR INSERT WITH CHECK ({_MINE});
        CREATE POLICY lifted ON kill_switch FOR UPDATE USING ({_MINE}) WITH CHECK ({_MINE});
    """)
