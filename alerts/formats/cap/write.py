"""A released alert as a CAP 1.2 document.

Choices, where the standard leaves one:

- One ``info`` per language, because readers take the first of their language and drop the rest.
- Nested zones are further ``area`` blocks of that info. CAP lets all areas of an info share one instruction; so the
  instruction names each zone in front of its own ("Sperrkreis: …"), the innermost first, what holds elsewhere last, and
  parameters ``ortsruf:zone`` carry them apart for machines.
- ``geocode`` holds the Gemeinden and Kreise that are covered wholly, by 12-digit ARS: CAP reads an area as the union
  of all it lists, so a unit that is only touched must not be there. The parameter ``warnVerwaltungsbereiche`` names
  all that are touched, without that meaning.
- Polygons know no holes: the shape is split, and each part has at most 100 points.
- Help places stand below the instruction, a line each, in the info's language; parameters ``ortsruf:help-place`` carry
  them apart for machines, with their position. Not as ``resource``, which is for files, and not as ``area``, which
  would say that the alert holds there.
- Times are Berlin's, with their offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from alerts.domain.model.alert import EASY_GERMAN, Content, Info, Reference, ReleasedAlert, Zone
from alerts.domain.phrases import phrases_in
from alerts.domain.rendering.help import help_line
from alerts.formats.cap import names
from alerts.formats.cap.area import CapShape, cap_shape
from alerts.formats.cap.help_places import help_value
from alerts.formats.cap.times import shown

Leaf = tuple[str, str]


class _Area(NamedTuple):
    name: str
    shape: CapShape
    geocodes: tuple[str, ...]


EASY_GERMAN_TAG = "de-simple"
DRILL_NOTE = "Übung. Es besteht keine Gefahr."


def write(alert: ReleasedAlert) -> str:
    """The complete document, ready to be signed and published. The caller checks it with ``check`` before release.

    Raises ValueError for naive times, :class:`geo.errors.OrtsrufError` for an area no CAP polygon can hold.
    """
    root = etree.XML(f'<alert xmlns="{names.NAMESPACE}"/>')
    _leaves(root, _head(alert))
    areas = list(_areas(alert))
    for info in alert.content.infos:
        block = _child(root, "info")
        _leaves(block, _telling(alert, info))
        for valued in [*_parameters(alert, info), *_excess(areas)]:
            _pair(block, "parameter", *valued)
        for area in areas:
            _area(block, area)
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def reference(predecessor: Reference) -> str:
    """How CAP names another message; its ``sent`` stays as it was written."""
    return f"{predecessor.sender},{predecessor.identifier},{predecessor.sent}"


def _head(alert: ReleasedAlert) -> Iterator[Leaf]:
    content = alert.content
    yield "identifier", alert.identifier
    yield "sender", alert.issuer.sender
    yield "sent", shown(alert.sent)
    yield "status", content.status
    yield "msgType", content.msg_type
    yield "source", alert.issuer.name
    yield "scope", "Public"
    note = content.note or (DRILL_NOTE if content.is_drill else "")
    if note:
        yield "note", note
    if alert.references:
        yield "references", " ".join(reference(r) for r in alert.references)
    if alert.incidents:
        yield "incidents", " ".join(alert.incidents)


def _telling(alert: ReleasedAlert, info: Info) -> Iterator[Leaf | tuple[str, str, str]]:
    content = alert.content
    yield "language", EASY_GERMAN_TAG if info.language == EASY_GERMAN else info.language
    yield "category", content.category
    yield "event", info.event
    for kind in content.response_types:
        yield "responseType", kind
    yield "urgency", content.urgency
    yield "severity", content.severity
    yield "certainty", content.certainty
    if content.event_code:
        yield "eventCode", names.EVENT_CODE, content.event_code
    yield from _times(alert)
    yield "senderName", alert.issuer.name
    instruction = "\n".join(_instructions(content, info))
    contact = content.contact or (content.hotline.number if content.hotline else "")
    last = (info.headline, info.description, instruction, alert.link, contact)
    yield from _filled(zip(("headline", "description", "instruction", "web", "contact"), last, strict=True))


def _times(alert: ReleasedAlert) -> Iterator[Leaf]:
    yield "effective", shown(alert.effective)
    if alert.content.onset is not None:
        yield "onset", shown(alert.content.onset)
    if alert.content.expires is not None:
        yield "expires", shown(alert.content.expires)


def _instructions(content: Content, info: Info) -> Iterator[str]:
    for zone in _inside_out(content):
        own = _said(zone, info.language)
        if own:
            yield f"{zone.name}: {own}"
    if info.instruction:
        yield info.instruction
    for place in content.help_places:
        yield help_line(place, phrases_in(info.language))


def _parameters(alert: ReleasedAlert, info: Info) -> Iterator[Leaf]:
    yield names.ALERT_CODE, alert.code
    if alert.geocodes:
        yield names.REGIONS, ",".join(alert.geocodes)
    for zone in _inside_out(alert.content):
        yield names.ZONE, f"{zone.order}|{zone.name}|{_said(zone, info.language)}"
    for place in alert.content.help_places:
        yield names.HELP_PLACE, help_value(place)


def _inside_out(content: Content) -> list[Zone]:
    return sorted(content.zones, key=lambda zone: zone.order)


def _said(zone: Zone, language: str) -> str:
    """A zone's instruction in a language, easy German falling back to German; never a foreign language's."""
    return zone.instruction.get(language) or zone.instruction.get(language.split("-")[0], "")


def _areas(alert: ReleasedAlert) -> Iterator[_Area]:
    where = alert.content.area_name or ", ".join(alert.places)
    yield _Area(where, cap_shape(alert.area), alert.covered)
    for zone, shape in sorted(alert.zones, key=lambda pair: pair[0].order):
        yield _Area(zone.name, cap_shape(shape), ())


def _excess(areas: list[_Area]) -> Iterator[Leaf]:
    beyond = sum(area.shape.excess_m2 for area in areas)
    if beyond >= 1:
        yield names.EXCESS, f"{beyond:.0f} m2"


def _area(block: etree._Element, area: _Area) -> None:
    element = _child(block, "area")
    _leaves(element, [("areaDesc", area.name), *(("polygon", ring) for ring in area.shape.polygons)])
    for code in area.geocodes:
        _pair(element, "geocode", names.ARS, code)


def _filled(leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    return ((name, value) for name, value in leaves if value)


def _leaves(parent: etree._Element, leaves: Iterable[Leaf | tuple[str, str, str]]) -> None:
    for leaf in leaves:
        if len(leaf) == 3:
            _pair(parent, *leaf)
        else:
            _child(parent, leaf[0]).text = clean(leaf[1])


def _pair(parent: etree._Element, kind: str, name: str, value: str) -> None:
    pair = _child(parent, kind)
    _child(pair, "valueName").text = name
    _child(pair, "value").text = clean(value)


def _child(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{names.NAMESPACE}}}{name}")


def clean(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold, which no keyboard makes and no reader sees."""
    return "".join(sign for sign in text if _fits(sign))


def _fits(sign: str) -> bool:
    return sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
