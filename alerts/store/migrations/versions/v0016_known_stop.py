"""A kill switch has a number, and a delivery says which ones its approval knew of."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the switches as they were thrown; what is still to be sent knows those from before its release."""
    op.execute("""
        ALTER TABLE kill_switch ADD COLUMN number bigint;
        UPDATE kill_switch k SET number = n.number
          FROM (SELECT id, row_number() OVER (ORDER BY thrown, id) AS number FROM kill_switch) AS n WHERE k.id = n.id;
        ALTER TABLE kill_switch ALTER COLUMN number SET NOT NULL;
        ALTER TABLE kill_switch ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY;
        SELECT setval(pg_get_serial_sequence('kill_switch', 'number'), coalesce(max(number), 0) + 1, false)
          FROM kill_switch;
        COMMENT ON COLUMN kill_switch.number IS 'rises in the order in which they were thrown';

        ALTER TABLE delivery ADD COLUMN known_stop bigint NOT NULL DEFAULT 0;
        COMMENT ON COLUMN delivery.known_stop IS
            'number of the newest switch that its approval knew of; every later one holds it';
        UPDATE delivery d SET known_stop = k.number
          FROM (SELECT d.id, max(k.number) AS number
                  FROM delivery d JOIN kill_switch k
                    ON (k.authority_id IS NULL OR k.authority_id = d.authority_id) AND k.thrown < d.created
                 WHERE d.state IN ('queued', 'sending', 'waiting', 'unknown', 'held')
                 GROUP BY d.id) AS k
         WHERE d.id = k.id;
    """)
