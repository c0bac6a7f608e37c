"""What is told: threads of an alert, an update and an end, by seed, until enough posts are on their way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SHORT_ONES = 0.2
"""Share of threads whose alerts expire within the run."""
_SHORT = (6.0, 25.0)
_LONG = 6 * 3600.0
_EMERGENCIES = 0.45
_PAUSES = (0.0, 0.3, 2.0, 6.0)
"""Seconds between two steps of a thread: some follow while the one before is still on its way."""


@dataclass(frozen=True, kw_only=True)
class Thread:
    """One thread as its author will play it; ``holds`` in seconds from each release on."""

    number: int
    severity: str
    districts: Sequence[str]
    later_districts: Sequence[str]
    """What the update is for: some leave, some enter."""
    holds: float
    ends_with: str
    """``all-clear`` or ``cancel``."""
    pauses: tuple[float, float]

    def alert(self) -> dict[str, Any]:
        """The content of the first alert."""
        return {
            "hazard": "bombenfund",
            "event_code": "BBK-EVC-009",
            "category": "Safety",
            "response_types": ["Evacuate"],
            "severity": self.severity,
            "urgency": "Immediate",
            "certainty": "Observed",
            "area": {"districts": list(self.districts)},
            **self._told(1),
        }

    def update(self) -> dict[str, Any]:
        """What changes with the update."""
        return {"area": {"districts": list(self.later_districts)}, **self._told(2)}

    def _told(self, step: int) -> dict[str, Any]:
        until = datetime.now(UTC) + timedelta(seconds=self.holds)
        info = {
            "language": "de",
            "event": "Bombenfund",
            "headline": f"Bombenfund {self.number}, Stand {step}: Gebiet verlassen",
            "description": f"Stand {step} der Lage {self.number}.",
            "instruction": "Verlassen Sie das Gebiet zu Fuß.",
        }
        return {
            "expires": until.replace(microsecond=0).isoformat(),
            "infos": [info],
            "mowas": {"state": "not-needed", "reason": "Chaos"},
        }


def thread(number: int, districts: Sequence[str], *, seed: int, size: int) -> Thread:
    """The thread of a number, always the same for a seed; ``size`` districts an alert."""
    dice = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable on purpose
    first = dice.sample(districts, min(size, len(districts)))
    stay = first[: max(1, len(first) * 3 // 4)]
    enter = [key for key in dice.sample(districts, min(2 * size, len(districts))) if key not in first]
    return Thread(
        number=number,
        severity="Severe" if dice.random() < _EMERGENCIES else "Moderate",
        districts=first,
        later_districts=[*stay, *enter[: len(first) - len(stay)]],
        holds=dice.uniform(*_SHORT) if dice.random() < SHORT_ONES else _LONG,
        ends_with=dice.choice(("all-clear", "all-clear", "cancel")),
        pauses=(dice.choice(_PAUSES), dice.choice(_PAUSES)),
    )
