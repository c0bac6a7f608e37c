"""What every model that comes in shares."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Key = Annotated[str, Field(min_length=3, max_length=120, examples=["ortsteil:berlin:0102"])]
"""A district key, ``level:scheme:code``."""


def _writable(text: str) -> str:
    """Refuse what no database text can hold and nobody can read."""
    if any(ord(sign) < 32 and sign not in "\t\n\r" for sign in text) or "\x7f" in text:
        raise ValueError("no control characters")
    return text


Words = Annotated[str, AfterValidator(_writable)]
"""Text of a person, without control characters."""


class Incoming(BaseModel):
    """A body: unknown fields are refused, numbers are finite."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Outgoing(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


_TRIANGLE = {"type": "Polygon", "coordinates": [[[13.33, 52.53], [13.36, 52.53], [13.35, 52.54], [13.33, 52.53]]]}

GeoJsonIn = Annotated[
    dict[str, Any],
    Field(
        description="A GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection in WGS 84, longitude first.",
        examples=[
            {"type": "Polygon", "coordinates": [[[13.33, 52.53], [13.36, 52.53], [13.35, 52.54], [13.33, 52.53]]]}
        ],
    ),
]
