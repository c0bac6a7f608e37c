"""What the public may read: written once at release, read by pages, feeds and the check for genuineness."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, select, text, update
from sqlalchemy.orm import Session

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Hotline, Info, Reference, ReleasedAlert
from alerts.domain.model.codes import MsgType, Severity, Status
from alerts.domain.model.district import Match
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.domain.model.published import PublishedAlert, PublishedDistrict, PublishedZone
from alerts.store.tables.alerts import published, published_district
from alerts.store.tables.districts import district

_CODE_LENGTH = 8
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def publish(
    session: Session,
    released: ReleasedAlert,
    *,
    alert: UUID,
    thread: UUID,
    cap: str,
    affected: Sequence[Match],
    event: str,
    headline: str,
) -> None:
    """Make a released alert readable for everybody, and mark its predecessors in the thread as succeeded."""
    content = released.content
    session.execute(
        update(published)
        .where(published.c.thread_id == thread, published.c.succeeded_by.is_(None))
        .values(succeeded_by=released.identifier)
    )
    session.execute(
        insert(published).values(
            identifier=released.identifier,
            code=released.code,
            alert_id=alert,
            thread_id=thread,
            authority_id=released.issuer.id,
            authority_name=released.issuer.name,
            status=content.status,
            msg_type=content.msg_type,
            severity=content.severity,
            event=event,
            headline=headline,
            sent=released.sent,
            expires=content.expires,
            all_clear=content.is_all_clear,
            document=_document(released),
            cap=cap,
            geom=func.ST_Multi(func.ST_SetSRID(func.ST_GeomFromGeoJSON(json.dumps(released.area)), 4326)),
        )
    )
    _publish_districts(session, released.identifier, affected)


def by_identifier(session: Session, identifier: str) -> PublishedAlert | None:
    """One published alert."""
    return _one(session, _published().where(published.c.identifier == identifier))


def by_identifiers(session: Session, identifiers: Sequence[str]) -> dict[str, PublishedAlert]:
    """Several published alerts at once, by identifier."""
    found = _all(session, _published().where(published.c.identifier.in_(identifiers))) if identifiers else ()
    return {one.identifier: one for one in found}


def by_code(session: Session, typed: str) -> PublishedAlert | None:
    """The alert that a person's typing means: lower case, a missing dash and look-alike letters don't matter."""
    exact = canonical_code(typed)
    found = _one(session, _published().where(published.c.code == exact))
    return found or _one(session, _published().where(published.c.code == exact.translate(_LOOKALIKES)))


def of_thread(session: Session, thread: UUID) -> tuple[PublishedAlert, ...]:
    """The whole thread, oldest first."""
    return _all(session, _published().where(published.c.thread_id == thread).order_by(published.c.sent))


def in_force(session: Session) -> tuple[PublishedAlert, ...]:
    """What holds now, drills left out: the newest of its thread, no end, not expired. The most severe first."""
    query = _published().where(
        published.c.succeeded_by.is_(None),
        published.c.status != Status.EXERCISE,
        published.c.msg_type != MsgType.CANCEL,
        ~published.c.all_clear,
        published.c.expires > func.now(),
    )
    found = _all(session, query.order_by(published.c.sent.desc()))
    return tuple(sorted(found, key=lambda a: -a.severity.level))


def recent(session: Session, *, authority: UUID | None = None, limit: int = 50) -> tuple[PublishedAlert, ...]:
    """The newest alerts, ends included, drills left out; newest first."""
    query = _published().where(published.c.status != Status.EXERCISE)
    if authority is not None:
        query = query.where(published.c.authority_id == authority)
    return _all(session, query.order_by(published.c.sent.desc()).limit(limit))


def cap(session: Session, identifier: str) -> str | None:
    """The CAP document as released, never rebuilt; None where there is none."""
    return session.execute(select(published.c.cap).where(published.c.identifier == identifier)).scalar_one_or_none()


def canonical_code(typed: str) -> str:
    """``7f3a 92qk`` -> ``7F3A-92QK``; whatever is no code comes back in upper case without other signs."""
    bare = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())[: 2 * _CODE_LENGTH]
    half = _CODE_LENGTH // 2
    return f"{bare[:half]}-{bare[half:]}" if len(bare) == _CODE_LENGTH else bare


def _document(released: ReleasedAlert) -> dict[str, Any]:
    content = released.content
    return {
        "sender": released.issuer.sender,
        "event_code": content.event_code,
        "category": content.category,
        "urgency": content.urgency,
        "certainty": content.certainty,
        "response_types": list(content.response_types),
        "infos": [
            {
                "language": i.language,
                "event": i.event,
                "headline": i.headline,
                "description": i.description,
                "instruction": i.instruction,
            }
            for i in content.infos
        ],
        "zones": [
            {"order": zone.order, "name": zone.name, "instruction": zone.instruction, "shape": shape}
            for zone, shape in released.zones
        ],
        "places": list(released.places),
        "geocodes": list(released.geocodes),
        "references": [{"sender": r.sender, "identifier": r.identifier, "sent": r.sent} for r in released.references],
        "hotline": content.hotline and {"number": content.hotline.number, "hours": content.hotline.hours},
        "contact": content.contact,
        "help_places": [asdict(place) for place in content.help_places],
        "link": released.link,
        "aim": content.aim,
        "incidents": list(released.incidents),
    }


def _publish_districts(session: Session, identifier: str, affected: Sequence[Match]) -> None:
    keys = [match.key for match in affected]
    query = select(district.c.key, district.c.edition).where(district.c.key.in_(keys), district.c.valid_to.is_(None))
    editions = {row.key: row.edition for row in session.execute(query)}
    rows = [
        {
            "identifier": identifier,
            "district_key": match.key,
            "edition": editions.get(match.key, ""),
            "name": match.name,
            "share": match.share_of_district,
            "people": round(match.people),
        }
        for match in affected
    ]
    if rows:
        session.execute(insert(published_district), rows)


_SHARES = text("""
    SELECT d.key, ST_Area(ST_Intersection(p.geom, d.geom)) / ST_Area(d.geom) AS share
    FROM published p JOIN district d ON ST_Intersects(p.geom, d.geom)
    WHERE p.identifier = :identifier AND d.key = ANY(:keys) AND d.valid_to IS NULL
