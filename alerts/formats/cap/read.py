"""Read a CAP 1.2 document. It is checked first, so that nothing half-understood gets through."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from alerts.domain.model.alert import Reference
from alerts.formats.cap import names
from alerts.formats.cap.check import check
from alerts.formats.cap.message import CapArea, CapCircle, CapInfo, CapMessage
from alerts.formats.cap.parsing import children, parse, text, text_of
from alerts.formats.cap.times import read as moment


def read(xml: str) -> CapMessage:
    """The message. Raises :class:`CapRefusedError` with every fault of a document that is not right, brings a DTD or
    is too large."""
    check(xml)
    root = parse(xml)
    written = text_of(root, "sent")
    sent = moment(written)
    if sent is None:
        raise AssertionError("check lets no wrong time pass")
    return CapMessage(
        identifier=text_of(root, "identifier"),
        sender=text_of(root, "sender"),
        sent=sent,
        sent_text=written,
        status=text_of(root, "status"),
        msg_type=text_of(root, "msgType"),
        scope=text_of(root, "scope"),
        source=text_of(root, "source"),
        note=text_of(root, "note"),
        codes=_texts(root, "code"),
        references=tuple(_references(text_of(root, "references"))),
        incidents=tuple(text_of(root, "incidents").split()),
        infos=tuple(_info(info) for info in children(root, "info")),
        is_signed=root.find(names.SIGNATURE) is not None,
    )


def _references(listed: str) -> Iterator[Reference]:
    for entry in listed.split():
        sender, identifier, sent = entry.split(",")
        yield Reference(sender=sender, identifier=identifier, sent=sent)


def _info(info: etree._Element) -> CapInfo:
    return CapInfo(
        language=text_of(info, "language") or "en-US",
        categories=_texts(info, "category"),
        event=text_of(info, "event"),
        response_types=_texts(info, "responseType"),
        urgency=text_of(info, "urgency"),
        severity=text_of(info, "severity"),
        certainty=text_of(info, "certainty"),
        event_codes=_pairs(info, "eventCode"),
        effective=moment(text_of(info, "effective")),
        onset=moment(text_of(info, "onset")),
        expires=moment(text_of(info, "expires")),
        sender_name=text_of(info, "senderName"),
        headline=text_of(info, "headline"),
        description=text_of(info, "description"),
        instruction=text_of(info, "instruction"),
        web=text_of(info, "web"),
        contact=text_of(info, "contact"),
        audience=text_of(info, "audience"),
        parameters=_pairs(info, "parameter"),
        areas=tuple(_area(area) for area in children(info, "area")),
    )


def _area(area: etree._Element) -> CapArea:
    return CapArea(
        name=text_of(area, "areaDesc"),
        polygons=tuple(_ring(written) for written in _texts(area, "polygon")),
        circles=tuple(_circle(written) for written in _texts(area, "circle")),
        geocodes=_pairs(area, "geocode"),
    )


def _ring(written: str) -> tuple[tuple[float, float], ...]:
    pairs = (pair.split(",") for pair in written.split())
    return tuple((float(lon), float(lat)) for lat, lon in pairs)


def _circle(written: str) -> CapCircle:
    centre, radius = written.split()
    lat, lon = centre.split(",")
    return CapCircle(lat=float(lat), lon=float(lon), radius_km=float(radius))


def _pairs(parent: etree._Element, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((text_of(pair, "valueName"), text_of(pair, "value")) for pair in children(parent, name))


def _texts(parent: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(text(child) for child in children(parent, name))
