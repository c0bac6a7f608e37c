"""Who goes on where an account or a channel fails: an authority's channels with accounts in order and stand-bys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alerts.access.roles import require
from alerts.domain import delivering
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelState, Lane, Role
from alerts.domain.model.office import AccountStanding, Office
from alerts.domain.model.person import Person
from alerts.services import channels
from alerts.services.channels import ChannelView
from alerts.store import channels as channel_store
from alerts.store import office_board
from alerts.store.session import Session, database_now


@dataclass(frozen=True, kw_only=True)
class Waits:
    """After how many seconds somebody else goes on with a post of one channel; None: not for time alone."""

    next_account: float | None
    standby_emergency: float
    standby_warning: float
    unconfirmed_emergency: float
    unconfirmed_warning: float


@dataclass(frozen=True, kw_only=True)
class Way:
    """A channel and who goes on for it, in order."""

    channel: Channel
    accounts: tuple[AccountStanding, ...]
    spare: tuple[AccountStanding, ...]
    """Further accounts that could carry it."""
    standby: Channel | None
    choices: tuple[Channel, ...]
    """Channels that could stand by for it, and the one that does."""
    stands_for: tuple[Channel, ...]
    """Channels for which this one stands by."""
    waits: Waits
    may_change: bool

    @property
    def told_anyway(self) -> bool:
        """Whether the stand-by channel gets the same alerts in any case: it then adds nobody."""
        served = self.channel.serves
        return self.standby is not None and bool(served) and served <= self.standby.serves

    @property
    def standby_rests(self) -> bool:
        """Whether the stand-by channel could not go out: paused, dead, unstaffed, or without an account."""
        return self.standby is not None and not (self.standby.state is ChannelState.ACTIVE and self.standby.accounts)

    @property
    def is_bare(self) -> bool:
        """Whether nobody goes on where its first account fails."""
        covered = self.standby is not None and not self.told_anyway and not self.standby_rests
        return self.channel.state is ChannelState.ACTIVE and len(self.accounts) < 2 and not covered

    def is_stuck(self, now: datetime) -> bool:
        """Whether none of its accounts takes anything right now."""
        return bool(self.accounts) and all(is_blocked(account, now) for account in self.accounts)


@dataclass(frozen=True, kw_only=True)
class Fallbacks:
    """Every channel that the person looks after, trouble first."""

    at: datetime
    office: Office | None
    ways: tuple[Way, ...]

    @property
    def bare(self) -> int:
        """Channels for which nobody goes on."""
        return sum(way.is_bare for way in self.ways)

    @property
    def blocked(self) -> tuple[AccountStanding, ...]:
        """Accounts that take nothing right now."""
        used = {account.id: account for way in self.ways for account in way.accounts}
        return tuple(account for account in used.values() if is_blocked(account, self.at))

    def way(self, channel: UUID) -> Way | None:
        """The way of one channel, None if it is not among them."""
        return next((way for way in self.ways if way.channel.id == channel), None)


def is_blocked(account: AccountStanding, now: datetime) -> bool:
    """Whether the account's breaker holds its posts back."""
    return account.blocked_until is not None and account.blocked_until > now


def board(session: Session, person: Person) -> Fallbacks:
    """The office's channels, or all of the authority's. Raises NotAllowedError."""
    require(person, Role.OFFICE, Role.ADMINISTRATOR, Role.OPERATOR, Role.APPROVER)
    now = database_now(session)
    own = channel_store.of_authority(session, person.authority)
    standing = office_board.accounts(session, person.authority)
    mine = [channel for channel in own if person.office is None or channel.office == person.office]
    ways = [_way(person, channel, own, standing) for channel in mine]
    return Fallbacks(
        at=now,
        office=office_board.office(session, person.office) if person.office else None,
        ways=tuple(sorted(ways, key=lambda way: (not way.is_stuck(now), not way.is_bare, *_largest_first(way)))),
    )


def change(
    session: Session, person: Person, channel: UUID, *, accounts: Sequence[UUID], standby: UUID | None
) -> ChannelView:
    """Give a channel its accounts in order and its stand-by channel; what stays as it is is not touched.

    Raises NotAllowedError, NotFoundError, InvalidError, UnknownDistrictError, ConflictError.
    """
    before = channels.read(session, person, channel)
    wish: dict[str, Any] = {"accounts": tuple(dict.fromkeys(accounts)), "standby": standby}
    now: dict[str, Any] = {"accounts": before.channel.accounts, "standby": before.channel.standby}
    changed = {name: value for name, value in wish.items() if value != now[name]}
    return channels.change(session, person, channel, changed) if changed else before


def waits_of(channel: Channel, accounts: int) -> Waits:
    """The seconds by which deliveries of the channel are handed on."""
    return Waits(
        next_account=delivering.hand_over_after(Lane.EMERGENCY, accounts),
        standby_emergency=delivering.stand_in_after(Lane.EMERGENCY, channel.kind),
        standby_warning=delivering.stand_in_after(Lane.WARNING, channel.kind),
        unconfirmed_emergency=delivering.confirm_within(Lane.EMERGENCY),
        unconfirmed_warning=delivering.confirm_within(Lane.WARNING),
    )


def _way(person: Person, channel: Channel, own: Sequence[Channel], standing: Mapping[UUID, AccountStanding]) -> Way:
    used = tuple(standing[account] for account in channel.accounts if account in standing)
    return Way(
        channel=channel,
        accounts=used,
        spare=tuple(account for account in standing.values() if _could_carry(account, channel, used)),
        standby=next((other for other in own if other.id == channel.standby), None),
        choices=tuple(other for other in own if _could_stand_by(other, channel)),
        stands_for=tuple(other for other in own if other.standby == channel.id),
        waits=waits_of(channel, len(used)),
        may_change=person.has(Role.ADMINISTRATOR)
        or (person.has(Role.OFFICE) and person.office is not None and person.office == channel.office),
    )


def _could_carry(account: AccountStanding, channel: Channel, used: Sequence[AccountStanding]) -> bool:
    return account.kind is channel.kind and account.sandbox is channel.sandbox and account not in used


def _could_stand_by(other: Channel, channel: Channel) -> bool:
    if other.id == channel.standby:
        return True
    return other.id != channel.id and other.state is ChannelState.ACTIVE and other.sandbox is channel.sandbox


def _largest_first(way: Way) -> tuple[int, str]:
    return (-(way.channel.followers or 0), way.channel.name)
