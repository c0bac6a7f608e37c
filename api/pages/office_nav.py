"""The bar of the office's pages."""

from __future__ import annotations

from web import i18n
from web.frame import NavItem

HOME = "/office"
FALLBACKS = f"{HOME}/fallbacks"
REPAIR = "/desk/repair"


def office_nav(language: str, current: str, *, by_hand: int = 0, repairs: int = 0) -> list[NavItem]:
    """The entries, the page at ``current`` marked. ``by_hand`` posts and ``repairs`` wait for a person."""
    _ = i18n.gettext(language)
    entries = (
        (_("Kanäle und Beiträge"), HOME, by_hand),
        (_("Nacharbeit"), REPAIR, repairs),
        (_("Ersatzwege"), FALLBACKS, 0),
    )
    return [
        NavItem(label=label, href=href, current=href == current, count=count, urgent=True)
        for label, href, count in entries
    ]
