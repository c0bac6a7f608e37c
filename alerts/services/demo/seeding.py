"""Put the demo's cast into a database, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sin
from uuid import UUID

from alerts.access.secrets import SecretBox
from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind, Purpose, Role
from alerts.domain.model.person import Person
from alerts.services import staff
from alerts.services.demo import addresses, gateways, plans
from alerts.services.demo.cast import AUTHORITIES, CastAuthority, CastChannel
from alerts.services.demo.gateways import Gateway
from alerts.store import authorities, channel_edits, outlines, settings
from alerts.store.channel_edits import NewChannel
from alerts.store.session import Session

DAYS_OF_HISTORY = 60


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """What the demo holds. ``logins`` by role and authority, ``keys`` one API key per role of the first authority."""

    authorities: Mapping[str, UUID]
    logins: tuple[str, ...]
    keys: Mapping[Role, str]
    channels: int


def is_seeded(session: Session) -> bool:
    """Whether the demo's first authority is there."""
    return authorities.by_slug(session, AUTHORITIES[0].slug) is not None


def seed(session: Session, *, box: SecretBox, gateway: Gateway, password: str, today: date) -> Seeded:
    """Add authorities, offices, people, accounts, channels and follower counts in the caller's transaction.

    Districts must be loaded. Raises NotFoundError where a place of the cast is not among them.
    """
    made: dict[str, UUID] = {}
    logins: list[str] = []
    keys: dict[Role, str] = {}
    channels = 0
    for cast in AUTHORITIES:
        authority = _authority(session, cast)
        made[cast.slug] = authority
        keys_by_name = _places(session, cast)
        offices = _offices(session, authority, cast, keys_by_name)
        people = _people(session, authority, cast, offices, password)
        logins += [person.login for person in people]
        keys = keys or _keys(session, people)
        live = gateways.create(session, authority, cast, gateway, box)
        channels += _channels(session, authority, cast, live, keys_by_name, offices, gateway, today)
        plans.create(session, authority, cast.slug)
    return Seeded(authorities=made, logins=tuple(logins), keys=keys, channels=channels)


def _authority(session: Session, cast: CastAuthority) -> UUID:
    number, hours = cast.hotline
    return staff.create_authority(
        session,
        slug=cast.slug,
        name=cast.name,
        short_name=cast.short_name,
        sender=f"warnung@{cast.slug}.example",
        alerting_level=cast.alerting_level,
        jurisdiction=cast.jurisdiction,
        hotline={"number": number, "hours": hours},
        whole_districts_only=cast.whole_districts_only,
    )


def _places(session: Session, cast: CastAuthority) -> dict[str, str]:
    """Keys of the authority's leaves by name."""
    leaves = outlines.below(session, cast.jurisdiction, cast.alerting_level)
    by_name = {leaf.name: leaf.key for leaf in leaves}
    wanted = {channel.place for channel in cast.channels} | {p for office in cast.offices for p in office.places}
    missing = sorted(wanted - by_name.keys() - {""})
    if missing:
        raise NotFoundError(what=f"{cast.name}: {', '.join(missing)}")
    return by_name


def _offices(session: Session, authority: UUID, cast: CastAuthority, keys: Mapping[str, str]) -> dict[str, UUID]:
    return {
        office.name: staff.create_office(
            session, authority, name=office.name, districts=[keys[place] for place in office.places]
        )
        for office in cast.offices
    }


def _people(
    session: Session, authority: UUID, cast: CastAuthority, offices: Mapping[str, UUID], password: str
) -> list[Person]:
    return [
        staff.create_person(
            session,
            authority,
            login=f"{cast.slug}.{person.suffix}",
            name=person.name,
            password=password,
            roles=person.roles,
            unit=person.unit,
            office=offices.get(person.office),
        )
        for person in cast.people
    ]


def _keys(session: Session, people: list[Person]) -> dict[Role, str]:
    """One API key a role, of people who hold none yet where possible: so operator and approver are two people."""
    keys: dict[Role, str] = {}
    holders: set[UUID] = set()
    for role in Role:
        able = [person for person in people if role in person.roles]
        fresh = [person for person in able if person.id not in holders]
        for person in (fresh or able)[:1]:
            keys[role] = staff.create_key(session, person, f"Demo {role.value}", [role])
            holders.add(person.id)
    return keys


def _channels(
    session: Session,
    authority: UUID,
    cast: CastAuthority,
    live: Mapping[ChannelKind, tuple[UUID, ...]],
    keys: Mapping[str, str],
    offices: Mapping[str, UUID],
    gateway: Gateway,
    today: date,
) -> int:
    office_of = {place: offices[office.name] for office in cast.offices for place in office.places}
    top: UUID | None = None
    by_name: dict[str, UUID] = {}
    for channel in sorted(cast.channels, key=lambda one: one.place != ""):
        new = NewChannel(
            authority=authority,
            kind=channel.kind,
            name=addresses.channel_name(cast, channel),
            address=addresses.address(cast, channel, gateway),
            accounts=live[channel.kind],
            serves=[keys[channel.place]] if channel.place else list(cast.jurisdiction),
            language=channel.language,
            purpose=Purpose.WARNINGS if channel.language != "de" else Purpose.MIXED,
            office=office_of.get(channel.place),
            parent=top if channel.place else None,
            join_url=addresses.join_url(cast, channel),
        )
        made = channel_edits.create(session, new)
        by_name[new.name] = made
        top = top or (None if channel.place else made)
        _count(session, authority, made, channel, today)
        if channel.alone:
            settings.carry_alone(session, authority, keys[channel.place], alone=True)
    for channel in cast.channels:
        if channel.standby:
            standby = {"standby_id": by_name[channel.standby]}
            channel_edits.change(session, by_name[addresses.channel_name(cast, channel)], standby)
    return len(cast.channels)


def _count(session: Session, authority: UUID, made: UUID, channel: CastChannel, today: date) -> None:
    if channel.kind is ChannelKind.WEBHOOK:
        return
    for ago in range(DAYS_OF_HISTORY, -1, -1):
        growth = 1 - 0.0021 * ago + 0.004 * sin(ago / 3 + channel.followers) * min(ago, 7) / 7
        channel_edits.count_followers(
            session, authority, made, today - timedelta(days=ago), round(channel.followers * growth)
        )
