"""Looking districts up by name, code or parent, without their shapes. Editions in force only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from alerts.domain.errors import AmbiguousCodeError, NotFoundError
from alerts.domain.model.district import District, Population
from alerts.store.folding import folded

_IN_FORCE = "d.valid_from <= current_date AND (d.valid_to IS NULL OR d.valid_to > current_date)"
_SELECT = f"""
    SELECT d.key, d.name, d.level, d.parent_key, d.edition, d.population, d.population_as_of,
           d.population_source, d.population_method
      FROM district d WHERE {_IN_FORCE}
"""  # noqa: S608 (a constant of ours)

_FILTERS = """
    AND (CAST(:level AS text) IS NULL OR d.level = :level)
    AND (CAST(:within AS text) IS NULL OR d.lineage @> ARRAY[CAST(:within AS text)])
"""
_PAGE = text(_SELECT + _FILTERS + " AND d.key > :after ORDER BY d.key LIMIT :limit")

# The own ground first, then what begins with the typed words, then the coarser level, then the shorter name.
_SEARCH = text(
    _SELECT.replace("SELECT d.key", "SELECT d.key, d.lineage && CAST(:near AS text[]) AS near")
    + _FILTERS
    + """
      AND strpos(d.search, :typed) > 0
    ORDER BY near DESC, starts_with(d.search, :typed) DESC, cardinality(d.lineage), length(d.name), d.key
    LIMIT :limit
"""
)
# Trigrams alone rank two swapped letters low: they only gather, the names are compared afterwards.
_NEARLY = text(
    _SELECT.replace("SELECT d.key", "SELECT d.key, d.search, d.lineage && CAST(:near AS text[]) AS near")
    + _FILTERS
    + """
      AND word_similarity(:typed, d.search) >= 0.2
    ORDER BY word_similarity(:typed, d.search) DESC, d.key
    LIMIT 100
"""
)
_ALIKE = 0.75
"""From which likeness (0 to 1) a name may be what was meant: one wrong or swapped letter in four, two in eight."""

_BY_CODE = text(_SELECT + " AND d.code = :code ORDER BY d.key")
_LINEAGES = text(f"SELECT d.key, d.lineage FROM district d WHERE d.key = ANY(CAST(:keys AS text[])) AND {_IN_FORCE}")  # noqa: S608


def by_key(session: Session, key: str) -> District:
    """One district. Raises NotFoundError."""
    row = session.execute(text(_SELECT + " AND d.key = :key"), {"key": key}).one_or_none()
    if row is None:
        raise NotFoundError(what=key)
    return _district(row)


def page(session: Session, *, level: str | None, within: str | None, after: str, limit: int) -> tuple[District, ...]:
    """Districts by key, of a level and below a district where given; the next page begins after the last key."""
    values = {"level": level, "within": within, "after": after, "limit": limit}
    return tuple(_district(row) for row in session.execute(_PAGE, values))


def search(
    session: Session, typed: str, *, level: str | None, within: str | None, near: Iterable[str], limit: int
) -> tuple[District, ...]:
    """Districts whose name, alias or code holds what was typed, or nearly ("Mobait"); those below ``near`` first."""
    words = folded(typed)
    if not words:
        return ()
    values = {"typed": words, "level": level, "within": within, "near": list(near), "limit": limit}
    rows = session.execute(_SEARCH, values).all() or _misspelt(session, values)
    return tuple(_district(row) for row in rows[:limit])


def by_code(session: Session, code: str) -> District:
    """The district of a bare code. Raises NotFoundError, or AmbiguousCodeError where several levels know the code."""
    rows = session.execute(_BY_CODE, {"code": code.strip()}).all()
    if not rows:
        raise NotFoundError(what=code)
    if len(rows) > 1:
        raise AmbiguousCodeError(code=code, keys=", ".join(row.key for row in rows))
    return _district(rows[0])


def lineages(session: Session, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each district's own key and its ancestors, nearest first; unknown keys are left out."""
    return {row.key: tuple(row.lineage) for row in session.execute(_LINEAGES, {"keys": list(keys)})}


def _misspelt(session: Session, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """What was probably meant, the likest first."""
    rows = session.execute(_NEARLY, values).all()
    likeness = {row.key: _likeness(values["typed"], row.search) for row in rows}
    likely = [row for row in rows if likeness[row.key] >= _ALIKE]
    return sorted(likely, key=lambda row: (-likeness[row.key], not row.near, row.key))


def _likeness(typed: str, search: str) -> float:
    """The best likeness of what was typed to as many words of a district's search text in a row."""
    words, wanted = search.split(), len(typed.split())
    runs = (" ".join(words[start : start + wanted]) for start in range(max(1, len(words) - wanted + 1)))
    return max(SequenceMatcher(None, typed, run).ratio() for run in runs)


def _district(row: Row[Any]) -> District:
    population = None
    if row.population is not None:
        population = Population(
            people=row.population,
            as_of=row.population_as_of,
            source=row.population_source or "",
            method=row.population_method or "",
        )
    return District(
        key=row.key,
        name=row.name,
        level=row.level,
        parent=row.parent_key,
        edition=row.edition,
        population=population,
    )
