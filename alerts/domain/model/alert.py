"""An alert's content: everything a person decides, and what release adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from alerts.domain.model.aim import Aim
from alerts.domain.model.codes import (
    PUBLIC_TEST_CODE,
    AlertState,
    Category,
    Certainty,
    MsgType,
    ResponseType,
    Severity,
    Status,
    Urgency,
    Width,
)
from alerts.domain.model.help_place import HelpPlace
from alerts.domain.model.mowas import MowasStep
from alerts.domain.model.regard import Regard

GeoJson = dict[str, Any]

EASY_GERMAN = "de-easy"
"""Our key for Leichte Sprache; in CAP and HTML it is written ``de-simple`` (IANA variant "simple")."""


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A centre (degrees, EPSG:4326) and a true radius in metres."""

    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, kw_only=True)
class AreaRequest:
    """What an alert is for, as the operator said it: (geometry ∪ districts ∪ circle) − subtract."""

    geometry: GeoJson | None = None
    districts: tuple[str, ...] = ()
    circle: Circle | None = None
    subtract: GeoJson | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been drawn or picked yet."""
        return self.geometry is None and not self.districts and self.circle is None


@dataclass(frozen=True, kw_only=True)
class Info:
    """The text in one language. ``headline`` is the first line, the one on the lock screen."""

    language: str
    event: str
    headline: str
    description: str = ""
    instruction: str = ""


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A nested part of the area with its own instruction (by language); order 1 is the innermost and wins."""

    order: int
    name: str
    area: AreaRequest
    instruction: dict[str, str] = field(default_factory=dict)
    key: str = ""
    """Stays with the zone when the order changes, so that its instruction does too; the map page makes it up."""

    @property
    def mark(self) -> str:
        """Its key; of a zone that never got one, its place."""
        return self.key or f"zone-{self.order}"


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """Whom people may call; goes below every post with "keine Antworten hier; Notruf 110/112"."""

    number: str
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything a person decides about one alert; a version is one of these, frozen.

    Times are aware. ``expires`` may be missing in a draft, never at submit. ``sliver_choices`` holds the leaves
    whose sliver rule the operator switched (key -> in or out).
    """

    status: Status = Status.ACTUAL
    msg_type: MsgType = MsgType.ALERT
    hazard: str = ""
    event_code: str | None = None
    category: Category = Category.SAFETY
    response_types: tuple[ResponseType, ...] = ()
    severity: Severity = Severity.MODERATE
    urgency: Urgency = Urgency.IMMEDIATE
    certainty: Certainty = Certainty.OBSERVED
    onset: datetime | None = None
    expires: datetime | None = None
    infos: tuple[Info, ...] = ()
    area: AreaRequest = field(default_factory=AreaRequest)
    area_name: str = ""
    """The places in words for headline and areaDesc; empty means: the names of the affected leaves."""
    zones: tuple[Zone, ...] = ()
    width: Width = Width.TARGETED
    sliver_choices: dict[str, bool] = field(default_factory=dict)
    hotline: Hotline | None = None
    contact: str = ""
    """Replaces the whole hotline block below every post, for when even "Notruf 110/112" would be wrong."""
    note: str = ""
    template: str = ""
    """Key of the template it began with; empty where none was taken or the alert is older than this field."""
    fields: dict[str, str] = field(default_factory=dict)
    """What was filled into the template's fields, as it was typed, by the fields' keys."""
    whole_districts: bool = False
    """Publish the affected leaves whole instead of the exact shape; routing is the same for both."""
    help_places: tuple[HelpPlace, ...] = ()
    mowas: MowasStep | None = None
    regards: tuple[Regard, ...] = ()
    aim: Aim = Aim.NEWS

    @property
    def is_drill(self) -> bool:
        """A drill goes to the sandbox only."""
        return self.status is Status.EXERCISE

    @property
    def is_public_test(self) -> bool:
        """A Probewarnung: real channels, fixed words, no danger."""
        return self.status is Status.ACTUAL and self.event_code == PUBLIC_TEST_CODE

    @property
    def is_all_clear(self) -> bool:
        """An Update that ends the thread because the danger is over."""
        return self.msg_type is MsgType.UPDATE and ResponseType.ALL_CLEAR in self.response_types

    @property
    def is_cancel(self) -> bool:
        """A Cancel: the thread was issued in error."""
        return self.msg_type is MsgType.CANCEL

    @property
    def ends_thread(self) -> bool:
        """Whether the thread is over once this is released."""
        return self.is_all_clear or self.is_cancel

    def info(self, language: str) -> Info | None:
        """The text in a language, or None: the exact tag first, then one of the same first part.

        Easy German (``de-easy``) is a text of its own: it neither stands in for German nor German for it.
        """
        exact = next((i for i in self.infos if i.language == language), None)
        if exact or language == EASY_GERMAN:
            return exact
        wanted = language.split("-")[0]
        return next((i for i in self.infos if i.language != EASY_GERMAN and i.language.split("-")[0] == wanted), None)


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """The authority as a message names it."""

    id: UUID
    slug: str
    name: str
    sender: str
    """CAP sender, e.g. ``leitstelle@mitte.example``."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A predecessor, as CAP's references name it; ``sent`` is verbatim."""

    sender: str
    identifier: str
    sent: str


@dataclass(frozen=True, kw_only=True)
class ReleasedAlert:
    """A released alert with what release filled in. ``places`` are the affected districts' names."""

    identifier: str
    code: str
    sent: datetime
    issuer: Issuer
    content: Content
    places: tuple[str, ...]
    geocodes: tuple[str, ...]
    """12-digit ARS of the affected Gemeinden and Kreise, as far as known; some of them hardly touched."""
    covered: tuple[str, ...] = ()
    """Those of ``geocodes`` that the area covers wholly: CAP reads a geocode as the whole unit."""
    area: GeoJson
    references: tuple[Reference, ...] = ()
    zones: tuple[tuple[Zone, GeoJson], ...] = ()
    incidents: tuple[str, ...] = ()
    """What CAP calls the incidents that the alert belongs to, each without blanks."""
    link: str = ""
    """Public page of the alert (absolute)."""

    @property
    def effective(self) -> datetime:
        """When it begins to hold: at once, on being sent."""
        return self.sent


@dataclass(frozen=True, kw_only=True)
class VersionInfo:
    """One edit of an alert: who wrote it when."""

    number: int
    author: UUID
    created: datetime


@dataclass(frozen=True, kw_only=True)
class AlertStanding:
    """What the life cycle needs to know about an alert to allow or refuse a step."""

    state: AlertState
    authors: frozenset[UUID]
    is_drill: bool
    submitted_hash: str | None = None
    expires: datetime | None = None
    thread_ended: bool = False
