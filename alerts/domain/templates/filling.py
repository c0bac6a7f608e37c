"""A template's text with the values put in, and filled in anew after somebody changed a value or the words.

Texts are taken sentence by sentence. A sentence that needs an optional value which is not there is left out; a
required value that is not there leaves its name in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alerts.domain.templates.template import MARK, PLACES, Field, FieldKind

_SENTENCE_END = re.compile(r"((?<=[.!?])\s+)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Filler:
    """Puts values into the texts of one language. ``values`` by the fields' keys, as they were typed; ``places`` are
    the affected districts in words."""

    def __init__(self, fields: tuple[Field, ...], values: Mapping[str, str], places: str, language: str) -> None:
        self.fields = {one.key: one for one in fields}
        self.values = {key: value.strip() for key, value in values.items()}
        self.places = places
        self.language = language

    def shown(self, key: str) -> str:
        """The value as this language says it; empty if there is none."""
        value = self.values.get(key, "")
        one = self.fields.get(key)
        if one is None or not value:
            return ""
        if one.kind is FieldKind.TIME:
            return clock(value, self.language)
        if one.kind is FieldKind.CHOICE:
            return next((choice.name(self.language) for choice in one.choices if choice.key == value), "")
        return value

    def mark(self, key: str) -> str:
        """The value, or the field's name in square brackets."""
        return self.shown(key) or f"[{self.fields[key].label(self.language)}]"

    def sentence(self, sentence: str) -> str:
        """One sentence filled in; empty if it needs an optional value that is not there."""
        keys = [key for key in MARK.findall(sentence) if key in self.fields]
        if any(not self.fields[key].required and not self.shown(key) for key in keys):
            return ""
        return MARK.sub(self._value, sentence)

    def text(self, text: str) -> str:
        """A whole text filled in."""
        parts = _SENTENCE_END.split(text)
        gaps = [*parts[1::2], ""]
        filled = ((self.sentence(one), gap) for one, gap in zip(parts[::2], gaps, strict=True))
        return "".join(one + gap for one, gap in filled if one).strip()

    def _value(self, match: re.Match[str]) -> str:
        key = match[1]
        if key == PLACES:
            return self.places
        return self.mark(key) if key in self.fields else match[0]


def refilled(template: str, current: str, before: Filler, after: Filler) -> str:
    """What somebody wrote on the ground of a template, with the values of ``after`` instead of those of ``before``.

    A text that was left as the template has it is the template's again; in one that was edited the template's own
    sentences are filled in anew, and elsewhere a value that stands there is exchanged for the new one.
    """
    if not current.strip() or current.strip() == before.text(template):
        return after.text(template)
    for sentence in _SENTENCE_END.split(template)[::2]:
        old, new = before.sentence(sentence), after.sentence(sentence)
        if old != new:
            current = _exchanged(current, old, new, before, after)
    return current


def clock(value: str, language: str) -> str:
    """A time of day as a language says it: "16 Uhr", "16:30 Uhr", "4 pm"; what is none stays as it is."""
    found = _CLOCK.fullmatch(value)
    if found is None:
        return value
    hour, minute = int(found[1]), int(found[2])
    if language.startswith("de"):
        return f"{hour}:{minute:02} Uhr" if minute else f"{hour} Uhr"
    if not minute and hour in (0, 12):
        return "noon" if hour else "midnight"
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}:{minute:02} {half}" if minute else f"{hour % 12 or 12} {half}"


def says(text: str, part: str) -> bool:
    """Whether a text holds a part as words of their own."""
    return _bounded(part).search(text) is not None


def _exchanged(current: str, old: str, new: str, before: Filler, after: Filler) -> str:
    done = bool(new) and says(current, new)
    if old and says(current, old) and not (done and old in new):
        return _tidy(_bounded(old).sub(lambda _: new, current, count=1))
    if done:
        return current
    if not old:
        return f"{current.rstrip()} {new}"
    for key in before.fields:
        was, now = before.mark(key), after.mark(key)
        if was != now:
            current = _bounded(was).sub(lambda _, now=now: now, current)  # type: ignore[misc]
    return current


def _bounded(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(part)}(?!\w)")


def _tidy(text: str) -> str:
    return re.sub(r" {2,}", " ", text).strip()
