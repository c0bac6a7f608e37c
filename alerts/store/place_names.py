"""What districts are called: names, aliases and codes of everything in force, for reading lists that people paste."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.store.folding import folded

_ALL = text("""
    SELECT d.key, d.name, d.aliases, d.level, d.code, d.ars, d.lineage, p.name AS parent,
           d.lineage && CAST(:near AS text[]) AS own
      FROM district d
      LEFT JOIN district p ON p.key = d.parent_key
            AND p.valid_from <= current_date AND (p.valid_to IS NULL OR p.valid_to > current_date)
     WHERE d.valid_from <= current_date AND (d.valid_to IS NULL OR d.valid_to > current_date)
     ORDER BY d.key
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceName:
    """One district as lists name it. ``words`` and ``other_words`` are its name and its aliases, folded; ``lineage``
    its own key and its ancestors', ``own`` whether it lies within the jurisdiction."""

    key: str
    name: str
    level: str
    code: str
    ars: str
    parent: str
    words: str
    other_words: str
    lineage: tuple[str, ...]
    own: bool


def of_all(session: Session, jurisdiction: Iterable[str]) -> tuple[PlaceName, ...]:
    """Every district in force, by key."""
    return tuple(
        PlaceName(
            key=row.key,
            name=row.name,
            level=row.level,
            code=row.code,
            ars=row.ars or "",
            parent=row.parent or "",
            words=folded(row.name),
            other_words=folded(row.aliases),
            lineage=tuple(row.lineage),
            own=bool(row.own),
        )
        for row in session.execute(_ALL, {"near": list(jurisdiction)})
    )
