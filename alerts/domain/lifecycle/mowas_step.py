"""The MoWaS step: before a live alert of the two highest severities goes out, somebody says what was done there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from alerts.domain import limits
from alerts.domain.errors import Fault
from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content
from alerts.domain.model.mowas import MowasState, MowasStep

AHEAD = timedelta(minutes=10)
"""So far a watch may be fast: what was done lies in the past."""
LONGEST_REASON = 400


def needs_mowas(content: Content) -> bool:
    """Whether the step is asked for: Severe and Extreme, live; no Probewarnung, no end, no mere prolongation."""
    said_before = content.ends_thread or content.aim is Aim.PROLONGATION
    return content.severity.is_emergency and not (content.is_drill or content.is_public_test or said_before)


def mowas_faults(content: Content, now: datetime) -> Iterator[Fault]:
    """What the step still lacks; nothing where it is not asked for."""
    if not needs_mowas(content):
        return
    if content.mowas is None:
        yield Fault(
            place="mowas",
            de="bei „Schwer“ und „Extrem“ festhalten: ausgelöst, angefordert oder nicht nötig",
            en="for Severe and Extreme record it: triggered, requested or not needed",
        )
        return
    yield from step_faults(content.mowas, now)


def step_faults(step: MowasStep, now: datetime) -> Iterator[Fault]:
    """What is missing or wrong in a recorded step."""
    if step.state is MowasState.NOT_NEEDED:
        yield from _said("mowas.reason", step.reason, "sagen, warum nicht", "say why not", LONGEST_REASON)
        return
    whom = ("sagen, wer ausgelöst hat", "say who triggered it")
    if step.state is MowasState.REQUESTED:
        whom = ("sagen, bei wem angefordert", "say of whom it was requested")
    yield from _said("mowas.by", step.by, *whom, limits.CONTACT)
    if step.at is None:
        yield Fault(place="mowas.at", de="sagen, wann", en="say when")
    elif step.at > now + AHEAD:
        yield Fault(place="mowas.at", de="liegt in der Zukunft", en="lies in the future")
    if step.state is MowasState.TRIGGERED:
        yield from _said("mowas.identifier", step.identifier, "die Kennung angeben", "give the id", limits.CONTACT)


def _said(place: str, text: str, de: str, en: str, most: int) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(place=place, de=de, en=en)
    elif len(text) > most:
        yield Fault(place=place, de=f"auf {most} Zeichen kürzen", en=f"shorten to {most} characters")
