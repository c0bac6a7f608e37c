"""A template: what an operator begins with, by occasion. Plain data; every sentence is meant to be edited.

Texts hold ``{places}`` where the names of the affected districts go, and ``{key}`` where a field's value goes. What
must be filled in and is not yet stands there in square brackets, by the field's name ("[Uhrzeit]"); ``open_marks``
finds it, and no text that holds one can be submitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency

PLACES = "places"
"""The mark for the names of the affected districts; no field may be called so."""

MARK = re.compile(r"\{(\w+)\}")
"""Where a value goes: ``{places}``, ``{fundort}``."""

_OPEN = re.compile(r"\[[^\]]+\]")


class Family(StrEnum):
    """Which shelf a template stands on."""

    WEATHER = "weather"
    WATER = "water"
    POLICE = "police"
    FIRE = "fire"
    SUPPLY = "supply"
    HEALTH = "health"
    EVERYDAY = "everyday"

    @property
    def is_hazard(self) -> bool:
        """Everything but the everyday."""
        return self is not Family.EVERYDAY


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    ADDRESS = "address"
    TIME = "time"
    """A time of day, ``16:00``; every language says it in its own way."""
    NUMBER = "number"
    PHONE = "phone"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer of a field of kind ``CHOICE``, by language."""

    key: str
    names: dict[str, str]

    def name(self, language: str) -> str:
        """The answer in a language: easy German reads German, all else English where it has none of its own."""
        return said(self.names, language)


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something that only the operator knows, asked once and put into all languages.

    ``required``: without it the text keeps a mark and cannot be submitted; otherwise the sentences that need it are
    left out while it is empty. ``longest`` in characters. ``labels``: German and English.
    """

    key: str
    labels: dict[str, str]
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    example: str = ""
    longest: int = 80
    choices: tuple[Choice, ...] = ()

    def label(self, language: str) -> str:
        """What the field asks for."""
        return said(self.labels, language)


@dataclass(frozen=True, kw_only=True)
class TemplateText:
    """The texts of one language. ``inner_headline`` is the headline where an inner zone is drawn: without one nobody
    could know what to leave."""

    event: str
    headline: str
    instruction: str
    description: str = ""
    inner_headline: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The texts by the names of ``Info``; the headline of the zoned one stands apart."""
        return {
            "event": self.event,
            "headline": self.headline,
            "inner_headline": self.inner_headline,
            "description": self.description,
            "instruction": self.instruction,
        }


@dataclass(frozen=True, kw_only=True)
class TemplateZone:
    """An inner zone that such an occasion usually has, with what to do there by language."""

    name: str
    instruction: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Template:
    """One kind of occasion. ``hazard`` is a key of ``phrases.HAZARDS`` or empty; ``holds`` how long it is usually
    valid; ``usual_km2`` and ``usual_leaves`` up to which size it is usual. ``zones``: the innermost first."""

    key: str
    hazard: str
    family: Family
    category: Category
    severity: Severity
    urgency: Urgency = Urgency.IMMEDIATE
    certainty: Certainty = Certainty.OBSERVED
    response_types: tuple[ResponseType, ...] = ()
    event_code: str | None = None
    holds: timedelta = timedelta(hours=5)
    usual_km2: float = 100.0
    usual_leaves: int = 5
    fields: tuple[Field, ...] = ()
    zones: tuple[TemplateZone, ...] = ()
    texts: dict[str, TemplateText] = field(default_factory=dict)

    @property
    def inner_name(self) -> str:
        """Name of the innermost zone, if such an occasion has one."""
        return self.zones[0].name if self.zones else ""

    def name(self, language: str) -> str:
        """The occasion in a language."""
        return (self.texts.get(language) or self.texts["de"]).event

    def zone(self, order: int) -> TemplateZone | None:
        """The zone of an order (1 is the innermost), or None."""
        return self.zones[order - 1] if 1 <= order <= len(self.zones) else None

    def asked(self, zones: int) -> tuple[Field, ...]:
        """The fields that its texts need where so many inner zones are drawn, in their order."""
        used = {key for text in self._used(zones) for key in MARK.findall(text)}
        return tuple(one for one in self.fields if one.key in used)

    def _used(self, zones: int) -> Iterator[str]:
        for text in self.texts.values():
            yield from (text.event, text.description, text.instruction)
            yield (zones and text.inner_headline) or text.headline
        for zone in self.zones[:zones]:
            yield from zone.instruction.values()


def said(words: dict[str, str], language: str) -> str:
    """Words in a language; easy German falls back on German, everything else on English, then on German."""
    fallback = "de" if language.startswith("de") else "en"
    return words.get(language) or words.get(fallback) or words.get("de", "")


def open_marks(text: str) -> tuple[str, ...]:
    """What a text still asks the operator to fill in, brackets included."""
    return tuple(_OPEN.findall(text))
