"""Numbers that rule: what a kind of channel takes, and from where a district counts as affected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class KindLimits:
    """What one kind of channel takes, in characters as it counts them (UTF-16 units, see ``measure``).

    ``caption`` is the limit of a text below a picture; None where pictures have none of their own. ``subject`` is
    the limit of a subject line; None where there is no subject.
    """

    characters: int
    caption: int | None = None
    subject: int | None = None


KINDS: dict[str, KindLimits] = {
    # WhatsApp Channels publish no figure; 4,096 and 1,024 are assumed as for its one-to-one messages.
    "whatsapp": KindLimits(characters=4096, caption=1024),
    "whatsapp-manual": KindLimits(characters=4096, caption=1024),
    # Telegram Bot API: sendMessage 1-4,096, caption 0-1,024 characters after entities.
    "telegram": KindLimits(characters=4096, caption=1024),
    # E-mail knows no limit of its own; ours keeps a mail readable. RFC 5322 allows header lines of 998.
    "email": KindLimits(characters=100_000, subject=160),
    # A webhook's receiver gets JSON; ours bounds the document.
    "webhook": KindLimits(characters=100_000, subject=160),
}
"""Limits by channel kind (the values of ``ChannelKind``)."""

LOCK_SCREEN = 100
"""Characters that a locked phone shows of a post (two to three lines; iOS and Android cut at about 100 to 110)."""

FIRST_LINE = 160
"""Most characters of a headline: CAP 1.2 says that devices cut a headline at 160."""

LISTED_PLACES = 12
"""So many places a post lists; the rest is counted, the page names them all."""

EVENT = 60
"""Most characters of the event's name."""

INSTRUCTION = 400
"""Most characters of one instruction. Three zones and the rest at 400 each fit every kind above uncut."""

DESCRIPTION = 4000
"""Most characters of a description; it is what gets cut where a kind takes less."""

AREA_NAME = 160
"""Most characters of the places in words (areaDesc)."""

CONTACT = 200
"""Most characters of a contact, a hotline or its hours."""

ZONES = 3
"""Most zones of one alert."""

HELP_PLACES = 12
"""Most help places of one alert."""

HELP_NAME = 80
"""Most characters of a help place's name."""

HELP_WORDS = 120
"""Most characters of its address, its hours or its access."""

LEAF_SHARE = 0.01
"""From this covered share on a leaf is affected (DESIGN.md 5, Routing)."""

AREA_SHARE = 0.01
"""From this share of the area on the leaf it lies in is affected (DESIGN.md 5, Routing)."""

PEOPLE = 50
"""From this many people in the covered part on a leaf is affected (DESIGN.md 5, Routing)."""

TOUCH_SHARE = 0.00001
"""Below this share of the leaf and of the area, and below one person, a leaf is only touched, not even a sliver.

Two neighbours drawn from one boundary overlap by rounding alone; 0.001 % of an Ortsteil of 5 km² are 50 m².
"""

DENSITY_RATIO = 1.5
"""How much denser (or thinner) the covered part of a leaf may be settled than its rest, for the bounds of people."""

FRESH_SIGN_IN_MINUTES = 5
"""How old a sign-in may be for break-glass."""

LONGEST_DAYS = 31
"""How long an alert may hold at most: longer is a notice, or a mistyped year."""


def measure(text: str) -> int:
    """The length of a text as WhatsApp and Telegram count it: UTF-16 units, so that a rare character counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
