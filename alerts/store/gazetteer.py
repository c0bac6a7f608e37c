"""Looking districts up by name, code or parent, without their shapes. Editions in force only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.district import District, Population

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

# What begins with the typed words comes first, then the own ground, then the coarser level, then the shorter name.
_SEARCH = text(
    _SELECT.replace("SELECT d.key", "SELECT d.key, d.lineage && CAST(:near AS text[]) AS near")
    + _FILTERS
    + """
      AND strpos(d.search, lower(unaccent(:typed))) > 0
    ORDER BY near DESC, starts_with(d.search, lower(unaccent(:typed))) DESC,
             cardinality(d.lineage), length(d.name), d.key
    LIMIT :limit
"""
)
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
    """Districts whose name, alias or code holds what was typed; those below ``near`` first."""
    values = {"typed": typed.strip(), "level": level, "within": within, "near": list(near), "limit": limit}
    return tuple(_district(row) for row in session.execute(_SEARCH, values))


def lineages(session: Session, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each district's own key and its ancestors, nearest first; unknown keys are left out."""
    return {row.key: tuple(row.lineage) for row in session.execute(_LINEAGES, {"keys": list(keys)})}


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
