"""An alert as the desk shows it: light in lists, whole on its own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from alerts.domain.model import codec
from alerts.domain.model.alert import AlertStanding, Content
from alerts.domain.model.codes import AlertState, Width
from alerts.domain.model.frozen import Frozen, FrozenPost
from alerts.domain.phrases import phrases_in
from alerts.services.desk import freezing
from alerts.services.desk.planning import shown
from alerts.services.views import AlertView, ChannelText, Preview, StandbyText, VersionView
from alerts.store import alerts, schedule
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session

MOST_PLACES = 3


def standing(session: Session, stored: StoredAlert) -> AlertStanding:
    """What the life cycle needs to know of an alert."""
    content = codec.content_from_json(stored.content)
    return AlertStanding(
        state=stored.state,
        authors=frozenset(version.author_id for version in alerts.versions(session, stored.id)),
        is_drill=stored.drill and content.is_drill,
        submitted_hash=stored.submitted_hash,
        expires=content.expires,
        thread_ended=stored.thread_ended is not None,
    )


def light(stored: StoredAlert) -> AlertView:
    """Without plan, texts and versions."""
    content = codec.content_from_json(stored.content)
    return AlertView(
        id=stored.id,
        thread=stored.thread,
        sequence=stored.sequence,
        state=stored.state,
        version=stored.version,
        content=content,
        title=title(content, places(stored)),
        author=stored.author,
        authors=frozenset(),
        created=stored.created,
        hash=stored.submitted_hash,
        submitted=stored.submitted,
        submitted_by=stored.submitted_by,
        acknowledged_gaps=stored.acknowledged_gaps,
        return_reason=stored.return_reason,
        identifier=stored.identifier,
        code=stored.code,
        sent=stored.sent,
        released_by=stored.released_by,
        break_glass_reason=stored.break_glass_reason,
        thread_ended=stored.thread_ended,
        succeeded=stored.newest_released > stored.sequence,
        silent=0 if content.ends_thread else _silent(stored.frozen),
    )


def whole(session: Session, stored: StoredAlert, *, public_url: str = "") -> AlertView:
    """With plan, texts and versions: frozen ones after submit, fresh ones before."""
    versions = alerts.versions(session, stored.id)
    view = replace(
        light(stored),
        authors=frozenset(version.author_id for version in versions),
        booked=schedule.of_alert(session, stored.id),
        versions=tuple(VersionView(number=v.number, author=v.author, created=v.created) for v in versions),
    )
    frozen = freezing.of(stored)
    if frozen is not None:
        told = freezing.told_at(frozen, stored.code, stored.sent) if stored.code and stored.sent else frozen
        return replace(view, preview=_frozen_preview(frozen), texts=_texts(told), standbys=_standbys(told))
    if view.content.area.is_empty or stored.state is AlertState.DISCARDED:
        return view
    planned = freezing.plan_content(session, stored.authority, view.content)
    fresh = freezing.freeze(session, stored, planned, gaps=(), public_url=public_url)
    return replace(
        view,
        preview=shown(planned),
        texts=_texts(fresh),
        standbys=_standbys(fresh),
        title=title(view.content, fresh.places),
    )


def _silent(frozen: Mapping[str, Any] | None) -> int:
    if frozen is None:
        return 0
    told = {post["channel"] for post in frozen["posts"]}
    return sum(channel["id"] not in told for channel in frozen["plan"]["channels"])


def places(stored: StoredAlert) -> tuple[str, ...]:
    """Names of the affected leaves as frozen; empty for a draft."""
    return tuple(stored.frozen["places"]) if stored.frozen else ()


def title(content: Content, names: tuple[str, ...]) -> str:
    """Event and places: "Bombenfund in Moabit"."""
    info = content.info("de") or (content.infos[0] if content.infos else None)
    event = (info.event if info else "") or content.hazard.capitalize()
    where = content.area_name or phrases_in("de").listed(names, MOST_PLACES)
    return f"{event} in {where}" if event and where else event or where


def _frozen_preview(frozen: Frozen) -> Preview:
    told = sum(channel.followers or 0 for channel in frozen.plan.channels)
    return Preview(plan=frozen.plan, shape=frozen.area, followers_by_width={Width(frozen.plan.width): told})


def _texts(frozen: Frozen) -> tuple[ChannelText, ...]:
    return tuple(ChannelText(**_said(post)) for post in frozen.posts)


def _standbys(frozen: Frozen) -> tuple[StandbyText, ...]:
    names = {post.channel: post.name for post in frozen.posts}
    return tuple(
        StandbyText(**_said(post), stands_for=tuple((channel, names.get(channel, "")) for channel in post.stands_for))
        for post in frozen.standbys
    )


def _said(post: FrozenPost) -> dict[str, Any]:
    return {
        "channel": post.channel,
        "name": post.name,
        "kind": post.kind,
        "language": post.language,
        "text": post.text,
        "subject": post.subject,
        "role": post.role,
        "limit": post.limit,
        "lock_screen": post.lock_screen,
    }
