"""Words of authorities that readers do not use, each with a plain one where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from alerts.domain.wording.finding import Draft, Finding

_Table = Mapping[str, str | None]

_GERMAN: _Table = {
    r"(?<!in der )(?<!In der )Lage": None,
    r"(?:Einsatz|Schadens?|Gefahren|Gesamt|Unwetter)lage": None,
    r"EVAK": "Räumung",
    r"ELW": "Einsatzleitwagen",
    r"KatS": "Katastrophenschutz",
    r"Betroffene[nr]?": "Menschen",
    r"Gefahrenbereich": "Bereich mit Gefahr",
    r"MANV": "viele Verletzte",
    r"RTW": "Rettungswagen",
    r"KTW": "Krankenwagen",
    r"NEF": "Notarztwagen",
    r"HLF": "Feuerwehrfahrzeug",
    r"BOS": "Polizei, Feuerwehr und Rettungsdienst",
    r"TEL": "Einsatzleitung",
    r"SEK": "Spezialeinheit der Polizei",
    r"KMRD|KMBD|KRD": "Bombenräumer",
    r"Kampfmittel": "Bomben und Munition",
    r"USBV": "verdächtiger Gegenstand",
    r"ÖPNV": "Bus- und Bahnverkehr",
    r"SEV": "Ersatzbusse",
    r"MIV": "Autoverkehr",
    r"BAB": "Autobahn",
    r"PSNV": "seelische Hilfe",
    r"THW": "Technisches Hilfswerk",
    r"Entfluchtung": "Räumung",
    r"Örtlichkeit": "Stelle",
    r"Räumlichkeiten": "Räume",
    r"Schadensereignis": "Unglück",
    r"Schadstelle": "Unglücksstelle",
    r"Havarie": "Störung",
    r"Verkehrsteilnehmer(?:innen|nde|n)?": None,
    r"Beeinträchtigungen": "Störungen",
    r"Personen": "Menschen",
    r"[Uu]nverzüglich|[Uu]mgehend": "sofort",
    r"[Ff]ernmündlich": "am Telefon",
    r"[Ff]ußläufig": "zu Fuß",
    r"[Gg]egebenenfalls|ggf\.": "vielleicht",
    r"bzw\.": "oder",
    r"o\. ?g\.": "genannten",
    r"[Ww]itterungsbedingt": "wegen des Wetters",
    r"[Ss]eitens": "von",
    r"[Zz]wecks": "für",
    r"[Aa]ufgrund von": "wegen",
}
_ENGLISH: _Table = {
    r"EVAC": "evacuation",
    r"UXO": "unexploded bomb",
    r"EOD": "bomb disposal team",
    r"[Pp]ersonnel": "people",
    r"[Uu]tili[sz]e": "use",
    r"[Cc]ommence": "start",
    r"[Pp]rior to": "before",
    r"[Cc]asualties": "injured people",
    r"[Ss]helter in place": "stay inside",
    r"[Ii]n the event of": "if there is",
    r"ETA": None,
    r"SITREP": "report",
}


def _compiled(table: _Table) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<w{number}>{pattern})" for number, pattern in enumerate(table)))


_BOOKS = {
    "de": (_compiled(_GERMAN), tuple(_GERMAN.values())),
    "de-easy": (_compiled(_GERMAN), tuple(_GERMAN.values())),
    "en": (_compiled(_ENGLISH), tuple(_ENGLISH.values())),
}


def jargon(draft: Draft) -> Iterator[Finding]:
    """Jargon and abbreviations; a proposal keeps a capital at the beginning of a sentence."""
    for one in draft.texts:
        if one.part not in ("headline", "instruction", "description", "zone", "event") or one.language not in _BOOKS:
            continue
        pattern, plain = _BOOKS[one.language]
        for match in pattern.finditer(one.text):
            start, end = match.span()
            if not _stands_alone(one.text, start, end):
                continue
            said = match.group()
            better = plain[int((match.lastgroup or "w0")[1:])]
            if better and said[0].isupper() and (start == 0 or one.text[:start].rstrip().endswith((".", ":", "\n"))):
                better = better[0].upper() + better[1:]
            de = f"„{said}“ verstehen nicht alle" + (f"; besser „{better}“" if better else "; sagen, was los ist")
            en = f"not everybody knows “{said}”" + (f"; better “{better}”" if better else "; say what is going on")
            yield one.found("jargon", de, en, (start, end), proposal=better)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not before.isalnum() and not (after.isalnum() and text[end - 1].isalnum())
