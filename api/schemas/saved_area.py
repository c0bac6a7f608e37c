"""Saved areas, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from alerts.domain.model import codec
from alerts.domain.model.saved_area import SavedArea, SavedContent, SavedKind, SavedRevision
from api.schemas.area import AreaIn
from api.schemas.base import Incoming, Outgoing, Words
from api.schemas.content import ZoneIn

Name = Annotated[Words, Field(min_length=1, max_length=120, examples=["Hochwasser Rhin, HQ100"])]
Line = Annotated[Words, Field(max_length=120)]
Text = Annotated[Words, Field(max_length=2_000)]


class SavedAreaIn(Incoming):
    """A new saved area. ``instruction`` is a hint for whoever writes the alert, ``template`` the key of what fits."""

    name: Name
    kind: SavedKind = SavedKind.OTHER
    aliases: tuple[Line, ...] = Field(default=(), max_length=20)
    note: Text = ""
    instruction: Text = ""
    template: Line = ""
    area: AreaIn
    zones: tuple[ZoneIn, ...] = Field(default=(), max_length=3)

    def said(self) -> SavedContent:
        """The domain's word for it. Raises InvalidError."""
        return codec.saved_from_json(self.model_dump(mode="json"))


class SavedAreaPatch(Incoming):
    """What is sent replaces what was there; the rest stays."""

    name: Name | None = None
    kind: SavedKind | None = None
    aliases: tuple[Line, ...] | None = Field(default=None, max_length=20)
    note: Text | None = None
    instruction: Text | None = None
    template: Line | None = None
    area: AreaIn | None = None
    zones: tuple[ZoneIn, ...] | None = Field(default=None, max_length=3)

    def said(self, before: SavedContent) -> SavedContent:
        """The content as it is to become. Raises InvalidError."""
        sent = self.model_dump(mode="json", include=self.model_fields_set)
        return codec.saved_from_json({**codec.saved_to_json(before), **sent})


class SavedAreaLine(Outgoing):
    """A saved area in a list, without its shape."""

    id: UUID
    name: str
    kind: SavedKind
    aliases: list[str]
    note: str
    instruction: str
    template: str
    zone_names: list[str]
    version: int
    author: str
    created: datetime
    changed: datetime
    archived: datetime | None


class SavedAreaOut(SavedAreaLine):
    """A saved area with what was drawn and picked."""

    area: dict[str, Any]
    zones: list[dict[str, Any]]


class SavedAreaList(Outgoing):
    """Saved areas, the best hits first."""

    areas: list[SavedAreaLine]


class RevisionOut(Outgoing):
    """One state of a saved area: ``action`` is saved, changed, archived or restored."""

    number: int
    action: str
    author: str
    at: datetime
    name: str
    kind: SavedKind
    area: dict[str, Any]
    zones: list[dict[str, Any]]


class RevisionList(Outgoing):
    """Every state of a saved area, the newest first."""

    revisions: list[RevisionOut]


def line_of(saved: SavedArea) -> SavedAreaLine:
    """A saved area as a list shows it."""
    return SavedAreaLine(**_line(saved))


def area_of(saved: SavedArea) -> SavedAreaOut:
    """A saved area with its shape as it was drawn."""
    written = codec.saved_to_json(saved.content)
    return SavedAreaOut(**_line(saved), area=written["area"], zones=written["zones"])


def revision_of(revision: SavedRevision) -> RevisionOut:
    """A state of a saved area as it goes out."""
    written = codec.saved_to_json(revision.content)
    return RevisionOut(
        number=revision.number,
        action=revision.action,
        author=revision.author,
        at=revision.at,
        name=revision.content.name,
        kind=revision.content.kind,
        area=written["area"],
        zones=written["zones"],
    )


def _line(saved: SavedArea) -> dict[str, Any]:
    content = saved.content
    return {
        "id": saved.id,
        "name": content.name,
        "kind": content.kind,
        "aliases": list(content.aliases),
        "note": content.note,
        "instruction": content.instruction,
        "template": content.template,
        "zone_names": [zone.name for zone in sorted(content.zones, key=lambda zone: zone.order)],
        "version": saved.version,
        "author": saved.author,
        "created": saved.created,
        "changed": saved.changed,
        "archived": saved.archived,
    }
