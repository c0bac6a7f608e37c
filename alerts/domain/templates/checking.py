"""What an own template must hold before it is offered, and what it had better hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from alerts.domain import limits
from alerts.domain.errors import Fault
from alerts.domain.templates.filling import Filler
from alerts.domain.templates.template import MARK, PLACES, Field, FieldKind, Template

MOST_FIELDS = 12
MOST_CHOICES = 20
LONGEST_VALUE = 200
"""Most characters that a field may ask for."""

LONGEST_LABEL = 60
LONGEST_PLACE = 20
"""So long a name of a place still fits a first line of a locked phone."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_LIMITS = {
    "event": limits.EVENT,
    "headline": limits.FIRST_LINE,
    "inner_headline": limits.FIRST_LINE,
    "description": limits.DESCRIPTION,
    "instruction": limits.INSTRUCTION,
}
_EXPECTED = {"en": ("englischer Text", "English text"), "de-easy": ("Text in Leichter Sprache", "text in easy German")}


def faults(template: Template) -> tuple[Fault, ...]:
    """Everything that forbids to keep the template, each with its place."""
    return (
        *_size_faults(template),
        *_field_faults(template.fields),
        *_text_faults(template),
        *_zone_faults(template),
        *_mark_faults(template),
    )


def hints(template: Template) -> tuple[Fault, ...]:
    """What the template had better hold; nothing of it forbids to keep it."""
    return tuple(_hints(template))


def example(template: Template, language: str, places: str) -> Filler:
    """Puts the fields' own examples into texts."""
    values = {one.key: one.example or _likely(one) for one in template.fields}
    return Filler(template.fields, values, places, language)


def texts_of(template: Template) -> Iterator[tuple[str, str, str]]:
    """Every text with its place and language."""
    for language, text in template.texts.items():
        for name, words in text.parts.items():
            yield f"texts.{language}.{name}", language, words
    for number, zone in enumerate(template.zones):
        for language, words in zone.instruction.items():
            yield f"zones[{number}].instruction.{language}", language, words


def _size_faults(template: Template) -> Iterator[Fault]:
    if not timedelta(minutes=15) <= template.holds <= timedelta(days=limits.LONGEST_DAYS):
        yield Fault(
            place="holds",
            de=f"eine Viertelstunde bis {limits.LONGEST_DAYS} Tage angeben",
            en=f"give a quarter of an hour to {limits.LONGEST_DAYS} days",
        )
    if not 0 < template.usual_km2 <= 400_000:
        yield Fault(place="usual_km2", de="Quadratkilometer von 0,1 bis 400.000", en="square kilometres up to 400,000")
    if not 1 <= template.usual_leaves <= 12_000:
        yield Fault(place="usual_leaves", de="eine Zahl von 1 bis 12.000", en="a number from 1 to 12,000")


def _field_faults(fields: tuple[Field, ...]) -> Iterator[Fault]:
    if len(fields) > MOST_FIELDS:
        yield Fault(place="fields", de=f"höchstens {MOST_FIELDS} Felder", en=f"at most {MOST_FIELDS} fields")
    for number, one in enumerate(fields):
        place = f"fields[{number}]"
        if not _KEY.fullmatch(one.key) or one.key == PLACES:
            yield Fault(
                place=f"{place}.key",
                de="kleine Buchstaben a bis z, Ziffern und _, mit einem Buchstaben am Anfang; nicht „places“",
                en="small letters a to z, digits and _, a letter first; not “places”",
            )
        elif one.key in {other.key for other in fields[:number]}:
            yield Fault(place=f"{place}.key", de="dieses Kürzel gibt es schon", en="this key is there already")
        yield from _missing(f"{place}.labels.de", one.labels.get("de", ""))
        for language, label in one.labels.items():
            yield from _too_long(f"{place}.labels.{language}", label, LONGEST_LABEL)
        if not 1 <= one.longest <= LONGEST_VALUE:
            yield Fault(place=f"{place}.longest", de=f"1 bis {LONGEST_VALUE}", en=f"1 to {LONGEST_VALUE}")
        yield from _too_long(f"{place}.example", one.example, LONGEST_VALUE)
        yield from _choice_faults(place, one)


def _choice_faults(place: str, one: Field) -> Iterator[Fault]:
    if one.kind is not FieldKind.CHOICE:
        return
    keys = {choice.key for choice in one.choices}
    if not 2 <= len(keys) == len(one.choices) <= MOST_CHOICES:
        yield Fault(
            place=f"{place}.choices",
            de=f"2 bis {MOST_CHOICES} verschiedene Antworten angeben",
            en=f"give 2 to {MOST_CHOICES} different answers",
        )
    for number, choice in enumerate(one.choices):
        yield from _missing(f"{place}.choices[{number}].names.de", choice.names.get("de", ""))
        for language, name in choice.names.items():
            yield from _too_long(f"{place}.choices[{number}].names.{language}", name, LONGEST_LABEL)


