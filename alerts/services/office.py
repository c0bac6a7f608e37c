"""An office and its own channels: how they stand, what waits for a hand, its hotline. Nothing beyond its districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from alerts.access.roles import require, require_office
from alerts.domain.errors import Fault, InvalidError, NotFoundError, WrongStateError
from alerts.domain.limits import CONTACT
from alerts.domain.model.alert import Hotline
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import Role
from alerts.domain.model.office import AccountStanding, Office, OfficePost, Taken, Ticked
from alerts.domain.model.outline import Territory
from alerts.domain.model.person import Person
from alerts.domain.repairing import UNDO_WITHIN
from alerts.store import audit, by_hand, channels, deliveries, followers, office_board, outlines, switches
from alerts.store.session import Session, database_now

_WEEK = 7
_TREND_DAYS = 30
_RECENT = 12


@dataclass(frozen=True, kw_only=True)
class OfficeChannel:
    """A channel with its trend (day and count, oldest first) and the standing of its first account."""

    channel: Channel
    trend: tuple[tuple[date, int], ...]
    account: AccountStanding | None
    join_url: str
    children: tuple[OfficeChannel, ...] = ()

    @property
    def week_change(self) -> int | None:
        """Followers more than seven days before the newest count; None without a count from then."""
        if not self.trend:
            return None
        newest, count = self.trend[-1]
        before = [figure for day, figure in self.trend if day <= newest - timedelta(days=_WEEK)]
        return count - before[-1] if before else None

    def is_blocked(self, now: datetime) -> bool:
        """Whether the account's breaker holds its posts back right now."""
        until = self.account.blocked_until if self.account else None
        return until is not None and until > now


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything on an office's page. ``office`` is None for those who see the whole authority."""

    at: datetime
    office: Office | None
    name: str
    districts: tuple[str, ...]
    """Keys of the leaves that the office runs."""
    territory: Territory
    channels: tuple[OfficeChannel, ...]
    """Sub-channels under their parents, where the parent is the office's own too."""
    by_hand: tuple[OfficePost, ...]
    taken: Mapping[UUID, Taken]
    """Who has taken which of them upon themselves, by delivery."""
    ticked: tuple[Ticked, ...]
    """What this person has just ticked off and can still take back."""
    stopped: datetime | None
    """What was released up to then must not be posted: the kill switch stands."""
    recent: tuple[OfficePost, ...]
    hotline: Hotline | None
    may_change: bool

    @property
    def every(self) -> tuple[OfficeChannel, ...]:
        """All channels in one row, sub-channels behind their parent."""
        return tuple(one for top in self.channels for one in (top, *top.children))

    @property
    def followers(self) -> int:
        """Subscriptions of all its channels; a person may have several."""
        return sum(one.channel.followers or 0 for one in self.every)

    @property
    def week_change(self) -> int:
        """The same, less than seven days before, as far as counted."""
        return sum(one.week_change or 0 for one in self.every)


def board(session: Session, person: Person) -> Board:
    """The office's page. Raises NotAllowedError."""
    require(person, Role.OFFICE, Role.ADMINISTRATOR, Role.OPERATOR, Role.APPROVER)
    own = office_board.office(session, person.office) if person.office else None
    territory = outlines.territory(session, person.authority)
    keys = own.districts if own else tuple(leaf.key for leaf in territory.leaves)
    listed = [c for c in channels.of_authority(session, person.authority) if own is None or c.office == own.id]
    ids = [channel.id for channel in listed]
    inherited = own.hotline or own.inherited if own else office_board.authority_hotline(session, person.authority)
    mine = _mine(session, person, own, ids)
    return Board(
        at=database_now(session),
        office=own,
        name=own.name if own else territory.short_name,
        districts=keys,
        territory=territory,
        channels=_nested(session, person.authority, listed),
        by_hand=mine,
        taken=by_hand.taken(session, [post.delivery for post in mine]),
        ticked=by_hand.ticked(session, person.authority, person.id, within=UNDO_WITHIN),
        stopped=max((switch.thrown for switch in switches.thrown(session, person.authority)), default=None),
        recent=office_board.recent_posts(session, person.authority, ids, limit=_RECENT),
        hotline=inherited,
        may_change=own is not None and (person.has(Role.OFFICE) or person.has(Role.ADMINISTRATOR)),
    )


def mark_posted(session: Session, person: Person, delivery: UUID) -> None:
    """The person has posted it by hand. Raises NotAllowedError, NotFoundError."""
    post = _waiting(session, person, delivery)
    deliveries.mark_posted(session, delivery, person)
    audit.record(session, person.authority, person.id, "posted-by-hand", post.alert, {"channel": post.channel_name})


