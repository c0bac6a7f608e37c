"""Who stands behind NINA's feeds, by the three letters that their identifiers begin with."""

from __future__ import annotations

_BY_PREFIX = {
    "mow": "MoWaS",
    "dwd": "Deutscher Wetterdienst",
    "lhp": "Hochwasserzentralen der Länder",
    "kat": "KATWARN",
    "biw": "BIWAPP",
    "pol": "Polizei",
    "bbk": "Bundesamt für Bevölkerungsschutz",
}


def issuer_of(*, named: str = "", provider: str = "", identifier: str = "", sender: str = "") -> str:
    """The issuer's name: as it calls itself, else by the feed, else by its sender."""
    prefix = (provider or identifier)[:3].casefold()
    return named or _BY_PREFIX.get(prefix, "") or provider or sender or identifier
