"""SQL that only the benchmarks need: ten thousand channels, and how a released alert fared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import ChannelKind, Lane
from alerts.domain.model.delivery import NewDelivery
from alerts.store.session import database_now
from alerts.store.tables.channels import channel

_AUTHORITY = text("""
    WITH made AS (
        INSERT INTO authority (slug, name, short_name, sender, alerting_level)
        VALUES ('bench', 'Messbehörde', 'Messung', 'bench@ortsruf.example', 'gemeinde') RETURNING id
    )
    INSERT INTO person (authority_id, name, login, password_hash, roles)
    SELECT id, 'Messung', 'bench', '-', '{operator}' FROM made
    RETURNING authority_id, id
""")

_ACCOUNT = text("""
    INSERT INTO account (authority_id, kind, name, base_url, settings, per_second, burst, tokens, secret)
    VALUES (:authority, :kind, 'bench ' || gen_random_uuid(), :url, '{"session": "bench"}', 1e6, 1000000, 1e6, NULL)
    RETURNING id
""")

_CHANNELS = text("""
    INSERT INTO channel (authority_id, kind, name, address)
    SELECT :authority, :kind, :prefix || n, (120363000000000000 + n)::text || '@newsletter'
      FROM generate_series(1, :count) AS n
""")

_ALERT = text("""
    WITH made AS (INSERT INTO thread (authority_id, drill) VALUES (:authority, false) RETURNING id)
    INSERT INTO alert (authority_id, thread_id, sequence, state, msg_type, status, author_id)
    SELECT :authority, id, 1, 'released', 'Alert', 'Actual', :person FROM made
    RETURNING id, thread_id
""")

_FARED = text("""
    SELECT count(*) FILTER (WHERE state NOT IN ('queued', 'sending', 'waiting', 'unknown')) AS done,
           count(*) FILTER (WHERE accepted IS NOT NULL) AS accepted
      FROM delivery WHERE alert_id = :alert
""")

_TOOK = text("""
    SELECT extract(epoch FROM max(a.ended) - :since)::float8
      FROM delivery d JOIN attempt a ON a.delivery_id = d.id WHERE d.alert_id = :alert
""")

_FIRST = text("""
    SELECT (extract(epoch FROM min(accepted) - :since) * 1000)::float8 FROM delivery WHERE alert_id = :alert
""")

_KEYS = text("SELECT key FROM district WHERE level = :level AND valid_to IS NULL ORDER BY key")

_RAW_MATCH = text("""
    SELECT d.key, CASE WHEN ST_Covers(a.shape, d.shape) THEN 1
                       ELSE ST_Area(ST_Intersection(a.shape, d.shape)) / d.area_m2 END AS share
      FROM (SELECT ST_GeomFromWKB(:area, 3035) AS shape) AS a
      JOIN district d ON ST_Intersects(a.shape, d.shape)
     WHERE d.level = 'gemeinde' AND d.valid_to IS NULL
""")


@dataclass(frozen=True, kw_only=True)
class Bench:
    """An authority made for measuring, and who writes its alerts."""

    authority: UUID
    person: UUID


def authority(session: Session) -> Bench:
    """Make the measuring authority."""
    row = session.execute(_AUTHORITY).one()
    return Bench(authority=row.authority_id, person=row.id)


def account(session: Session, bench: Bench, url: str) -> UUID:
    """A WAHA account that may send as fast as it can."""
    parameters = {"authority": bench.authority, "kind": ChannelKind.WHATSAPP, "url": url}
    return UUID(str(session.execute(_ACCOUNT, parameters).scalar_one()))


def channels(session: Session, bench: Bench, count: int, prefix: str = "Kanal ") -> list[tuple[UUID, str]]:
    """So many channels, each with its address."""
    kind = ChannelKind.WHATSAPP
    session.execute(_CHANNELS, {"authority": bench.authority, "kind": kind, "prefix": prefix, "count": count})
    query = select(channel.c.id, channel.c.address).where(channel.c.name.startswith(prefix))
    return [(row.id, row.address) for row in session.execute(query)]


def deliveries(
    session: Session, bench: Bench, account_id: UUID, to: list[tuple[UUID, str]], post: str, lane: Lane = Lane.WARNING
) -> list[NewDelivery]:
    """A new alert of a new thread, and its deliveries to all of these channels; not released yet."""
    alert = session.execute(_ALERT, {"authority": bench.authority, "person": bench.person}).one()
    not_after = database_now(session) + timedelta(hours=6)
    code = uuid4().hex[:8].upper()
    return [
        NewDelivery(
            authority=bench.authority,
            alert=alert.id,
            thread=alert.thread_id,
            sequence=1,
            channel=channel_id,
            account=account_id,
            kind=ChannelKind.WHATSAPP,
            lane=lane,
            address=address,
            text=post,
            code=code,
            link=f"https://warnung.example/v/{code}",
            not_after=not_after,
        )
        for channel_id, address in to
    ]


def accepted(session: Session, alert: UUID) -> int:
    """How many deliveries of an alert were accepted."""
    return int(session.execute(_FARED, {"alert": alert}).one().accepted)


def seconds_until_recorded(session: Session, alert: UUID, since: datetime) -> float:
    """From a moment until the last attempt of an alert was written, by the database's clock."""
    return float(session.execute(_TOOK, {"alert": alert, "since": since}).scalar_one())


def first_accepted_after(session: Session, alert: UUID, since: datetime) -> float | None:
    """Milliseconds from a moment until a gateway took an alert's first post, by the database's clock."""
    found: float | None = session.execute(_FIRST, {"alert": alert, "since": since}).scalar_one()
    return found


def district_keys(session: Session, level: str) -> list[str]:
    """The keys of a level."""
    return list(session.execute(_KEYS, {"level": level}).scalars())


def raw_match(session: Session, area: bytes) -> int:
    """The yardstick of every preview: the one query, on the projected column (``area``: WKB, EPSG:3035)."""
    return len(session.execute(_RAW_MATCH, {"area": area}).all())
