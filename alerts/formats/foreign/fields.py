"""Reading of JSON that others wrote: every wrong value is a fault with its place, and reading goes on."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from alerts.domain.errors import Fault
from alerts.domain.model.codec import FIRST_YEAR, LAST_YEAR

LONGEST = 20_000
"""Characters of one text."""
MOST = 2_000
"""Entries of one list."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile(r"<\s*(?:br\s*/?|/\s*p|/\s*div|/\s*li)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")

E = TypeVar("E", bound=StrEnum)


class Fields:
    """An object of a document at its place. All readers add to the same ``faults``."""

    def __init__(self, data: Mapping[str, Any], place: str, faults: list[Fault]) -> None:
        self.data, self.place, self.faults = data, place, faults

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def fault(self, name: str, de: str, en: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append(Fault(place=self.at(name), de=de, en=en))

    def text(self, name: str, *, needed: bool = False) -> str:
        """A text without the signs that nothing can hold; numbers count as texts. Empty where there is none."""
        value = self.data.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            value = str(value)
        if value is None or value == "":
            if needed:
                self.fault(name, "fehlt", "is missing")
            return ""
        if not isinstance(value, str):
            self.fault(name, "ist kein Text", "is no text")
            return ""
        if len(value) > LONGEST:
            self.fault(name, f"ist länger als {LONGEST} Zeichen", f"is longer than {LONGEST} characters")
            return ""
        return _UNFIT.sub(" ", value).strip()

    def prose(self, name: str, *, needed: bool = False) -> str:
        """A text for people: the mark-up that some sources put in becomes line breaks or goes."""
        return plain(self.text(name, needed=needed))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.data.get(name)
        if value is None:
            return ()
        listed = value if isinstance(value, list) else [value]
        if len(listed) > MOST:
            self.fault(name, f"hat mehr als {MOST} Einträge", f"has more than {MOST} entries")
            return ()
        inner = Fields({str(n): one for n, one in enumerate(listed)}, self.at(name), self.faults)
        return tuple(text for n in range(len(listed)) if (text := inner.text(str(n))))

    def time(self, name: str, *, needed: bool = False) -> datetime | None:
        """An ISO time with its offset."""
        written = self.text(name, needed=needed)
        if not written:
            return None
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            moment = None
        if moment is None or moment.utcoffset() is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fault(
                name,
                "ist keine Zeit mit Zeitzone, etwa 2026-11-24T20:00:00+01:00",
                "is no time with its offset, such as 2026-11-24T20:00:00+01:00",
            )
            return None
        return moment

    def choice(self, kind: type[E], name: str) -> E | None:
        """One of CAP's values, whatever its case; None where there is none or another."""
        written = self.text(name).casefold()
        return next((one for one in kind if one.value.casefold() == written), None)

    def inside(self, name: str) -> Fields:
        """A nested object; an empty one where there is none."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, dict):
            self.fault(name, "ist kein JSON-Objekt", "is no JSON object")
        return Fields(value if isinstance(value, dict) else {}, self.at(name), self.faults)

    def items(self, name: str, *, needed: bool = False) -> tuple[Fields, ...]:
        """A list of objects; a single object is a list of one."""
        value = self.data.get(name)
        if value is None:
            value = []
        listed = value if isinstance(value, list) else [value]
        if len(listed) > MOST:
            self.fault(name, f"hat mehr als {MOST} Einträge", f"has more than {MOST} entries")
            return ()
        found = []
        for number, one in enumerate(listed):
            if isinstance(one, dict):
                found.append(Fields(one, f"{self.at(name)}[{number}]", self.faults))
            else:
                self.fault(f"{name}[{number}]", "ist kein JSON-Objekt", "is no JSON object")
        if needed and not listed:
            self.fault(name, "fehlt", "is missing")
        return tuple(found)


def plain(text: str) -> str:
    """A text without HTML: breaks stay breaks, other tags go, signs written as entities become signs."""
    if "<" not in text and "&" not in text:
        return text
    unmarked = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return _UNFIT.sub(" ", "\n".join(line.strip() for line in unmarked.splitlines())).strip()
