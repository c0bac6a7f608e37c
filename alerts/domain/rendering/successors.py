"""What the next alert of a thread starts from: prepared, so that a correction or all-clear is one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content, Info
from alerts.domain.model.codes import MsgType, ResponseType, Severity, Urgency
from alerts.domain.phrases import all_clear_headline, cancel_headline, phrases_in

END_HOLDS = timedelta(hours=3)
"""How long an all-clear or cancel stays current in feeds and CAP."""


def update_content(before: Content) -> Content:
    """An update begins as its predecessor, every word of it; the operator changes what changed.

    What was recorded about MoWaS and about other alerts in force is decided anew.
    """
    return replace(before, msg_type=MsgType.UPDATE, note="", mowas=None, regards=(), aim=Aim.NEWS)


def correction_content(before: Content) -> Content:
    """A correction begins as an update does, and goes to every channel still in, marked in the first line."""
    return replace(update_content(before), aim=Aim.CORRECTION)


def prolongation_content(before: Content, until: datetime) -> Content:
    """The same alert, every word of it, that holds until ``until``; no channel gets a post."""
    return replace(
        update_content(before), expires=until, aim=Aim.PROLONGATION, mowas=before.mowas, regards=before.regards
    )


def all_clear_content(before: Content, places: tuple[str, ...], now: datetime) -> Content:
    """An all-clear: the same area and hazard, its own first line, no description, instruction or zone of before."""
    return _end(
        before,
        places,
        now,
        msg_type=MsgType.UPDATE,
        response_types=(ResponseType.ALL_CLEAR,),
        severity=Severity.MINOR,
        urgency=Urgency.PAST,
    )


def cancel_content(before: Content, places: tuple[str, ...], now: datetime) -> Content:
    """A cancel: the thread was issued in error. Keeps the severity, so that it travels as fast as the error did."""
    return _end(
        before,
        places,
        now,
        msg_type=MsgType.CANCEL,
        response_types=(ResponseType.NONE,),
        severity=before.severity,
        urgency=before.urgency,
    )


def _end(
    before: Content,
    places: tuple[str, ...],
    now: datetime,
    *,
    msg_type: MsgType,
    response_types: tuple[ResponseType, ...],
    severity: Severity,
    urgency: Urgency,
) -> Content:
    after = replace(
        before,
        msg_type=msg_type,
        response_types=response_types,
        severity=severity,
        urgency=urgency,
        onset=None,
        expires=now + END_HOLDS,
        zones=(),
        note="",
        fields={},
        help_places=(),
        mowas=None,
        regards=(),
        aim=Aim.NEWS,
    )
    return replace(after, infos=tuple(_ending(info, after, places) for info in before.infos))


def _ending(info: Info, after: Content, places: tuple[str, ...]) -> Info:
    where = phrases_in(info.language).place(after.area_name, places, 3)
    headline = (cancel_headline if after.is_cancel else all_clear_headline)(info.language, info.event, where)
    return Info(language=info.language, event=info.event, headline=headline)
