"""From bytes to an element tree, with nothing that can hurt on the way."""

from __future__ import annotations

from lxml import etree

from alerts.domain.errors import CapRefusedError, Fault
from alerts.formats.cap import names

LARGEST = 4 * 2**20
"""Bytes of one document; a large alert of ours has some 300 kB."""


def parse(xml: str | bytes) -> etree._Element:
    """The root element. Raises :class:`CapRefusedError` for what is too large, no XML, or brings a DTD.

    The parser resolves no entity, loads nothing, and refuses huge trees; a DTD is refused before anything is used.
    """
    raw = xml.encode() if isinstance(xml, str) else xml
    if len(raw) > LARGEST:
        raise _refused("document", f"ist größer als {LARGEST} Byte", f"is larger than {LARGEST} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refused("document", f"ist kein XML ({error})", f"is no XML ({error})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused("document", "enthält eine DTD; entfernen Sie sie", "brings a DTD; remove it")
    return root


def _refused(place: str, de: str, en: str) -> CapRefusedError:
    return CapRefusedError([Fault(place=place, de=de, en=en)])


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text(element: etree._Element | None) -> str:
    """All text of an element, comments left out; empty for None."""
    return "" if element is None else str(element.xpath("string()")).strip()


def children(parent: etree._Element, name: str) -> list[etree._Element]:
    """The CAP elements of a name directly below another."""
    return parent.findall(f"{{{names.NAMESPACE}}}{name}")


def text_of(parent: etree._Element, name: str) -> str:
    """The text of the first such element, empty if there is none."""
    return text(parent.find(f"{{{names.NAMESPACE}}}{name}"))
