"""CAP 1.2 as XML, hardened: no DTD, no entity, no size; then read as NINA's JSON of the same names is.

Less strict than ``formats.cap.check``, which is for what we publish: DWD's polygons have more than 100 points.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from alerts.domain.errors import CapRefusedError, Fault
from alerts.formats.cap import names
from alerts.formats.cap.parsing import local, parse, text

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
"""Goes: the text is decoded already, whatever it says of its bytes."""
_MANY = frozenset(
    {"info", "category", "responseType", "eventCode", "parameter", "area", "polygon", "circle", "geocode"}
)


def document(xml: str) -> dict[str, Any]:
    """The document in the shape of NINA's JSON. Raises CapRefusedError."""
    root = parse(_DECLARATION.sub("", xml))
    if local(root) != "alert" or etree.QName(root).namespace != names.NAMESPACE:
        raise CapRefusedError([Fault("document", "ist kein CAP 1.2", "is no CAP 1.2")])
    return _object(root)


def _object(element: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = local(child)
        if not name or etree.QName(child).namespace != names.NAMESPACE:
            continue
        value: Any = _object(child) if name in names.CHILDREN else text(child)
        if name in _MANY:
            found.setdefault(name, []).append(value)
        else:
            found.setdefault(name, value)
    return found
