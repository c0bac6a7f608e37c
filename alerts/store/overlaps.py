"""What in force lies on the ground of an area: published alerts of every authority, and foreign ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from alerts.domain.model.codes import MsgType, Status
from alerts.store.foreign import LAPSES

LEAST_SHARE = 0.001
"""Of either area: less is two neighbours' rounding of one line."""


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Ground that an area shares with an alert. ``share`` of the area, ``their_share`` of the alert; ``id`` is the
    foreign alert's, None for a published one."""

    identifier: str
    sent: datetime
    id: UUID | None
    share: float
    their_share: float
    shape: shapely.Geometry


_MEETING = """
    WITH area AS MATERIALIZED (SELECT ST_GeomFromWKB(:area, 4326) AS shape),
    met AS MATERIALIZED (
        SELECT one.identifier, one.sent, {id} AS id, one.geom,
               ST_Intersection(one.geom, area.shape) AS shared, area.shape AS ours
        FROM {table} one, area
        WHERE ST_Intersects(one.geom, area.shape) AND {holds}
    ),
    measured AS (
        SELECT identifier, sent, id, ST_AsBinary(shared) AS shared, ST_Area(ST_Transform(shared, 3035)) AS both_m2,
               ST_Area(ST_Transform(ours, 3035)) AS ours_m2, ST_Area(ST_Transform(geom, 3035)) AS theirs_m2
        FROM met
    )
    SELECT identifier, sent, id, shared, least(1, both_m2 / nullif(ours_m2, 0)) AS share,
           least(1, both_m2 / nullif(theirs_m2, 0)) AS their_share
    FROM measured
"""
_PUBLISHED = text(
    _MEETING.format(
        id="NULL::uuid",
        table="published",
        holds=f"""one.succeeded_by IS NULL AND one.status = '{Status.ACTUAL}' AND NOT one.all_clear
            AND one.msg_type <> '{MsgType.CANCEL}' AND one.expires > now() AND one.thread_id <> :thread""",
    )
)
_FOREIGN = text(
    _MEETING.format(
        id="one.id",
        table="foreign_alert",
        holds=f"""one.ended IS NULL AND one.message ->> 'status' = 'Actual'
            AND coalesce(one.expires, one.sent + interval '{LAPSES}') > now()""",
    )
)
_HAZARDS = text("""
    SELECT a.id, v.content ->> 'hazard' AS hazard
    FROM alert a JOIN version v ON v.alert_id = a.id AND v.number = a.current_version
    WHERE a.id = ANY(CAST(:alerts AS uuid[]))
""")
_NO_THREAD = UUID(int=0)


def published_over(session: Session, area: BaseGeometry, *, but: UUID | None = None) -> tuple[Overlap, ...]:
    """Alerts in force of every authority on this ground (EPSG:4326), those of one thread left out."""
    rows = session.execute(_PUBLISHED, {"area": area.wkb, "thread": but or _NO_THREAD})
    return tuple(_overlap(row) for row in rows if _counts(row))


def foreign_over(session: Session, area: BaseGeometry) -> tuple[Overlap, ...]:
    """Foreign alerts in force on this ground, as the asking authority brought them in."""
    return tuple(_overlap(row) for row in session.execute(_FOREIGN, {"area": area.wkb}) if _counts(row))


def hazards(session: Session, alerts: Sequence[UUID]) -> dict[UUID, str]:
    """The hazard of each of the asking authority's alerts; those that are gone are left out."""
    rows = session.execute(_HAZARDS, {"alerts": list(alerts)})
    return {row.id: row.hazard or "" for row in rows}


def _counts(row: Row[Any]) -> bool:
    return max(row.share or 0.0, row.their_share or 0.0) >= LEAST_SHARE


def _overlap(row: Row[Any]) -> Overlap:
    return Overlap(
        identifier=row.identifier,
        sent=row.sent,
        id=row.id,
        share=row.share or 0.0,
        their_share=row.their_share or 0.0,
        shape=shapely.from_wkb(bytes(row.shared)),
    )
