"""Places in a text that release fills in. A token is as long as what replaces it, so that no text changes its length.

The content hash is taken over texts with their tokens; filling them in changes nothing that a person decided.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

OPEN = "····"
"""What every token holds, and what no written text may hold."""

OPEN_CODE = "····-····"
"""Stands for an alert's code, like 7F3A-92QK."""

OPEN_SENT = "··.··.····, ··:··"
"""Stands for the time of release, like 24.11.2026, 14:44."""

BERLIN = ZoneInfo("Europe/Berlin")


def sent_text(moment: datetime) -> str:
    """Day and minute in Germany: "24.11.2026, 14:44", always 17 characters."""
    return f"{moment.astimezone(BERLIN):%d.%m.%Y, %H:%M}"


def link_to(public_url: str, code: str = OPEN_CODE) -> str:
    """The public address where a code is checked and its alert read; with the token until release."""
    return f"{public_url.rstrip('/')}/v/{code}"


def fill(text: str, *, code: str, sent: datetime) -> str:
    """A frozen text with the code (links included) and the time of release in their places."""
    return text.replace(OPEN_CODE, code).replace(OPEN_SENT, sent_text(sent))
