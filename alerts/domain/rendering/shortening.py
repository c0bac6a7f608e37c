"""Shorter texts, cut where a reader would stop: at sentences, at words, never inside."""

from __future__ import annotations

import re

from alerts.domain import limits

_SENTENCE_END = re.compile(r"(?<=[.!?…؟])[\"“”»)]*\s+(?=\S)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\d{1,4}|[A-Za-zÄÖÜäöü]|bzw|ca|Dr|etc|evtl|ggf|Nr|Prof|St|Str|Tel|usw|vgl)\.$"
)


def sentences(text: str) -> list[str]:
    """A text as its sentences. A dot after a number, a single letter or a usual abbreviation ends none."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        piece = text[start : end.start()]
        if "\n" not in end.group() and _ABBREVIATION.search(piece):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def whole_sentences(text: str, room: int) -> str:
    """The longest beginning of whole sentences that fits into ``room`` characters; empty if not even the first does."""
    kept = ""
    start = 0
    for sentence in sentences(text):
        end = text.index(sentence, start) + len(sentence)
        if limits.measure(text[:end].strip()) > room:
            break
        kept, start = text[:end].strip(), end
    return kept


def whole_words(text: str, room: int) -> str:
    """One line cut at a word to at most ``room`` characters, the cut shown by "…"."""
    line = " ".join(text.split())
    if limits.measure(line) <= room:
        return line
    cut = line[:room]
    while limits.measure(cut) > room - 1:
        cut = cut[:-1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut and not line[len(cut) :].startswith(" ") else cut
    return f"{at_word.rstrip(' ,;:–-')}…"
