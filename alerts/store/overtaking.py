"""When a newer alert of a thread takes the place of an older delivery on the same channel."""

from __future__ import annotations

OVERTAKEN = """
    EXISTS (SELECT FROM alert a JOIN delivery n ON n.alert_id = a.id AND n.channel_id = d.channel_id
             WHERE a.thread_id = d.thread_id AND a.sequence > d.sequence
               AND (n.reason NOT IN ('standby', 'not-needed')
                    OR d.stands_for IS NOT NULL AND d.stands_for <@ n.stands_for))
"""
"""SQL: whether delivery ``d`` is overtaken.

A newer post of the channel always overtakes; so does a newer stand-by that has gone out. One that is held, or was not
needed, tells the channel nothing: it overtakes only a stand-by for the same channels, all of which have a newer word.
"""
