"""The posts of an alert: the text, address and accounts of every channel, and of every channel that stands by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from alerts.domain import routing
from alerts.domain.errors import NoDrillAccountError
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelKind, ChannelState
from alerts.domain.model.drill import drill_address
from alerts.domain.model.frozen import FrozenPost, PostRole
from alerts.domain.model.plan import PlannedChannel
from alerts.domain.rendering import RenderInput, render
from alerts.store import accounts, channels, deliveries
from alerts.store.alerts import StoredAlert
from alerts.store.session import Session

_WHOLE_FIRST = (PostRole.ENTERS, PostRole.STAYS, PostRole.ENDS, PostRole.LEAVES)


@dataclass(frozen=True, kw_only=True)
class Posts:
    """Who is told, in the plan's order, and who stands by for them."""

    own: tuple[FrozenPost, ...]
    standbys: tuple[FrozenPost, ...]


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """The authority's channels as they are now, and the accounts that an alert uses."""

    channels: dict[UUID, Channel]
    addresses: dict[UUID, str]
    accounts: dict[UUID, tuple[UUID, ...]]
    drill: bool

    def address(self, channel: Channel) -> str:
        """Where the channel lies; a drill's is told apart from the live one."""
        live = self.addresses[channel.id]
        return drill_address(channel.kind, live) if self.drill else live

    def can_stand_by(self, channel: UUID | None) -> bool:
        """Whether the channel is there, runs, and has an account."""
        standby = self.channels.get(channel) if channel else None
        return standby is not None and standby.state is ChannelState.ACTIVE and bool(self.accounts.get(standby.id))


def posts(
    session: Session,
    stored: StoredAlert,
    draft: RenderInput,
    told: Sequence[routing.Change],
    affected: Mapping[str, str],
) -> Posts:
    """A post for every channel with a role, and one for every channel that stands by for some of them.

    ``affected`` are the names of the affected leaves by key. Raises NoDrillAccountError where a drill has no sandbox
    account of a kind.
    """
    ground = _ground(session, stored.authority, drill=draft.content.is_drill)
    spoken = [(change, change.role) for change in told if change.role is not None]
    spoken = [(change, role) for change, role in spoken if change.channel.id in ground.channels]
    own = tuple(_post(ground, replace(draft, role=role, left=change.left), change.channel) for change, role in spoken)
    stood_in = deliveries.stood_in(session, stored.thread)
    standbys = tuple(
        _standing_by(ground, draft, standby, covered, affected)
        for standby, covered in _covered(ground, spoken, stood_in)
    )
    return Posts(own=own, standbys=standbys)


_Spoken = tuple[routing.Change, PostRole]


def _ground(session: Session, authority: UUID, *, drill: bool) -> _Ground:
    own = {channel.id: channel for channel in channels.of_authority(session, authority)}
    carriers = {channel.id: channel.accounts for channel in own.values()}
    if drill:
        sandbox = accounts.sandbox_by_kind(session, authority)
        carriers = {channel.id: _sandbox_accounts(sandbox, channel.kind) for channel in own.values()}
    return _Ground(channels=own, addresses=channels.addresses(session, own), accounts=carriers, drill=drill)


def _sandbox_accounts(sandbox: dict[ChannelKind, UUID], kind: ChannelKind) -> tuple[UUID, ...]:
    return (sandbox[kind],) if kind in sandbox else ()


def _covered(
    ground: _Ground, spoken: Sequence[_Spoken], stood_in: Iterable[UUID]
) -> Iterator[tuple[Channel, list[_Spoken]]]:
    """Each channel that stands by, with those it stands for: as set, and for all where it stood in before."""
    told = {change.channel.id for change, _ in spoken}
    covered: dict[UUID, list[_Spoken]] = {}
    for one in spoken:
        standby = ground.channels[one[0].channel.id].standby
        if standby is not None:
            covered.setdefault(standby, []).append(one)
    for standby in stood_in:
        covered.setdefault(standby, list(spoken))
    for standby, those in covered.items():
        if standby not in told and those and ground.can_stand_by(standby):
            yield ground.channels[standby], those


def _standing_by(
    ground: _Ground, draft: RenderInput, standby: Channel, covered: Sequence[_Spoken], affected: Mapping[str, str]
) -> FrozenPost:
    """The post that says most of those it stands for, as the stand-by channel would say it."""
    change, role = min(covered, key=lambda one: _WHOLE_FIRST.index(one[1]))
    planned = replace(
        change.channel,
        id=standby.id,
        name=standby.name,
        kind=standby.kind,
        language=standby.language,
        followers=standby.followers,
        manual=standby.is_manual,
        carries=standby.carries,
        only_for=_only_for(standby, affected),
    )
    post = _post(ground, replace(draft, role=role, left=change.left), planned)
    return replace(post, stands_for=tuple(one.channel.id for one, _ in covered))


def _only_for(standby: Channel, affected: Mapping[str, str]) -> tuple[str, ...]:
    """What its text begins with, as the plan's channels do: the affected leaves, unless it serves nothing else."""
    if standby.serves and standby.serves <= affected.keys():
        return ()
    return tuple(name for key, name in affected.items() if key in standby.serves) or tuple(affected.values())


def _post(ground: _Ground, draft: RenderInput, planned: PlannedChannel) -> FrozenPost:
    channel = ground.channels[planned.id]
    if not ground.accounts[channel.id] and ground.drill:
        raise NoDrillAccountError(kind=channel.kind.value)
    rendered = render(draft, planned)
    return FrozenPost(
        channel=channel.id,
        name=channel.name,
        kind=channel.kind,
        language=channel.language,
        role=draft.role,
        accounts=ground.accounts[channel.id],
        address=ground.address(channel),
        text=rendered.text,
        subject=rendered.subject,
        lock_screen=rendered.lock_screen,
        limit=rendered.limit,
        followers=channel.followers,
    )
