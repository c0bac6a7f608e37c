"""Submit freezes a version and hashes it; returning gives it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from alerts.domain import lifecycle, seal
from alerts.domain.errors import Fault, InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import Content
from alerts.domain.model.person import Person
from alerts.domain.rendering.public_test import public_test_faults
from alerts.services import in_force, templates
from alerts.services.desk import drafting, freezing, prolonging, showing, words, zoning
from alerts.services.views import AlertView
from alerts.store import alerts, audit
from alerts.store.session import Session, database_now


def submit(
    session: Session,
    person: Person,
    alert_id: UUID,
    acknowledged_gaps: Sequence[str] = (),
    *,
    confirmed: int | None = None,
    public_url: str,
) -> AlertView:
    """Freeze the current version with its plan, texts and acknowledged gaps, and bind all of it to one hash.

    ``confirmed``: the number of affected leaves, typed by the person where that is more than usual. Raises InvalidError
    (every fault named), OutsideJurisdictionError, NoChannelError, GapsNotAcknowledgedError, SizeNotConfirmedError,
    WrongStateError.
    """
    stored = alerts.load(session, alert_id, lock=True)
    now = database_now(session)
    lifecycle.may_submit(showing.standing(session, stored), person.id, person.roles, now)
    content = codec.content_from_json(stored.content)
    _check_place(content)
    prolonging.still_longer(session, stored.thread, content)
    _check_public_test(content, now)
    planned = freezing.plan_content(session, person.authority, content)
    lifecycle.check_submit(content, planned.plan, acknowledged_gaps, now=now)
    lifecycle.check_size(content, planned.plan, usual_size(session, content), confirmed)
    words.refuse_unfit(session, person.authority, content, planned.plan, public_url=public_url)
    zoning.check(session, person.authority, content)
    known = in_force.check(session, person.authority, content, planned.shape, thread=stored.thread, alert=stored.id)
    frozen = freezing.freeze(session, stored, planned, gaps=acknowledged_gaps, public_url=public_url)
    frozen = replace(frozen, in_force=known)
    digest = seal.seal(frozen)
    alerts.freeze(
        session,
        stored,
        by=person.id,
        digest=digest,
        gaps=frozen.acknowledged_gaps,
        frozen=codec.frozen_to_json(frozen),
    )
    audit.record(session, person.authority, person.id, "submit", alert_id, {"version": stored.version, "hash": digest})
    return drafting.read(session, person, alert_id)


def return_(session: Session, person: Person, alert_id: UUID, reason: str) -> AlertView:
    """Give a submitted alert back with a reason; its hash is void. Raises InvalidError without a reason."""
    stored = alerts.load(session, alert_id, lock=True)
    now = database_now(session)
    standing = showing.standing(session, stored)
    lifecycle.may_return(standing, person.id, person.roles, now, reason=reason)
    alerts.mark_returned(session, alert_id, reason.strip())
    audit.record(session, person.authority, person.id, "return", alert_id, {"reason": reason.strip()})
    return drafting.read(session, person, alert_id)


def usual_size(session: Session, content: Content) -> lifecycle.UsualSize | None:
    """The usual size of the occasion; None where it began with no template."""
    template = templates.of(session, content)
    return lifecycle.UsualSize(km2=template.usual_km2, leaves=template.usual_leaves) if template else None


def _check_public_test(content: Content, now: datetime) -> None:
    found = public_test_faults(content, now)
    if found:
        raise InvalidError(found)


def _check_place(content: Content) -> None:
    """Without an area there is nothing to plan: no area, no release."""
    if content.area.is_empty:
        raise InvalidError(
            [Fault(place="area", de="Ein Gebiet zeichnen oder Orte wählen.", en="Draw an area or pick districts.")]
        )
