"""What time alone changes in the queue: lost leases, expiry, the kill switch, work that no living job stands for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import Lane
from alerts.store import repairs
from alerts.store.failover import HELD_BY_SWITCH, fail_over
from alerts.store.overtaking import OVERTAKEN
from alerts.store.settling import settled

CONFIRM = "confirm"
"""Queue of the jobs that read accepted posts back."""

_ONE_AT_A_TIME = text("SELECT pg_try_advisory_xact_lock(hashtextextended('ortsruf sweep', 0))")

_LOST = text(f"""
    WITH lost AS (
        UPDATE delivery d
           SET state = 'unknown', reason = 'worker-lost', fence = d.fence + 1, lease_until = NULL,
               due = statement_timestamp() + make_interval(
                   secs => {settled("CAST(CAST(:settle AS jsonb) ->> d.kind AS float8)")})
         WHERE d.state = 'sending' AND d.lease_until < statement_timestamp()
        RETURNING d.id, d.authority_id, d.alert_id, d.fence
    ), tried AS (
        INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason)
        SELECT id, fence - 1, authority_id, statement_timestamp(), statement_timestamp(), 'unknown', 'worker-lost'
          FROM lost
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM lost GROUP BY alert_id
""")  # noqa: S608 - our own constants


def _expire(states: str) -> TextClause:
    """Each partial index serves its own states, so that finished rows are never looked at."""
    return text(f"""
    WITH over AS (
        UPDATE delivery SET state = 'expired', reason = 'expired', fence = fence + 1
         WHERE state IN ({states}) AND not_after <= statement_timestamp()
        RETURNING id, alert_id, channel_id, thread_id, sequence
    ), overtaken AS (
        UPDATE delivery o SET state = 'superseded', reason = 'newer', fence = o.fence + 1
          FROM over n
         WHERE o.channel_id = n.channel_id AND o.thread_id = n.thread_id AND o.sequence < n.sequence
           AND o.state IN ('queued', 'waiting') AND o.not_after > statement_timestamp()
        RETURNING o.id, o.alert_id
    ), needless AS (
        UPDATE task SET done = statement_timestamp()
         WHERE done IS NULL AND delivery_id IN (SELECT id FROM over UNION ALL SELECT id FROM overtaken)
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text)
      FROM (SELECT alert_id FROM over UNION SELECT alert_id FROM overtaken) AS changed
    """)  # noqa: S608 - our own constants


_EXPIRED = _expire("'queued', 'waiting'")
_EXPIRED_HELD = _expire("'held'")

_HOLD = text(f"""
    WITH held AS (
        UPDATE delivery d SET state = 'held', reason = 'kill-switch'
         WHERE d.state IN ('queued', 'waiting') AND d.due < 'infinity' AND {HELD_BY_SWITCH}
        RETURNING d.alert_id
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM held GROUP BY alert_id
""")  # noqa: S608 - our own constants

_LET_GO = text(f"""
    WITH freed AS (
        UPDATE delivery d
           SET state = CASE WHEN n.overtaken THEN 'superseded' ELSE 'queued' END,
               reason = CASE WHEN n.overtaken THEN 'newer' ELSE '' END,
               due = statement_timestamp()
          FROM (SELECT d.id, {OVERTAKEN} AS overtaken
                  FROM delivery d WHERE d.state = 'held' AND d.reason <> 'standby') AS n
         WHERE d.id = n.id AND d.state = 'held' AND NOT {HELD_BY_SWITCH}
        RETURNING d.alert_id
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM freed GROUP BY alert_id
""")  # noqa: S608 - our own constants

_ANY_SWITCH = text("""
    SELECT EXISTS (SELECT FROM kill_switch WHERE lifted IS NULL),
           EXISTS (SELECT FROM delivery WHERE state = 'held' AND reason <> 'standby')
""")

_FORGOTTEN_JOBS = text("""
    DELETE FROM procrastinate_jobs j
     WHERE j.status = 'doing' AND j.task_name = ANY(:tasks)
       AND NOT EXISTS (SELECT FROM procrastinate_workers w
                        WHERE w.id = j.worker_id
                          AND w.last_heartbeat > statement_timestamp() - make_interval(secs => :stalled))
""")

_ORPHANS = text("""
    WITH work AS (
        SELECT a.id AS account_id, a.blocked_until, q.queue
          FROM account a CROSS JOIN unnest(CAST(:lanes AS text[])) AS q(queue)
         WHERE EXISTS (SELECT FROM delivery d
                        WHERE d.account_id = a.id AND d.lane = q.queue AND d.due <= statement_timestamp()
                          AND d.state IN ('queued', 'waiting', 'unknown'))
        UNION ALL
        SELECT a.id, a.blocked_until, :confirm
          FROM account a
         WHERE EXISTS (SELECT FROM delivery d
                        WHERE d.account_id = a.id AND d.state = 'accepted' AND d.due <= statement_timestamp())
    )
    SELECT w.account_id, w.queue
      FROM work w
     WHERE coalesce(w.blocked_until <= statement_timestamp(), true)
       AND NOT EXISTS (
           SELECT FROM procrastinate_jobs j
            WHERE j.status IN ('todo', 'doing') AND j.queue_name = w.queue AND j.task_name = ANY(:tasks)
              AND j.args ->> 'account' = w.account_id::text)
""")


@dataclass(frozen=True, kw_only=True)
class Orphan:
    """Due work of an account that no living job stands for; ``queue`` is a lane, or ``confirm``."""

    account: UUID
    queue: str


def sweep(session: Session, *, settle: str, stalled: float, tasks: list[str]) -> list[Orphan]:
    """Bring everything up to the clock, and name the work that needs a job. One sweep at a time in the whole database.

    ``settle`` is a JSON object, kind of channel -> seconds that an unknown outcome rests. ``tasks`` are the names of
    our jobs, ``stalled`` the seconds without a heartbeat after which a worker counts as dead.
    """
    if not session.execute(_ONE_AT_A_TIME).scalar_one():
        return []
    session.execute(_LOST, {"settle": settle})
    session.execute(_EXPIRED)
    fail_over(session)
    _switches(session)
    repairs.keep_tasks(session)
    session.execute(_FORGOTTEN_JOBS, {"tasks": tasks, "stalled": stalled})
    found = session.execute(_ORPHANS, {"tasks": tasks, "confirm": CONFIRM, "lanes": list(Lane)})
    return [Orphan(account=row.account_id, queue=row.queue) for row in found]


def _switches(session: Session) -> None:
    thrown, held = session.execute(_ANY_SWITCH).one()
    if thrown:
        session.execute(_HOLD)
    session.execute(_EXPIRED_HELD)
    if held:
        session.execute(_LET_GO)
