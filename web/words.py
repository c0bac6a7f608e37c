"""Figures, times and fixed words as a person reads them: 37.900, 49 %, 14:44 Uhr, "Mittel"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from web.i18n import gettext

BERLIN = ZoneInfo("Europe/Berlin")
THIN = "\u00a0"
"""A space that does not break, between a figure and its unit."""

SEVERITIES = {"Minor": "Gering", "Moderate": "Mittel", "Severe": "Schwer", "Extreme": "Extrem"}
URGENCIES = {
    "Immediate": "sofort",
    "Expected": "in Kürze",
    "Future": "später",
    "Past": "vorbei",
    "Unknown": "Dringlichkeit unbekannt",
}
CERTAINTIES = {
    "Observed": "beobachtet",
    "Likely": "wahrscheinlich",
    "Possible": "möglich",
    "Unlikely": "unwahrscheinlich",
    "Unknown": "Gewissheit unbekannt",
}
KINDS = {
    "whatsapp": "WhatsApp",
    "whatsapp-manual": "WhatsApp",
    "telegram": "Telegram",
    "email": "E-Mail",
    "webhook": "Webhook",
    "mastodon": "Mastodon",
    "web-push": "Web-Push",
    "feed": "Feed",
}
LEVELS = {
    "land": ("Land", "Länder"),
    "kreis": ("Kreis", "Kreise"),
    "gemeinde": ("Gemeinde", "Gemeinden"),
    "bezirk": ("Bezirk", "Bezirke"),
    "ortsteil": ("Ortsteil", "Ortsteile"),
    "stadtbezirk": ("Stadtbezirk", "Stadtbezirke"),
    "stadtteil": ("Stadtteil", "Stadtteile"),
    "bezirksregion": ("Bezirksregion", "Bezirksregionen"),
    "planungsraum": ("Planungsraum", "Planungsräume"),
}
LANGUAGE_NAMES = {
    "de": "Deutsch",
    "de-easy": "Leichte Sprache",
    "en": "Englisch",
    "fr": "Französisch",
    "pl": "Polnisch",
    "ru": "Russisch",
    "es": "Spanisch",
    "tr": "Türkisch",
    "ar": "Arabisch",
    "uk": "Ukrainisch",
}


ENTRIES = {
    "draft": "{who} beginnt einen Entwurf",
    "edit": "{who} speichert Fassung {version}",
    "submit": "{who} reicht Fassung {version} ein",
    "return": "{who} gibt zurück: {reason}",
    "approve": "{who} gibt frei",
    "break-glass": "{who} gibt allein frei: {reason}",
    "book": "{who} gibt für später frei",
    "book-failed": "Ging zu seiner Zeit nicht hinaus",
    "discard": "{who} verwirft den Entwurf",
    "draft-update": "{who} bereitet eine Aktualisierung vor",
    "draft-all-clear": "{who} bereitet die Entwarnung vor",
    "draft-cancel": "{who} bereitet die Rücknahme vor",
    "draft-correction": "{who} bereitet eine Korrektur vor",
    "draft-prolongation": "{who} bereitet eine Verlängerung vor",
    "answered-still-true": "{who}: noch richtig",
    "answered-update": "{who} antwortet auf „Noch richtig?“ mit einer Aktualisierung",
    "answered-prolong": "{who} antwortet auf „Noch richtig?“ mit einer Verlängerung",
    "answered-all-clear": "{who} antwortet auf „Noch richtig?“ mit der Entwarnung",
    "incident-opened": "{who} eröffnet das Ereignis {incident}",
    "incident-joined": "{who} schließt sich dem Ereignis {incident} an",
    "incident-declined": "{who} lehnt das Ereignis {incident} ab",
    "task-done": "{who} erledigt: {task}",
    "posted-by-hand": "{who} hat von Hand gepostet",
    "cannot-post": "{who} kann nicht von Hand posten: {reason}",
    "acknowledge": "{who} übernimmt den Beitrag von Hand: {channel}",
    "posted-undone": "{who} nimmt „gepostet“ zurück: {channel}",
    "retry": "{who} lässt noch einmal versuchen: {channel}",
    "give-up": "{who} gibt die Zustellung auf: {channel} {reason}",
    "repair-undone": "{who} nimmt das zurück: {channel}",
    "call": "{name} wird angerufen ({round}. Runde)",
    "take": "{who} übernimmt die Entscheidung",
}
"""Sentences for the steps of a timeline, by the audit's action."""


class Step(Protocol):
    """A step of a timeline, as far as its sentence needs it."""

    @property
    def who(self) -> str:
        """Who took it."""

    @property
    def action(self) -> str:
        """The audit's word for it."""

    @property
    def detail(self) -> Mapping[str, object]:
        """What came with it."""


_GERMAN_MARKS = str.maketrans(",.", ".,")
"""Babel writes the same, fifty times slower; a preview of a hundred places has hundreds of figures."""


def number(value: float | None, language: str = "de", digits: int = 0) -> str:
    """37.900 in German, 37,900 in English; an en dash where there is no figure."""
    if value is None:
        return "–"
    written = f"{Decimal(str(value)):,.{digits}f}"
    return written if language == "en" else written.translate(_GERMAN_MARKS)


