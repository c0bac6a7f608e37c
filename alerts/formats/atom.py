"""Published alerts as an Atom feed (RFC 4287), each entry leading to its page and its CAP document.

An entry's id is ``urn:x-ortsruf:`` and the CAP identifier: it never changes and never comes back for another alert.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from lxml import etree

from alerts.domain.model.published import PublishedAlert
from alerts.formats.cap.names import NAMESPACE as CAP_NAMESPACE
from alerts.formats.cap.write import clean

MEDIA_TYPE = "application/atom+xml"
CAP_TYPE = "application/cap+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


def write(
    alerts: Sequence[PublishedAlert],
    *,
    public_url: str,
    updated: datetime,
    title: str = "Ortsruf: amtliche Warnungen",
    author: str = "Ortsruf",
    language: str = "de",
) -> str:
    """The feed, in the order given. ``public_url`` has no slash at its end; ``updated`` counts while it is empty."""
    feed = etree.XML(f'<feed xmlns="{NAMESPACE}"/>')
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    _leaf(feed, "id", f"{public_url}/feeds/alerts.atom")
    _leaf(feed, "title", title)
    _leaf(feed, "updated", _time(max((alert.sent for alert in alerts), default=updated)))
    _leaf(_child(feed, "author"), "name", author)
    _link(feed, "self", f"{public_url}/feeds/alerts.atom", MEDIA_TYPE)
    _link(feed, "alternate", f"{public_url}/", "text/html")
    for alert in alerts:
        _entry(feed, alert, public_url, language)
    text: str = etree.tostring(feed, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _entry(feed: etree._Element, alert: PublishedAlert, public_url: str, language: str) -> None:
    info = alert.info(language)
    safe = quote(alert.identifier, safe="")
    entry = _child(feed, "entry")
    _leaf(entry, "id", f"urn:x-ortsruf:{safe}")
    _leaf(entry, "title", info.headline or info.event)
    _leaf(entry, "updated", _time(alert.sent))
    _leaf(entry, "published", _time(alert.sent))
    _leaf(_child(entry, "author"), "name", alert.authority_name)
    _link(entry, "alternate", alert.link or f"{public_url}/a/{safe}", "text/html")
    _link(entry, "enclosure", f"{public_url}/cap/{safe}.xml", CAP_TYPE)
    for scheme, term in (("category", alert.category), ("severity", alert.severity), ("msgType", alert.msg_type)):
        _child(entry, "category").attrib.update({"scheme": f"{CAP_NAMESPACE}#{scheme}", "term": term})
    _leaf(entry, "summary", _summary(alert, language))


def _summary(alert: PublishedAlert, language: str) -> str:
    info = alert.info(language)
    parts = (", ".join(alert.places), info.description, info.instruction, alert.code)
    return "\n".join(part for part in parts if part)


def _link(parent: etree._Element, relation: str, address: str, kind: str) -> None:
    _child(parent, "link").attrib.update({"rel": relation, "href": address, "type": kind})


def _leaf(parent: etree._Element, name: str, text: str) -> None:
    _child(parent, name).text = clean(text)


def _child(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
