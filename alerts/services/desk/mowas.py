"""The MoWaS step of a draft, and everything that is typed over there, ready to be copied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from shapely.geometry import shape as geometry_of

from alerts.domain import lifecycle
from alerts.domain.errors import InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import GeoJson, ReleasedAlert
from alerts.domain.model.codes import Status
from alerts.domain.model.frozen import Frozen
from alerts.domain.model.mowas import MowasStep
from alerts.domain.model.person import Person
from alerts.formats import cap
from alerts.services.desk import drafting, freezing
from alerts.services.views import AlertView
from alerts.store import alerts, authorities, published
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session, database_now
from geo.shapes import to_geojson

DRAFT = "Draft"
"""CAP's status of a message that is not meant for anybody yet."""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What MoWaS is told. ``regions`` are 12-digit ARS; ``cap`` is empty while the draft lacks what CAP wants.

    ``released``: the document is the one that went out, with its identifier and code.
    """

    regions: tuple[str, ...]
    places: tuple[str, ...]
    area: GeoJson | None
    cap: str
    released: bool
    identifier: str = ""
    code: str = ""


def record(session: Session, person: Person, alert_id: UUID, version: int, step: MowasStep | None) -> AlertView:
    """Keep what was done in MoWaS as a new version; None takes it back.

    Raises InvalidError for a step that lacks something, StaleVersionError, WrongStateError.
    """
    found = tuple(lifecycle.step_faults(step, database_now(session))) if step else ()
    if found:
        raise InvalidError(found)
    content = drafting.glance(session, person, alert_id).content
    return drafting.edit(session, person, alert_id, version, replace(content, mowas=step))


def pack(session: Session, alert_id: UUID, *, public_url: str) -> Pack:
    """The copy pack of a draft, of what was submitted, or of what went out. Raises NotFoundError."""
    stored = alerts.load(session, alert_id)
    frozen = _frozen(session, stored, public_url)
    if frozen is None:
        return Pack(regions=(), places=(), area=None, cap="", released=False)
    area = to_geojson(geometry_of(frozen.area))
    document = published.cap(session, stored.identifier) if stored.identifier else None
    return Pack(
        regions=frozen.geocodes,
        places=frozen.places,
        area=area,
        cap=document or _draft_cap(session, stored, frozen),
        released=document is not None,
        identifier=stored.identifier or "",
        code=stored.code or "",
    )


def _frozen(session: Session, stored: StoredAlert, public_url: str) -> Frozen | None:
    frozen = freezing.of(stored)
    content = codec.content_from_json(stored.content)
    if frozen is not None or content.area.is_empty:
        return frozen
    planned = freezing.plan_content(session, stored.authority, content)
    return freezing.freeze(session, stored, planned, gaps=(), public_url=public_url)


def _draft_cap(session: Session, stored: StoredAlert, frozen: Frozen) -> str:
    """The draft as CAP with status Draft; empty while it breaks a rule of the standard."""
    issuer, hotline = authorities.issuer(session, stored.authority)
    document = cap.write(
        ReleasedAlert(
            identifier=f"ortsruf.{issuer.slug}.entwurf.{stored.id.hex[:12]}.{stored.version}",
            code="ENTWURF",
            sent=database_now(session),
            issuer=issuer,
            content=freezing.with_hotline(frozen.content, hotline),
            places=frozen.places,
            geocodes=frozen.geocodes,
            area=frozen.area,
            references=frozen.references,
            zones=tuple(zip(frozen.content.zones, frozen.zones, strict=True)),
        )
    )
    status: Status = frozen.content.status
    document = document.replace(f"<status>{status}</status>", f"<status>{DRAFT}</status>", 1)
    try:
        cap.check(document)
    except InvalidError:
        return ""
    return document
