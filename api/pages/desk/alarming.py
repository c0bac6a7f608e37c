"""The alarms as every page of the desk shows them."""

from __future__ import annotations

from typing import Any

from alerts.domain import alarms as domain
from alerts.domain.alarms import Alarm, AlarmKind
from alerts.domain.model.person import Person
from alerts.services import watch
from alerts.services.desk import reminding
from alerts.store.session import Session
from web.render import page

_URGENT = (
    AlarmKind.EXPIRES_10,
    AlarmKind.ALONE,
    AlarmKind.WAITING,
    AlarmKind.DECIDE,
    AlarmKind.APPROVAL,
    AlarmKind.REFUSED,
    AlarmKind.UNCONFIRMED,
    AlarmKind.LAPSED,
    AlarmKind.EXPIRES_30,
    AlarmKind.STILL_TRUE,
    AlarmKind.PROPOSED,
    AlarmKind.INVITED,
    AlarmKind.TWICE,
    AlarmKind.STOOD_IN,
    AlarmKind.PROBE,
)
"""What is shown first."""
_COMING = (AlarmKind.EXPIRES_10, AlarmKind.EXPIRES_30)
"""What these speak of lies ahead."""


def banners(session: Session, person: Person, language: str) -> str:
    """The alarms that call, and those that somebody has seen."""
    return page("desk/banners.html", language, csrf="", **alarm_data(session, person, language))


def alarm_data(session: Session, person: Person, language: str) -> dict[str, Any]:
    """What the banners show."""
    standing = sorted(watch.standing(session, person), key=lambda one: one.raised, reverse=True)
    shown = [_alarm(alarm, language) for alarm in sorted(standing, key=lambda one: _URGENT.index(one.kind))]
    return {
        "calling": [alarm for alarm in shown if not alarm["seen"]],
        "seen": [alarm for alarm in shown if alarm["seen"]],
    }


def _place(address: str) -> str:
    plain = address.startswith("/desk/alerts/") and not address.endswith("/approve")
    return f"{address}#progress" if plain else address


def _alarm(alarm: Alarm, language: str) -> dict[str, Any]:
    return {
        "id": alarm.id,
        "kind": alarm.kind.value,
        "said": domain.said(alarm.kind, alarm.detail, None, language),
        "advice": domain.advice(alarm.kind, alarm.detail, language),
        "headline": alarm.detail.headline,
        "since": alarm.raised if alarm.kind in _COMING else alarm.detail.since or alarm.raised,
        "asks": alarm.kind in reminding.CALLS or alarm.kind is AlarmKind.PROPOSED,
        "alert": alarm.subject,
        "href": _place(watch.address(alarm)),
        "seen": alarm.seen is not None,
        "trial": alarm.kind is AlarmKind.PROBE,
        "takes": alarm.kind is AlarmKind.APPROVAL and not (alarm.detail.decision and alarm.detail.decision.taken),
    }
