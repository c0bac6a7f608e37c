"""The closed lists: CAP 1.2's code values, and our own."""

from __future__ import annotations

from enum import StrEnum

PUBLIC_TEST_CODE = "BBK-EVC-050"
"""Event code of a Probewarnung, the public test on live channels."""


class Status(StrEnum):
    """CAP status. A drill is ``EXERCISE`` and never meets a live channel."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    TEST = "Test"


class MsgType(StrEnum):
    """CAP msgType. An all-clear is an ``UPDATE`` whose responseType is AllClear; ``CANCEL`` means issued in error."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Severity(StrEnum):
    """CAP severity, in rising order."""

    MINOR = "Minor"
    MODERATE = "Moderate"
    SEVERE = "Severe"
    EXTREME = "Extreme"

    @property
    def level(self) -> int:
        """1 (Minor) to 4 (Extreme)."""
        return list(Severity).index(self) + 1

    @property
    def is_emergency(self) -> bool:
        """Severe and Extreme: slivers count, the wider width is proposed, the emergency lane carries."""
        return self.level >= Severity.SEVERE.level


class Urgency(StrEnum):
    """CAP urgency."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    """CAP certainty."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


class Category(StrEnum):
    """CAP category."""

    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


class ResponseType(StrEnum):
    """CAP responseType."""

    SHELTER = "Shelter"
    EVACUATE = "Evacuate"
    PREPARE = "Prepare"
    EXECUTE = "Execute"
    AVOID = "Avoid"
    MONITOR = "Monitor"
    ASSESS = "Assess"
    ALL_CLEAR = "AllClear"
    NONE = "None"


class Width(StrEnum):
    """How far an alert goes beyond the channels of the affected leaves."""

    TARGETED = "targeted"
    WITH_PARENT = "with-parent"
    AUTHORITY = "authority"


class Level(StrEnum):
    """The level of a district, the first part of its key."""

    LAND = "land"
    KREIS = "kreis"
    GEMEINDE = "gemeinde"
    BEZIRK = "bezirk"
    ORTSTEIL = "ortsteil"
    STADTBEZIRK = "stadtbezirk"
    STADTTEIL = "stadtteil"
    BEZIRKSREGION = "bezirksregion"
    PLANUNGSRAUM = "planungsraum"


class ChannelKind(StrEnum):
    """What a channel runs on."""

    WHATSAPP = "whatsapp"
    WHATSAPP_MANUAL = "whatsapp-manual"
    TELEGRAM = "telegram"
    EMAIL = "email"
    WEBHOOK = "webhook"


class Purpose(StrEnum):
    """What a channel is for."""

    WARNINGS = "warnings"
    MIXED = "mixed"


class ChannelState(StrEnum):
    """Only ``ACTIVE`` channels count in routing."""

    ACTIVE = "active"
    PAUSED = "paused"
    DEAD = "dead"
    UNSTAFFED = "unstaffed"
    ARCHIVED = "archived"


class Lane(StrEnum):
    """A queue with workers of its own."""

    EMERGENCY = "emergency"
    WARNING = "warning"
    ROUTINE = "routine"
    SANDBOX = "sandbox"


class Role(StrEnum):
    """What a person may do within an authority."""

    OPERATOR = "operator"
    APPROVER = "approver"
    OFFICE = "office"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class AlertState(StrEnum):
    """Where an alert stands. ``RELEASED`` is what approval leads to; expiry is derived from the clock."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RELEASED = "released"
    DISCARDED = "discarded"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    HELD = "held"
    DEAD = "dead"


class Outcome(StrEnum):
    """What one try came to. Anything that is not provably one of the others is ``UNKNOWN``."""

    ACCEPTED = "accepted"
    """The gateway took it and named it."""
    NOT_SENT = "not-sent"
    """Provably not applied (connection refused, a documented not-applied answer): may be tried again."""
    THROTTLED = "throttled"
    """Provably not applied, and the gateway says when to come back."""
    REFUSED = "refused"
    """Provably not applied, and trying again is useless: a person must act."""
    UNKNOWN = "unknown"
    """It may have been applied or not: settle, read back, only then decide."""
    AWAITS_PERSON = "awaits-person"
    """A manual post: it lies in somebody's inbox now."""
