"""One measured figure, and how it is come by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

ROUNDS = 5
"""Rounds of every measurement; the median counts."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """``value`` is ours, ``baseline`` the yardstick measured in turn with it, both in ``unit``."""

    bench: str
    case: str
    value: float
    unit: str
    baseline: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours by the yardstick."""
        return None if not self.baseline else self.value / self.baseline

    def as_json(self) -> dict[str, object]:
        """The figure as ``./run bench --json`` writes it."""
        return {
            "bench": self.bench,
            "case": self.case,
            "value": _rounded(self.value),
            "unit": self.unit,
            "baseline": _rounded(self.baseline),
            "ratio": _rounded(self.ratio),
        }


def in_turn(ours: Callable[[], float], yardstick: Callable[[], float], *, rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians of both, measured A B A B … so that a noisy machine disturbs both alike."""
    measured = [(ours(), yardstick()) for _ in range(rounds)]
    return median(a for a, _ in measured), median(b for _, b in measured)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest of the values that ``percent`` of them do not exceed."""
    return sorted(values)[max(0, ceil(len(values) * percent / 100) - 1)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
