"""Where a delivery stands, in the words of those who watch it arrive."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """A delivery's state as a page counts it."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under-way"
    """About to be sent, or being sent."""
    WAITING = "waiting"
    """For its next try."""
    UNKNOWN = "unknown"
    """May be there or not; a machine looks."""
    DECIDES = "decides"
    """May be there or not, and only a person can look."""
    REFUSED = "refused"
    GIVEN_UP = "given-up"
    """By a person: nothing is left to do."""
    BY_HAND = "by-hand"
    HELD = "held"
    """By the kill switch."""
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    STANDBY = "standby"
    """Ready to take over where another channel fails; not open."""
    NOT_NEEDED = "not-needed"
    """Stood by, and nobody needed it."""


OPEN = (Standing.UNDER_WAY, Standing.WAITING, Standing.UNKNOWN, Standing.DECIDES, Standing.BY_HAND, Standing.HELD)
"""What may still be accepted."""
ARRIVED = (Standing.ACCEPTED, Standing.CONFIRMED)
TROUBLE = (Standing.REFUSED, Standing.DECIDES, Standing.UNKNOWN, Standing.HELD, Standing.WAITING)
"""What a person should look at."""
