"""Accounts whose other side reports by itself whether a post arrived: then its acceptance is no confirmation yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from alerts.channels.base import Traits

YES, NO = "yes", "no"
REPORTS = "reports"
"""Setting of a mail account: "yes" where delivery reports come back to us, "no" where none shall be asked for."""
RECEIPTS = "receipts"
"""Setting of a webhook account: "yes" where the receiver sends receipts."""
WITHIN = "_within"
"""After either: the setting with the seconds that they may take."""
LONGEST_WAIT = 86_400.0


def expecting(traits: Traits, settings: Mapping[str, str], setting: str) -> Traits:
    """The traits of an account whose ``setting`` may say that receipts are to be waited for."""
    if settings.get(setting) != YES:
        return traits
    return replace(traits, confirms=False, receipt_within=seconds(settings.get(f"{setting}{WITHIN}", "")))


def seconds(text: str) -> float | None:
    """A waiting time as it stands in the settings; None where it is none, or not between 0 and a day."""
    try:
        given = float(text)
    except ValueError:
        return None
    return given if 0 < given <= LONGEST_WAIT else None
