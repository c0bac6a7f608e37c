"""Foreign alerts in the database: each identifier once an authority, replaced and ended by what refers to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from alerts.domain.errors import NotFoundError
from alerts.domain.model import codec
from alerts.domain.model.alert import GeoJson
from alerts.domain.model.foreign import ForeignMessage
from alerts.store.statements import statement
from alerts.store.tables.foreign import foreign_alert, foreign_quote
from alerts.store.tables.people import person
from geo.rings import Shape

LAPSES = "7 days"
"""After so long an alert without an end is no longer taken to hold."""


@dataclass(frozen=True, kw_only=True)
class StoredForeign:
    """One foreign alert as it was brought in. ``holds``: neither ended nor expired, and meant for the public."""

    id: UUID
    message: ForeignMessage
    shape: GeoJson
    districts: tuple[str, ...]
    kind: str
    source: str
    raw: str
    brought_by: str
    brought: datetime
    ended: datetime | None
    ended_by: str
    holds: bool


@dataclass(frozen=True, kw_only=True)
class NewForeign:
    """A foreign alert to be kept. ``shape`` is EPSG:4326."""

    authority: UUID
    by: UUID | None
    message: ForeignMessage
    shape: Shape
    districts: Sequence[str]
    kind: str
    source: str
    raw: str


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """A district that a code means, with everything above it, nearest first, itself included."""

    code: str
    key: str
    lineage: tuple[str, ...]


_RESOLVED = statement("""
    SELECT DISTINCT ON (c.code) c.code, d.key, d.lineage
    FROM unnest(CAST(:codes AS text[])) AS c(code)
    JOIN district d ON {in_force} AND d.ars IS NOT NULL AND (
        d.ars = rpad(c.code, 12, '0') AND length(c.code) IN (5, 12)
        OR length(c.code) = 8 AND right(c.code, 3) = '000' AND d.ars = rpad(left(c.code, 5), 12, '0')
        OR length(c.code) = 8 AND left(d.ars, 5) = left(c.code, 5) AND right(d.ars, 3) = right(c.code, 3)
           AND d.level = 'gemeinde')
    ORDER BY c.code, cardinality(d.lineage) DESC, d.key
""")
_HOLDS = text(f"""
    foreign_alert.ended IS NULL AND foreign_alert.message ->> 'status' = 'Actual'
    AND coalesce(foreign_alert.expires, foreign_alert.sent + interval '{LAPSES}') > now()
""")


def resolved(session: Session, codes: Sequence[str]) -> tuple[Resolved, ...]:
    """The districts in force that codes mean (12-digit ARS, 8-digit AGS, 5-digit Kreis); others are left out."""
    rows = session.execute(_RESOLVED, {"codes": list(codes)})
    return tuple(Resolved(code=row.code, key=row.key, lineage=tuple(row.lineage)) for row in rows)


def keep(session: Session, new: NewForeign) -> UUID:
    """Add it, or put it in the place of what had its identifier. The caller has seen that it is not older."""
    message = new.message
    info = message.info
    values = {
        "authority_id": new.authority,
        "issuer": message.issuer,
        "identifier": message.identifier,
        "sent": message.sent,
        "expires": message.expires,
        "severity": message.severity,
        "event": info.event,
        "headline": info.headline,
        "description": info.description,
        "instruction": info.instruction,
        "message": codec.foreign_to_json(message),
        "geom": func.ST_Multi(func.ST_GeomFromWKB(new.shape.wkb, 4326)),
        "districts": list(new.districts),
        "kind": new.kind,
        "source": new.source,
        "raw": new.raw,
        "brought_by": new.by,
        "brought": func.clock_timestamp(),
        "ended": None,
        "ended_by": "",
    }
    query = (
        insert(foreign_alert)
        .values(values)
        .on_conflict_do_update(constraint="uq_foreign_alert_authority_id_identifier", set_=values)
        .returning(foreign_alert.c.id)
    )
    return UUID(str(session.execute(query).scalar_one()))


def reshape(session: Session, foreign: UUID, shape: Shape) -> None:
    """Give it a shape that came in a document of its own."""
    geom = func.ST_Multi(func.ST_GeomFromWKB(shape.wkb, 4326))
    session.execute(update(foreign_alert).where(foreign_alert.c.id == foreign).values(geom=geom))


def load(session: Session, foreign: UUID) -> StoredForeign:
    """One of the asking authority's. Raises NotFoundError."""
    row = session.execute(_stored().where(foreign_alert.c.id == foreign)).one_or_none()
    if row is None:
        raise NotFoundError(what=f"Meldung {foreign}")
    return _foreign(row)


