"""What an update means to each channel: enters, stays, stays silent, leaves, ends (DESIGN.md 5, Routing)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import Content
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.plan import Plan, PlannedChannel


@dataclass(frozen=True, kw_only=True)
class Told:
    """One alert of a thread as it went out, or is about to."""

    content: Content
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class Change:
    """One channel and what the new alert means to it. ``role`` None: silent, no post, pages and CAP only.

    ``left`` are the names of the leaves that led a leaving channel into the plan: its closing post names them.
    """

    channel: PlannedChannel
    role: PostRole | None
    left: tuple[str, ...] = ()


def changes(before: Told | None, after: Told, ever: Iterable[PlannedChannel] = ()) -> tuple[Change, ...]:
    """Every channel with its role: first those of the new plan in its order, then those that leave.

    ``before`` is the newest alert that the thread's channels were told (``last_told``), None for its first. ``ever``
    are the channels that carried any alert of the thread: a cancel goes to all of them, an all-clear only to those
    still in.
    """
    if after.content.is_cancel:
        own = before.plan.channels if before else ()
        return tuple(Change(channel=channel, role=PostRole.ENDS) for channel in _unique((*own, *ever)))
    if after.content.is_all_clear:
        own = before.plan.channels if before else after.plan.channels
        return tuple(Change(channel=channel, role=PostRole.ENDS) for channel in own)
    if after.content.aim is Aim.PROLONGATION:
        return tuple(Change(channel=channel, role=None) for channel in after.plan.channels)
    return _updated(before, after)


def last_told(told: Sequence[Told]) -> Told | None:
    """The newest of a thread's alerts (oldest first) that channels were told: what they read, or would have read again.

    A prolongation is told nowhere, so that whoever was not in before it enters with the next update.
    """
    return next((one for one in reversed(told) if one.content.aim is not Aim.PROLONGATION), None)


def reads_differently(before: Told, after: Told) -> bool:
    """Whether what people read has changed: text, instruction, severity, places, how long it holds, whom to call.

    A drawn line that moved within the same places is not read in a post; pages and CAP show it.
    """
    return _read(before) != _read(after)


def _updated(before: Told | None, after: Told) -> tuple[Change, ...]:
    if before is None:
        return tuple(Change(channel=channel, role=PostRole.ENTERS) for channel in after.plan.channels)
    old = {channel.id: channel for channel in before.plan.channels}
    new = {channel.id for channel in after.plan.channels}
    differs = after.content.aim is Aim.CORRECTION or reads_differently(before, after)
    staying = tuple(
        Change(channel=channel, role=_role(old.get(channel.id), channel, differs)) for channel in after.plan.channels
    )
    leaving = tuple(_leaving(channel, before) for channel in before.plan.channels if channel.id not in new)
    return staying + leaving


def _leaving(channel: PlannedChannel, before: Told) -> Change:
    names = tuple(leaf.name for leaf in before.plan.affected if leaf.key in channel.for_leaves)
    return Change(channel=channel, role=PostRole.LEAVES, left=channel.only_for or names)


def _role(old: PlannedChannel | None, new: PlannedChannel, differs: bool) -> PostRole | None:
    if old is None:
        return PostRole.ENTERS
    return PostRole.STAYS if differs or old.only_for != new.only_for else None


def _read(told: Told) -> tuple[object, ...]:
    content = told.content
    return (
        content.infos,
        content.severity,
        content.response_types,
        tuple((zone.order, zone.name, tuple(sorted(zone.instruction.items()))) for zone in content.zones),
        content.area_name,
        frozenset(leaf.key for leaf in told.plan.affected),
        content.onset,
        content.expires,
        content.hotline,
        content.help_places,
        content.contact,
    )


def _unique(channels: Iterable[PlannedChannel]) -> tuple[PlannedChannel, ...]:
    return tuple({channel.id: channel for channel in reversed(tuple(channels))}.values())[::-1]
