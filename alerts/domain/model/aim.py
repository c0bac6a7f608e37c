"""What a following alert is for, beyond its CAP message type."""

from __future__ import annotations

from enum import StrEnum


class Aim(StrEnum):
    """Why an update is made; a thread's first alert and its end are always ``news``."""

    NEWS = "news"
    """Something changed; who would read the same again gets no post."""
    CORRECTION = "correction"
    """Something said before was wrong: to every channel still in, the first line says so."""
    PROLONGATION = "prolongation"
    """It holds longer, nothing else: pages, feeds and CAP only, no post anywhere."""
