"""Writing channels: every change refreshes the public directory in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon
from sqlalchemy import delete, func, insert, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind, ChannelState, Purpose
from alerts.store.tables import channels as tables


@dataclass(frozen=True, kw_only=True)
class NewChannel:
    """A channel to be created; ``accounts`` in order of use, ``drawn`` in EPSG:4326 or None."""

    authority: UUID
    kind: ChannelKind
    name: str
    address: str
    accounts: Sequence[UUID]
    serves: Sequence[str]
    language: str = "de"
    purpose: Purpose = Purpose.MIXED
    office: UUID | None = None
    parent: UUID | None = None
    join_url: str = ""
    standby: UUID | None = None
    drawn: MultiPolygon | None = None


def create(session: Session, new: NewChannel) -> UUID:
    """Add a channel with its accounts and served districts."""
    values: dict[str, Any] = {
        "authority_id": new.authority,
        "kind": new.kind,
        "name": new.name,
        "address": new.address,
        "language": new.language,
        "purpose": new.purpose,
        "office_id": new.office,
        "parent_id": new.parent,
        "join_url": new.join_url,
        "standby_id": new.standby,
        "drawn": None if new.drawn is None else from_shape(new.drawn, srid=4326),
    }
    channel = session.execute(insert(tables.channel).values(values).returning(tables.channel.c.id)).scalar_one()
    serve(session, new.authority, channel, new.serves)
    use_accounts(session, new.authority, channel, new.accounts)
    refresh_directory(session, channel)
    return UUID(str(channel))


def serve(session: Session, authority: UUID, channel: UUID, keys: Sequence[str]) -> None:
    """Replace the districts that the channel serves. Call ``refresh_directory`` afterwards."""
    table = tables.channel_district
    session.execute(delete(table).where(table.c.channel_id == channel))
    rows = [{"channel_id": channel, "district_key": key, "authority_id": authority} for key in dict.fromkeys(keys)]
    if rows:
        session.execute(insert(table), rows)


def use_accounts(session: Session, authority: UUID, channel: UUID, accounts: Sequence[UUID]) -> None:
    """Replace the accounts of the channel, in order of use."""
    table = tables.channel_account
    session.execute(delete(table).where(table.c.channel_id == channel))
    rows = [
        {"channel_id": channel, "position": position, "account_id": account, "authority_id": authority}
        for position, account in enumerate(dict.fromkeys(accounts), start=1)
    ]
    if rows:
        session.execute(insert(table), rows)


def change(session: Session, channel: UUID, values: Mapping[str, Any]) -> None:
    """Change plain columns (name, address, language, purpose, join_url, office_id, parent_id, standby_id).

    Raises NotFoundError where the asking authority has no such channel.
    """
    table = tables.channel
    if session.execute(update(table).where(table.c.id == channel).values(dict(values)).returning(table.c.id)).first():
        refresh_directory(session, channel)
        return
    raise NotFoundError(what=f"Kanal {channel}")


def set_state(session: Session, channel: UUID, state: ChannelState) -> None:
    """Pause, revive or archive. Raises NotFoundError."""
    archived = func.now() if state is ChannelState.ARCHIVED else None
    change(session, channel, {"state": state, "archived": archived})


def count_followers(session: Session, authority: UUID, channel: UUID, day: date, count: int) -> None:
    """The channel's snapshot of a day; a later count of the same day replaces the earlier one."""
    table = tables.followers
    query = upsert(table).values(channel_id=channel, day=day, count=count, authority_id=authority)
    session.execute(
        query.on_conflict_do_update(index_elements=[table.c.channel_id, table.c.day], set_={"count": count})
    )


_REFRESH = text("""
    INSERT INTO directory (channel_id, authority_id, authority_name, name, kind, address, language, purpose, join_url,
                           districts, sandbox)
    SELECT c.id, c.authority_id, a.name, c.name, c.kind, c.address, c.language, c.purpose, c.join_url,
           coalesce((SELECT jsonb_agg(d.district_key ORDER BY d.district_key)
                     FROM channel_district d WHERE d.channel_id = c.id), '[]'),
           coalesce((SELECT bool_and(acc.sandbox)
                     FROM channel_account ca JOIN account acc ON acc.id = ca.account_id
                     WHERE ca.channel_id = c.id), false)
    FROM channel c JOIN authority a ON a.id = c.authority_id
    WHERE c.id = :channel AND c.state IN ('active', 'unstaffed')
""")


def refresh_directory(session: Session, channel: UUID) -> None:
    """Bring the public directory up to date for one channel; paused, dead and archived ones leave it."""
    session.execute(text("DELETE FROM directory WHERE channel_id = :channel"), {"channel": channel})
    session.execute(_REFRESH, {"channel": channel})
