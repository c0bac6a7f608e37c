"""Words in the reader's language. Message ids are German, English is complete.

``locale/<language>/*.po`` is read as it is, all files of a language together: one file a workplace. Every template says
``{{ _("Weiter zum Text") }}``; Python code says ``gettext(language)("…")``.
"""

from __future__ import annotations

import gettext as gettext_module
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "de"
LANGUAGES = {"de": "Deutsch", "en": "English"}
LOCALE = Path(__file__).resolve().parent / "locale"


def choose(*wishes: str | None) -> str:
    """The first of the wishes that we speak (``en-GB,en;q=0.8`` counts as ``en``); German otherwise."""
    for wish in wishes:
        for part in (wish or "").split(","):
            language = part.split(";")[0].strip().split("-")[0].lower()
            if language in LANGUAGES:
                return language
    return SOURCE


@lru_cache
def translations(language: str) -> gettext_module.NullTranslations:
    """The messages of a language, all its files merged; German needs none."""
    if language == SOURCE:
        return gettext_module.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def catalogue(language: str) -> Catalog:
    """Everything translated into a language, as one Babel catalogue."""
    whole = Catalog(locale=language, charset="utf-8")
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole.add(message.id, message.string, context=message.context)
    return whole


def gettext(language: str) -> Callable[[str], str]:
    """The ``_`` of a language."""
    return translations(language).gettext
