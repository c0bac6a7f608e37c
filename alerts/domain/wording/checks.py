"""All checks of the words of a draft, and what is right with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from alerts.domain.model.alert import Content
from alerts.domain.model.help_place import HelpKind
from alerts.domain.wording.agreeing import contradictions
from alerts.domain.wording.finding import About, Draft, Finding
from alerts.domain.wording.instructions import missing_instructions, without_action
from alerts.domain.wording.jargon import jargon
from alerts.domain.wording.letters import lookalikes
from alerts.domain.wording.links import links
from alerts.domain.wording.loud import loud
from alerts.domain.wording.phones import phones
from alerts.domain.wording.texts import texts_of
from alerts.domain.wording.times import impossible_times, time_in_first_line, times_without_day
from alerts.domain.wording.vague import place_in_first_line, vague_places

_RULES: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    missing_instructions,
    lookalikes,
    links,
    time_in_first_line,
    contradictions,
    impossible_times,
    times_without_day,
    place_in_first_line,
    vague_places,
    without_action,
    jargon,
    phones,
    loud,
)
MOST = 60
"""So many findings are told at once."""


def check(content: Content, about: About) -> tuple[Finding, ...]:
    """Everything that the checks find, what blocks first, at most ``MOST``. The end of a thread is checked as well."""
    draft = Draft(content=content, about=about, texts=tuple(texts_of(content)))
    found = [finding for rule in _RULES for finding in islice(rule(draft), MOST)]
    return tuple(sorted(found, key=lambda finding: not finding.blocks)[:MOST])


def right(content: Content, found: tuple[Finding, ...]) -> tuple[tuple[str, str], ...]:
    """What is right, in German and English: what an operator need not look for again."""
    rules = {finding.rule for finding in found}
    said: list[tuple[str, str]] = []
    if content.infos and not rules & {"place-missing", "vague-place"}:
        said.append(("Ort genannt", "place named"))
    if content.infos and not content.ends_thread and not rules & {"instruction-missing", "zone-instruction-missing"}:
        said.append(
            ("Anweisung je Zone", "instruction for each zone") if content.zones else ("Anweisung", "instruction")
        )
    if any(place.kind is HelpKind.SHELTER and place.hours.strip() for place in content.help_places):
        said.append(("Betreuungsstelle offen", "shelter open"))
    if not rules & {"link-foreign", "link-short", "link-lookalike", "link-hidden"}:
        said.append(("keine fremden Links", "no foreign links"))
    if len(content.infos) > 1 and not rules & {"contradiction", "time-missing"}:
        said.append(("Sprachen stimmen überein", "languages agree"))
    return tuple(said)
