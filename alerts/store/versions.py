"""Versions in the database: what a draft said at each edit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.store.tables.alerts import version


def content(session: Session, alert: UUID, number: int) -> dict[str, Any]:
    """The content of one version as JSON. Raises NotFoundError."""
    query = select(version.c.content).where(version.c.alert_id == alert, version.c.number == number)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFoundError(what=f"Fassung {number}")
    return dict(found)
