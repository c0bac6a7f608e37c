"""What already holds on the ground of a draft: whether both say the same, and what needs a word before it goes out.

Pure. Who finds the alerts and measures the overlap is ``alerts.services.in_force``.
"""

from __future__ import annotations

from alerts.domain.in_force.comparing import (
    DUPLICATE_SHARE,
    DUPLICATE_SPAN,
    Difference,
    Draft,
    InForce,
    Meeting,
    Origin,
    Part,
    compare,
    faults,
    key,
    news,
)
from alerts.domain.in_force.hazard_words import hazard_of
from alerts.domain.in_force.stance import Stance, stances
from alerts.domain.in_force.verbatim import claims, is_verbatim, quoted, said_as_own, source_line

__all__ = [
    "DUPLICATE_SHARE",
    "DUPLICATE_SPAN",
    "Difference",
    "Draft",
    "InForce",
    "Meeting",
    "Origin",
    "Part",
    "Stance",
    "claims",
    "compare",
    "faults",
    "hazard_of",
    "is_verbatim",
    "key",
    "news",
    "quoted",
    "said_as_own",
    "source_line",
    "stances",
]
