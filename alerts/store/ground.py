"""What follows from the parent links: lineages, and which districts are the leaves of ground that nobody claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from alerts.store.statements import statement
from geo.match import LEAST_OVERLAP_M2

FINEST_FIRST = ("ortsteil", "stadtteil", "stadtbezirk", "bezirk", "gemeinde", "kreis")
"""Levels that may stand for a Kreis's ground. Bezirksregionen and Planungsräume only where somebody alerts by them."""

_WHOLE = 0.9
"""A level stands for a Kreis only if it covers this share of it: a few loaded Ortsteile don't hide the rest."""

_RELINK = statement("""
    WITH RECURSIVE line AS (
        SELECT d.id, d.key, d.parent_key, ARRAY[d.key] AS lineage FROM district d WHERE d.valid_to IS NULL
        UNION ALL
        SELECT line.id, line.key, up.parent_key, line.lineage || line.parent_key
        FROM line LEFT JOIN district up ON up.key = line.parent_key AND up.valid_to IS NULL
        WHERE line.parent_key IS NOT NULL AND NOT line.parent_key = ANY(line.lineage)
    )
    UPDATE district d SET lineage = line.lineage
    FROM line WHERE line.id = d.id AND line.parent_key IS NULL AND d.lineage <> line.lineage
""")
# Leaves of layers with different outlines (Stuttgart's own against VG250) lie on each other along their edges.
_CONTEST = statement("""
    WITH candidate AS MATERIALIZED (
        SELECT d.id, d.shape, d.edition, d.scope, d.lineage, d.key FROM district d
        WHERE d.valid_to IS NULL AND d.level <> 'land' AND (d.finest OR d.scope <> 'de')
    ),
    met AS (
        SELECT a.id AS one, b.id AS other
        FROM candidate a JOIN candidate b ON a.shape && b.shape
        WHERE a.scope <> 'de' AND (a.edition, a.scope) <> (b.edition, b.scope)
          AND NOT a.key = ANY(b.lineage) AND NOT b.key = ANY(a.lineage)
          AND ST_Intersects(a.shape, b.shape) AND ST_Area(ST_Intersection(a.shape, b.shape)) >= :least_m2
    ),
    contested AS (SELECT one AS id FROM met UNION SELECT other FROM met)
    UPDATE district d SET contested = NOT d.contested
    WHERE d.valid_to IS NULL AND d.contested <> (d.id IN (SELECT id FROM contested))
""")
_ALL = statement("SELECT d.id, d.key, d.level, d.lineage, d.area_m2, d.finest FROM district d WHERE d.valid_to IS NULL")
_ANALYZE = statement("ANALYZE district")
_MARK = statement("UPDATE district SET finest = NOT finest WHERE id = ANY(CAST(:ids AS uuid[]))")


def settle(session: Session) -> None:
    """Bring lineages and leaves up to date after a change of districts. Touches only rows that differ."""
    session.execute(_RELINK)
    rows = session.execute(_ALL).all()
    finest = _finest(rows)
    wrong = [row.id for row in rows if row.finest != (row.key in finest)]
    if wrong:
        session.execute(_MARK, {"ids": wrong})
    session.execute(_CONTEST, {"least_m2": LEAST_OVERLAP_M2})
    session.execute(_ANALYZE)


def _finest(rows: Sequence[Any]) -> frozenset[str]:
    """The keys that stand for the ground: per Kreis one level, elsewhere whatever has nothing below it."""
    kreise = {row.key: row.area_m2 for row in rows if row.level == "kreis"}
    areas: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    homes = {row.key: next((key for key in row.lineage if key in kreise), None) for row in rows}
    for row in rows:
        if (kreis := homes[row.key]) is not None:
            areas[kreis][row.level] += row.area_m2
    chosen = {kreis: _level(kreise[kreis], levels) for kreis, levels in areas.items()}
    parents = {key for row in rows for key in row.lineage[1:]}
    return frozenset(row.key for row in rows if _stands(row, homes[row.key], chosen, parents))


def _stands(row: Any, kreis: str | None, chosen: dict[str, str], parents: Iterable[str]) -> bool:
    return row.key not in parents if kreis is None else chosen[kreis] == row.level


def _level(area_m2: float, covered: dict[str, float]) -> str:
    return next(level for level in FINEST_FIRST if covered.get(level, 0.0) >= _WHOLE * area_m2 or level == "kreis")
