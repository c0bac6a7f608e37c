"""Reading the public registry of channels; store.channel_edits keeps it up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import ChannelKind, Purpose
from alerts.domain.model.directory import ListedChannel
from alerts.store.tables.channels import directory

_SERVED = text("""
    SELECT DISTINCT served.key FROM directory, jsonb_array_elements_text(districts) AS served(key)
    WHERE served.key = ANY(:keys)
""").bindparams(bindparam("keys"))


def all_channels(session: Session) -> tuple[ListedChannel, ...]:
    """Every public channel, by authority and name."""
    query = select(directory).order_by(directory.c.authority_name, directory.c.name)
    return tuple(_listed(row) for row in session.execute(query))


def serving(session: Session, keys: Iterable[str]) -> tuple[ListedChannel, ...]:
    """Public channels that serve any of these districts, by name."""
    wanted = text("EXISTS (SELECT FROM jsonb_array_elements_text(districts) AS s(key) WHERE s.key = ANY(:keys))")
    query = select(directory).where(wanted.bindparams(keys=list(keys))).order_by(directory.c.name)
    return tuple(_listed(row) for row in session.execute(query))


def of_authority(session: Session, authority: UUID) -> tuple[ListedChannel, ...]:
    """The public channels of an authority, by name."""
    query = select(directory).where(directory.c.authority_id == authority).order_by(directory.c.name)
    return tuple(_listed(row) for row in session.execute(query))


def served_keys(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """Which of these districts a public channel serves directly."""
    return frozenset(session.execute(_SERVED, {"keys": list(keys)}).scalars())


def _listed(row: Row[Any]) -> ListedChannel:
    return ListedChannel(
        id=row.channel_id,
        authority=row.authority_id,
        authority_name=row.authority_name,
        name=row.name,
        kind=ChannelKind(row.kind),
        address=row.address,
        language=row.language,
        purpose=Purpose(row.purpose),
        join_url=row.join_url,
        districts=tuple(row.districts),
        sandbox=row.sandbox,
    )
