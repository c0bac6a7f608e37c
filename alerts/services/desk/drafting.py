"""Drafts: every edit is a new version, nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from shapely import to_wkb

from alerts.access.roles import require
from alerts.domain import lifecycle
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model import codec
from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content
from alerts.domain.model.codes import ResponseType, Role
from alerts.domain.model.person import Person
from alerts.services.desk import publishing, showing
from alerts.services.views import AlertView
from alerts.store import alerts, areas, audit
from alerts.store.session import Session, database_now


def draft(session: Session, person: Person, content: Content, *, public_url: str = "") -> AlertView:
    """Begin a thread with a draft. An unfinished content is fine; an impossible area is not.

    Raises NotAllowedError, ShapeRefusedError, UnknownDistrictError.
    """
    require(person, Role.OPERATOR)
    content = replace(content, aim=Aim.NEWS)
    thread = alerts.open_thread(session, person.authority, drill=content.is_drill)
    alert = create_in_thread(session, person, thread, content)
    audit.record(session, person.authority, person.id, "draft", alert, _what(content))
    return read(session, person, alert, public_url=public_url)


def create_in_thread(session: Session, person: Person, thread: UUID, content: Content) -> UUID:
    """Add a draft to a thread, after whatever it holds."""
    alerts.lock_thread(session, thread)
    content = publishing.enforced(session, person.authority, content)
    return alerts.create(
        session,
        authority=person.authority,
        thread=thread,
        sequence=alerts.next_sequence(session, thread),
        author=person.id,
        content=codec.content_to_json(content),
        area=area_wkb(session, content),
    )


def edit(
    session: Session, person: Person, alert_id: UUID, expected_version: int, content: Content, *, public_url: str = ""
) -> AlertView:
    """Save an edit on top of ``expected_version``.

    What kind of message it is (alert, update, all-clear, cancel; drill or live) was decided when the draft was
    begun and stays. Raises StaleVersionError if somebody saved meanwhile, WrongStateError once it is submitted.
    """
    stored = alerts.load(session, alert_id, lock=True)
    lifecycle.may_edit(showing.standing(session, stored), person.id, person.roles, database_now(session))
    lifecycle.check_version(expected_version, stored.version)
    kept = same_kind(codec.content_from_json(stored.content), content)
    kept = publishing.enforced(session, person.authority, kept)
    number = alerts.add_version(
        session,
        stored,
        author=person.id,
        content=codec.content_to_json(kept),
        area=area_wkb(session, kept),
    )
    audit.record(session, person.authority, person.id, "edit", alert_id, {"version": number, **_what(kept)})
    return read(session, person, alert_id, public_url=public_url)


def read(session: Session, person: Person, alert_id: UUID, *, public_url: str = "") -> AlertView:
    """An alert with its plan and texts, as it stands now or as it was frozen. Raises NotFoundError."""
    return showing.whole(session, alerts.load(session, alert_id), public_url=public_url)


def glance(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """An alert without plan, texts and versions: quick. Raises NotFoundError."""
    return showing.light(alerts.load(session, alert_id))


def discard(session: Session, person: Person, alert_id: UUID) -> AlertView:
    """Put a draft away; it stays readable. Raises WrongStateError once it is submitted or released."""
    stored = alerts.load(session, alert_id, lock=True)
    lifecycle.may_discard(showing.standing(session, stored), person.id, person.roles, database_now(session))
    alerts.mark_discarded(session, alert_id)
    audit.record(session, person.authority, person.id, "discard", alert_id)
    return read(session, person, alert_id)


def area_wkb(session: Session, content: Content) -> bytes | None:
    """The content's area, resolved (WKB, EPSG:4326), or None while nothing is drawn."""
    for zone in content.zones:
        if not zone.area.is_empty:
            areas.resolve(session, zone.area)
    if content.area.is_empty:
        return None
    wkb: bytes = to_wkb(areas.resolve(session, content.area))
    return wkb


def same_kind(before: Content, after: Content) -> Content:
    """``after`` as the kind of message that ``before`` is; an end also keeps the place of what it ends, a prolongation
    everything but its time.

    Raises InvalidError for an all-clear that is not one from the start: it would inherit the alert's instruction.
    """
    if before.ends_thread:
        return replace(
            after,
            status=before.status,
            msg_type=before.msg_type,
            response_types=before.response_types,
            area=before.area,
            zones=before.zones,
            width=before.width,
            sliver_choices=before.sliver_choices,
            whole_districts=before.whole_districts,
            aim=Aim.NEWS,
        )
    if before.aim is Aim.PROLONGATION:
        return replace(before, expires=after.expires)
    if ResponseType.ALL_CLEAR in after.response_types:
        raise InvalidError(
            [
                Fault(
                    place="response_types",
                    de="Entwarnen geht nur über „Entwarnung geben“",
                    en="give the all-clear by its own step",
                )
            ]
        )
    return replace(after, status=before.status, msg_type=before.msg_type, aim=before.aim)


def _what(content: Content) -> dict[str, Any]:
    return {"hazard": content.hazard, "severity": content.severity.value, "status": content.status.value}
