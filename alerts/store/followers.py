"""Counts of followers over time; store.channel_edits writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.store.tables.channels import channel, followers


def history(session: Session, channels: Iterable[UUID], *, days: int) -> dict[UUID, tuple[tuple[date, int], ...]]:
    """The counts of the last ``days`` days by channel, oldest first; channels without counts are left out."""
    query = (
        select(followers.c.channel_id, followers.c.day, followers.c.count)
        .where(followers.c.channel_id.in_(list(channels)), followers.c.day > func.current_date() - days)
        .order_by(followers.c.channel_id, followers.c.day)
    )
    found: dict[UUID, list[tuple[date, int]]] = {}
    for row in session.execute(query):
        found.setdefault(row.channel_id, []).append((row.day, row[2]))
    return {key: tuple(points) for key, points in found.items()}


def newest_day(session: Session, authority: UUID) -> date | None:
    """The day of the authority's newest count."""
    query = (
        select(func.max(followers.c.day))
        .join(channel, channel.c.id == followers.c.channel_id)
        .where(channel.c.authority_id == authority)
    )
    day: date | None = session.execute(query).scalar_one()
    return day
