"""A template that an authority has made for itself, and every state it has had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alerts.domain.templates.template import Template

_PREFIX = "own"


@dataclass(frozen=True, kw_only=True)
class OwnTemplate:
    """An own template as it stands. ``number`` counts its changes from 1; ``archived`` ones are no longer offered."""

    id: UUID
    authority: UUID
    template: Template
    number: int
    author: str
    created: datetime
    changed: datetime
    archived: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TemplateRevision:
    """One change of an own template: what it was from then on, and by whom."""

    number: int
    action: str
    template: Template
    author: str
    at: datetime


def keyed(template: Template, template_id: UUID, number: int) -> Template:
    """The template under the key by which an alert remembers exactly this state of it."""
    return replace(template, key=f"{_PREFIX}:{template_id}:{number}")


def parts_of(key: str) -> tuple[UUID, int] | None:
    """Which own template a key means and in which state; None for a key of the catalogue, and for nonsense."""
    prefix, _, rest = key.partition(":")
    name, _, number = rest.partition(":")
    if prefix != _PREFIX or not number.isdecimal() or not number.isascii() or len(number) > 9:
        return None
    try:
        return UUID(name), int(number)
    except ValueError:
        return None
