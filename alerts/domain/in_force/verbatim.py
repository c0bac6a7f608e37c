"""A foreign alert as the text of a draft, word for word and with its source, and whether it still is that."""

from __future__ import annotations

import re
from dataclasses import replace

from alerts.domain import limits
from alerts.domain.model.alert import Info
from alerts.domain.model.foreign import ForeignMessage

_SOURCE = {"de": "Amtliche Warnung, wörtlich von: {issuer}.", "en": "Official warning, verbatim from: {issuer}."}
_AS_OWN = {"de": "Nach einer Warnung von: {issuer}.", "en": "Based on a warning from: {issuer}."}
_MORE = {"de": "Weiter heißt es dort:", "en": "It goes on:"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
WRITTEN = ("de", "en")
"""Languages that the desk writes by hand; others of the source are left to the fixed phrases."""


def source_line(message: ForeignMessage, language: str = "de") -> str:
    """The sentence that names the source; while it stands, the text must be the source's."""
    return _SOURCE.get(language, _SOURCE["en"]).format(issuer=message.issuer)


def quoted(message: ForeignMessage) -> tuple[Info, ...]:
    """Its texts as a draft carries them: every word kept, nothing added but the source.

    A headline too long for a first line is cut at a word, and stands whole in the description; an instruction longer
    than one of ours goes on there, sentence by sentence.
    """
    found = [info for info in message.infos if info.language in WRITTEN] or [replace(message.info, language="de")]
    return tuple(_quoted(message, info) for info in found)


def is_verbatim(infos: tuple[Info, ...], message: ForeignMessage) -> bool:
    """Whether the texts still are the source's, in every language in which they name it.

    An instruction that the source lacks is the operator's own, and does not count.
    """
    written = {info.language: info for info in infos}
    wanted = [one for one in quoted(message) if one.language in written]
    return bool(wanted) and all(_same(written[one.language], one) for one in wanted)


def said_as_own(infos: tuple[Info, ...], message: ForeignMessage) -> tuple[Info, ...]:
    """The texts with the source named as what they are based on: they are no longer quoted."""
    return tuple(_own(info, message) for info in infos)


def claims(infos: tuple[Info, ...], message: ForeignMessage) -> tuple[int, ...]:
    """The numbers of the texts that say they are verbatim."""
    return tuple(number for number, info in enumerate(infos) if source_line(message, info.language) in info.description)


def _quoted(message: ForeignMessage, info: Info) -> Info:
    headline = _line(info.headline or info.event)
    told, rest = _split(info.instruction.strip(), limits.INSTRUCTION)
    first = _cut(headline, limits.FIRST_LINE)
    parts = (
        source_line(message, info.language),
        headline if first != headline else "",
        info.description.strip(),
        f"{_MORE.get(info.language, _MORE['en'])} {rest}" if rest else "",
    )
    return Info(
        language=info.language,
        event=_cut(_line(info.event), limits.EVENT),
        headline=first,
        description="\n".join(part for part in parts if part),
        instruction=told,
    )


def _same(written: Info, wanted: Info) -> bool:
    texts = (written.headline, written.description, written.instruction if wanted.instruction else "")
    return tuple(map(_plain, texts)) == tuple(map(_plain, (wanted.headline, wanted.description, wanted.instruction)))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _own(info: Info, message: ForeignMessage) -> Info:
    own = _AS_OWN.get(info.language, _AS_OWN["en"]).format(issuer=message.issuer)
    return replace(info, description=info.description.replace(source_line(message, info.language), own))


def _line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    if limits.measure(text) <= most:
        return text
    words = text.split()
    while words and limits.measure(" ".join(words)) > most - 2:
        words.pop()
    return f"{' '.join(words)} …" if words else f"{text[: most // 2]}…"


def _split(text: str, most: int) -> tuple[str, str]:
    """As many whole sentences as fit, and what is left of the text."""
    if limits.measure(text) <= most:
        return text, ""
    end = 0
    for found in _SENTENCE.finditer(text):
        if limits.measure(text[: found.start()]) > most:
            break
        end = found.start()
    return text[:end].strip(), text[end:].strip()
