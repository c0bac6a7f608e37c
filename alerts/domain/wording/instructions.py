"""Whether each instruction is there, and tells people to do something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.domain.model.alert import Content, Info
from alerts.domain.wording.finding import Draft, Finding, Written

_GERMAN = re.compile(
    r"\b\w{2,30}n Sie\b|\bnichts (?:zu )?tun\b|\b(?:müssen|sollen|dürfen) Sie\b|\bSie (?:müssen|sollen|dürfen)\b"
    r"|\b(?:ab|an|auf|aus|ein|fern|frei|mit|um|ver|vor|zu|zurück)?"
    r"(?:schließen|lassen|bleiben|meiden|halten|kochen|fahren|trinken|rufen|wählen|schalten|folgen|gehen|suchen|warten"
    r"|achten|beachten|nutzen|benutzen|wenden|verwenden|öffnen|parken|sparen|füllen|räumen|sichern|informieren|helfen"
    r"|nehmen|betreten|stellen|hören|melden|prüfen|bringen|waschen|essen|baden|ziehen|machen|kommen|tun|verschieben)\b"
)
_ENGLISH = re.compile(
    r"\b(?:stay|leave|close|keep|avoid|boil|go|take|follow|call|listen|turn|switch|drive|walk|seek|move|do|don't|use"
    r"|drink|wait|park|save|fill|check|help|bring|open|shut|report|remain|evacuate|prepare|secure|tune|watch|be|contact"
    r"|store|wear|wash|find|return|let|make|must|should|need|work|eat|expect|allow|look|pay|stop|get|put|ask|tell|plan"
    r"|postpone)\b",
    re.IGNORECASE,
)
_VERBS = {"de": _GERMAN, "de-easy": _GERMAN, "en": _ENGLISH}


def missing_instructions(draft: Draft) -> Iterator[Finding]:
    """Languages without an instruction, and zones that say nothing in a language that is written."""
    if draft.content.ends_thread:
        return
    for number, info in enumerate(draft.content.infos):
        if not _instructs(info, draft.content):
            yield _nowhere(f"infos[{number}].instruction", info.language).found(
                "instruction-missing", "Anweisung fehlt", "no instruction", blocks=True
            )
    for number, zone in enumerate(draft.content.zones):
        for language in draft.languages:
            if not zone.instruction.get(language, "").strip():
                name = zone.name.strip() or str(zone.order)
                yield _nowhere(f"zones[{number}].instruction.{language}", language).found(
                    "zone-instruction-missing",
                    f"Anweisung für „{name}“ fehlt",
                    f"no instruction for “{name}”",
                    blocks=language == "de",
                )


def without_action(draft: Draft) -> Iterator[Finding]:
    """Instructions in which nobody is told to do anything."""
    for one in draft.texts:
        verbs = _VERBS.get(one.language)
        if verbs and one.part in ("instruction", "zone") and not verbs.search(one.text):
            yield one.found(
                "no-action",
                "Die Anweisung sagt nicht, was zu tun ist",
                "the instruction does not say what to do",
                (0, len(one.text)),
            )


def _instructs(info: Info, content: Content) -> bool:
    zones = content.zones
    return bool(info.instruction.strip()) or (
        bool(zones) and all(zone.instruction.get(info.language, "").strip() for zone in zones)
    )


def _nowhere(place: str, language: str) -> Written:
    return Written(place=place, part="instruction", language=language, text="")