def _text_faults(template: Template) -> Iterator[Fault]:
    german = template.texts.get("de")
    if german is None:
        yield Fault(place="texts.de", de="den deutschen Text schreiben", en="write the German text")
    for language, text in template.texts.items():
        place = f"texts.{language}"
        if not _LANGUAGE.fullmatch(language):
            yield Fault(place=place, de="ein Sprachkürzel wie „en“ angeben", en="give a language tag like “en”")
        for name in ("event", "headline", "instruction"):
            yield from _missing(f"{place}.{name}", getattr(text, name))
        for name in ("event", "headline", "inner_headline"):
            if "\n" in getattr(text, name):
                yield Fault(place=f"{place}.{name}", de="in eine Zeile schreiben", en="write it in one line")
        yield from _bare_headline(template, language)


def _bare_headline(template: Template, language: str) -> Iterator[Fault]:
    """A first line whose sentences all hang on optional fields would be empty without them."""
    bare = Filler(template.fields, {}, "Ort", language)
    for name in ("headline", "inner_headline"):
        text = getattr(template.texts[language], name)
        if text.strip() and not bare.text(text):
            yield Fault(
                place=f"texts.{language}.{name}",
                de="Felder in der ersten Zeile zu Pflichtfeldern machen",
                en="make fields of the first line required",
            )


def _zone_faults(template: Template) -> Iterator[Fault]:
    if len(template.zones) > limits.ZONES:
        yield Fault(place="zones", de=f"höchstens {limits.ZONES} Zonen", en=f"at most {limits.ZONES} zones")
    for number, zone in enumerate(template.zones):
        yield from _missing(f"zones[{number}].name", zone.name)
        yield from _too_long(f"zones[{number}].name", zone.name, limits.EVENT)
        yield from _missing(f"zones[{number}].instruction.de", zone.instruction.get("de", ""))


def _mark_faults(template: Template) -> Iterator[Fault]:
    known = {PLACES, *(one.key for one in template.fields)}
    for place, language, words in texts_of(template):
        for key in dict.fromkeys(MARK.findall(words)):
            if key not in known:
                yield Fault(
                    place=place,
                    de=f"„{{{key}}}“ ist kein Feld dieser Vorlage",
                    en=f"“{{{key}}}” is no field of this template",
                )
        most = _LIMITS.get(place.rpartition(".")[2], limits.INSTRUCTION)
        filled = Filler(template.fields, {one.key: _longest(one) for one in template.fields}, "", language)
        yield from _too_long(place, filled.text(words), most)


def _hints(template: Template) -> Iterator[Fault]:
    for language, (german, english) in _EXPECTED.items():
        if language not in template.texts:
            yield Fault(place=f"texts.{language}", de=f"{german} fehlt", en=f"{english} is missing")
        for number, zone in enumerate(template.zones):
            if language in template.texts and not zone.instruction.get(language, "").strip():
                place = f"zones[{number}].instruction.{language}"
                yield Fault(place=place, de=f"{german} fehlt", en=f"{english} is missing")
    for language, text in template.texts.items():
        filler = example(template, language, "x" * LONGEST_PLACE)
        for name in ("headline", "inner_headline"):
            words = getattr(text, name)
            place = f"texts.{language}.{name}"
            length = limits.measure(filler.text(words))
            if length > limits.LOCK_SCREEN:
                yield Fault(
                    place=place,
                    de=f"{length} Zeichen mit Beispielen; auf dem Sperrbildschirm stehen {limits.LOCK_SCREEN}",
                    en=f"{length} characters with the examples; a lock screen shows {limits.LOCK_SCREEN}",
                )
            if words and f"{{{PLACES}}}" not in words:
                yield Fault(place=place, de="nennt den Ort nicht: {places}", en="does not name the place: {places}")


def _longest(one: Field) -> str:
    if one.kind is FieldKind.TIME:
        return "22:30"
    if one.kind is FieldKind.CHOICE:
        return max((len(choice.names.get("de", "")), choice.key) for choice in one.choices)[1] if one.choices else ""
    return "x" * min(max(one.longest, 1), LONGEST_VALUE)


def _likely(one: Field) -> str:
    if one.kind is FieldKind.TIME:
        return "16:00"
    if one.kind is FieldKind.CHOICE:
        return one.choices[0].key if one.choices else ""
    return one.label("de")


def _missing(place: str, text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(place=place, de="ausfüllen", en="fill this in")


def _too_long(place: str, text: str, most: int) -> Iterator[Fault]:
    length = limits.measure(text)
    if length > most:
        yield Fault(
            place=place, de=f"{length} Zeichen; auf {most} kürzen", en=f"{length} characters; shorten to {most}"
        )
