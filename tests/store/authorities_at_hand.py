"""Authorities with a jurisdiction, for tests that ask from somebody's standpoint."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from alerts.store.tables.people import authority, jurisdiction


def make_authority(session: Session, slug: str, level: str, *keys: str) -> UUID:
    """An authority that alerts by ``level`` in the districts ``keys``; its name is "Behörde <slug>"."""
    values = {"slug": slug, "name": f"Behörde {slug}", "short_name": slug, "sender": f"{slug}@example"}
    query = insert(authority).values(**values, alerting_level=level).returning(authority.c.id)
    made = session.execute(query).scalar_one()
    if keys:
        session.execute(insert(jurisdiction), [{"authority_id": made, "district_key": key} for key in keys])
    return made
