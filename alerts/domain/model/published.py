"""What the public may read of a released alert, and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import EASY_GERMAN, GeoJson, Hotline, Info, Reference
from alerts.domain.model.codes import PUBLIC_TEST_CODE, MsgType, Severity, Status
from alerts.domain.model.help_place import HelpPlace


class Standing(StrEnum):
    """What has become of a published alert, as a citizen needs to know it."""

    IN_FORCE = "in-force"
    UPDATED = "updated"
    """A later alert of the thread replaces it."""
    CANCELLED = "cancelled"
    """It was issued in error."""
    ALL_CLEAR = "all-clear"
    EXPIRED = "expired"
    """Its time is over and nobody has given the all-clear: no current information, no all-clear either."""
    DRILL = "drill"


@dataclass(frozen=True, kw_only=True)
class PublishedDistrict:
    """An affected leaf. ``share`` of the leaf is covered (0 to 1), ``people`` live in the covered part."""

    key: str
    name: str
    edition: str
    share: float
    people: int


@dataclass(frozen=True, kw_only=True)
class PublishedZone:
    """A nested part with its own instruction by language; order 1 is the innermost. ``shape`` is EPSG:4326."""

    order: int
    name: str
    shape: GeoJson
    instruction: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PublishedAlert:
    """One released alert as pages, feeds and the check for genuineness show it. ``area`` is EPSG:4326."""

    identifier: str
    code: str
    alert: UUID
    thread: UUID
    authority: UUID
    authority_name: str
    sender: str
    status: Status
    msg_type: MsgType
    severity: Severity
    event: str
    event_code: str | None
    category: str
    urgency: str
    certainty: str
    response_types: tuple[str, ...]
    sent: datetime
    expires: datetime
    all_clear: bool
    succeeded_by: str | None
    infos: tuple[Info, ...]
    zones: tuple[PublishedZone, ...]
    places: tuple[str, ...]
    geocodes: tuple[str, ...]
    references: tuple[Reference, ...]
    hotline: Hotline | None
    contact: str
    link: str
    area: GeoJson
    districts: tuple[PublishedDistrict, ...] = ()
    aim: Aim = Aim.NEWS
    help_places: tuple[HelpPlace, ...] = ()

    @property
    def is_drill(self) -> bool:
        """A drill is published for the check only, never on maps and in feeds."""
        return self.status is Status.EXERCISE

    @property
    def is_public_test(self) -> bool:
        """A Probewarnung: real channels, no danger."""
        return self.event_code == PUBLIC_TEST_CODE

    @property
    def is_prolongation(self) -> bool:
        """The same alert as before, only with a later end; no channel was told."""
        return self.aim is Aim.PROLONGATION

    @property
    def is_cancel(self) -> bool:
        """The message that takes a thread back."""
        return self.msg_type is MsgType.CANCEL

    @property
    def ends_thread(self) -> bool:
        """Whether the thread is over with this message."""
        return self.all_clear or self.is_cancel

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages its text stands in, as the authority ordered them."""
        return tuple(info.language for info in self.infos)

    def info(self, language: str) -> Info:
        """The text in a language, else in German, else the first there is.

        Easy German (``de-easy``) is only given when asked for.
        """
        exact = next((i for i in self.infos if i.language == language), None)
        plain = [i for i in self.infos if i.language != EASY_GERMAN] or list(self.infos)
        near = next((i for i in plain if i.language.split("-")[0] == language.split("-")[0]), None)
        german = next((i for i in plain if i.language.split("-")[0] == "de"), None)
        return exact or near or german or plain[0]


def standing(alert: PublishedAlert, thread: Sequence[PublishedAlert], now: datetime) -> Standing:
    """What has become of ``alert``. ``thread`` is the whole thread, oldest first; ``now`` the database's time."""
    if alert.is_drill:
        return Standing.DRILL
    last = thread[-1] if thread else alert
    if last.is_cancel:
        return Standing.CANCELLED
    if last.all_clear:
        return Standing.ALL_CLEAR
    if last.identifier != alert.identifier:
        return Standing.UPDATED
    return Standing.EXPIRED if alert.expires <= now else Standing.IN_FORCE
