"""A content taken apart into its texts."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.domain.model.alert import Content
from alerts.domain.wording.finding import Written

_INFO = ("event", "headline", "instruction", "description")
_HELP = ("name", "address", "hours", "access")
LONGEST = 5000
"""Characters of a text that are looked at: more than any may have."""


def texts_of(content: Content) -> Iterator[Written]:
    """Every text that readers get, in the order of the form, cut at ``LONGEST``."""
    yield from _some("area_name", "area", "de", content.area_name)
    for number, info in enumerate(content.infos):
        for name in _INFO:
            yield from _some(f"infos[{number}].{name}", name, info.language, getattr(info, name))
    for number, zone in enumerate(content.zones):
        for language, text in zone.instruction.items():
            yield from _some(f"zones[{number}].instruction.{language}", "zone", language, text)
    for number, place in enumerate(content.help_places):
        for name in _HELP:
            yield from _some(f"help_places[{number}].{name}", "help", "de", getattr(place, name))
    yield from _some("contact", "contact", "de", content.contact)
    if content.hotline is not None:
        yield from _some("hotline.number", "hotline", "de", content.hotline.number)


def _some(place: str, part: str, language: str, text: str) -> Iterator[Written]:
    if text.strip():
        yield Written(place=place, part=part, language=language, text=text[:LONGEST])
