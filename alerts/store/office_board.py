"""What an office sees of its authority: its own rows, its accounts' standing, posts of its channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model.alert import Hotline
from alerts.domain.model.codes import ChannelKind, DeliveryState
from alerts.domain.model.office import AccountStanding, Office, OfficePost
from alerts.store.tables import channels as channel_tables
from alerts.store.tables import people

CANNOT_POST = "person-cannot-post"
"""Reason of a post by hand that a person gave back."""

_POSTS = """
    SELECT d.id, d.alert_id, d.channel_id, c.name AS channel_name, d.kind, d.state, d.reason, d.role,
           d.code, d.text, d.link,
           d.created, d.accepted, d.not_after, p.event, p.severity, p.status = 'Exercise' AS drill,
           coalesce((SELECT array_agg(pd.district_key ORDER BY pd.people DESC)
                     FROM published_district pd WHERE pd.identifier = p.identifier), '{}') AS districts
    FROM delivery d
    JOIN channel c ON c.id = d.channel_id
    JOIN published p ON p.alert_id = d.alert_id
"""
_BY_HAND = text(
    _POSTS
    + """ WHERE d.authority_id = :authority AND d.kind = 'whatsapp-manual' AND d.state = 'waiting'
          AND d.not_after > now() ORDER BY d.created"""
)
_RECENT = text(
    _POSTS
    + """ WHERE d.authority_id = :authority AND d.channel_id = ANY(:channels) AND d.kind <> 'webhook'
          ORDER BY d.created DESC, c.name LIMIT :limit"""
)
_GIVE_BACK = text("""
    UPDATE delivery SET state = 'refused', reason = :reason
    WHERE id = :delivery AND kind = 'whatsapp-manual' AND state = 'waiting'
    RETURNING id
""")


def office(session: Session, office_id: UUID) -> Office:
    """One office of the asking authority. Raises NotFoundError."""
    table, authority = people.office, people.authority
    query = (
        select(table.c.id, table.c.name, table.c.hotline, authority.c.hotline.label("inherited"))
        .join(authority, authority.c.id == table.c.authority_id)
        .where(table.c.id == office_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Büro {office_id}")
    keys = select(people.office_district.c.district_key).where(people.office_district.c.office_id == office_id)
    return Office(
        id=row.id,
        name=row.name,
        hotline=_hotline(row.hotline),
        inherited=_hotline(row.inherited),
        districts=tuple(sorted(session.scalars(keys))),
    )


def authority_hotline(session: Session, authority: UUID) -> Hotline | None:
    """The hotline block of the whole authority."""
    table = people.authority
    return _hotline(session.execute(select(table.c.hotline).where(table.c.id == authority)).scalar_one_or_none())


def set_hotline(session: Session, office_id: UUID, hotline: Hotline | None) -> None:
    """Give the office a hotline block of its own, or take it away so that the authority's counts again."""
    value = None if hotline is None else {"number": hotline.number, "hours": hotline.hours}
    table = people.office
    session.execute(update(table).where(table.c.id == office_id).values(hotline=value))


def accounts(session: Session, authority: UUID) -> dict[UUID, AccountStanding]:
    """How the authority's accounts stand, by id."""
    table = channel_tables.account
    query = select(
        table.c.id,
        table.c.name,
        table.c.kind,
        table.c.failures,
        table.c.blocked_until,
        table.c.blocked_reason,
        table.c.sandbox,
        table.c.failed_at,
        table.c.failed_reason,
    ).where(table.c.authority_id == authority)
    return {
        row.id: AccountStanding(
            id=row.id,
            name=row.name,
            failures=row.failures,
            blocked_until=row.blocked_until,
            reason=row.blocked_reason,
            sandbox=row.sandbox,
            kind=ChannelKind(row.kind),
            failed_at=row.failed_at,
            failed_reason=row.failed_reason,
        )
        for row in session.execute(query)
    }


def posts_by_hand(session: Session, authority: UUID) -> tuple[OfficePost, ...]:
    """Posts that wait for a person, the oldest first."""
    return tuple(_post(row) for row in session.execute(_BY_HAND, {"authority": authority}))


def recent_posts(session: Session, authority: UUID, channels: Iterable[UUID], *, limit: int) -> tuple[OfficePost, ...]:
    """What these channels carried, newest first."""
    values = {"authority": authority, "channels": list(channels), "limit": limit}
    return tuple(_post(row) for row in session.execute(_RECENT, values))


def give_back(session: Session, delivery: UUID) -> bool:
    """Record that nobody can make this post by hand; its task stays open for the desk. False if it waits no more."""
    row = session.execute(_GIVE_BACK, {"delivery": delivery, "reason": CANNOT_POST}).one_or_none()
    return row is not None


def _hotline(value: Mapping[str, Any] | None) -> Hotline | None:
    return Hotline(number=value["number"], hours=value.get("hours", "")) if value else None


def _post(row: Row[Any]) -> OfficePost:
    accepted: datetime | None = row.accepted
    return OfficePost(
        delivery=row.id,
        alert=row.alert_id,
        channel=row.channel_id,
        channel_name=row.channel_name,
        kind=ChannelKind(row.kind),
        state=DeliveryState(row.state),
        reason=row.reason,
        role=row.role,
        event=row.event,
        severity=row.severity,
        drill=row.drill,
        code=row.code,
        text=row.text,
        link=row.link,
        created=row.created,
        accepted=accepted,
        not_after=row.not_after,
        districts=tuple(row.districts),
    )
