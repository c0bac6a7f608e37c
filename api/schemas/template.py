"""Templates, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from alerts.domain.model import codec
from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency
from alerts.domain.templates import Family, FieldKind, OwnTemplate, Template, TemplateRevision
from alerts.domain.templates.checking import hints
from api.schemas.base import Incoming, Outgoing, Words
from api.schemas.content import Language

Line = Annotated[Words, Field(max_length=200)]
Short = Annotated[Words, Field(max_length=60)]
Text = Annotated[Words, Field(max_length=5_000)]
Label = dict[Language, Line]


class ChoiceIn(Incoming):
    """One answer of a field of kind ``choice``, by language."""

    key: Short
    names: Label = Field(max_length=12)


class FieldIn(Incoming):
    """Something only the operator knows; texts hold it as ``{key}``."""

    key: Annotated[Words, Field(max_length=30, examples=["fundort"])]
    labels: Label = Field(max_length=12, examples=[{"de": "Fundort", "en": "Place of the find"}])
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    example: Line = ""
    longest: Annotated[int, Field(ge=1, le=200)] = 80
    choices: tuple[ChoiceIn, ...] = Field(default=(), max_length=20)


class TextIn(Incoming):
    """The texts of one language; ``{places}`` stands for the districts, ``inner_headline`` is for drawn zones."""

    event: Line
    headline: Annotated[
        Words, Field(max_length=500, examples=["Straßenfest in {places} am {tag}: Auto stehen lassen."])
    ]
    instruction: Text
    description: Text = ""
    inner_headline: Annotated[Words, Field(max_length=500)] = ""


class TemplateZoneIn(Incoming):
    """An inner zone that such an occasion usually has."""

    name: Line
    instruction: dict[Language, Text] = Field(max_length=12)


class TemplateIn(Incoming):
    """A new template. ``hazard`` is a key of ours or empty, ``holds`` the usual duration in minutes."""

    family: Family = Family.EVERYDAY
    hazard: Short = ""
    event_code: Annotated[Words, Field(max_length=40, pattern=r"^BBK-EVC-\d{3}$")] | None = None
    category: Category = Category.OTHER
    severity: Severity = Severity.MINOR
    urgency: Urgency = Urgency.EXPECTED
    certainty: Certainty = Certainty.OBSERVED
    response_types: tuple[ResponseType, ...] = Field(default=(), max_length=8)
    holds: Annotated[int, Field(ge=15, le=44_640)] = 300
    usual_km2: Annotated[float, Field(gt=0, le=400_000)] = 100.0
    usual_leaves: Annotated[int, Field(ge=1, le=12_000)] = 5
    fields: tuple[FieldIn, ...] = Field(default=(), max_length=12)
    zones: tuple[TemplateZoneIn, ...] = Field(default=(), max_length=3)
    texts: dict[Language, TextIn] = Field(max_length=12)

    def said(self) -> Template:
        """The domain's word for it. Raises InvalidError."""
        return codec.noun_from_json({**self.model_dump(mode="json"), "key": ""}, Template)


class TemplatePatch(TemplateIn):
    """What is sent replaces what was there; the rest stays."""

    texts: dict[Language, TextIn] = Field(default={}, max_length=12)

    def over(self, before: Template) -> Template:
        """The template as it is to become. Raises InvalidError."""
        sent = self.model_dump(mode="json", include=self.model_fields_set)
        return codec.noun_from_json({**codec.noun_to_json(before), **sent}, Template)


class TemplateLine(Outgoing):
    """A template in a list; ``own`` has an id and a version, the catalogue's do not."""

    key: str
    name: str
    family: Family
    severity: Severity
    own: UUID | None = None
    version: int | None = None


class TemplateList(Outgoing):
    """Templates, own ones first."""

    templates: list[TemplateLine]


class TemplateOut(Outgoing):
    """An own template as it stands; ``hints`` say what it had better hold."""

    id: UUID
    key: str
    version: int
    author: str
    created: datetime
    changed: datetime
    archived: datetime | None
    hints: list[str]
    content: dict[str, Any]


class TemplateRevisionOut(Outgoing):
    """One state of a template."""

    number: int
    action: str
    author: str
    at: datetime
    content: dict[str, Any]


class TemplateRevisionList(Outgoing):
    """Every state, the newest first."""

    revisions: list[TemplateRevisionOut]


def line_of(template: Template, own: OwnTemplate | None = None) -> TemplateLine:
    """For a list."""
    return TemplateLine(
        key=template.key,
        name=template.name("de"),
        family=template.family,
        severity=template.severity,
        own=own.id if own else None,
        version=own.number if own else None,
    )


def template_of(own: OwnTemplate) -> TemplateOut:
    """As it goes out."""
    return TemplateOut(
        id=own.id,
        key=own.template.key,
        version=own.number,
        author=own.author,
        created=own.created,
        changed=own.changed,
        archived=own.archived,
        hints=[f"{hint.place}: {hint.en}" for hint in hints(own.template)],
        content=content_of(own.template),
    )


def revision_of(revision: TemplateRevision) -> TemplateRevisionOut:
    """As it goes out."""
    return TemplateRevisionOut(
        number=revision.number,
        action=revision.action,
        author=revision.author,
        at=revision.at,
        content=content_of(revision.template),
    )


def content_of(template: Template) -> dict[str, Any]:
    """What a person decides about a template, as it came in."""
    written = codec.noun_to_json(template)
    del written["key"]
    return written
