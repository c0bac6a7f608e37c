"""What a check of districts found, every single fault of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """A fault forbids loading; a note is to be read."""

    FAULT = "fault"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found, in German and English; ``kind`` is stable, ``where`` a code, a row or a pair of codes."""

    kind: str
    where: str
    de: str
    en: str
    weight: Weight = Weight.FAULT
    square_metres: float = 0.0

    def text(self, language: str = "de") -> str:
        """With its place in front."""
        return f"{self.where}: {self.en if language == 'en' else self.de}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """All findings, faults first, the greater ones first among their kind."""

    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What forbids loading."""
        return tuple(f for f in self.findings if f.weight is Weight.FAULT)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is only to be read."""
        return tuple(f for f in self.findings if f.weight is Weight.NOTE)

    def counts(self) -> dict[str, int]:
        """How many findings of each kind."""
        found: dict[str, int] = {}
        for finding in self.findings:
            found[finding.kind] = found.get(finding.kind, 0) + 1
        return found


def report(findings: Sequence[Finding]) -> Report:
    """A report in order."""
    return Report(findings=tuple(sorted(findings, key=lambda f: (f.weight, f.kind, -f.square_metres, f.where))))
