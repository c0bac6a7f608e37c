"""An alert that somebody else issued, as it was read: what it says, where and until when, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.domain.model.alert import GeoJson, Info
from alerts.domain.model.codes import Category, Certainty, MsgType, ResponseType, Severity, Status, Urgency


@dataclass(frozen=True, kw_only=True)
class ForeignMessage:
    """One message of another issuer. ``references`` are the identifiers of those that it replaces or ends.

    ``severity`` is None where the issuer gave none or one that is not CAP's. ``geocodes`` are digits only: a 12-digit
    ARS, an 8-digit AGS or a 5-digit Kreis. ``geometry`` is EPSG:4326.
    """

    identifier: str
    sender: str
    issuer: str
    sent: datetime
    status: Status = Status.ACTUAL
    msg_type: MsgType = MsgType.ALERT
    references: tuple[str, ...] = ()
    severity: Severity | None = None
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    category: Category = Category.OTHER
    response_types: tuple[ResponseType, ...] = ()
    event_code: str = ""
    onset: datetime | None = None
    expires: datetime | None = None
    infos: tuple[Info, ...] = ()
    area_name: str = ""
    web: str = ""
    contact: str = ""
    geometry: GeoJson | None = None
    geocodes: tuple[str, ...] = ()

    @property
    def info(self) -> Info:
        """Its German text, else the first there is; a message always has one."""
        return next((one for one in self.infos if one.language == "de"), self.infos[0])

    @property
    def ends(self) -> bool:
        """Whether it only ends what it refers to: a cancel or an all-clear."""
        return self.msg_type is MsgType.CANCEL or ResponseType.ALL_CLEAR in self.response_types

    @property
    def is_real(self) -> bool:
        """Whether it is meant for the public: no exercise and no test of the line."""
        return self.status is Status.ACTUAL
