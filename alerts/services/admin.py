"""What an administrator sets up: the districts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from alerts.domain.model.district import Population
from alerts.store import districts
from alerts.store.districts import Edition, NewDistrict
from alerts.store.session import Session
from geo import catalogue

OUTLINE_TOLERANCE_M = {"land": 400.0, "kreis": 250.0, "gemeinde": 40.0}
"""How far a map's outline may lie from the boundary, metres; finer levels take 10."""

Progress = Callable[[str, int], None]


def shipped_folder() -> Path:
    """Where the shipped districts lie: beside the packages, in the tree as in the wheel."""
    return Path(str(files("alerts"))).parent / "data" / "districts"


def load_shipped(session: Session, progress: Progress = lambda name, count: None) -> int:
    """Load the shipped districts that are not there yet; how many districts came in."""
    folder = shipped_folder()
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    loaded = 0
    for described in index["editions"]:
        edition = _edition(described)
        if districts.is_loaded(session, edition):
            continue
        rows, shapes = catalogue.read_own(folder / described["file"])
        prepared = catalogue.prepare(shapes, tolerance_m=OUTLINE_TOLERANCE_M.get(edition.level, 10.0))
        districts.add_edition(session, edition, _new_districts(rows, prepared))
        loaded += len(rows)
        progress(described["file"], len(rows))
    if loaded:
        districts.add_successors(session, index["successors"])
        districts.settle(session)
    return loaded


def _edition(described: Mapping[str, Any]) -> Edition:
    return Edition(
        level=described["level"],
        scheme=described["scheme"],
        name=described["edition"],
        scope=described["scope"],
        valid_from=date.fromisoformat(described["valid_from"]),
        source=described["source"],
        licence=described["licence"],
        credit=described["credit"],
        sha256=described["sha256"],
    )


def _new_districts(rows: Sequence[Mapping[str, Any]], prepared: Sequence[catalogue.Prepared]) -> list[NewDistrict]:
    return [
        NewDistrict(
            key=row["key"],
            name=row["name"],
            aliases=row["aliases"] or "",
            parent=row["parent"] or None,
            ars=row["ars"] or None,
            shape=shapes.shape,
            projected=shapes.projected,
            outline=shapes.outline,
            label=shapes.label,
            population=Population(
                people=int(row["population"]),
                as_of=date.fromisoformat(row["population_as_of"]),
                source=row["population_source"],
                method=row["population_method"],
            ),
        )
        for row, shapes in zip(rows, prepared, strict=True)
    ]
