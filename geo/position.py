"""A place that a person typed as two numbers: "52.53, 13.34", "52,53; 13,34", "N 52° 31' 48\" E 13° 20' 24\""."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.errors import FarAwayError, NotFiniteError, Spot, SwappedAxesError
from geo.limits import NEAR_GERMANY

LONGEST = 100
"""Characters that a position may have."""

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_DECIMALS = re.compile(rf"([+-]?{_NUMBER})\s*(?:[;/\s]|,\s|,(?=\d+\.))\s*([+-]?{_NUMBER})")
_SEXAGESIMAL = re.compile(rf"({_NUMBER})°\s*(?:({_NUMBER})['′])?\s*(?:({_NUMBER})(?:\"|″|''))?")
_HEAVEN = re.compile(r"[NSEWO]", re.IGNORECASE)


class Position(NamedTuple):
    """Degrees north and east."""

    lat: float
    lon: float


def position(text: str) -> Position | None:
    """The place that was typed, latitude first as people write it, or None where the text is no pair of numbers.

    Raises a ShapeRefusedError for numbers that are nowhere near Germany, and says so if they are swapped.
    """
    if len(text) > LONGEST:
        return None
    bare = " ".join(_HEAVEN.sub(" ", text).split())
    pair = _in_degrees(bare) or _decimal(bare)
    return None if pair is None else _near(*pair)


def _decimal(text: str) -> tuple[float, float] | None:
    found = _DECIMALS.fullmatch(text.strip(" ,;"))
    return None if found is None else (_value(found[1]), _value(found[2]))


def _in_degrees(text: str) -> tuple[float, float] | None:
    parts = list(_SEXAGESIMAL.finditer(text))
    rest = _SEXAGESIMAL.sub("", text)
    if len(parts) != 2 or rest.strip(" ,;/"):
        return None
    first, second = (_degrees(part.groups()) for part in parts)
    return first, second


def _degrees(parts: Sequence[str | None]) -> float:
    whole, minutes, seconds = (_value(part) if part else 0.0 for part in parts)
    return whole + minutes / 60.0 + seconds / 3600.0


def _value(text: str) -> float:
    return float(text.replace(",", "."))


def _near(lat: float, lon: float) -> Position:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise NotFiniteError
    if _holds(lat, lon):
        return Position(lat, lon)
    spot = Spot(lon=lon, lat=lat)
    raise SwappedPositionError(spot) if _holds(lon, lat) else FarAwayError(spot)


def _holds(lat: float, lon: float) -> bool:
    return NEAR_GERMANY.south <= lat <= NEAR_GERMANY.north and NEAR_GERMANY.west <= lon <= NEAR_GERMANY.east


class SwappedPositionError(SwappedAxesError):
    """A typed position begins with its latitude; longitude came first."""

    code = "shape-axes-swapped"
    de = "So gelesen liegt der Ort im Golf von Aden: Breite und Länge sind vertauscht. Die Breite (47 bis 55) zuerst."
    en = "Read like this the place lies in the Gulf of Aden: the numbers are swapped. Latitude (47 to 55) comes first."