def rounded(value: float) -> int:
    """An estimate without false precision: three leading digits, below 1,000 to tens, below 100 as it is."""
    whole = round(value)
    if whole < 100:
        return whole
    step = 10 if whole < 10_000 else 100 if whole < 1_000_000 else 1_000
    return int(round(whole / step) * step)


def estimate(value: float | None, language: str = "de") -> str:
    """A rounded estimate."""
    return number(None if value is None else rounded(value), language)


def percent(share: float, language: str = "de") -> str:
    """A share of 0 to 1 as people read it: ``49 %``, ``0,2 %``, ``< 0,1 %``."""
    value = share * 100
    if 0 < value < 0.1:
        return f"< {number(0.1, language, 1)}{THIN}%"
    digits = 1 if 0 < value < 1 else 0
    return f"{number(value, language, digits)}{THIN}%"


def area(square_kilometres: float, language: str = "de") -> str:
    """``4,1 km²``, ``0,08 km²``, ``312 km²``."""
    digits = 0 if square_kilometres >= 100 else 1 if square_kilometres >= 1 else 2
    return f"{number(square_kilometres, language, digits)}{THIN}km²"


def seconds(value: float | None, language: str = "de") -> str:
    """``0,4 s`` below a minute, ``2:11 min`` below an hour, ``3:05 h`` above."""
    if value is None:
        return "–"
    if value < 0.05:
        return f"< {number(0.1, language, 1)}{THIN}s"
    if value < 60:
        return f"{number(value, language, 1)}{THIN}s"
    minutes, rest = divmod(round(value), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d}{THIN}min"
    return f"{minutes // 60}:{minutes % 60:02d}{THIN}h"


def span(value: timedelta, language: str = "de") -> str:
    """A duration in words: ``2 Minuten``, ``5 Std. 14 Min.``, ``3 Tage``."""
    _ = gettext(language)
    minutes = max(0, int(value.total_seconds() // 60))
    if minutes < 1:
        return _("unter 1 Minute")
    if minutes < 60:
        return _("1 Minute") if minutes == 1 else _("{n} Minuten").format(n=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 48 and not rest:
        return _("1 Stunde") if hours == 1 else _("{n} Stunden").format(n=hours)
    if hours < 48:
        return _("{h} Std. {m} Min.").format(h=hours, m=rest)
    return _("{n} Tage").format(n=hours // 24)


def local(moment: datetime) -> datetime:
    """The moment on Berlin's clocks."""
    return moment.astimezone(BERLIN)


def clock(moment: datetime | None, form: str = "HH:mm") -> str:
    """``14:32`` on Berlin's clocks; pass ``HH:mm:ss`` for seconds."""
    return "–" if moment is None else str(format_datetime(local(moment), form, locale="de"))


def oclock(moment: datetime | None, language: str = "de") -> str:
    """``14:44 Uhr``; plain ``14:44`` in English."""
    return clock(moment) + ("" if language == "en" else f"{THIN}Uhr")


def day(moment: datetime | date | None, form: str = "EE d.M.", *, language: str = "de") -> str:
    """``Di 24.11.``; takes any CLDR pattern."""
    if moment is None:
        return "–"
    when = local(moment).date() if isinstance(moment, datetime) else moment
    text = str(format_date(when, form.replace("d. ", "d ") if language == "en" else form, locale=language))
    return text.replace(".", "", 1) if language == "de" and form.startswith("EE ") else text


def when(moment: datetime | None, now: datetime, language: str = "de") -> str:
    """The time alone today, ``morgen 12:00`` tomorrow, else with the date."""
    if moment is None:
        return "–"
    _ = gettext(language)
    apart = (local(moment).date() - local(now).date()).days
    if apart == 0:
        return clock(moment)
    if apart in (1, -1):
        return f"{_('morgen') if apart == 1 else _('gestern')} {clock(moment)}"
    return f"{day(moment, language=language)} {clock(moment)}"


def translated(table: dict[str, str], language: str) -> Callable[[str], str]:
    """A look-up in one of this module's tables, in the reader's language; unknown codes stay as they are."""
    _ = gettext(language)
    return lambda code: _(table[code]) if code in table else code


def level(code: str, language: str = "de", count: int = 2) -> str:
    """The word for a level, plural unless ``count`` is 1: ``Ortsteile``."""
    _ = gettext(language)
    one, many = LEVELS.get(code, (code, code))
    return _(one) if count == 1 else _(many)


def entry(step: Step, language: str = "de") -> str:
    """One step of a timeline as a sentence: ``Schicht B gibt frei``."""
    _ = gettext(language)
    template = _(ENTRIES[step.action]) if step.action in ENTRIES else "{who}: " + step.action
    detail = {key: value for key, value in step.detail.items() if value is not None}
    said = template.format(
        **{"who": step.who, "version": "", "reason": "", "task": "", "channel": "", "incident": "", **detail}
    )
    return " ".join(said.split())


def pretty_hash(digest: str | None) -> str:
    """The first eight characters of a hash in two groups: ``7F3A 92C1``."""
    return f"{digest[:4]} {digest[4:8]}".upper() if digest else ""


def initials(name: str) -> str:
    """Two letters for the round mark beside a name."""
    parts = [part for part in name.replace("-", " ").split() if part[0].isalpha()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper() or "?"
