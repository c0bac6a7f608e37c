"""Channels, kept by the office that runs them and by administrators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from alerts.access.roles import require_office
from alerts.domain.errors import Fault, InvalidError, NotFoundError, UnknownDistrictError
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelKind, ChannelState, Purpose, Role
from alerts.domain.model.person import Person
from alerts.services import channel_words
from alerts.store import areas, audit, channel_edits, channels, gazetteer, people
from alerts.store.channel_edits import NewChannel
from alerts.store.session import Session


@dataclass(frozen=True, kw_only=True)
class ChannelView:
    """A channel with where it lies on its gateway and where people join it."""

    channel: Channel
    address: str
    join_url: str


@dataclass(frozen=True, kw_only=True)
class ChannelWish:
    """How a channel is to be: ``accounts`` in order of use, ``serves`` district keys."""

    kind: ChannelKind
    name: str
    address: str
    accounts: tuple[UUID, ...]
    serves: tuple[str, ...]
    language: str
    purpose: Purpose
    office: UUID | None
    parent: UUID | None
    join_url: str
    standby: UUID | None = None
    """The channel that takes over where this one fails."""


def listed(session: Session, person: Person) -> tuple[ChannelView, ...]:
    """The own authority's channels that are not archived, by name."""
    own = channels.of_authority(session, person.authority)
    ids = [channel.id for channel in own]
    addresses, joins = channels.addresses(session, ids), channels.join_urls(session, ids)
    return tuple(
        ChannelView(channel=channel, address=addresses[channel.id], join_url=joins.get(channel.id, ""))
        for channel in own
    )


def read(session: Session, person: Person, channel: UUID) -> ChannelView:
    """One channel of the own authority. Raises NotFoundError."""
    for view in listed(session, person):
        if view.channel.id == channel:
            return view
    raise NotFoundError(what=f"Kanal {channel}")


def create(session: Session, person: Person, wish: ChannelWish) -> ChannelView:
    """Add a channel; an office's people can only add channels of their office.

    Raises NotAllowedError, InvalidError, UnknownDistrictError, ConflictError.
    """
    if not person.has(Role.ADMINISTRATOR):
        wish = replace(wish, office=wish.office or person.office)
    require_office(person, wish.office)
    _check(session, person, wish)
    made = channel_edits.create(
        session,
        NewChannel(
            authority=person.authority,
            kind=wish.kind,
            name=wish.name,
            address=wish.address,
            accounts=wish.accounts,
            serves=wish.serves,
            language=wish.language,
            purpose=wish.purpose,
            office=wish.office,
            parent=wish.parent,
            join_url=wish.join_url,
            standby=wish.standby,
        ),
    )
    audit.record(session, person.authority, person.id, "channel-created", made, {"name": wish.name})
    return read(session, person, made)


def change(session: Session, person: Person, channel: UUID, changes: dict[str, Any]) -> ChannelView:
    """Change some of a channel (names as in ``ChannelWish``); its kind stays.

    Raises NotAllowedError, NotFoundError, InvalidError, UnknownDistrictError, ConflictError.
    """
    before = read(session, person, channel)
    require_office(person, before.channel.office)
    wish = replace(_wish(before), **changes)
    require_office(person, wish.office)
    _check(session, person, wish, but=channel, before=_wish(before))
    if "serves" in changes:
        channel_edits.serve(session, person.authority, channel, wish.serves)
    if "accounts" in changes:
        channel_edits.use_accounts(session, person.authority, channel, wish.accounts)
    channel_edits.change(session, channel, _columns(wish))
    audit.record(session, person.authority, person.id, "channel-changed", channel, {"changed": sorted(changes)})
    return read(session, person, channel)


def set_state(session: Session, person: Person, channel: UUID, state: ChannelState) -> ChannelView | None:
    """Pause, revive or archive a channel; None once it is archived. Raises NotAllowedError, NotFoundError."""
    before = read(session, person, channel)
    require_office(person, before.channel.office)
    channel_edits.set_state(session, channel, state)
    detail = {"from": before.channel.state.value, "to": state.value}
    audit.record(session, person.authority, person.id, "channel-state", channel, detail)
    return None if state is ChannelState.ARCHIVED else read(session, person, channel)


def _wish(view: ChannelView) -> ChannelWish:
    channel = view.channel
    return ChannelWish(
        kind=channel.kind,
        name=channel.name,
        address=view.address,
        accounts=channel.accounts,
        serves=tuple(sorted(channel.serves)),
        language=channel.language,
        purpose=channel.purpose,
        office=channel.office,
        parent=channel.parent,
        join_url=view.join_url,
        standby=channel.standby,
    )