""")


def shares(session: Session, identifier: str, keys: Sequence[str]) -> dict[str, float]:
    """How much of each of these districts the alert's area covers (0 to 1, for show); untouched ones are left out."""
    rows = session.execute(_SHARES, {"identifier": identifier, "keys": list(keys)})
    return {row.key: float(row.share) for row in rows if row.share > 0}


def newest_with_drills(session: Session, authority: UUID) -> PublishedAlert | None:
    """The authority's newest alert, a drill too: for the phones of the sandbox."""
    query = _published().where(published.c.authority_id == authority).order_by(published.c.sent.desc()).limit(1)
    return _one(session, query)


_DISTRICTS = text("""
    coalesce((SELECT jsonb_agg(jsonb_build_object('key', d.district_key, 'name', d.name, 'edition', d.edition,
                                                  'share', d.share, 'people', d.people) ORDER BY d.people DESC, d.name)
              FROM published_district d WHERE d.identifier = published.identifier), '[]') AS districts
""")


def _published() -> Select[Any]:
    return select(published, func.ST_AsGeoJSON(published.c.geom, 6).label("area"), _DISTRICTS)


def _one(session: Session, query: Select[Any]) -> PublishedAlert | None:
    row = session.execute(query).one_or_none()
    return None if row is None else _alert(row)


def _all(session: Session, query: Select[Any]) -> tuple[PublishedAlert, ...]:
    return tuple(_alert(row) for row in session.execute(query))


def _alert(row: Row[Any]) -> PublishedAlert:
    document = row.document
    hotline = document["hotline"]
    return PublishedAlert(
        identifier=row.identifier,
        code=row.code,
        alert=row.alert_id,
        thread=row.thread_id,
        authority=row.authority_id,
        authority_name=row.authority_name,
        sender=document["sender"],
        status=Status(row.status),
        msg_type=MsgType(row.msg_type),
        severity=Severity(row.severity),
        event=row.event,
        event_code=document["event_code"],
        category=document["category"],
        urgency=document["urgency"],
        certainty=document["certainty"],
        response_types=tuple(document["response_types"]),
        sent=row.sent,
        expires=row.expires,
        all_clear=row.all_clear,
        succeeded_by=row.succeeded_by,
        infos=tuple(Info(**info) for info in document["infos"]),
        zones=tuple(PublishedZone(**zone) for zone in sorted(document["zones"], key=lambda z: z["order"])),
        places=tuple(document["places"]),
        geocodes=tuple(document["geocodes"]),
        references=tuple(Reference(**reference) for reference in document["references"]),
        hotline=Hotline(**hotline) if hotline else None,
        contact=document["contact"],
        help_places=tuple(_help_place(place) for place in document.get("help_places", ())),
        link=document["link"],
        aim=Aim(document.get("aim", Aim.NEWS)),
        area=json.loads(row.area),
        districts=tuple(PublishedDistrict(**d) for d in row.districts),
    )


def _help_place(place: dict[str, Any]) -> HelpPlace:
    return HelpPlace(**{**place, "kind": HelpKind(place["kind"])})
