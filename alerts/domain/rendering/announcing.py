"""An alert as a loudspeaker van says it: who speaks, what, where, what to do, until when; then all of it again."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.domain.model.alert import Content, Info
from alerts.domain.model.tokens import BERLIN
from alerts.domain.phrases import LANGUAGES, Phrases, phrases_in
from alerts.domain.phrases.spoken import SPOKEN
from alerts.domain.rendering.fixed import hazard_name
from alerts.domain.rendering.shortening import sentences

MOST_PLACES = 4
"""Places that are spoken; more are counted."""
LONGEST = 90
"""Characters of a sentence that a loudspeaker can carry; a longer one is parted at its commas."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """The sentences of one language, in the order they are said; ``again`` before they are said a second time."""

    language: str
    sentences: tuple[str, ...]
    again: str
    written: bool
    """Whether the alert has a text in this language; else fixed phrases stand in."""


def announcements(content: Content, sender: str, places: tuple[str, ...]) -> tuple[Announcement, ...]:
    """One for every language: those that the alert is written in first, German at the top."""
    found = [announcement(content, sender, places, language) for language in LANGUAGES]
    return tuple(sorted(found, key=lambda one: (one.language != "de", not one.written)))


def announcement(content: Content, sender: str, places: tuple[str, ...], language: str) -> Announcement:
    """What is said in one language."""
    phrases, spoken = phrases_in(language), SPOKEN[language]
    info = content.info(language)
    where = phrases.place(content.area_name, places, MOST_PLACES)
    said = [spoken.attention, spoken.sender.format(sender=sender)]
    if content.is_drill:
        said.append(phrases.drill_note)
    said += _what(content, info, language, phrases)
    if where:
        said.append(spoken.where.format(places=where))
    said += _todo(content, info, phrases)
    if content.expires is not None and not content.ends_thread:
        clock = phrases.clock.format(time=f"{content.expires.astimezone(BERLIN):%H:%M}")
        said.append(spoken.until.format(time=clock))
    said.append(spoken.tell)
    return Announcement(language=language, sentences=tuple(said), again=spoken.again, written=info is not None)


def _what(content: Content, info: Info | None, language: str, phrases: Phrases) -> list[str]:
    if content.is_all_clear:
        return [f"{phrases.all_clear}.", *sentences(phrases.all_clear_note)]
    if content.is_cancel:
        return [f"{phrases.cancelled}.", *sentences(phrases.cancelled_note)]
    if info is None or not info.headline.strip():
        return [f"{hazard_name(content, language, phrases)}."]
    return _short(info.headline)


def _todo(content: Content, info: Info | None, phrases: Phrases) -> list[str]:
    if content.ends_thread:
        return []
    if info is None:
        return sentences(phrases.action(content.response_types))
    said: list[str] = []
    for zone in sorted(content.zones, key=lambda zone: zone.order):
        text = zone.instruction.get(info.language, "").strip()
        said += [f"{zone.name}:", *_short(text)] if text else []
    if info.instruction.strip():
        said += [f"{phrases.rest}:"] if said else []
        said += _short(info.instruction)
    return said or sentences(phrases.action(content.response_types))


def _short(text: str) -> list[str]:
    found: list[str] = []
    for sentence in sentences(" ".join(text.split())):
        ended = sentence if sentence[-1:] in ".!?…؟:" else f"{sentence}."
        found += [ended] if len(ended) <= LONGEST else _parted(ended)
    return found


def _parted(sentence: str) -> list[str]:
    parts: list[str] = []
    for piece in sentence.split(", "):
        if parts and len(parts[-1]) + len(piece) + 2 <= LONGEST:
            parts[-1] = f"{parts[-1]}, {piece}"
        else:
            parts.append(piece)
    return [part if part[-1:] in ".!?…؟:" else f"{part}," for part in parts]
