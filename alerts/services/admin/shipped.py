"""The districts that come with Ortsruf."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from alerts.domain.model.district import Population
from alerts.services.admin.refusals import ChecksumError
from alerts.store import editions
from alerts.store.editions import Edition, NewDistrict
from alerts.store.ground import settle
from alerts.store.session import Session
from geo import catalogue

FOLDER = Path(__file__).parents[3] / "data" / "districts"


def load_shipped(session: Session) -> int:
    """Load every shipped edition that is not there yet; returns how many districts came in.

    Raises ChecksumError if a file is not the one that was built.
    """
    index = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    count = sum(_load_if_new(session, entry) for entry in index["editions"])
    pairs = ((pair["old"], pair["new"], date.fromisoformat(pair["since"])) for pair in index["successors"])
    if count:
        editions.add_successors(session, pairs)
        settle(session)
    return count


def _load_if_new(session: Session, entry: dict[str, Any]) -> int:
    edition = Edition(
        level=entry["level"],
        scheme=entry["scheme"],
        name=entry["edition"],
        scope=entry["scope"],
        valid_from=date.fromisoformat(entry["valid_from"]),
        source=entry["source"],
        licence=entry["licence"],
        credit=entry["credit"],
        sha256=entry["sha256"],
    )
    if editions.is_known(session, edition):
        return 0
    districts = _read(FOLDER / entry["file"], edition.sha256)
    editions.load(session, edition, districts)
    return len(districts)


def _read(path: Path, sha256: str) -> list[NewDistrict]:
    table = catalogue.read_own(path)
    if table.sha256 != sha256:
        raise ChecksumError(file=path.name)
    return [
        NewDistrict(
            key=row["key"],
            name=row["name"],
            shape=shape,
            parent=row["parent"] or None,
            aliases=row["aliases"] or "",
            ars=row["ars"] or None,
            population=Population(
                people=int(row["population"]),
                as_of=date.fromisoformat(row["population_as_of"]),
                source=row["population_source"],
                method=row["population_method"],
            ),
        )
        for row, shape in zip(table.rows, table.shapes, strict=True)
        if shape is not None
    ]
