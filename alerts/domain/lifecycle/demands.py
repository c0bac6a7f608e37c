"""What a content must hold before it may be submitted: every fault at once, each with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from alerts.domain import limits
from alerts.domain.errors import (
    Fault,
    GapsNotAcknowledgedError,
    InvalidError,
    NoChannelError,
    OutsideJurisdictionError,
)
from alerts.domain.lifecycle.help_places import help_faults
from alerts.domain.lifecycle.mowas_step import mowas_faults
from alerts.domain.model.alert import Content, Info, Zone
from alerts.domain.model.codes import MsgType, ResponseType, Status
from alerts.domain.model.plan import Plan
from alerts.domain.model.tokens import OPEN

_TO_FILL_IN = re.compile(r"\[[^\]\n]+\]|\{\w+\}")
"""What a template leaves to the operator, "[Uhrzeit]" or "{places}": it must never be read by the public."""


def check_submit(content: Content, plan: Plan, acknowledged_gaps: Iterable[str], *, now: datetime) -> None:
    """Whether a content with its plan may be submitted.

    The end of a thread (all-clear, cancel) goes to the channels that carried it, whatever its plan: its gaps and
    its outside were dealt with before. Raises InvalidError with every fault, OutsideJurisdictionError,
    NoChannelError, GapsNotAcknowledgedError.
    """
    found = (*faults(content, now=now), *_drill_faults(content, plan))
    if found:
        raise InvalidError(found)
    if content.ends_thread:
        return
    if plan.outside:
        raise OutsideJurisdictionError(names=", ".join(match.name for match in plan.outside))
    if not plan.channels:
        raise NoChannelError
    acknowledged = frozenset(acknowledged_gaps)
    missing = [gap.name for gap in plan.gaps if gap.key not in acknowledged]
    if missing:
        raise GapsNotAcknowledgedError(names=", ".join(missing))


def faults(content: Content, *, now: datetime) -> tuple[Fault, ...]:
    """Everything that a content lacks or gets wrong, in the order of the form."""
    return (
        *_kind_faults(content),
        *_time_faults(content, now),
        *_area_faults(content),
        *_info_faults(content),
        *_zone_faults(content),
        *help_faults(content),
        *_line_faults(content),
        *mowas_faults(content, now),
    )


def _kind_faults(content: Content) -> Iterator[Fault]:
    if content.status is Status.TEST:
        yield Fault(
            place="status",
            de="Für Proben im Echtbetrieb „Actual“, für Übungen „Exercise“ wählen",
            en="choose Actual for public tests and Exercise for drills",
        )
    if content.msg_type is MsgType.CANCEL and ResponseType.ALL_CLEAR in content.response_types:
        yield Fault(
            place="response_types",
            de="entweder zurücknehmen oder entwarnen, nicht beides",
            en="either cancel or give the all-clear, not both",
        )
    if content.msg_type is MsgType.ALERT and ResponseType.ALL_CLEAR in content.response_types:
        yield Fault(
            place="response_types",
            de="Entwarnung gibt es nur zu einer laufenden Warnung",
            en="an all-clear needs a running alert",
        )


def _time_faults(content: Content, now: datetime) -> Iterator[Fault]:
    if content.expires is None:
        yield Fault(place="expires", de="angeben, bis wann die Warnung gilt", en="say until when the alert holds")
        return
    if content.expires <= now:
        yield Fault(
            place="expires", de="liegt in der Vergangenheit; später wählen", en="lies in the past; choose later"
        )
    if content.expires > now + timedelta(days=limits.LONGEST_DAYS):
        yield Fault(
            place="expires",
            de=f"höchstens {limits.LONGEST_DAYS} Tage voraus; prüfen Sie das Jahr",
            en=f"at most {limits.LONGEST_DAYS} days ahead; check the year",
        )
    if content.onset is not None and content.onset > content.expires:
        yield Fault(place="onset", de="liegt nach dem Ende; früher wählen", en="lies after the end; choose earlier")


def _area_faults(content: Content) -> Iterator[Fault]:
    if content.area.is_empty:
        yield Fault(place="area", de="ein Gebiet zeichnen oder Orte wählen", en="draw an area or pick districts")
    yield from _too_long("area_name", content.area_name, limits.AREA_NAME)


def _info_faults(content: Content) -> Iterator[Fault]:
    if content.info("de") is None:
        yield Fault(place="infos", de="den deutschen Text schreiben", en="write the German text")
    seen: set[str] = set()
    for number, info in enumerate(content.infos):
        place = f"infos[{number}]"
        if info.language in seen:
            yield Fault(
                place=f"{place}.language", de="diese Sprache gibt es schon", en="this language is there already"
            )
        seen.add(info.language)
        yield from _text_faults(place, info, content)


def _text_faults(place: str, info: Info, content: Content) -> Iterator[Fault]:
    yield from _missing(f"{place}.language", info.language)
    yield from _missing(f"{place}.event", info.event)
    yield from _missing(f"{place}.headline", info.headline)
    if not content.ends_thread and not _instructs(info, content):
        yield Fault(place=f"{place}.instruction", de="sagen, was zu tun ist", en="say what to do")
    if "\n" in info.headline:
        yield Fault(place=f"{place}.headline", de="in eine Zeile schreiben", en="write it in one line")
    yield from _too_long(f"{place}.event", info.event, limits.EVENT)
    yield from _too_long(f"{place}.headline", info.headline, limits.FIRST_LINE)
    yield from _too_long(f"{place}.instruction", info.instruction, limits.INSTRUCTION)
    yield from _too_long(f"{place}.description", info.description, limits.DESCRIPTION)


def _instructs(info: Info, content: Content) -> bool:
    """Zones may say it all: then the rest needs no instruction of its own."""
    zones = content.zones
    return bool(info.instruction.strip()) or (
        bool(zones) and all(zone.instruction.get(info.language, "").strip() for zone in zones)
    )


def _zone_faults(content: Content) -> Iterator[Fault]:
    if len(content.zones) > limits.ZONES:
        yield Fault(place="zones", de=f"höchstens {limits.ZONES} Zonen", en=f"at most {limits.ZONES} zones")
    if sorted(zone.order for zone in content.zones) != list(range(1, len(content.zones) + 1)):
        yield Fault(
            place="zones",
            de="von innen nach außen mit 1, 2, 3 numerieren",
            en="number them 1, 2, 3 from the innermost outwards",
        )
    for number, zone in enumerate(content.zones):
        yield from _one_zone_faults(f"zones[{number}]", zone, content)


def _one_zone_faults(place: str, zone: Zone, content: Content) -> Iterator[Fault]:
    yield from _missing(f"{place}.name", zone.name)
    yield from _too_long(f"{place}.name", zone.name, limits.EVENT)
    if zone.area.is_empty:
        yield Fault(place=f"{place}.area", de="die Zone zeichnen", en="draw the zone")
    if not content.ends_thread:
        yield from _missing(f"{place}.instruction.de", zone.instruction.get("de", ""))
    for language, instruction in sorted(zone.instruction.items()):
        yield from _too_long(f"{place}.instruction.{language}", instruction, limits.INSTRUCTION)


def _line_faults(content: Content) -> Iterator[Fault]:
    for place, text in _written(content):
        if OPEN in text:
            yield Fault(place=place, de=f"die Punkte „{OPEN}“ entfernen", en=f"remove the dots “{OPEN}”")
        for mark in dict.fromkeys(_TO_FILL_IN.findall(text)):
            yield Fault(place=place, de=f"„{mark}“ ausfüllen", en=f"fill in “{mark}”")
    yield from _too_long("contact", content.contact, limits.CONTACT)
    if content.hotline is not None:
        yield from _missing("hotline.number", content.hotline.number)
        yield from _too_long("hotline.number", content.hotline.number, limits.CONTACT)
        yield from _too_long("hotline.hours", content.hotline.hours, limits.CONTACT)


def _written(content: Content) -> Iterator[tuple[str, str]]:
    for number, info in enumerate(content.infos):
        for name in ("event", "headline", "description", "instruction"):
            yield f"infos[{number}].{name}", getattr(info, name)
    for number, zone in enumerate(content.zones):
        yield f"zones[{number}].name", zone.name
        for language, text in sorted(zone.instruction.items()):
            yield f"zones[{number}].instruction.{language}", text
    yield "area_name", content.area_name
    yield "contact", content.contact
    if content.hotline is not None:
        yield "hotline.number", content.hotline.number
        yield "hotline.hours", content.hotline.hours


def _drill_faults(content: Content, plan: Plan) -> Iterator[Fault]:
    live = [channel.name for channel in plan.channels if not channel.sandbox]
    if content.is_drill and live:
        names = ", ".join(live)
        yield Fault(
            place="channels",
            de=f"eine Übung darf in keinen echten Kanal: {names}",
            en=f"a drill must not go to a live channel: {names}",
        )


def _missing(place: str, text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(place=place, de="ausfüllen", en="fill this in")


def _too_long(place: str, text: str, most: int) -> Iterator[Fault]:
    length = limits.measure(text)
    if length > most:
        yield Fault(
            place=place,
            de=f"{length} Zeichen; auf {most} kürzen",
            en=f"{length} characters; shorten to {most}",
        )
