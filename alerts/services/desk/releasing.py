"""Release, in ONE transaction: the alert, its deliveries, its jobs, its tasks, its public rows, the audit entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from alerts.access.roles import require_human
from alerts.delivery import outbox
from alerts.domain import lifecycle, seal
from alerts.domain.delivering import hand_over_after, stand_in_after
from alerts.domain.errors import HashMismatchError, SecondPersonNeededError, WrongStateError
from alerts.domain.model import alert_code, codec, tokens
from alerts.domain.model.alert import ReleasedAlert
from alerts.domain.model.codes import Lane, Severity
from alerts.domain.model.delivery import NewDelivery
from alerts.domain.model.frozen import Frozen
from alerts.domain.model.person import Person
from alerts.formats import cap
from alerts.services import in_force
from alerts.services.desk import booking, drafting, freezing, showing
from alerts.services.views import AlertView
from alerts.store import alerts, areas, audit, authorities, incidents, published, switches, tasks
from alerts.store.alerts import Release, StoredAlert
from alerts.store.session import Session, database_now

WHOLE = 0.9999
"""Share of a leaf from which it counts as covered wholly; the rest is the rounding of shared lines."""


def approve(session: Session, person: Person, alert_id: UUID, hash: str, *, public_url: str) -> AlertView:
    """Release what was submitted, as the second person; a Probewarnung before its time is booked for it.

    ``hash`` is the one that the person read. Raises SecondPersonNeededError, HashMismatchError, PlanChangedError
    (the world has moved since submit), WrongStateError.
    """
    require_human(person)
    known_stop = switches.newest(session, person.authority)
    stored = _locked(session, alert_id)
    standing = showing.standing(session, stored)
    lifecycle.may_approve(standing, person.id, person.roles, database_now(session), content_hash=hash)
    now = database_now(session)
    due = booking.waits_until(codec.content_from_json(stored.content), now)
    if due is None:
        return _released_with_end(session, person, stored, known_stop, public_url=public_url)
    _still_true(session, stored, public_url=public_url)
    booking.book(session, person, stored, due, known_stop)
    return drafting.read(session, person, alert_id)


def release_booked(session: Session, approver: Person, alert_id: UUID, known_stop: int, *, public_url: str) -> None:
    """Release what ``approver`` approved for this moment. Raises as ``approve`` does but for roles and persons."""
    _released_with_end(session, approver, _locked(session, alert_id), known_stop, public_url=public_url)


def release_prepared(
    session: Session, person: Person, alert_id: UUID, reason: str, known_stop: int, *, public_url: str
) -> AlertView:
    """Release a Sofortwarnung that was drafted and submitted in this transaction; ``immediate`` has let it."""
    return _release(session, person, _locked(session, alert_id), known_stop, public_url=public_url, reason=reason)


def _released_with_end(
    session: Session, person: Person, stored: StoredAlert, known_stop: int, *, public_url: str
) -> AlertView:
    """The release; a Probewarnung's all-clear is booked in the same transaction."""
    view = _release(session, person, stored, known_stop, public_url=public_url)
    if view.content.is_public_test and not view.content.ends_thread:
        booking.book_end(session, person, stored.id, known_stop, public_url=public_url)
    return view


def break_glass(
    session: Session, person: Person, alert_id: UUID, hash: str, reason: str, *, public_url: str
) -> AlertView:
    """Release alone, because nobody else is there: fresh sign-in, a reason, everybody is told.

    A Probewarnung is never so urgent. Raises as ``approve`` does but for the second person, and
    FreshSignInNeededError.
    """
    require_human(person)
    known_stop = switches.newest(session, person.authority)
    stored = _locked(session, alert_id)
    lifecycle.may_break_glass(
        showing.standing(session, stored),
        person.id,
        person.roles,
        database_now(session),
        content_hash=hash,
        reason=reason,
        signed_in=person.signed_in,
    )
    if codec.content_from_json(stored.content).is_public_test:
        raise SecondPersonNeededError
    return _release(session, person, stored, known_stop, public_url=public_url, reason=reason.strip())


def _locked(session: Session, alert_id: UUID) -> StoredAlert:
    """The alert with its thread held, so that two approvals, or an approval and an all-clear, never cross."""
    alerts.lock_thread(session, alerts.load(session, alert_id).thread)
    stored = alerts.load(session, alert_id, lock=True)
    if stored.newest_released > stored.sequence:
        raise WrongStateError(state="superseded", step="approve")
    return stored


