"""Bind a content to its area, its plan and the texts of its channels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shapely import to_wkb
from shapely.geometry import mapping

from alerts.domain import routing
from alerts.domain.errors import NoDrillAccountError
from alerts.domain.model import codec, tokens
from alerts.domain.model.alert import Content, Hotline, Issuer, Reference
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.drill import drill_address
from alerts.domain.model.frozen import Frozen, FrozenPost
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.rendering import RenderInput, render
from alerts.formats.cap import times
from alerts.services.desk.planning import Planned, Wish, make_plan
from alerts.store import accounts, alerts, areas, authorities, channels
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
    affected = [leaf.key for leaf in planned.plan.affected]
    return Frozen(
        version=stored.version,
        content=content,
        plan=planned.plan,
        area_wkb=to_wkb(planned.shape).hex(),
        area=dict(mapping(planned.shape)),
        places=places,
        geocodes=areas.geocodes(session, affected),
        references=references(session, stored, issuer),
        acknowledged_gaps=tuple(sorted(gaps)),
        posts=tuple(_posts(session, stored, planned, draft)),
        zones=tuple(dict(mapping(areas.resolve(session, zone.area))) for zone in content.zones),
    )


def references(session: Session, stored: StoredAlert, issuer: Issuer) -> tuple[Reference, ...]:
    """The thread's predecessors that have not expired, oldest first, as CAP names them."""
    return tuple(
        Reference(sender=issuer.sender, identifier=one.identifier, sent=times.shown(one.sent))
        for one in alerts.unexpired_of_thread(session, stored.thread)
        if one.identifier and one.sent
    )


def _posts(session: Session, stored: StoredAlert, planned: Planned, draft: RenderInput) -> Iterable[FrozenPost]:
    changes = [change for change in _changes(session, stored, planned, draft.content) if change.role is not None]
    own = {channel.id: channel for channel in channels.of_authority(session, stored.authority)}
    addresses = channels.addresses(session, own)
    standbys = _standbys(session, stored.authority, own.values(), drill=draft.content.is_drill)
    for change in changes:
        channel = own.get(change.channel.id)
        if channel is not None and change.role is not None:
            rendered = render(replace(draft, role=change.role, left=change.left), change.channel)
            yield FrozenPost(
                channel=channel.id,
                name=channel.name,
                kind=channel.kind,
                language=channel.language,
                role=change.role,
                accounts=standbys[channel.id],
                address=_address(channel, addresses, drill=draft.content.is_drill),
                text=rendered.text,
                subject=rendered.subject,
                lock_screen=rendered.lock_screen,
                limit=rendered.limit,
                followers=channel.followers,
            )


def _changes(session: Session, stored: StoredAlert, planned: Planned, content: Content) -> tuple[routing.Change, ...]:
    released = [
        codec.frozen_from_json(one.frozen)
        for one in alerts.released_of_thread(session, stored.thread)
        if one.frozen is not None and one.sequence < stored.sequence
    ]
    told = [routing.Told(content=one.content, plan=one.plan) for one in released]
    ever: list[PlannedChannel] = [channel for one in told for channel in one.plan.channels]
    after = routing.Told(content=content, plan=planned.plan)
    return routing.changes(told[-1] if told else None, after, ever)


def _standbys(
    session: Session, authority: UUID, own: Iterable[Channel], *, drill: bool
) -> dict[UUID, tuple[UUID, ...]]:
    """The accounts of each channel in order; a drill's are the authority's sandbox accounts and nothing else."""
    if not drill:
        return {channel.id: channel.accounts for channel in own}
    sandbox = accounts.sandbox_by_kind(session, authority)
    return {channel.id: (_sandbox_account(sandbox, channel.kind),) for channel in own}


def _address(channel: Channel, addresses: dict[UUID, str], *, drill: bool) -> str:
    live = addresses[channel.id]
    return drill_address(channel.kind, live) if drill else live


def _sandbox_account(sandbox: dict[ChannelKind, UUID], kind: ChannelKind) -> UUID:
    if kind not in sandbox:
        raise NoDrillAccountError(kind=kind.value)
    return sandbox[kind]


def of(stored: StoredAlert) -> Frozen | None:
    """What was frozen at submit, or None for a draft."""
    return None if stored.frozen is None else codec.frozen_from_json(stored.frozen)


def told_at(frozen: Frozen, code: str, sent: datetime) -> Frozen:
    """The frozen posts with code and time of release in their places."""
    posts = tuple(
        replace(
            post,
            text=tokens.fill(post.text, code=code, sent=sent),
            subject=tokens.fill(post.subject, code=code, sent=sent),
            lock_screen=tokens.fill(post.lock_screen, code=code, sent=sent),
        )
        for post in frozen.posts
    )
    return replace(frozen, posts=posts)


def with_hotline(content: Content, own: Hotline | None) -> Content:
    """The content with the authority's hotline where it names none of its own."""
    return content if content.hotline else replace(content, hotline=own)
