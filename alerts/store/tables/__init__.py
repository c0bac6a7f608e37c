"""The tables, a file a noun. ``OWNED`` lists those under row-level security."""

from __future__ import annotations

from alerts.store.tables import alarms, alerts, channels, delivery, districts, people, presence, trust
from alerts.store.tables.base import metadata

OWNED = (
    people.office,
    people.office_district,
    people.district_setting,
    people.person,
    people.session,
    people.api_key,
    channels.account,
    channels.channel,
    channels.channel_district,
    channels.channel_account,
    channels.followers,
    alerts.thread,
    alerts.alert,
    alerts.version,
    alerts.task,
    delivery.delivery,
    delivery.attempt,
    delivery.kill_switch,
    delivery.attempt_archive,
    trust.audit,
    trust.answered,
    alarms.alarm,
    alarms.duty,
    alarms.alarm_notice,
    presence.presence,
)

__all__ = ["OWNED", "alarms", "alerts", "channels", "delivery", "districts", "metadata", "people", "presence", "trust"]
