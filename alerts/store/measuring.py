"""SQL that only the benchmarks need: ten thousand channels, a long past, and how a released alert fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import ChannelKind, Lane
from alerts.domain.model.delivery import NewDelivery
from alerts.store.session import database_now

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
    SELECT :authority, :kind, 'Kanal ' || gen_random_uuid(), (120363000000000000 + n)::text || '@newsletter'
      FROM generate_series(1, :count) AS n
    RETURNING id, address
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

_ACCEPTED_AFTER = text("""
    SELECT (extract(epoch FROM accepted - :since) * 1000)::float8
      FROM delivery WHERE alert_id = :alert AND accepted IS NOT NULL
""")

_DROP = text("""
    UPDATE delivery SET state = 'superseded', fence = fence + 1, lease_until = NULL
     WHERE alert_id = :alert AND state IN ('queued', 'sending', 'waiting', 'unknown')
""")

_JOBS = text("SELECT count(*) FROM procrastinate_jobs WHERE queue_name <> 'confirm'")

# As years of delivering leave them: nearly all confirmed, some expired or superseded, some that nobody could read back.
_PAST = text("""
    INSERT INTO delivery (authority_id, alert_id, thread_id, sequence, channel_id, account_id, kind, lane, state,
                          address, text, subject, code, link, language, accounts, created, due, not_after, begun,
                          fence, tries, accepted, confirmed, gateway_id)
    SELECT :authority, :alert, :thread, 1, c.id, :account, :kind, 'warning',
           CASE c.number % 100 WHEN 0 THEN 'expired' WHEN 1 THEN 'superseded' WHEN 2 THEN 'accepted'
                               ELSE 'confirmed' END,
           c.address, :post, '', :code, 'https://warnung.example/v/' || :code, 'de', ARRAY[CAST(:account AS uuid)],
           p.moment, 'infinity', p.moment + interval '6 hours', p.moment, 2, 1, p.moment, p.moment,
           'true_' || c.address || '_' || c.id
      FROM unnest(CAST(:channels AS uuid[]), CAST(:addresses AS text[])) WITH ORDINALITY AS c(id, address, number)
      CROSS JOIN (SELECT statement_timestamp() - :age * interval '1 day' AS moment) AS p
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


class Channel(NamedTuple):
    """A channel and the account that carries it."""

    id: UUID
    address: str
    account: UUID


def authority(session: Session) -> Bench:
    """Make the measuring authority."""
    row = session.execute(_AUTHORITY).one()
    return Bench(authority=row.authority_id, person=row.id)


def account(session: Session, bench: Bench, url: str) -> UUID:
    """A WAHA account that may send as fast as it can."""
    parameters = {"authority": bench.authority, "kind": ChannelKind.WHATSAPP, "url": url}
    return UUID(str(session.execute(_ACCOUNT, parameters).scalar_one()))


def channels(session: Session, bench: Bench, account_id: UUID, count: int) -> list[Channel]:
    """So many channels of an account."""
    parameters = {"authority": bench.authority, "kind": ChannelKind.WHATSAPP, "count": count}
    return [Channel(row.id, row.address, account_id) for row in session.execute(_CHANNELS, parameters)]


def deliveries(
    session: Session, bench: Bench, to: Sequence[Channel], post: str, lane: Lane = Lane.WARNING
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
            channel=one.id,
            account=one.account,
            kind=ChannelKind.WHATSAPP,
            lane=lane,
            address=one.address,
            text=post,
            code=code,
            link=f"https://warnung.example/v/{code}",
            not_after=not_after,
        )
        for one in to
    ]


def past_deliveries(session: Session, bench: Bench, to: Sequence[Channel], post: str, *, days_ago: float) -> None:
    """An alert of the past to channels of one account, long done. As the owner role: no foreign key is checked."""
    session.execute(text("SET LOCAL session_replication_role = replica"))
    alert = session.execute(_ALERT, {"authority": bench.authority, "person": bench.person}).one()
    session.execute(
        _PAST,
        {
            "authority": bench.authority,
            "alert": alert.id,
            "thread": alert.thread_id,
            "account": to[0].account,
            "kind": ChannelKind.WHATSAPP,
            "post": post,
            "code": uuid4().hex[:8].upper(),
            "channels": [one.id for one in to],
            "addresses": [one.address for one in to],
            "age": days_ago,
        },
    )


def tidy(session: Session) -> None:
    """What autovacuum and the checkpointer do in time; outside of a transaction, as the owner role."""
    session.execute(text("VACUUM (ANALYZE) delivery"))
    session.execute(text("CHECKPOINT"))


def accepted(session: Session, alert: UUID) -> int:
    """How many deliveries of an alert were accepted."""
    return int(session.execute(_FARED, {"alert": alert}).one().accepted)


def seconds_until_recorded(session: Session, alert: UUID, since: datetime) -> float:
    """From a moment until the last attempt of an alert was written, by the database's clock."""
    return float(session.execute(_TOOK, {"alert": alert, "since": since}).scalar_one())


def accepted_after(session: Session, alert: UUID, since: datetime) -> list[float]:
    """Milliseconds from a moment until each of an alert's posts was taken by a gateway, by the database's clock."""
    return list(session.execute(_ACCEPTED_AFTER, {"alert": alert, "since": since}).scalars())


def drop(session: Session, alert: UUID) -> None:
    """End what is open of an alert, whoever has it in hand."""
    session.execute(_DROP, {"alert": alert})


def jobs(session: Session) -> int:
    """Jobs that wait or run, but for reading back."""
    return int(session.execute(_JOBS).scalar_one())


def clock(session: Session) -> datetime:
    """The database's clock as it goes on within a transaction."""
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment


def district_keys(session: Session, level: str) -> list[str]:
    """The keys of a level."""
    return list(session.execute(_KEYS, {"level": level}).scalars())


def raw_match(session: Session, area: bytes) -> int:
    """The yardstick of every preview: the one query, on the projected column (``area``: WKB, EPSG:3035)."""
    return len(session.execute(_RAW_MATCH, {"area": area}).all())
