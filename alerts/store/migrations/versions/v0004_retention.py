"""Where old attempts go, and the one way there: attempts stay append-only for everybody but this function."""

from __future__ import annotations

from alembic import op

from alerts.store.migrations.ownership import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table beside ``attempt``, a nearly free index by time, and a function that runs with its owner's rights.

    It goes authority by authority, because row-level security binds an owner who is no superuser as well.
    """
    op.execute("""
        CREATE TABLE attempt_archive (
            delivery_id uuid NOT NULL,
            number integer NOT NULL,
            authority_id uuid NOT NULL,
            started timestamptz NOT NULL,
            ended timestamptz NOT NULL,
            outcome text NOT NULL,
            reason text NOT NULL DEFAULT '',
            answer text NOT NULL DEFAULT '',
            gateway_id text,
            moved timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT pk_attempt_archive PRIMARY KEY (delivery_id, number)
        );
        CREATE INDEX ix_attempt_ended ON attempt USING brin (ended);

        CREATE FUNCTION archive_attempts(older_than interval, most integer) RETURNS integer
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            before text := current_setting('ortsruf.authority', true);
            one uuid;
            count integer;
            total integer := 0;
        BEGIN
            IF older_than < interval '7 days' THEN
                RAISE EXCEPTION 'attempts stay at hand for seven days at least';
            END IF;
            FOR one IN SELECT id FROM authority ORDER BY id LOOP
                PERFORM set_config('ortsruf.authority', one::text, true);
                WITH old AS (
                    SELECT a.delivery_id, a.number
                      FROM attempt a JOIN delivery d ON d.id = a.delivery_id
                     WHERE a.authority_id = one AND a.ended < statement_timestamp() - older_than
                       AND d.state NOT IN ('queued', 'sending', 'waiting', 'unknown', 'held')
                     ORDER BY a.ended LIMIT most - total
                ), gone AS (
                    DELETE FROM attempt a USING old
                     WHERE a.delivery_id = old.delivery_id AND a.number = old.number
                    RETURNING a.*
                )
                INSERT INTO attempt_archive
                       (delivery_id, number, authority_id, started, ended, outcome, reason, answer, gateway_id)
                SELECT delivery_id, number, authority_id, started, ended, outcome, reason, answer, gateway_id FROM gone;
                GET DIAGNOSTICS count = ROW_COUNT;
                total := total + count;
            END LOOP;
            PERFORM set_config('ortsruf.authority', coalesce(before, ''), true);
            RETURN total;
        END $$;
        REVOKE ALL ON FUNCTION archive_attempts(interval, integer) FROM PUBLIC;
    """)
    protect("attempt_archive")
