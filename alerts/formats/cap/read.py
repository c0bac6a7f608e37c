"""Read a CAP 1.2 document. It is checked first, so that nothing half-understood gets through."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from alerts.domain.model.alert import Reference
from alerts.formats.cap import names
from alerts.formats.cap.check import check
from alerts.formats.cap.message import CapArea, CapCircle, CapInfo, CapMessage
from alerts.formats.cap.parsing import parse, text
from alerts.formats.cap.times import read as moment


def read(xml: str) -> CapMessage:
    """The message. Raises :class:`CapRefusedError` with every fault of a document that is not right, brings a DTD or
    is too large."""
    check(xml)
    root = parse(xml)
    written = _of(root, "sent")
    sent = moment(written)
    if sent is None:
        raise AssertionError("check lets no wrong time pass")
    return CapMessage(
        identifier=_of(root, "identifier"),
        sender=_of(root, "sender"),
        sent=sent,
        sent_text=written,
        status=_of(root, "status"),
        msg_type=_of(root, "msgType"),
        scope=_of(root, "scope"),
        source=_of(root, "source"),
        note=_of(root, "note"),
        codes=_texts(root, "code"),
        references=tuple(_references(_of(root, "references"))),
        incidents=tuple(_of(root, "incidents").split()),
        infos=tuple(_info(info) for info in _all(root, "info")),
        is_signed=root.find(names.SIGNATURE) is not None,
    )


def _references(listed: str) -> Iterator[Reference]:
    for entry in listed.split():
        sender, identifier, sent = entry.split(",")
        yield Reference(sender=sender, identifier=identifier, sent=sent)


def _info(info: etree._Element) -> CapInfo:
    return CapInfo(
        language=_of(info, "language") or "en-US",
        categories=_texts(info, "category"),
        event=_of(info, "event"),
        response_types=_texts(info, "responseType"),
        urgency=_of(info, "urgency"),
        severity=_of(info, "severity"),
        certainty=_of(info, "certainty"),
        event_codes=_pairs(info, "eventCode"),
        effective=moment(_of(info, "effective")),
        onset=moment(_of(info, "onset")),
        expires=moment(_of(info, "expires")),
        sender_name=_of(info, "senderName"),
        headline=_of(info, "headline"),
        description=_of(info, "description"),
        instruction=_of(info, "instruction"),
        web=_of(info, "web"),
        contact=_of(info, "contact"),
        audience=_of(info, "audience"),
        parameters=_pairs(info, "parameter"),
        areas=tuple(_area(area) for area in _all(info, "area")),
    )


def _area(area: etree._Element) -> CapArea:
    return CapArea(
        name=_of(area, "areaDesc"),
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
    return tuple((_of(pair, "valueName"), _of(pair, "value")) for pair in _all(parent, name))


def _texts(parent: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(text(child) for child in _all(parent, name))


def _all(parent: etree._Element, name: str) -> list[etree._Element]:
    return parent.findall(f"{{{names.NAMESPACE}}}{name}")


def _of(parent: etree._Element, name: str) -> str:
    return text(parent.find(f"{{{names.NAMESPACE}}}{name}"))
