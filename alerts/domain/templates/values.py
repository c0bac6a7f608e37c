"""What was typed into a template's fields: whether it is what the field asks for, and whether the texts say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from alerts.domain import limits
from alerts.domain.errors import Fault
from alerts.domain.templates.filling import Filler, says
from alerts.domain.templates.template import MARK, Field, FieldKind, Template

_QUICK = re.compile(r"([01]?\d|2[0-3])(?:[:. ]?([0-5]\d))?(?: ?Uhr)?")
_SHAPES = {
    FieldKind.TIME: (re.compile(r"([01]?\d|2[0-3]):[0-5]\d"), "eine Uhrzeit wie 16:00", "a time like 16:00"),
    FieldKind.NUMBER: (re.compile(r"\d+(,\d+)?"), "eine Zahl", "a number"),
    FieldKind.PHONE: (re.compile(r"\+?[\d /()-]{2,}"), "eine Telefonnummer", "a phone number"),
}


def faults(fields: tuple[Field, ...], values: Mapping[str, str]) -> tuple[Fault, ...]:
    """Every value that is none of its field's; empty ones are judged by the text that lacks them."""
    known = {one.key: one for one in fields}
    return tuple(
        fault for key, value in values.items() if (one := known.get(key)) for fault in _one(one, value.strip())
    )


def normal(one: Field, typed: str) -> str:
    """A value as it is kept: a time of day as ``16:00``, however quickly it was typed ("16", "16.30", "1630")."""
    value = typed.strip()
    match = _QUICK.fullmatch(value) if one.kind is FieldKind.TIME else None
    return f"{int(match[1])}:{match[2] or '00'}" if match else value


def unsaid(template: Template, values: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """By field: the languages whose text should say its value and does not. ``texts``: all words of a language."""
    missing: dict[str, list[str]] = {}
    for language, words in texts.items():
        if language not in template.texts:
            continue
        filler = Filler(template.fields, values, "", language)
        for key in _keys_of(template, language):
            if filler.shown(key) and not says(words, filler.shown(key)):
                missing.setdefault(key, []).append(language)
    return missing


def _keys_of(template: Template, language: str) -> list[str]:
    """Fields that the texts of a language hold whether or not a zone is drawn."""
    text = template.texts[language]
    found = MARK.findall(" ".join((text.event, text.description, text.instruction)))
    return [one.key for one in template.fields if one.key in found]


def _one(one: Field, value: str) -> Iterator[Fault]:
    place, name, english = f"fields.{one.key}", one.label("de"), one.label("en")
    if not value:
        return
    if "\n" in value or limits.measure(value) > one.longest:
        yield Fault(
            place=place,
            de=f"„{name}“ in einer Zeile mit höchstens {one.longest} Zeichen angeben",
            en=f"give “{english}” in one line of at most {one.longest} characters",
        )
    elif one.kind is FieldKind.CHOICE and value not in {choice.key for choice in one.choices}:
        yield Fault(place=place, de=f"„{name}“ aus der Liste wählen", en=f"choose “{english}” from the list")
    elif one.kind in _SHAPES:
        shape, german, said = _SHAPES[one.kind]
        if not shape.fullmatch(value):
            yield Fault(place=place, de=f"für „{name}“ {german} angeben", en=f"give {said} for “{english}”")
