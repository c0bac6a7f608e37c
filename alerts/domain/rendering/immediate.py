"""A Sofortwarnung filled in: the place and the time, nothing else, and only within its bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.domain import limits
from alerts.domain.errors import Fault
from alerts.domain.model.alert import AreaRequest, Content, Info
from alerts.domain.model.codes import MsgType, Status, Urgency
from alerts.domain.model.immediate import PLACE, UNTIL, Prepared
from alerts.domain.model.mowas import MowasState, MowasStep
from alerts.domain.model.tokens import BERLIN
from alerts.domain.phrases import phrases_in

NAME = 80
"""Characters of its name."""
PLACE_LENGTH = 40
"""Characters of the place that one person types in: it stands in every first line."""
RADIUS = (50, 30_000)
"""Metres: least and most that two people may approve for one."""
HOURS = (1, 12)
"""So long it may hold without anybody else's look."""
GOOD_FOR = timedelta(days=365)
"""After that two people look at it again."""

_MARK = re.compile(r"\[[^\]\n]+\]|\{\w+\}")


def filled(prepared: Prepared, place: str, area: AreaRequest, until: datetime, *, drill: bool = False) -> Content:
    """The alert for a place (in words and on the map), until a time on Germany's clocks."""
    content = prepared.content
    return replace(
        content,
        status=Status.EXERCISE if drill else Status.ACTUAL,
        area=area,
        area_name=place,
        expires=until,
        infos=tuple(_info(info, place, until) for info in content.infos),
        mowas=MowasStep(
            state=MowasState.NOT_NEEDED, reason="Sofortwarnung, von einer Person freigegeben; MoWaS folgt danach"
        ),
    )


def prepared_faults(prepared: Prepared) -> tuple[Fault, ...]:
    """What two people could not approve: texts without a place, open marks, bounds beyond what one person may do."""
    return (*_bound_faults(prepared), *_kind_faults(prepared.content), *_text_faults(prepared.content))


def wish_faults(prepared: Prepared, place: str, radius_m: float, until: datetime, now: datetime) -> tuple[Fault, ...]:
    """What one person wants beyond the bounds."""
    return tuple(_wish_faults(prepared, place.strip(), radius_m, until, now))


def _info(info: Info, place: str, until: datetime) -> Info:
    clock = phrases_in(info.language).clock.format(time=f"{until.astimezone(BERLIN):%H:%M}")

    def said(text: str) -> str:
        return text.replace(PLACE, place).replace(UNTIL, clock)

    return replace(
        info,
        headline=said(info.headline),
        description=said(info.description),
        instruction=said(info.instruction),
    )


def _bound_faults(prepared: Prepared) -> Iterator[Fault]:
    if not prepared.name.strip():
        yield Fault(place="name", de="einen Namen geben", en="give it a name")
    if len(prepared.name) > NAME:
        yield Fault(place="name", de=f"auf {NAME} Zeichen kürzen", en=f"shorten to {NAME} characters")
    least, most = RADIUS
    if not least <= prepared.bounds.radius_m <= most:
        yield Fault(place="radius_m", de=f"von {least} bis {most} Metern", en=f"from {least} to {most} metres")
    shortest, longest = HOURS
    if not shortest <= prepared.bounds.hours <= longest:
        yield Fault(place="hours", de=f"von {shortest} bis {longest} Stunden", en=f"from {shortest} to {longest} hours")


def _kind_faults(content: Content) -> Iterator[Fault]:
    if not content.severity.is_emergency:
        yield Fault(place="severity", de="nur „Schwer“ und „Extrem“", en="Severe and Extreme only")
    if content.urgency is not Urgency.IMMEDIATE:
        yield Fault(place="urgency", de="nur „sofort“", en="Immediate only")
    if content.msg_type is not MsgType.ALERT or content.zones or not content.area.is_empty:
        yield Fault(place="area", de="Ort und Zonen bleiben offen", en="leave place and zones open")


def _text_faults(content: Content) -> Iterator[Fault]:
    if content.info("de") is None:
        yield Fault(place="infos", de="den deutschen Text schreiben", en="write the German text")
    for number, info in enumerate(content.infos):
        place = f"infos[{number}]"
        if PLACE not in info.headline:
            yield Fault(place=f"{place}.headline", de=f"{PLACE} muss vorkommen", en=f"must hold {PLACE}")
        if not info.instruction.strip():
            yield Fault(place=f"{place}.instruction", de="sagen, was zu tun ist", en="say what to do")
        if len(info.headline) - len(PLACE) + PLACE_LENGTH > limits.FIRST_LINE:
            most = limits.FIRST_LINE - PLACE_LENGTH
            yield Fault(place=f"{place}.headline", de=f"auf {most} Zeichen kürzen", en=f"shorten to {most} characters")
        for name in ("event", "headline", "description", "instruction"):
            allowed = () if name == "event" else (PLACE, UNTIL)
            for mark in dict.fromkeys(_MARK.findall(getattr(info, name))):
                if mark not in allowed:
                    yield Fault(place=f"{place}.{name}", de=f"„{mark}“ ausfüllen", en=f"fill in “{mark}”")


def _wish_faults(prepared: Prepared, place: str, radius_m: float, until: datetime, now: datetime) -> Iterator[Fault]:
    if not place:
        yield Fault(place="place", de="den Ort in Worten nennen", en="name the place in words")
    if len(place) > PLACE_LENGTH:
        yield Fault(place="place", de=f"auf {PLACE_LENGTH} Zeichen kürzen", en=f"shorten to {PLACE_LENGTH} characters")
    if _MARK.search(place):
        yield Fault(place="place", de="ohne Klammern schreiben", en="write it without brackets")
    if not 0 < radius_m <= prepared.bounds.radius_m:
        most = prepared.bounds.radius_m
        yield Fault(place="radius_m", de=f"höchstens {most} Meter", en=f"at most {most} metres")
    if not now < until <= now + timedelta(hours=prepared.bounds.hours, minutes=1):
        most = prepared.bounds.hours
        yield Fault(place="until", de=f"höchstens {most} Stunden", en=f"at most {most} hours")
