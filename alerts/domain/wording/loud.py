"""Loud writing: capitals, exclamation marks, decoration. It frightens some and is skipped by others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alerts.domain.wording.finding import Draft, Finding

_CAPITALS = re.compile(r"\b[^\W\d_]{5,}\b|\b[^\W\d_]{4,}(?: [^\W\d_]{4,})+\b")
_NAMES = frozenset({"ÜBUNG", "BIWAPP", "KATWARN", "MOWAS", "NOTRUF"})
_EXCLAMATION = re.compile(r"!+")
_EMOJI = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\u231a-\u231b\u23e9-\u23fa\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u200d\U0001f000-\U0001faff\u2600-\u27bf\U000e0020-\U000e007f]*\\s?"
)
_TOLD = ("headline", "instruction", "description", "zone", "event", "help", "contact", "area")


def loud(draft: Draft) -> Iterator[Finding]:
    """Each with what to write instead."""
    for one in draft.texts:
        if one.part not in _TOLD:
            continue
        for match in _CAPITALS.finditer(one.text):
            said = match.group()
            if said.isupper() and said not in _NAMES:
                calm = " ".join(word.capitalize() for word in said.split(" "))
                yield one.found(
                    "capitals", f"Großbuchstaben: „{said}“", f"capitals: “{said}”", match.span(), proposal=calm
                )
        for match in _EXCLAMATION.finditer(one.text):
            yield one.found("exclamation", "Ausrufezeichen", "an exclamation mark", match.span(), proposal=".")
        for match in _EMOJI.finditer(one.text):
            yield one.found("emoji", "Bildzeichen als Schmuck", "a decorative emoji", match.span(), proposal="")
