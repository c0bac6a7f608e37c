"""Who goes on where somebody fails: the channel's next account, then a stand-by channel.

A post changes its account only while it is provably with nobody: queued, waiting, or unknown and about to be looked
for. A stand-by delivery is made at release and held; it goes out when one of the channels it stands for has failed or
is late, and is dropped once all of them have what they need.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.domain.delivering import HAND_OVER_AFTER
from alerts.store.overtaking import OVERTAKEN

STANDBY = "standby"
"""Reason of a held delivery that waits to stand in."""
STANDS_IN = "stands-in"
NOT_NEEDED = "not-needed"
AT_ONCE = 1000
"""Posts that one sweep hands over at most."""

NEXT_ACCOUNT = """
    coalesce(d.accounts[1 + array_position(d.accounts, d.account_id) % cardinality(d.accounts)], d.account_id)
"""
"""The account after a delivery's present one, in the channel's order, around and around."""


def _held_by_switch(row: str) -> str:
    return f"""
    EXISTS (SELECT FROM kill_switch k
             WHERE k.lifted IS NULL AND (k.authority_id IS NULL OR k.authority_id = {row}.authority_id)
               AND {row}.known_stop < k.number)
"""


HELD_BY_SWITCH = _held_by_switch("d")
"""Whether a thrown switch holds the delivery ``d``: one that its approval did not know of."""

_HAND_OVER = text(f"""
    WITH stuck AS MATERIALIZED (
        SELECT d.id, d.account_id, d.accounts
          FROM delivery d JOIN account a ON a.id = d.account_id
         WHERE d.state IN ('queued', 'waiting', 'unknown') AND d.hand_over_at IS NOT NULL AND d.due < 'infinity'
           AND (d.hand_over_at <= statement_timestamp() OR a.blocked_until > statement_timestamp())
         ORDER BY d.hand_over_at LIMIT {AT_ONCE}
           FOR NO KEY UPDATE OF d SKIP LOCKED
    ), handed AS (
        UPDATE delivery d
           SET account_id = n.id, hand_over_at = statement_timestamp() + make_interval(secs => :hand_over_after),
               due = CASE WHEN d.state = 'unknown' OR d.tries >= cardinality(d.accounts) THEN d.due
                          ELSE least(d.due, statement_timestamp()) END
          FROM stuck s CROSS JOIN LATERAL (
               SELECT b.id
                 FROM unnest(s.accounts) WITH ORDINALITY AS o(id, place) JOIN account b ON b.id = o.id
                WHERE o.id <> s.account_id AND coalesce(b.blocked_until <= statement_timestamp(), true)
                ORDER BY (o.place - coalesce(array_position(s.accounts, s.account_id), 0) + cardinality(s.accounts))
                         % cardinality(s.accounts)
                LIMIT 1) AS n
         WHERE d.id = s.id
        RETURNING d.alert_id
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM handed GROUP BY alert_id
""")  # noqa: S608 - our own constants

_HAS_STOOD_IN = """
    EXISTS (SELECT FROM alert a JOIN delivery e ON e.alert_id = a.id AND e.channel_id = d.channel_id
             WHERE a.thread_id = d.thread_id AND a.sequence < d.sequence AND e.stands_for IS NOT NULL
               AND e.state IN ('sending', 'accepted', 'confirmed', 'unknown', 'dead'))
"""
"""Whether the channel of ``d`` may have told people an earlier alert of the thread, standing in."""


def _another(of_thread: str) -> str:
    """Whether there is another stand-by post ``e`` of the channel and thread of ``d``; ``a`` is its alert."""
    return f"""
    EXISTS (SELECT FROM alert a JOIN delivery e ON e.alert_id = a.id AND e.channel_id = d.channel_id
             WHERE a.thread_id = d.thread_id AND e.stands_for IS NOT NULL AND {of_thread})
"""


_HAS_ENDED = _another("a.sequence > d.sequence AND e.role = 'ends'")
"""Whether the channel of ``d`` has an end of the thread to tell: if it speaks at all, then this."""

_MAY_STILL_STAND_IN = _another("a.sequence < d.sequence AND e.state IN ('held', 'queued', 'waiting')")
"""Whether an earlier alert of the thread may still go out through the channel of ``d``: then it must hear ``d`` too."""


def _is_needed(row: str) -> str:
    """Whether a channel that ``row`` stands for is failing: a person must act, it is late, or no account takes it."""
    return f"""
    EXISTS (
        SELECT FROM delivery p
         WHERE p.alert_id = {row}.alert_id AND p.channel_id = ANY({row}.stands_for) AND (
               p.state IN ('refused', 'dead')
               OR p.state = 'accepted' AND p.reason = 'unconfirmed'
               OR p.state IN ('queued', 'sending', 'waiting', 'unknown') AND p.acknowledged IS NULL
                  AND (p.stand_in_at <= statement_timestamp()
                       OR p.lane IN ('emergency', 'sandbox') AND p.state <> 'sending'
                          AND NOT EXISTS (SELECT FROM account b
                                           WHERE b.id = ANY(p.account_id || p.accounts)
                                             AND coalesce(b.blocked_until <= statement_timestamp(), true)))))
"""  # noqa: S608 - our own words


_SPEAKS_FOR_AN_EARLIER_ONE = _another(f"""
    d.role = 'ends' AND a.sequence < d.sequence
    AND (e.state IN ('queued', 'waiting')
         OR e.state = 'held' AND e.reason = 'standby' AND NOT {_held_by_switch("e")} AND {_is_needed("e")})
""")
"""Whether ``d``, an end, takes the place of an earlier alert that would go out by now."""

# A post that nobody has sent yet, and that no claim would weigh against the newer one: a stand-by, or one by hand.
_OUTDATED = text(f"""
    WITH outdated AS (
        UPDATE delivery d SET state = 'superseded', reason = 'newer', fence = d.fence + 1
         WHERE d.state IN ('queued', 'waiting') AND (d.stands_for IS NOT NULL OR d.due = 'infinity') AND {OVERTAKEN}
        RETURNING d.id, d.alert_id
    ), needless AS (
        UPDATE task SET done = statement_timestamp()
         WHERE done IS NULL AND delivery_id IN (SELECT id FROM outdated)
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM outdated GROUP BY alert_id
""")  # noqa: S608 - our own constants

_ANY_STANDBY = text("SELECT EXISTS (SELECT FROM delivery WHERE state = 'held' AND reason = :standby)")

_DROP = text(f"""
    WITH dropped AS (
        UPDATE delivery d SET state = 'superseded', reason = :not_needed, fence = d.fence + 1
         WHERE d.state = 'held' AND d.reason = :standby
           AND (NOT EXISTS (SELECT FROM delivery p
                             WHERE p.alert_id = d.alert_id AND p.channel_id = ANY(d.stands_for)
                               AND p.state NOT IN ('confirmed', 'superseded', 'expired'))
                    AND NOT {_HAS_STOOD_IN} AND NOT {_MAY_STILL_STAND_IN}
                OR {OVERTAKEN})
        RETURNING d.alert_id
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM dropped GROUP BY alert_id
""")  # noqa: S608 - our own constants

# A channel that has stood in for an earlier alert of the thread hears how it goes on, whatever became of the others by
# then; once there is an end, it tells nobody what was before.
_STAND_IN = text(f"""
    WITH called AS (
        UPDATE delivery d
           SET state = 'queued', reason = :stands_in, due = statement_timestamp(),
               hand_over_at = CASE WHEN d.hand_over_at IS NOT NULL
                                   THEN statement_timestamp() + make_interval(secs => :hand_over_after) END
         WHERE d.state = 'held' AND d.reason = :standby
           AND NOT {HELD_BY_SWITCH} AND NOT {OVERTAKEN} AND NOT {_HAS_ENDED}
           AND ({_is_needed("d")} OR {_HAS_STOOD_IN} OR {_SPEAKS_FOR_AN_EARLIER_ONE})
        RETURNING d.alert_id
    )
    SELECT pg_notify('ortsruf_delivery', alert_id::text) FROM called GROUP BY alert_id
""")  # noqa: S608 - our own constants


def fail_over(session: Session) -> None:
    """Hand late posts to the next account; send out stand-by deliveries that one needs, and drop those nobody does.

    The order counts: what is outdated goes first, so that a stand-by either has gone out or never will when its end
    is decided.
    """
    session.execute(_OUTDATED)
    session.execute(_HAND_OVER, {"hand_over_after": HAND_OVER_AFTER})
    if session.execute(_ANY_STANDBY, {"standby": STANDBY}).scalar_one():
        session.execute(_STAND_IN, {"standby": STANDBY, "stands_in": STANDS_IN, "hand_over_after": HAND_OVER_AFTER})
        session.execute(_DROP, {"standby": STANDBY, "not_needed": NOT_NEEDED})
