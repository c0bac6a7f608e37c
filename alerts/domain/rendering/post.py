"""The post: parts put together, and as much left out as the kind's limit demands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alerts.domain import limits
from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.phrases import Phrases, phrases_in
from alerts.domain.rendering.draft import RenderedPost, RenderInput
from alerts.domain.rendering.marks import repeat_room
from alerts.domain.rendering.parts import Parts, parts
from alerts.domain.rendering.shortening import whole_sentences, whole_words


def render(draft: RenderInput, channel: PlannedChannel, *, characters: int | None = None) -> RenderedPost:
    """The text of one channel, the same for the same input, with room for the mark of a repeat.

    ``characters`` replaces the kind's limit, below a picture for example (``KindLimits.caption``).

    What does not fit goes in this order: sentences of the description from its end ("Mehr: link" stands there
    then), the hotline, the list of places, help places from the last one on, whole instructions from the outermost
    inwards (a line says where they are). First line, sender, times, code and "Notruf" always stay; no instruction is
    ever cut.
    """
    kind = limits.KINDS[ChannelKind(channel.kind).value]
    limit = characters or kind.characters
    room = limit - repeat_room(channel.language)
    whole = parts(draft, channel)
    text, shortened = _fitting(whole, room, draft.link, phrases_in(channel.language))
    return RenderedPost(
        text=text,
        subject=whole_words(whole.first, kind.subject or limits.FIRST_LINE),
        lock_screen=_lock_screen(whole.first, text),
        limit=limit,
        shortened=shortened,
    )


def _lock_screen(first: str, text: str) -> str:
    shown = whole_words(text, limits.LOCK_SCREEN)
    return first if shown == f"{first}…" else shown


def _fitting(whole: Parts, room: int, link: str, phrases: Phrases) -> tuple[str, bool]:
    full = _together(whole, link)
    if limits.measure(full) <= room:
        return full, False
    text = full
    for shorter in _shorter(whole, room, link, phrases):
        text = _together(shorter, link)
        if limits.measure(text) <= room:
            break
    return text, True


def _shorter(whole: Parts, room: int, link: str, phrases: Phrases) -> Iterator[Parts]:
    more = phrases.more.format(link=link)
    bare = replace(whole, description=more)
    left = room - limits.measure(_together(bare, link)) - 1
    kept = whole_sentences(whole.description, left)
    yield replace(whole, description=f"{kept}\n{more}" if kept else more)
    yield replace(bare, hotline="")
    yield replace(bare, hotline="", where="")
    for count in range(len(whole.help) - 1, -1, -1):
        yield replace(bare, hotline="", where="", help=whole.help[:count])
    elsewhere = phrases.instruction_elsewhere.format(link=link)
    for count in range(len(whole.instructions) - 1, -1, -1):
        told = (*whole.instructions[:count], elsewhere)
        yield replace(bare, hotline="", where="", help=(), description="", instructions=told)


def _together(these: Parts, link: str) -> str:
    facts = "\n".join(line for line in (these.where, *these.facts) if line)
    contact = " ".join(line for line in (these.hotline, these.no_replies) if line)
    blocks = (these.first, *these.notes, *these.instructions, "\n".join(these.help), these.description, facts, contact)
    return "\n\n".join([*(block for block in blocks if block), f"{these.check}:\n{link}" if link else these.check])
