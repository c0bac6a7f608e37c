"""What a following alert means to each channel: who is new, stays, hears nothing, leaves, or hears the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.domain.model.codes import ChannelKind, MsgType
from alerts.domain.model.frozen import PostRole
from alerts.domain.routing import Change
from alerts.services.views import AlertView

SILENT = "silent"
"""Stays in the thread, but nothing that its readers would read has changed: no post."""

_ORDER = (PostRole.ENTERS.value, PostRole.STAYS.value, SILENT, PostRole.LEAVES.value, PostRole.ENDS.value)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One channel in the list. ``left`` names the places for which it closes."""

    name: str
    kind: ChannelKind
    left: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """The channels of one role (a post's role, or ``silent``), in the plan's order."""

    role: str
    channels: tuple[Heard, ...]


def of_changes(changes: Iterable[Change]) -> tuple[Group, ...]:
    """Grouped as routing decided them, for a draft whose area is still on the map."""
    return _grouped(
        (
            change.role.value if change.role else SILENT,
            Heard(name=change.channel.name, kind=change.channel.kind, left=change.left),
        )
        for change in changes
    )


def of_alert(alert: AlertView) -> tuple[Group, ...]:
    """Grouped by the texts that were rendered or frozen; none for the first alert of a thread."""
    if alert.content.msg_type is MsgType.ALERT or alert.preview is None:
        return ()
    told = {text.channel for text in alert.texts}
    posts = [(text.role, Heard(name=text.name, kind=text.kind)) for text in alert.texts]
    quiet = [channel for channel in alert.preview.plan.channels if channel.id not in told]
    silent = [] if alert.content.ends_thread else [(SILENT, Heard(name=one.name, kind=one.kind)) for one in quiet]
    return _grouped([*posts, *silent])


def silent_in(groups: Iterable[Group]) -> int:
    """How many channels stay, and get no post."""
    return sum(len(group.channels) for group in groups if group.role == SILENT)


def _grouped(rows: Iterable[tuple[str, Heard]]) -> tuple[Group, ...]:
    by_role: dict[str, list[Heard]] = {}
    for role, heard in rows:
        by_role.setdefault(role, []).append(heard)
    return tuple(Group(role=role, channels=tuple(by_role[role])) for role in _ORDER if role in by_role)
