"""From a text to the messages in it: what shape it is in shows itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model.alert import GeoJson
from alerts.domain.model.foreign import ForeignMessage
from alerts.formats.foreign import cap_xml, detail, geojson, overview
from alerts.formats.foreign.fields import Fields

LARGEST = 4 * 2**20
"""Bytes of one document."""
MOST_MESSAGES = 200
DEPTH = 40
"""Deepest nesting of a JSON document."""


_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ENCODING = re.compile(rb"""encoding=["']([A-Za-z0-9-]{1,20})["']""")
_ENCODINGS = ("utf-8-sig", "iso-8859-1", "iso-8859-15", "windows-1252")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One message of a document: read, or refused with its ``faults``; ``raw`` is what stood there.

    A ``shape`` without a message belongs to the message that ``shape_of`` names.
    """

    kind: str
    raw: str
    message: ForeignMessage | None = None
    shape: GeoJson | None = None
    shape_of: str = ""
    faults: tuple[Fault, ...] = ()


_Reader = Callable[[Fields], ForeignMessage | None]


def read(text: str) -> tuple[Entry, ...]:
    """Every message of a document. Raises InvalidError for what is no document of a known shape."""
    if "\x00" in text or _SURROGATE.search(text):
        raise _refused("enthält Zeichen, die kein Text hat", "holds signs that no text has")
    if len(text) > LARGEST or len(text.encode()) > LARGEST:
        raise _refused(f"ist größer als {LARGEST} Byte", f"is larger than {LARGEST} bytes")
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise _refused("ist leer", "is empty")
    if start[0] == "<":
        return (_entry("cap", start, cap_xml.document(start), "", detail.message),)
    if start[0] in "{[":
        return tuple(_entries(start, _loaded(start)))
    raise _refused(
        "ist weder JSON noch CAP-XML; fügen Sie die ganze Datei ein",
        "is neither JSON nor CAP XML; paste the whole file",
    )


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, or what its first line says of itself. Raises InvalidError."""
    if len(raw) > LARGEST:
        raise _refused(f"ist größer als {LARGEST} Byte", f"is larger than {LARGEST} bytes")
    said = _ENCODING.search(raw[:200])
    for encoding in ("utf-8-sig", *([said[1].decode().lower()] if said else [])):
        if encoding in _ENCODINGS:
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise _refused("ist kein Text in UTF-8", "is no text in UTF-8")


def _loaded(text: str) -> Any:
    try:
        document = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise _refused("ist zu tief verschachtelt", "is nested too deeply") from error
    except ValueError as error:
        raise _refused(f"ist kein JSON ({error})", f"is no JSON ({error})") from error
    if _depth(document) > DEPTH:
        raise _refused("ist zu tief verschachtelt", "is nested too deeply")
    return document


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _depth(value: Any) -> int:
    """How deep a document is nested, as far as it matters."""
    layer, depth = [value], 0
    while layer and depth <= DEPTH:
        inner = [list(one.values()) if isinstance(one, dict) else one for one in layer if isinstance(one, dict | list)]
        layer = [item for items in inner for item in items]
        depth += 1
    return depth


def _entries(text: str, document: Any) -> Iterator[Entry]:
    if isinstance(document, list):
        if len(document) > MOST_MESSAGES:
            raise _refused(f"hat mehr als {MOST_MESSAGES} Meldungen", f"has more than {MOST_MESSAGES} messages")
        if not document:
            raise _refused("enthält keine Meldung", "holds no message")
        for number, item in enumerate(document):
            yield _listed(item, f"[{number}]")
    elif "info" in document:
        yield _entry("detail", text, document, "", detail.message)
    elif document.get("type") in ("FeatureCollection", "Feature"):
        yield from _features(text, document)
    elif "payload" in document or "i18nTitle" in document:
        yield _listed(document, "")
    else:
        raise _refused(
            "hat keine bekannte Form: NINA (dashboard, mapData, warnings), GeoJSON oder CAP",
            "is in no known shape: NINA (dashboard, mapData, warnings), GeoJSON or CAP",
        )


def _listed(item: Any, place: str) -> Entry:
    raw = json.dumps(item)
    if not isinstance(item, dict):
        return Entry(kind="?", raw=raw, faults=(Fault(place, "ist kein JSON-Objekt", "is no JSON object"),))
    if "info" in item:
        return _entry("detail", raw, item, place, detail.message)
    if "payload" in item:
        return _entry("dashboard", raw, item, place, overview.dashboard_item)
    if "i18nTitle" in item:
        return _entry("mapData", raw, item, place, overview.map_item)
    return Entry(kind="?", raw=raw, faults=(Fault(place, "hat keine bekannte Form", "is in no known shape"),))


def _entry(kind: str, raw: str, data: dict[str, Any], place: str, reader: _Reader) -> Entry:
    faults: list[Fault] = []
    message = reader(Fields(data, place, faults))
    return Entry(kind=kind, raw=raw, message=None if faults else message, faults=tuple(dict.fromkeys(faults)))


def _features(text: str, document: dict[str, Any]) -> Iterator[Entry]:
    """A collection of NINA is the shape of one alert; elsewhere each feature is an alert of its own."""
    listed = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(listed, list) or not listed or len(listed) > MOST_MESSAGES:
        raise _refused(
            f"braucht 1 bis {MOST_MESSAGES} Flächen in „features“", f"needs 1 to {MOST_MESSAGES} shapes in “features”"
        )
    first: list[Fault] = []
    owners = {geojson.warn_id(Fields(one, "", first)) for one in listed if isinstance(one, dict)} - {""}
    if len(owners) == 1:
        faults: list[Fault] = []
        ground = geojson.shape(document, "features", faults)
        yield Entry(kind="geojson", raw=text, shape=ground, shape_of=owners.pop(), faults=tuple(faults))
        return
    for number, one in enumerate(listed):
        raw = json.dumps(one)
        if isinstance(one, dict):
            yield _entry("geojson", raw, one, f"features[{number}]", geojson.message)
        else:
            fault = Fault(f"features[{number}]", "ist kein JSON-Objekt", "is no JSON object")
            yield Entry(kind="geojson", raw=raw, faults=(fault,))


def _refused(de: str, en: str) -> InvalidError:
    return InvalidError([Fault("document", de, en)])