def _columns(wish: ChannelWish) -> dict[str, Any]:
    return {
        "name": wish.name,
        "address": wish.address,
        "language": wish.language,
        "purpose": wish.purpose,
        "office_id": wish.office,
        "parent_id": wish.parent,
        "join_url": wish.join_url,
        "standby_id": wish.standby,
    }


def _check(
    session: Session,
    person: Person,
    wish: ChannelWish,
    *,
    but: UUID | None = None,
    before: ChannelWish | None = None,
) -> None:
    faults = [
        *_account_faults(session, person, wish),
        *_parent_faults(session, person, wish, but),
        *_standby_faults(session, person, wish, but),
        *_office_faults(session, person, wish),
        *_word_faults(wish, before),
    ]
    if faults:
        raise InvalidError(faults)
    _check_served(session, person, wish)


def _word_faults(wish: ChannelWish, before: ChannelWish | None) -> Iterable[Fault]:
    """What was written anew; what stands there already is not held against a change of something else."""
    if before is None or wish.name != before.name:
        yield from channel_words.name_faults(wish.name)
    if before is None or wish.address != before.address:
        yield from channel_words.address_faults(wish.kind, wish.address)
    if before is None or wish.join_url != before.join_url:
        yield from channel_words.join_faults(wish.join_url)


def _check_served(session: Session, person: Person, wish: ChannelWish) -> None:
    """Every district exists, lies in the jurisdiction, and, for an office's people, is one of the office's."""
    lineages = gazetteer.lineages(session, wish.serves)
    known = areas.names(session, wish.serves)
    unknown = [key for key in wish.serves if key not in known]
    if unknown:
        raise UnknownDistrictError(keys=", ".join(unknown))
    allowed = _ground(session, person, wish)
    foreign = [key for key in wish.serves if allowed.isdisjoint((key, *lineages.get(key, ())))]
    if foreign:
        names = ", ".join(known[key] for key in foreign)
        raise InvalidError(
            [
                Fault(
                    place="serves", de=f"außerhalb des eigenen Gebiets: {names}", en=f"outside your own ground: {names}"
                )
            ]
        )


def _ground(session: Session, person: Person, wish: ChannelWish) -> frozenset[str]:
    if person.has(Role.ADMINISTRATOR) or wish.office is None:
        return people.jurisdiction(session, person.authority)
    return people.office_districts(session, wish.office)


def _account_faults(session: Session, person: Person, wish: ChannelWish) -> Sequence[Fault]:
    own = channels.accounts(session, person.authority)
    chosen = [own.get(account) for account in wish.accounts]
    if any(account is None for account in chosen):
        return [Fault(place="accounts", de="nur eigene Konten wählen", en="choose accounts of your own")]
    known = [account for account in chosen if account is not None]
    if any(account.kind is not wish.kind for account in known):
        return [Fault(place="accounts", de="nur Konten derselben Art wählen", en="choose accounts of the same kind")]
    if len({account.sandbox for account in known}) > 1:
        return [Fault(place="accounts", de="echte und Übungskonten trennen", en="do not mix live and drill accounts")]
    return []


def _parent_faults(session: Session, person: Person, wish: ChannelWish, but: UUID | None) -> Sequence[Fault]:
    if wish.parent is None:
        return []
    own = {channel.id: channel for channel in channels.of_authority(session, person.authority)}
    step: UUID | None = wish.parent
    seen = {but}
    while step is not None:
        if step in seen or step not in own:
            return [
                Fault(place="parent", de="einen anderen eigenen Kanal nehmen", en="choose another channel of yours")
            ]
        seen.add(step)
        step = own[step].parent
    return []


def _standby_faults(session: Session, person: Person, wish: ChannelWish, but: UUID | None) -> Sequence[Fault]:
    if wish.standby is None:
        return []
    own = {channel.id: channel for channel in channels.of_authority(session, person.authority)}
    standby = own.get(wish.standby)
    if standby is None or standby.id == but:
        return [Fault(place="standby", de="einen anderen eigenen Kanal nehmen", en="choose another channel of yours")]
    if standby.sandbox != _is_sandbox(session, person, wish):
        return [Fault(place="standby", de="echte und Übungskanäle trennen", en="do not mix live and drill channels")]
    return []


def _is_sandbox(session: Session, person: Person, wish: ChannelWish) -> bool:
    own = channels.accounts(session, person.authority)
    return bool(wish.accounts) and all(account in own and own[account].sandbox for account in wish.accounts)


def _office_faults(session: Session, person: Person, wish: ChannelWish) -> Sequence[Fault]:
    if wish.office is None or wish.office in people.offices(session, person.authority):
        return []
    return [Fault(place="office", de="ein eigenes Büro wählen", en="choose an office of your own")]
