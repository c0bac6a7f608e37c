"""What a person decides about an alert, as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from alerts.domain.model import codec
from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import (
    Category,
    Certainty,
    MsgType,
    ResponseType,
    Severity,
    Status,
    Urgency,
    Width,
)
from alerts.domain.model.help_place import HelpKind
from alerts.domain.model.mowas import MowasState
from api.schemas.area import MOST_KEYS, AreaIn
from api.schemas.base import Incoming, Key, Words

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["de"])]


class InfoIn(Incoming):
    """The text in one language; ``headline`` is the first line of every post."""

    language: Language
    event: Annotated[Words, Field(max_length=200, examples=["Bombenfund"])]
    headline: Annotated[Words, Field(max_length=500, examples=["Bombenfund in Moabit: Gebiet sofort verlassen"])]
    description: Annotated[Words, Field(max_length=10_000)] = ""
    instruction: Annotated[Words, Field(max_length=10_000)] = ""


class ZoneIn(Incoming):
    """A nested part with its own instruction by language; 1 is the innermost."""

    order: int = Field(ge=1, le=3)
    name: Annotated[Words, Field(max_length=100)]
    area: AreaIn
    instruction: dict[Language, Annotated[Words, Field(max_length=10_000)]] = Field(default={}, max_length=12)
    key: Annotated[Words, Field(max_length=60)] = ""


class HotlineIn(Incoming):
    """Whom people may call."""

    number: Annotated[Words, Field(max_length=60)]
    hours: Annotated[Words, Field(max_length=200)] = ""


class HelpPlaceIn(Incoming):
    """Where people find shelter, water or somebody to ask; ``lat`` and ``lon`` in degrees, both or neither."""

    kind: HelpKind
    name: Annotated[Words, Field(max_length=200)]
    address: Annotated[Words, Field(max_length=300)] = ""
    hours: Annotated[Words, Field(max_length=200)] = ""
    access: Annotated[Words, Field(max_length=300)] = ""
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)


class MowasIn(Incoming):
    """What was done about MoWaS: triggered (by whom, when, identifier), requested, or why it is not needed."""

    state: MowasState
    by: Annotated[Words, Field(max_length=200)] = ""
    at: AwareDatetime | None = None
    identifier: Annotated[Words, Field(max_length=200)] = ""
    reason: Annotated[Words, Field(max_length=1_000)] = ""


class RegardIn(Incoming):
    """Why it says something else than an alert in force, or the same once more."""

    identifier: Annotated[Words, Field(max_length=300)]
    reason: Annotated[Words, Field(max_length=1_000)]


class ContentIn(Incoming):
    """An alert's content, with CAP's words. What is left out takes its default; a draft may be unfinished."""

    status: Status = Status.ACTUAL
    hazard: Annotated[Words, Field(max_length=60, examples=["bomb"])] = ""
    event_code: Annotated[Words, Field(max_length=60)] | None = None
    category: Category = Category.SAFETY
    response_types: tuple[ResponseType, ...] = Field(default=(), max_length=9)
    severity: Severity = Severity.MODERATE
    urgency: Urgency = Urgency.IMMEDIATE
    certainty: Certainty = Certainty.OBSERVED
    onset: AwareDatetime | None = None
    expires: AwareDatetime | None = None
    infos: tuple[InfoIn, ...] = Field(default=(), max_length=12)
    area: AreaIn = AreaIn()
    area_name: Annotated[Words, Field(max_length=200)] = ""
    zones: tuple[ZoneIn, ...] = Field(default=(), max_length=3)
    width: Width = Width.TARGETED
    sliver_choices: dict[Key, bool] = Field(default={}, max_length=MOST_KEYS)
    hotline: HotlineIn | None = None
    contact: Annotated[Words, Field(max_length=200)] = ""
    note: Annotated[Words, Field(max_length=2_000)] = ""
    template: Annotated[Words, Field(max_length=100)] = ""
    fields: dict[Annotated[Words, Field(max_length=30)], Annotated[Words, Field(max_length=200)]] = Field(
        default={}, max_length=20
    )
    whole_districts: bool = False
    help_places: tuple[HelpPlaceIn, ...] = Field(default=(), max_length=20)
    mowas: MowasIn | None = None
    regards: tuple[RegardIn, ...] = Field(default=(), max_length=50)

    def said(self) -> Content:
        """The domain's word for it: a new alert. Raises InvalidError."""
        return codec.content_from_json(self.model_dump(mode="json"))

    def over(self, before: Content) -> Content:
        """``before`` with the fields that were sent. Raises InvalidError."""
        sent = self.model_dump(mode="json", include=self.model_fields_set)
        return codec.content_from_json(codec.content_to_json(before) | sent)


class ContentOut(ContentIn):
    """The content as it stands, every field there."""

    msg_type: MsgType
    aim: Aim


def content_body(content: Content) -> dict[str, Any]:
    """A content as plain JSON values."""
    return codec.content_to_json(content)
