"""Bind a content to its area, its plan and the texts of its channels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shapely import to_wkb
from shapely.geometry import mapping

from alerts.domain import routing
from alerts.domain.model import codec, tokens
from alerts.domain.model.alert import Content, Hotline, Issuer, Reference
from alerts.domain.model.frozen import Frozen, FrozenPost
from alerts.domain.model.plan import Plan, PlannedChannel
from alerts.domain.rendering import RenderInput
from alerts.formats.cap import times
from alerts.services.desk import posting, publishing
from alerts.services.desk.planning import Planned, Wish, make_plan
from alerts.store import alerts, areas, authorities
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session


def plan_content(session: Session, authority: UUID, content: Content) -> Planned:
    """The plan of a content as it stands now."""
    wish = Wish(
        area=content.area,
        severity=content.severity,
        width=content.width,
        sliver_choices=content.sliver_choices,
        drill=content.is_drill,
    )
    return make_plan(session, authority, wish)


def freeze(session: Session, stored: StoredAlert, planned: Planned, *, gaps: Iterable[str], public_url: str) -> Frozen:
    """Everything that was decided about the current version, and what follows from it, as one value."""
    content = codec.content_from_json(stored.content)
    issuer, hotline = authorities.issuer(session, stored.authority)
    places = tuple(leaf.name for leaf in planned.plan.affected)
    draft = RenderInput(content=content, issuer=issuer, places=places, link=tokens.link_to(public_url), hotline=hotline)
    affected = {leaf.key: leaf.name for leaf in planned.plan.affected}
    told = posting.posts(session, stored, draft, changes(session, stored, content, planned.plan), affected)
    public = publishing.ground(session, stored.authority, content, planned.plan, planned.shape)
    return Frozen(
        version=stored.version,
        content=content,
        plan=planned.plan,
        area_wkb=to_wkb(public).hex(),
        area=dict(mapping(public)),
        places=places,
        geocodes=areas.geocodes(session, affected),
        references=references(session, stored, issuer),
        acknowledged_gaps=tuple(sorted(gaps)),
        posts=told.own,
        standbys=told.standbys,
        zones=tuple(dict(mapping(areas.resolve(session, zone.area))) for zone in content.zones),
    )


def references(session: Session, stored: StoredAlert, issuer: Issuer) -> tuple[Reference, ...]:
    """The thread's predecessors that have not expired, oldest first, as CAP names them."""
    return tuple(
        Reference(sender=issuer.sender, identifier=one.identifier, sent=times.shown(one.sent))
        for one in alerts.unexpired_of_thread(session, stored.thread)
        if one.identifier and one.sent
    )


def told_before(session: Session, stored: StoredAlert) -> tuple[routing.Told, ...]:
    """What the thread has told before this alert, oldest first."""
    released = [
        codec.frozen_from_json(one.frozen)
        for one in alerts.released_of_thread(session, stored.thread)
        if one.frozen is not None and one.sequence < stored.sequence
    ]
    return tuple(routing.Told(content=one.content, plan=one.plan) for one in released)


def changes(session: Session, stored: StoredAlert, content: Content, plan: Plan) -> tuple[routing.Change, ...]:
    """What this alert, with that content and plan, means to every channel of its thread."""
    told = told_before(session, stored)
    ever: list[PlannedChannel] = [channel for one in told for channel in one.plan.channels]
    return routing.changes(routing.last_told(told), routing.Told(content=content, plan=plan), ever)


def of(stored: StoredAlert) -> Frozen | None:
    """What was frozen at submit, or None for a draft."""
    return None if stored.frozen is None else codec.frozen_from_json(stored.frozen)


def told_at(frozen: Frozen, code: str, sent: datetime) -> Frozen:
    """The frozen posts with code and time of release in their places."""

    def told(posts: tuple[FrozenPost, ...]) -> tuple[FrozenPost, ...]:
        return tuple(_filled(post, code, sent) for post in posts)

    return replace(frozen, posts=told(frozen.posts), standbys=told(frozen.standbys))


def _filled(post: FrozenPost, code: str, sent: datetime) -> FrozenPost:
    return replace(
        post,
        text=tokens.fill(post.text, code=code, sent=sent),
        subject=tokens.fill(post.subject, code=code, sent=sent),
        lock_screen=tokens.fill(post.lock_screen, code=code, sent=sent),
    )


def with_hotline(content: Content, own: Hotline | None) -> Content:
    """The content with the authority's hotline where it names none of its own."""
    return content if content.hotline else replace(content, hotline=own)
