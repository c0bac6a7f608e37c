"""A CAP message as it was written, for reading foreign and own ones alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.domain.model.alert import Reference


@dataclass(frozen=True, kw_only=True)
class CapCircle:
    """A centre in degrees and a radius in kilometres."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, kw_only=True)
class CapArea:
    """An area. ``polygons`` are closed rings of (lon, lat); ``geocodes`` pairs of valueName and value."""

    name: str
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
    circles: tuple[CapCircle, ...] = ()
    geocodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CapInfo:
    """One ``info``; texts are empty and times None where the document has none."""

    language: str
    categories: tuple[str, ...]
    event: str
    response_types: tuple[str, ...]
    urgency: str
    severity: str
    certainty: str
    event_codes: tuple[tuple[str, str], ...]
    effective: datetime | None
    onset: datetime | None
    expires: datetime | None
    sender_name: str
    headline: str
    description: str
    instruction: str
    web: str
    contact: str
    audience: str
    parameters: tuple[tuple[str, str], ...]
    areas: tuple[CapArea, ...]

    def parameter(self, name: str) -> str | None:
        """The first parameter of a name, None if there is none."""
        return next((value for key, value in self.parameters if key == name), None)


@dataclass(frozen=True, kw_only=True)
class CapMessage:
    """One ``alert``. ``sent_text`` is ``sent`` verbatim, as references must repeat it."""

    identifier: str
    sender: str
    sent: datetime
    sent_text: str
    status: str
    msg_type: str
    scope: str
    source: str
    note: str
    codes: tuple[str, ...]
    references: tuple[Reference, ...]
    incidents: tuple[str, ...]
    infos: tuple[CapInfo, ...]
    is_signed: bool
    """Whether it carries a signature; whether that holds is checked elsewhere."""
