"""Times as citizens read them: "heute, 20 Uhr", "morgen, 8:30 Uhr", "Mi 25.11., 12 Uhr"."""

from __future__ import annotations

from datetime import datetime

from web import words
from web.i18n import gettext


def hour(at: datetime, language: str = "de") -> str:
    """``20 Uhr`` on the hour, else ``20:30 Uhr``; ``20:30`` in English."""
    here = words.local(at)
    if language == "en":
        return f"{here:%H:%M}"
    return f"{here.hour}{words.THIN}Uhr" if here.minute == 0 else f"{here.hour}:{here:%M}{words.THIN}Uhr"


def moment(at: datetime, now: datetime, language: str = "de") -> str:
    """The day in words where it is near, then the hour."""
    _ = gettext(language)
    apart = (words.local(at).date() - words.local(now).date()).days
    near = {-1: _("gestern"), 0: _("heute"), 1: _("morgen")}
    return f"{near.get(apart) or words.day(at, language=language)}, {hour(at, language)}"