def acknowledge(session: Session, person: Person, delivery: UUID) -> None:
    """The person takes the post upon themselves; others see that, and no stand-by goes out for it meanwhile.

    Doing so twice is no error. Raises NotAllowedError, NotFoundError, WrongStateError where somebody else has.
    """
    post = _waiting(session, person, delivery)
    if by_hand.acknowledge(session, delivery, person.id):
        audit.record(session, person.authority, person.id, "acknowledge", post.alert, {"channel": post.channel_name})
        return
    before = by_hand.taken(session, [delivery]).get(delivery)
    if before is None or before.by != person.id:
        raise WrongStateError(state="waiting", step="acknowledge")


def undo_posted(session: Session, person: Person, delivery: UUID) -> None:
    """The person's own tick of the last minute was a mistake: the post waits for a hand again.

    Raises NotAllowedError, NotFoundError, WrongStateError where it is too late.
    """
    require(person, Role.OFFICE, Role.OPERATOR, Role.ADMINISTRATOR)
    found = by_hand.ticked(session, person.authority, person.id, within=UNDO_WITHIN)
    tick = next((one for one in found if one.delivery == delivery), None)
    if tick is None or not by_hand.put_back(session, person.authority, person.id, delivery, within=UNDO_WITHIN):
        raise WrongStateError(state="confirmed", step="undo")
    audit.record(session, person.authority, person.id, "posted-undone", tick.alert, {"channel": tick.channel_name})


def cannot_post(session: Session, person: Person, delivery: UUID) -> None:
    """The person cannot post it: it stands refused at the desk, its task stays open.

    Raises NotAllowedError, NotFoundError.
    """
    post = _waiting(session, person, delivery)
    if not office_board.give_back(session, delivery):
        raise NotFoundError(what=f"Beitrag {delivery}")
    audit.record(session, person.authority, person.id, "cannot-post", post.alert, {"channel": post.channel_name})


def change_hotline(session: Session, person: Person, *, number: str, hours: str) -> None:
    """Change the office's own hotline block; both empty: the authority's counts again.

    Raises NotAllowedError, InvalidError.
    """
    require_office(person, person.office)
    if person.office is None:
        raise NotFoundError(what="Büro")
    number, hours = number.strip(), hours.strip()
    _refuse_wrong(number, hours)
    hotline = Hotline(number=number, hours=hours) if number else None
    office_board.set_hotline(session, person.office, hotline)
    audit.record(session, person.authority, person.id, "hotline-changed", person.office, {"number": number})


def _refuse_wrong(number: str, hours: str) -> None:
    faults = []
    if hours and not number:
        faults.append(Fault(place="number", de="Zu den Zeiten fehlt die Nummer.", en="The hours lack a number."))
    if number and sum(sign.isdigit() for sign in number) < 3:
        faults.append(Fault(place="number", de="Eine Nummer hat mindestens drei Ziffern.", en="At least three digits."))
    faults += [
        Fault(place=place, de=f"Höchstens {CONTACT} Zeichen.", en=f"At most {CONTACT} characters.")
        for place, value in (("number", number), ("hours", hours))
        if len(value) > CONTACT
    ]
    if faults:
        raise InvalidError(faults)


def _waiting(session: Session, person: Person, delivery: UUID) -> OfficePost:
    require(person, Role.OFFICE, Role.OPERATOR, Role.ADMINISTRATOR)
    own = office_board.office(session, person.office) if person.office else None
    listed = [c.id for c in channels.of_authority(session, person.authority) if own is None or c.office == own.id]
    for post in _mine(session, person, own, listed):
        if post.delivery == delivery:
            return post
    raise NotFoundError(what=f"Beitrag {delivery}")


def _mine(session: Session, person: Person, own: Office | None, ids: Sequence[UUID]) -> tuple[OfficePost, ...]:
    """Posts by hand on the office's channels, and on the authority's own where they stand in for its districts."""
    waiting = office_board.posts_by_hand(session, person.authority)
    if own is None:
        return waiting
    without_office = {c.id for c in channels.of_authority(session, person.authority) if c.office is None}
    districts = set(own.districts)
    return tuple(
        post
        for post in waiting
        if post.channel in ids or (post.channel in without_office and districts.intersection(post.districts))
    )


def _nested(session: Session, authority: UUID, listed: Sequence[Channel]) -> tuple[OfficeChannel, ...]:
    trends = followers.history(session, [c.id for c in listed], days=_TREND_DAYS)
    standing = office_board.accounts(session, authority)
    joins = channels.join_urls(session, [c.id for c in listed])
    here = {c.id for c in listed}

    def dressed(channel: Channel, children: tuple[OfficeChannel, ...]) -> OfficeChannel:
        return OfficeChannel(
            channel=channel,
            trend=trends.get(channel.id, ()),
            account=standing.get(channel.accounts[0]) if channel.accounts else None,
            join_url=joins.get(channel.id, ""),
            children=children,
        )

    tops = sorted((c for c in listed if c.parent not in here), key=_largest_first)
    return tuple(
        dressed(top, tuple(dressed(c, ()) for c in sorted(listed, key=_largest_first) if c.parent == top.id))
        for top in tops
    )


def _largest_first(channel: Channel) -> tuple[int, str]:
    return (-(channel.followers or 0), channel.name)
