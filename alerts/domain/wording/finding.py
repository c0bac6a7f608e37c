"""What a check of the words takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from alerts.domain.model.alert import Content


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing about one text. ``rule`` is the check's key; ``place`` the text's path in the content, as faults name
    it.

    ``start`` and ``end`` (characters of the text, ``end`` behind the last) are the words meant; both 0 where something
    is missing. ``proposal`` is what to put there instead, None where only a person can say it. ``blocks``: it may not
    be submitted like this.
    """

    rule: str
    place: str
    language: str
    de: str
    en: str
    start: int = 0
    end: int = 0
    blocks: bool = False
    proposal: str | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """What the checks know beside the content.

    ``places`` are the names of the affected leaves, most people first; ``domains`` the authority's own web domains;
    ``today`` the day in Germany.
    """

    today: date
    places: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Written:
    """One text of a content. ``part``: event, headline, description, instruction, zone, area, contact or help."""

    place: str
    part: str
    language: str
    text: str

    def found(
        self,
        rule: str,
        de: str,
        en: str,
        span: tuple[int, int] = (0, 0),
        *,
        blocks: bool = False,
        proposal: str | None = None,
    ) -> Finding:
        """A finding about this text; the words begin with the language where it is not German."""
        before_de, before_en = LANGUAGE_NAMES.get(self.language, (self.language, self.language))
        german = self.language == "de"
        return Finding(
            rule=rule,
            place=self.place,
            language=self.language,
            de=de if german else f"{before_de}: {de}",
            en=en if german else f"{before_en}: {en}",
            start=span[0],
            end=span[1],
            blocks=blocks,
            proposal=proposal,
        )


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A content with its texts taken apart, and what is known about it."""

    content: Content
    about: About
    texts: tuple[Written, ...] = field(default=())

    def part(self, language: str, *parts: str) -> tuple[Written, ...]:
        """The texts of a language that are one of these parts."""
        return tuple(one for one in self.texts if one.language == language and one.part in parts)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are written, in the content's order."""
        return tuple(info.language for info in self.content.infos)


LANGUAGE_NAMES = {
    "de": ("Deutsch", "German"),
    "de-easy": ("Leichte Sprache", "Easy German"),
    "en": ("Englisch", "English"),
    "fr": ("Französisch", "French"),
    "pl": ("Polnisch", "Polish"),
    "ru": ("Russisch", "Russian"),
    "es": ("Spanisch", "Spanish"),
    "tr": ("Türkisch", "Turkish"),
    "ar": ("Arabisch", "Arabic"),
    "uk": ("Ukrainisch", "Ukrainian"),
}
"""The languages of our phrases, by tag: in German, in English."""
