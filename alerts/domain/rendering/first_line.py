"""The first line: on a locked phone it names hazard, place and action before anything else."""

from __future__ import annotations

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Info
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.phrases import Phrases
from alerts.domain.rendering.direction import isolated, opened
from alerts.domain.rendering.draft import RenderInput
from alerts.domain.rendering.fixed import fixed_line, hazard_name
from alerts.domain.rendering.marks import marked

MOST_PLACES = 3
"""So many places are named in a first line; the rest is counted."""


def first_line(draft: RenderInput, channel: PlannedChannel, info: Info | None, phrases: Phrases) -> str:
    """Marks (drill, "Nur Moabit", update or all-clear), then the headline; in a language without a text, fixed phrases.

    What a headline leaves unsaid, hazard or place, is put in front of it.
    """
    marks = [phrases.drill] if draft.content.is_drill else []
    if draft.role is PostRole.LEAVES:
        return opened(marked(marks, _closing(draft, channel, info, phrases)), right_to_left=phrases.right_to_left)
    if channel.only_for:
        marks.append(phrases.only.format(places=_listed(channel.only_for, phrases)))
    marks += _role_marks(draft, info, phrases)
    headline = _stand_in(draft, channel, phrases) if info is None else _headline(draft, channel, info, phrases)
    return opened(marked(marks, headline), right_to_left=phrases.right_to_left)


def _role_marks(draft: RenderInput, info: Info | None, phrases: Phrases) -> list[str]:
    if draft.content.is_all_clear:
        mark = phrases.all_clear
    elif draft.content.is_cancel:
        mark = phrases.cancelled
    elif draft.content.aim is Aim.CORRECTION:
        mark = phrases.correction
    elif draft.role is PostRole.STAYS:
        mark = phrases.update
    else:
        return []
    said = info is not None and info.headline.casefold().startswith(mark.casefold())
    return [] if said else [mark]


def _headline(draft: RenderInput, channel: PlannedChannel, info: Info, phrases: Phrases) -> str:
    headline = " ".join(info.headline.split())
    said = headline.casefold()
    unsaid = []
    if info.event.strip() and not _says(said, (info.event, *info.event.split())):
        unsaid.append(info.event.strip())
    area = draft.content.area_name.strip()
    places = (area, *draft.places) if area else draft.places
    if places and not channel.only_for and not _says(said, places):
        unsaid.append(isolated(area, right_to_left=phrases.right_to_left) if area else _listed(draft.places, phrases))
    if not headline:
        return ", ".join(unsaid) or phrases.warning
    return f"{', '.join(unsaid)}: {headline}" if unsaid else headline


def _says(said: str, words: tuple[str, ...]) -> bool:
    return any(word.strip().casefold() in said for word in words if len(word.strip()) > 2)


def _stand_in(draft: RenderInput, channel: PlannedChannel, phrases: Phrases) -> str:
    place = "" if channel.only_for else _places(draft, phrases)
    return fixed_line(draft.content, place, channel.language)


def _closing(draft: RenderInput, channel: PlannedChannel, info: Info | None, phrases: Phrases) -> str:
    left = draft.left or channel.only_for or ((channel.district_name,) if channel.district_name else ())
    what = hazard_name(draft.content, channel.language, phrases)
    return phrases.left.format(left=_listed(left or (channel.name,), phrases), what=what)


def _places(draft: RenderInput, phrases: Phrases) -> str:
    area = draft.content.area_name.strip()
    return isolated(area, right_to_left=phrases.right_to_left) if area else _listed(draft.places, phrases)


def _listed(names: tuple[str, ...], phrases: Phrases) -> str:
    return phrases.listed([isolated(name, right_to_left=phrases.right_to_left) for name in names], MOST_PLACES)