def _release(
    session: Session,
    person: Person,
    stored: StoredAlert,
    known_stop: int,
    *,
    public_url: str,
    reason: str | None = None,
) -> AlertView:
    """``known_stop`` is the newest kill switch before anything was waited for: a later one holds all of it."""
    frozen = _still_true(session, stored, public_url=public_url)
    now = database_now(session)
    code = alert_code.make(token_bytes(alert_code.RANDOM_BYTES))
    told = freezing.told_at(frozen, code, now)
    released = _released(session, stored, told, code=code, public_url=public_url)
    document = cap.write(released)
    cap.check(document)
    severity = max(alerts.highest_severity(session, stored.thread), released.content.severity.level)
    alerts.mark_released(
        session,
        stored,
        Release(
            identifier=released.identifier,
            code=code,
            by=person.id,
            sent=released.sent,
            expires=_expires(told),
            cap=document,
            break_glass_reason=reason,
        ),
        severity=severity,
        ends_thread=released.content.ends_thread,
    )
    _publish(session, stored, released, told, document)
    outbox.release(session, _deliveries(stored, told, released, severity), known_stop=known_stop)
    tasks.add_gaps(session, stored.authority, stored.id, told.plan.gaps)
    audit.record(
        session,
        stored.authority,
        person.id,
        "break-glass" if reason else "approve",
        stored.id,
        {"hash": stored.submitted_hash, "code": code, "channels": len(told.posts), "reason": reason},
    )
    return drafting.read(session, person, stored.id)


def _still_true(session: Session, stored: StoredAlert, *, public_url: str) -> Frozen:
    """What was frozen, after all of it has been decided again and found unchanged.

    Also guards the area on its way out: what would be released now must hash to what was approved. References stay
    as submitted: a predecessor that expired meanwhile changes nobody's alert.
    """
    frozen = freezing.of(stored)
    if frozen is None:
        raise WrongStateError(state=stored.state.value, step="approve")
    planned = freezing.plan_content(session, stored.authority, frozen.content)
    lifecycle.check_plan_unchanged(seal.plan_difference(frozen.plan, planned.plan))
    in_force.check_unchanged(
        session, stored.authority, frozen.content, planned.shape, thread=stored.thread, known=frozen.in_force
    )
    lifecycle.check_submit(frozen.content, planned.plan, frozen.acknowledged_gaps, now=database_now(session))
    fresh = freezing.freeze(session, stored, planned, gaps=frozen.acknowledged_gaps, public_url=public_url)
    if not set(fresh.references) <= set(frozen.references):
        lifecycle.check_plan_unchanged(["Inzwischen ist eine andere Meldung dieses Vorgangs freigegeben"])
    again = replace(fresh, references=frozen.references)
    lifecycle.check_plan_unchanged(seal.post_difference(frozen, again))
    if seal.seal(again) != stored.submitted_hash or seal.seal(frozen) != stored.submitted_hash:
        raise HashMismatchError
    return frozen


def _released(session: Session, stored: StoredAlert, told: Frozen, *, code: str, public_url: str) -> ReleasedAlert:
    issuer, hotline = authorities.issuer(session, stored.authority)
    content = freezing.with_hotline(told.content, hotline)
    sent = database_now(session)
    return ReleasedAlert(
        identifier=f"ortsruf.{issuer.slug}.{sent:%Y%m%d%H%M%S}.{code.replace('-', '')}",
        code=code,
        sent=sent,
        issuer=issuer,
        content=content,
        places=told.places,
        geocodes=told.geocodes,
        covered=areas.geocodes(session, _covered(told)),
        area=told.area,
        references=told.references,
        zones=tuple(zip(told.content.zones, told.zones, strict=True)),
        incidents=incidents.names_of_thread(session, stored.thread),
        link=tokens.link_to(public_url, code),
    )


def _covered(told: Frozen) -> list[str]:
    """Affected leaves that have an ARS of their own and lie wholly in what is published."""
    whole = told.content.whole_districts
    keys = [leaf.key for leaf in told.plan.affected if whole or leaf.share_of_district >= WHOLE]
    return [key for key in keys if ":ars:" in key]


def _publish(session: Session, stored: StoredAlert, released: ReleasedAlert, told: Frozen, document: str) -> None:
    info = released.content.info("de") or released.content.infos[0]
    published.publish(
        session,
        released,
        alert=stored.id,
        thread=stored.thread,
        cap=document,
        affected=told.plan.affected,
        event=info.event,
        headline=info.headline,
    )


def _deliveries(stored: StoredAlert, told: Frozen, released: ReleasedAlert, highest_severity: int) -> list[NewDelivery]:
    lane = _lane(released, highest_severity)
    return [
        NewDelivery(
            authority=stored.authority,
            alert=stored.id,
            thread=stored.thread,
            sequence=stored.sequence,
            channel=post.channel,
            account=post.accounts[0],
            accounts=post.accounts,
            stands_for=post.stands_for or None,
            kind=post.kind,
            lane=lane,
            address=post.address,
            text=post.text,
            subject=post.subject,
            code=released.code,
            link=released.link,
            language=post.language,
            role=post.role,
            not_after=_expires(told),
            payload=None,
            hand_over_after=hand_over_after(lane, len(post.accounts)),
            stand_in_after=stand_in_after(lane, post.kind),
        )
        for post in (*told.posts, *told.standbys)
    ]


def _lane(released: ReleasedAlert, highest_severity: int) -> Lane:
    """The thread's highest severity ever decides, so that an all-clear is as fast as the alert was."""
    if released.content.is_drill:
        return Lane.SANDBOX
    return Lane.EMERGENCY if highest_severity >= Severity.SEVERE.level else Lane.WARNING


def _expires(told: Frozen) -> datetime:
    if told.content.expires is None:
        raise WrongStateError(state="draft", step="approve")
    return told.content.expires
