"""What the frame around a staff page shows: who is signed in, where one can go, live or drill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Someone(Protocol):
    """The signed-in person, as far as the bar needs to know."""

    @property
    def name(self) -> str:
        """The person's name or shift."""

    @property
    def unit(self) -> str:
        """The part of the authority the person works in."""


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One entry of the bar. ``urgent`` counts are orange."""

    label: str
    href: str
    current: bool = False
    count: int = 0
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class StopLine:
    """A thrown kill switch: whose, since when, why. ``everywhere``: the whole installation's."""

    who: str
    since: datetime
    reason: str
    everywhere: bool


@dataclass(frozen=True, kw_only=True)
class StopSign:
    """What is stopped, and what the reader may do about it. ``held`` deliveries wait, ``by_hand`` lie with people."""

    lines: tuple[StopLine, ...]
    held: int
    by_hand: int
    may_throw: bool
    may_lift: bool
    own: bool
    """The reader threw one of them."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The bar's data. ``mode`` is ``live``, ``drill`` or ``test`` (a Probewarnung); ``show_mode`` says whether
    "Echtbetrieb" is shown.

    ``path`` is the page's own address (language links come back to it); ``places`` are other workplaces in the menu;
    ``call`` is what waits for this person, shown under the bar.
    """

    person: Someone | None = None
    authority: str = ""
    nav: tuple[NavItem, ...] = ()
    places: tuple[NavItem, ...] = ()
    mode: str = "live"
    show_mode: bool = False
    csrf: str = ""
    now: datetime | None = None
    path: str = "/"
    home: str = "/"
    call: NavItem | None = None
    stop: StopSign | None = None
    """None where the page says nothing about the kill switch."""
