"""The parts of a post, in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.domain import limits
from alerts.domain.model.alert import Info
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.model.tokens import BERLIN
from alerts.domain.phrases import Phrases, phrases_in
from alerts.domain.phrases.public_test import public_test_words
from alerts.domain.rendering.direction import isolated, opened
from alerts.domain.rendering.draft import RenderInput
from alerts.domain.rendering.first_line import first_line
from alerts.domain.rendering.help import help_line


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a post is put together from. ``instructions`` stand innermost first; each is told whole or not at all.
    ``help`` are the help places, a line each.

    ``no_replies`` holds the emergency numbers, or the content's own contact block in place of them and the hotline.
    """

    first: str
    notes: tuple[str, ...]
    instructions: tuple[str, ...]
    help: tuple[str, ...]
    description: str
    where: str
    facts: tuple[str, ...]
    hotline: str
    no_replies: str
    check: str


def parts(draft: RenderInput, channel: PlannedChannel) -> Parts:
    """All parts in the channel's language; where nobody has translated, fixed phrases and then the German text."""
    phrases = phrases_in(channel.language)
    info = draft.content.info(channel.language)
    source = info or draft.content.info("de") or next(iter(draft.content.infos), None)
    closing = draft.role is PostRole.LEAVES
    return Parts(
        first=first_line(draft, channel, info, phrases),
        notes=_notes(draft, info, source, phrases),
        instructions=() if closing or source is None else _instructions(draft, source, phrases),
        help=() if closing else tuple(help_line(place, phrases) for place in draft.content.help_places),
        description="" if closing or source is None else source.description.strip(),
        where=_where(draft, phrases),
        facts=_facts(draft, phrases),
        hotline="" if closing or draft.content.contact.strip() else _hotline(draft, phrases),
        no_replies=_line(draft.content.contact.strip() or f"{phrases.no_replies}.", phrases),
        check=opened(
            phrases.check.format(code=isolated(draft.code, right_to_left=phrases.right_to_left)),
            right_to_left=phrases.right_to_left,
        ),
    )


def moment(value: datetime, phrases: Phrases) -> str:
    """A time on a German clock: "Dienstag, 24.11.2026, 20:00 Uhr"."""
    local = value.astimezone(BERLIN)
    clock = phrases.clock.format(time=f"{local:%H:%M}")
    return phrases.comma.join((phrases.weekdays[local.weekday()], f"{local:%d.%m.%Y}", clock))


def _notes(draft: RenderInput, info: Info | None, source: Info | None, phrases: Phrases) -> tuple[str, ...]:
    notes = []
    if draft.content.is_drill:
        notes.append(phrases.drill_note)
    if draft.role is PostRole.LEAVES:
        notes.append(phrases.left_note)
    elif draft.content.is_all_clear:
        notes.append(_over(draft, phrases))
    elif draft.content.is_cancel:
        notes.append(phrases.cancelled_note)
    elif info is None and source is not None:
        notes.append(f"{phrases.untranslated}:\n{' '.join(source.headline.split())}")
    return tuple(notes)


def _over(draft: RenderInput, phrases: Phrases) -> str:
    return public_test_words(phrases.language).over if draft.content.is_public_test else phrases.all_clear_note


def _instructions(draft: RenderInput, source: Info, phrases: Phrases) -> tuple[str, ...]:
    found = []
    for zone in sorted(draft.content.zones, key=lambda zone: zone.order):
        text = (zone.instruction.get(source.language) or zone.instruction.get("de") or "").strip()
        if text:
            found.append(f"{zone.name.strip()}: {text}")
    rest = source.instruction.strip()
    if rest:
        found.append(f"{phrases_in(source.language).rest}: {rest}" if found else rest)
    return tuple(found)


def _where(draft: RenderInput, phrases: Phrases) -> str:
    if draft.role is PostRole.LEAVES:
        return _line(phrases.still.format(places=_all_places(draft, phrases)), phrases) if draft.places else ""
    names = draft.content.area_name.strip()
    shown = isolated(names, right_to_left=phrases.right_to_left) if names else _all_places(draft, phrases)
    return _labelled(phrases.where, shown, phrases) if shown else ""


def _all_places(draft: RenderInput, phrases: Phrases) -> str:
    names = [isolated(name, right_to_left=phrases.right_to_left) for name in draft.places]
    return phrases.listed(names, limits.LISTED_PLACES)


def _facts(draft: RenderInput, phrases: Phrases) -> tuple[str, ...]:
    right = phrases.right_to_left
    lines = [
        _labelled(phrases.sent, phrases.clock.format(time=isolated(draft.sent_words, right_to_left=right)), phrases)
    ]
    if draft.content.expires is not None and not (draft.content.ends_thread or draft.role is PostRole.LEAVES):
        lines.append(_labelled(phrases.valid, moment(draft.content.expires, phrases), phrases))
    lines.append(_labelled(phrases.sender, isolated(draft.issuer.name, right_to_left=right), phrases))
    return tuple(lines)


def _hotline(draft: RenderInput, phrases: Phrases) -> str:
    hotline = draft.content.hotline or draft.hotline
    if hotline is None or not hotline.number.strip():
        return ""
    number = isolated(hotline.number.strip(), right_to_left=phrases.right_to_left)
    hours = (
        f" ({isolated(hotline.hours.strip(), right_to_left=phrases.right_to_left)})" if hotline.hours.strip() else ""
    )
    return _line(f"{phrases.hotline.format(number=number)}{hours}.", phrases)


def _labelled(label: str, text: str, phrases: Phrases) -> str:
    return _line(f"{label}: {text}", phrases)


def _line(text: str, phrases: Phrases) -> str:
    return opened(text, right_to_left=phrases.right_to_left)
