"""Which parts of a database are ours to compare and change."""

from __future__ import annotations

from typing import Any

from alerts.store.tables import metadata


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Alembic's ``include_object``: leave the queue's tables and those of PostGIS alone."""
    del reflected, compare_to
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", None)
    return table is None or table in metadata.tables
