"""CAP's times: an offset always, never Z, never fractions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")


def shown(moment: datetime) -> str:
    """An aware moment as CAP writes it, in Berlin's time. Raises ValueError for a naive one.

    Fractions are cut, not rounded; whole minutes of offset are all that Berlin has had since CAP exists.
    """
    if moment.tzinfo is None:
        raise ValueError("CAP times need a time zone")
    local = moment.astimezone(BERLIN).replace(microsecond=0)
    if local.utcoffset() is None or (local.utcoffset() or timedelta()).total_seconds() % 60:
        raise ValueError("CAP times need an offset of whole minutes")
    return local.isoformat()


def read(text: str) -> datetime | None:
    """The aware moment, or None where the text is not as CAP wants it."""
    if not PATTERN.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
