"""What the fixed phrases say where nobody has written a language: hazard, place, what to do."""

from __future__ import annotations

from alerts.domain.model.alert import Content
from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases import HAZARDS, Phrases, phrases_in


def hazard_name(content: Content, language: str, phrases: Phrases) -> str:
    """The hazard in a language: the text's own event, else our name for it, else "Danger"."""
    info = content.info(language)
    if info is not None and info.event.strip():
        return info.event.strip()
    hazard = HAZARDS.get(content.hazard)
    return hazard.name(language) if hazard else phrases.warning


def fixed_line(content: Content, place: str, language: str) -> str:
    """The first line that stands in; ``place`` in words, empty where a mark in front of the line names it already."""
    phrases = phrases_in(language)
    hazard = hazard_name(content, language, phrases)
    head = f"{hazard}: {place}" if place else hazard
    return head if content.ends_thread else f"{head}. {fixed_action(content, language)}"


def fixed_action(content: Content, language: str) -> str:
    """What to do, in one sentence; with zones nobody can say it in one but to follow the emergency services."""
    responses = (ResponseType.EXECUTE,) if content.zones else content.response_types
    return phrases_in(language).action(responses)
