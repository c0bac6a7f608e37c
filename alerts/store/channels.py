"""Reading channels and accounts for routing and release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from shapely import to_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from alerts.domain.model.channel import Account, Channel
from alerts.domain.model.codes import ChannelKind, ChannelState, Purpose
from alerts.domain.routing import Hit
from alerts.store.tables import channels as tables
from geo.measure import to_metres

# Four plain reads put together here: joined, the planner looped over them channel by channel while a table was young.
_OWN_CHANNELS = text("""
    SELECT c.id, c.name, c.kind, c.language, c.purpose, c.state, c.parent_id, c.standby_id, c.office_id,
           c.drawn IS NOT NULL AS drawn
    FROM channel c
    WHERE c.authority_id = :authority AND c.state <> 'archived'
      AND (CAST(:serving AS text[]) IS NULL OR c.drawn IS NOT NULL OR c.id IN (
          SELECT s.channel_id FROM channel_district s
          WHERE s.authority_id = :authority AND s.district_key = ANY(CAST(:serving AS text[]))))
    ORDER BY c.name
""")
_SERVED = text("""
    SELECT channel_id, district_key FROM channel_district
    WHERE authority_id = :authority AND (CAST(:only AS uuid[]) IS NULL OR channel_id = ANY(CAST(:only AS uuid[])))
""")
_CARRIED = text("""
    SELECT ca.channel_id, ca.account_id, acc.sandbox
    FROM channel_account ca JOIN account acc ON acc.id = ca.account_id
    WHERE ca.authority_id = :authority
      AND (CAST(:only AS uuid[]) IS NULL OR ca.channel_id = ANY(CAST(:only AS uuid[])))
    ORDER BY ca.channel_id, ca.position
""")
_FOLLOWERS = text("""
    SELECT DISTINCT ON (channel_id) channel_id, count AS newest FROM followers
    WHERE authority_id = :authority AND (CAST(:only AS uuid[]) IS NULL OR channel_id = ANY(CAST(:only AS uuid[])))
    ORDER BY channel_id, day DESC
""")

_PART_HITS = text("""
    WITH area AS (SELECT ST_GeomFromWKB(:shape, 3035) AS shape),
    part AS (
        SELECT c.id, ST_Transform(c.drawn, 3035) AS shape FROM channel c
         WHERE c.authority_id = :authority AND c.drawn IS NOT NULL AND c.state = 'active'
    ),
    hit AS (
        SELECT part.id, part.shape AS part, ST_Intersection(part.shape, area.shape) AS shape,
               ST_Area(area.shape) AS area
          FROM part, area WHERE ST_Intersects(part.shape, area.shape)
    )
    SELECT hit.id, ST_Area(hit.shape) / ST_Area(hit.part) AS share_of_part,
           ST_Area(hit.shape) / hit.area AS share_of_area,
           coalesce(sum(leaf.people), 0) AS people,
           coalesce(array_agg(leaf.key ORDER BY leaf.people DESC, leaf.key)
                    FILTER (WHERE leaf.key IS NOT NULL), '{}') AS leaves
      FROM hit LEFT JOIN LATERAL (
           SELECT d.key, coalesce(d.population, 0) * ST_Area(ST_Intersection(d.shape, hit.shape)) / d.area_m2 AS people
             FROM district d
            WHERE d.key = ANY(CAST(:leaves AS text[])) AND d.valid_to IS NULL AND ST_Intersects(d.shape, hit.shape)
      ) leaf ON true
     GROUP BY hit.id, hit.part, hit.shape, hit.area
""")


def of_authority(session: Session, authority: UUID, *, serving: Iterable[str] | None = None) -> tuple[Channel, ...]:
    """All channels of an authority that are not archived, with served districts and newest follower count.

    With ``serving`` only those that serve one of these districts, and those with a drawn part.
    """
    wanted = {"authority": authority, "serving": None if serving is None else list(serving)}
    rows = session.execute(_OWN_CHANNELS, wanted).all()
    if not rows:
        return ()
    values = {"authority": authority, "only": None if serving is None else [row[0] for row in rows]}
    served: dict[UUID, set[str]] = defaultdict(set)
    for channel, key in session.execute(_SERVED, values).all():
        served[channel].add(key)
    carried: dict[UUID, list[tuple[UUID, bool]]] = defaultdict(list)
    for channel, account, sandbox in session.execute(_CARRIED, values).all():
        carried[channel].append((account, sandbox))
    newest: dict[UUID, int] = {row[0]: row[1] for row in session.execute(_FOLLOWERS, values).all()}
    return tuple(_channel(row, served[row[0]], carried[row[0]], newest.get(row[0])) for row in rows)


def addresses(session: Session, channels: Iterable[UUID]) -> dict[UUID, str]:
    """Where each channel lies on its gateway."""
    query = select(tables.channel.c.id, tables.channel.c.address).where(tables.channel.c.id.in_(list(channels)))
    return {row.id: row.address for row in session.execute(query)}


def part_hits(session: Session, authority: UUID, shape: BaseGeometry, leaves: Iterable[str]) -> dict[UUID, Hit]:
    """How the shape (EPSG:4326) meets the drawn parts of an authority's active channels; ``leaves`` it meets."""
    values = {"authority": authority, "shape": to_wkb(to_metres(shape)), "leaves": list(leaves)}
    return {
        row.id: Hit(
            share_of_part=min(1.0, row.share_of_part),
            share_of_area=min(1.0, row.share_of_area),
            people=row.people,
            leaves=tuple(row.leaves),
        )
        for row in session.execute(_PART_HITS, values)
    }


def accounts(session: Session, authority: UUID) -> dict[UUID, Account]:
    """The authority's accounts by id, without their secrets."""
    rows = session.execute(select(tables.account).where(tables.account.c.authority_id == authority))
    return {row.id: _account(row) for row in rows}


def names(session: Session, channels: Iterable[UUID]) -> dict[UUID, str]:
    """The channels' names."""
    query = select(tables.channel.c.id, tables.channel.c.name).where(tables.channel.c.id.in_(list(channels)))
    return {row.id: row.name for row in session.execute(query)}


def join_urls(session: Session, channels: Iterable[UUID]) -> dict[UUID, str]:
    """Where people join each channel; channels without such an address are left out."""
    table = tables.channel
    query = select(table.c.id, table.c.join_url).where(table.c.id.in_(list(channels)), table.c.join_url != "")
    return {row.id: row.join_url for row in session.execute(query)}


def _channel(
    row: Row[Any], served: Iterable[str], carried: Sequence[tuple[UUID, bool]], followers: int | None
) -> Channel:
    own, name, kind, language, purpose, state, parent, standby, office, drawn = tuple(row)
    return Channel(
        id=own,
        name=name,
        kind=ChannelKind(kind),
        language=language,
        purpose=Purpose(purpose),
        state=ChannelState(state),
        serves=frozenset(served),
        drawn=drawn,
        parent=parent,
        standby=standby,
        office=office,
        followers=followers,
        accounts=tuple(account for account, _ in carried),
        sandbox=bool(carried) and all(sandbox for _, sandbox in carried),
    )


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        kind=ChannelKind(row.kind),
        settings=dict(row.settings),
        per_second=row.per_second,
        burst=row.burst,
        sandbox=row.sandbox,
    )