def several(session: Session, ids: Sequence[UUID]) -> dict[UUID, StoredForeign]:
    """Several of the asking authority's, by id."""
    rows = session.execute(_stored().where(foreign_alert.c.id.in_(ids))) if ids else ()
    return {row.id: _foreign(row) for row in rows}


def by_identifier(session: Session, authority: UUID, identifier: str, *, lock: bool = False) -> StoredForeign | None:
    """The one of that identifier."""
    query = _stored().where(foreign_alert.c.authority_id == authority, foreign_alert.c.identifier == identifier)
    row = session.execute(query.with_for_update(of=foreign_alert) if lock else query).one_or_none()
    return None if row is None else _foreign(row)


def holding(session: Session) -> tuple[StoredForeign, ...]:
    """What holds now, the newest first."""
    return tuple(
        _foreign(row) for row in session.execute(_stored().where(_HOLDS).order_by(foreign_alert.c.sent.desc()))
    )


def recent(session: Session, limit: int = 100) -> tuple[StoredForeign, ...]:
    """Everything that was brought in, what holds first, then the newest."""
    query = _stored().order_by(text("holds DESC"), foreign_alert.c.brought.desc()).limit(limit)
    return tuple(_foreign(row) for row in session.execute(query))


def is_referred_to(session: Session, authority: UUID, identifier: str) -> str:
    """The identifier of an alert at hand that replaces or ends this one; empty if none does."""
    query = select(foreign_alert.c.identifier).where(
        foreign_alert.c.authority_id == authority,
        foreign_alert.c.message["references"].contains([identifier]),
        foreign_alert.c.identifier != identifier,
    )
    return session.execute(query.limit(1)).scalar_one_or_none() or ""


def same_again(session: Session, new: NewForeign) -> str:
    """The identifier of one that says the same of the same ground and time under another name; empty if none does."""
    message = new.message
    query = select(foreign_alert.c.identifier).where(
        foreign_alert.c.authority_id == new.authority,
        foreign_alert.c.identifier != message.identifier,
        foreign_alert.c.ended.is_(None),
        foreign_alert.c.event == message.info.event,
        foreign_alert.c.sent == message.sent,
        foreign_alert.c.expires.is_not_distinct_from(message.expires),
        func.ST_Equals(foreign_alert.c.geom, func.ST_Multi(func.ST_GeomFromWKB(new.shape.wkb, 4326))),
    )
    return session.execute(query.limit(1)).scalar_one_or_none() or ""


def end(session: Session, authority: UUID, identifiers: Sequence[str], *, by: str) -> tuple[str, ...]:
    """End those that still stand; ``by`` names what ended them, empty for a person. Answers which were ended."""
    query = (
        update(foreign_alert)
        .where(
            foreign_alert.c.authority_id == authority,
            foreign_alert.c.identifier.in_(identifiers),
            foreign_alert.c.ended.is_(None),
        )
        .values(ended=func.clock_timestamp(), ended_by=by)
        .returning(foreign_alert.c.identifier)
    )
    return tuple(session.execute(query).scalars())


def quote(session: Session, authority: UUID, alert: UUID, message: ForeignMessage) -> None:
    """Remember that a draft quotes it, as it stands now."""
    values = {
        "alert_id": alert,
        "authority_id": authority,
        "identifier": message.identifier,
        "message": codec.foreign_to_json(message),
    }
    session.execute(insert(foreign_quote).values(values))


def quoted_by(session: Session, alert: UUID) -> ForeignMessage | None:
    """What a draft quotes, as it stood when the draft was begun; None where it quotes nothing."""
    query = select(foreign_quote.c.message).where(foreign_quote.c.alert_id == alert)
    found = session.execute(query).scalar_one_or_none()
    return None if found is None else codec.foreign_from_json(found)


def _stored() -> Select[Any]:
    return select(
        foreign_alert.c.id,
        foreign_alert.c.message,
        foreign_alert.c.districts,
        foreign_alert.c.kind,
        foreign_alert.c.source,
        foreign_alert.c.raw,
        foreign_alert.c.brought,
        foreign_alert.c.ended,
        foreign_alert.c.ended_by,
        person.c.name.label("brought_by"),
        func.ST_AsGeoJSON(foreign_alert.c.geom, 7).label("shape"),
        func.coalesce(_HOLDS, False).label("holds"),
    ).outerjoin(person, person.c.id == foreign_alert.c.brought_by)


def _foreign(row: Row[Any]) -> StoredForeign:
    return StoredForeign(
        id=row.id,
        message=codec.foreign_from_json(row.message),
        shape=json.loads(row.shape),
        districts=tuple(row.districts),
        kind=row.kind,
        source=row.source,
        raw=row.raw,
        brought_by=row.brought_by or "",
        brought=row.brought,
        ended=row.ended,
        ended_by=row.ended_by,
        holds=bool(row.holds),
    )
