"""An own template out of its form, and back onto it: lenient, so that nothing typed is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from alerts.domain.errors import Fault
from alerts.domain.model.codes import Category, Certainty, ResponseType, Severity, Urgency
from alerts.domain.templates import (
    Choice,
    Family,
    Field,
    FieldKind,
    Template,
    TemplateText,
    TemplateZone,
)

LANGUAGES = ("de", "en", "de-easy")
"""Languages with a place on the form; a template's others are kept as they are."""

PARTS = ("event", "headline", "inner_headline", "instruction", "description")
MOST_ROWS = 20
LONGEST_STEP = 40

_ROW = re.compile(r"(field|zone)(\d{1,2})_\w")
_PLACE = re.compile(
    r"(fields|zones)\[(\d+)\]\.(?:labels\.(?P<label>[\w-]+)|instruction\.(?P<said>[\w-]+)|(?P<name>\w+))"
)
E = TypeVar("E", bound=StrEnum)

BLANK = Template(
    key="",
    hazard="",
    family=Family.EVERYDAY,
    category=Category.OTHER,
    severity=Severity.MINOR,
    urgency=Urgency.EXPECTED,
    texts={"de": TemplateText(event="", headline="", instruction="")},
)
"""What a template made from scratch begins with."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """A template as far as the form gives one, and what could not be read."""

    template: Template
    faults: tuple[Fault, ...]


def read(form: Mapping[str, str], before: Template) -> Read:
    """The form over what was there before."""
    faults: list[Fault] = []
    template = replace(
        before,
        family=_choice(Family, form, "family", before.family),
        category=_choice(Category, form, "category", before.category),
        hazard=form.get("hazard", before.hazard).strip(),
        severity=_choice(Severity, form, "severity", before.severity),
        urgency=_choice(Urgency, form, "urgency", before.urgency),
        certainty=_choice(Certainty, form, "certainty", before.certainty),
        response_types=_responses(form, before),
        holds=timedelta(minutes=round(_number(form, "holds", before.holds.total_seconds() / 3600, faults) * 60)),
        usual_km2=_number(form, "usual_km2", before.usual_km2, faults),
        usual_leaves=round(_number(form, "usual_leaves", before.usual_leaves, faults)),
        fields=tuple(_field(form, number) for number in _rows(form, "field")),
        zones=tuple(_zone(form, number, before) for number in _rows(form, "zone")),
        texts=_texts(form, before),
    )
    return Read(template=template, faults=tuple(faults))


def stepped(template: Template, step: str) -> Template:
    """The template after one step of the form (``add-field``, ``remove-zone:0``); nonsense changes nothing."""
    verb, _, number = step.partition(":")
    at = int(number) if number.isdecimal() and len(number) < 3 else -1
    if verb == "add-field" and len(template.fields) < MOST_ROWS:
        return replace(template, fields=(*template.fields, Field(key="", labels={})))
    if verb == "add-zone" and len(template.zones) < MOST_ROWS:
        return replace(template, zones=(*template.zones, TemplateZone(name="", instruction={})))
    if verb == "remove-field":
        return replace(template, fields=tuple(one for row, one in enumerate(template.fields) if row != at))
    if verb == "remove-zone":
        return replace(template, zones=tuple(one for row, one in enumerate(template.zones) if row != at))
    return template


def input_of(place: str) -> str:
    """The input of the form that a fault's place means; empty if there is none of its own."""
    if place.startswith("texts."):
        _, language, *rest = place.split(".")
        return f"{rest[0] if rest else 'event'}_{language}" if language in LANGUAGES else ""
    match = _PLACE.fullmatch(place) or _PLACE.match(place)
    if match is None:
        return place if place.isidentifier() else ""
    kind = "field" if match[1] == "fields" else "zone"
    if match["label"]:
        return f"{kind}{match[2]}_label_{match['label']}"
    return f"{kind}{match[2]}_{match['said'] or match['name']}"


def choices_text(field: Field) -> str:
    """A field's answers as the form has them: one a line, German, then English after a slash."""
    return "\n".join(" / ".join(filter(None, (one.names.get("de"), one.names.get("en")))) for one in field.choices)


def key_of(label: str) -> str:
    """A key made from a label: "Neuer Ort" becomes ``neuer_ort``."""
    plain = label.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", ascii_).strip("_0123456789")[:30].rstrip("_")


def _rows(form: Mapping[str, str], kind: str) -> list[int]:
    found = {int(match[2]) for name in form if (match := _ROW.match(name)) and match[1] == kind}
    return sorted(found)[:MOST_ROWS]


def _field(form: Mapping[str, str], number: int) -> Field:
    def value(name: str) -> str:
        return form.get(f"field{number}_{name}", "").strip()

    labels = {language: text for language in ("de", "en") if (text := value(f"label_{language}"))}
    longest = value("longest")
    kind = _choice(FieldKind, form, f"field{number}_kind", FieldKind.TEXT)
    return Field(
        key=value("key") or key_of(labels.get("de", "")),
        labels=labels,
        kind=kind,
        required=f"field{number}_required" in form,
        example=value("example"),
        longest=int(longest) if longest.isdecimal() and len(longest) < 4 else 80,
        choices=tuple(_choices(value("choices"))) if kind is FieldKind.CHOICE else (),
    )


def _choices(text: str) -> Iterator[Choice]:
    for line in text.splitlines():
        german, _, english = (part.strip() for part in line.partition("/"))
        if german:
            names = {"de": german, "en": english} if english else {"de": german}
            yield Choice(key=key_of(german) or german, names=names)


def _zone(form: Mapping[str, str], number: int, before: Template) -> TemplateZone:
    old = before.zones[number].instruction if number < len(before.zones) else {}
    kept = {language: text for language, text in old.items() if language not in LANGUAGES}
    said = {language: form.get(f"zone{number}_{language}", "").strip() for language in LANGUAGES}
    return TemplateZone(
        name=form.get(f"zone{number}_name", "").strip(),
        instruction={**{language: text for language, text in said.items() if text}, **kept},
    )


def _texts(form: Mapping[str, str], before: Template) -> dict[str, TemplateText]:
    texts = {}
    for language in LANGUAGES:
        parts = {name: _lines(form.get(f"{name}_{language}", "")) for name in PARTS}
        if any(parts.values()):
            texts[language] = TemplateText(**parts)
    return {**texts, **{language: text for language, text in before.texts.items() if language not in LANGUAGES}}


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _responses(form: Mapping[str, str], before: Template) -> tuple[ResponseType, ...]:
    if "responses" not in form:
        return before.response_types
    return tuple(one for one in ResponseType if f"response_{one.value}" in form and one is not ResponseType.ALL_CLEAR)


def _choice(kind: type[E], form: Mapping[str, str], name: str, before: E) -> E:
    try:
        return kind(form.get(name, before))
    except ValueError:
        return before


def _number(form: Mapping[str, str], name: str, before: float, faults: list[Fault]) -> float:
    typed = form.get(name, "").strip().replace(",", ".")
    if re.fullmatch(r"\d{1,7}(\.\d{1,4})?", typed):
        return float(typed)
    if name in form:
        faults.append(Fault(place=name, de="eine Zahl angeben", en="give a number"))
    return before
