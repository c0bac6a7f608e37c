"""Who alerts whom: one authority with two people, a few hundred channels, and the gateways behind them."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from alerts.access.secrets import SecretBox
from alerts.channels import registry
from alerts.domain.model.codes import ChannelKind, Role
from alerts.services import admin, staff
from alerts.services.demo.gateways import Gateway
from alerts.store import accounts, channel_edits, outlines
from alerts.store.accounts import NewAccount
from alerts.store.channel_edits import NewChannel
from alerts.store.session import Session
from api.chaos.counting import Place

PASSWORD = "nur fuer diesen lauf"  # noqa: S105 - the database is gone at the end
LOGINS = ("chaos.a", "chaos.b")
"""Who writes and who approves."""
PER_DISTRICT = 4
NEIGHBOUR = "neighbour"
"""A stand-by that serves a district itself: the first channel of the next one."""
_SHARED_BY = 2
"""Channels that have one stand-by channel in common."""


@dataclass(frozen=True, kw_only=True)
class Sort:
    """What a channel is. ``weak``: its account fails in a way of its own, and it has no other.

    ``covered_by``: the kind of its stand-by channel, NEIGHBOUR, or None for a channel without one.
    """

    kind: ChannelKind
    weak: str = ""
    covered_by: str | None = None


_WHATSAPP, _BY_HAND = Sort(kind=ChannelKind.WHATSAPP), ChannelKind.WHATSAPP_MANUAL
PATTERN = (
    _WHATSAPP,
    Sort(kind=ChannelKind.WHATSAPP, weak="hung", covered_by=ChannelKind.TELEGRAM),
    Sort(kind=_BY_HAND, covered_by=ChannelKind.WHATSAPP),
    _WHATSAPP,
    _WHATSAPP,
    Sort(kind=ChannelKind.TELEGRAM, weak="bot", covered_by=ChannelKind.WHATSAPP),
    Sort(kind=ChannelKind.EMAIL),
    Sort(kind=ChannelKind.WHATSAPP, weak="locked", covered_by=ChannelKind.EMAIL),
    _WHATSAPP,
    Sort(kind=ChannelKind.WEBHOOK, weak="hook", covered_by=ChannelKind.TELEGRAM),
    Sort(kind=ChannelKind.EMAIL, weak="mail", covered_by=ChannelKind.WHATSAPP),
    Sort(kind=ChannelKind.WHATSAPP, weak="broken", covered_by=ChannelKind.WEBHOOK),
    _WHATSAPP,
    Sort(kind=ChannelKind.WHATSAPP, weak="hung", covered_by=NEIGHBOUR),
    Sort(kind=ChannelKind.TELEGRAM),
    Sort(kind=ChannelKind.WEBHOOK),
)
"""The channels, over and over; the first channel of every district is a WhatsApp channel."""
WEAK_SESSIONS = ("hung", "locked", "broken")
"""WhatsApp accounts that carry nothing but weak channels."""
_JURISDICTION = ("land:ars:11",)
_SESSIONS = 6
_FAST, _SLOW = 40.0, 4.0
"""Posts a second: the slow session's queue is where posts expire."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A channel, and where its posts show at the receiver; ``weak`` names the trouble that its account has."""

    kind: ChannelKind
    address: str
    weak: str = ""

    @property
    def place(self) -> Place:
        """Gateway and address there."""
        return place_of(self.kind, self.address)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What was set up. ``districts`` all have channels; ``channels`` by their id in the database."""

    districts: Sequence[str]
    channels: Mapping[UUID, Spot]

    @cached_property
    def per_district(self) -> int:
        """Channels that one district adds to an alert."""
        return PER_DISTRICT


def place_of(kind: str, address: str) -> Place:
    """Where posts to an address show at the receiver."""
    return str(kind), address.rsplit("/", 1)[-1] if kind == ChannelKind.WEBHOOK else address


def can_settle(kind: str) -> bool:
    """Whether an unknown outcome on such a channel can be found out, or a repeat does no harm."""
    traits = registry.traits(ChannelKind(kind))
    return traits.readable or traits.repeat_safe


def lay(session: Session, box: SecretBox, gateway: Gateway, *, districts: int, seed: int) -> Ground:
    """Load the shipped districts and add authority, people, accounts and channels in the caller's transaction."""
    admin.load_shipped(session)
    authority = staff.create_authority(
        session,
        slug="chaos",
        name="Prüfstelle für Zustellung",
        short_name="Prüfstelle",
        sender="warnung@chaos.example",
        alerting_level="ortsteil",
        jurisdiction=_JURISDICTION,
        hotline={"number": "030 1234567", "hours": "rund um die Uhr"},
    )
    for login in LOGINS:
        roles = (Role.OPERATOR, Role.APPROVER)
        staff.create_person(session, authority, login=login, name=login, password=PASSWORD, roles=roles)
    leaves = sorted(leaf.key for leaf in outlines.below(session, list(_JURISDICTION), "ortsteil"))
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
    chosen = dice.sample(leaves, min(districts, len(leaves)))
    layer = _Layer(session=session, authority=authority, gateway=gateway, box=box)
    own = [(sort, layer.channel(sort.kind, [district], weak=sort.weak)) for district, sort in _places(chosen)]
    for number, (sort, channel) in enumerate(own):
        if sort.covered_by == NEIGHBOUR:
            layer.cover(channel, own[(number // PER_DISTRICT + 1) * PER_DISTRICT % len(own)][1])
        elif sort.covered_by:
            layer.cover(channel, layer.standby(ChannelKind(sort.covered_by)))
    return Ground(districts=chosen, channels=layer.channels)


@dataclass(kw_only=True)
class _Layer:
    """Makes channels, one after the other."""

    session: Session
    authority: UUID
    gateway: Gateway
    box: SecretBox
    channels: dict[UUID, Spot] = field(default_factory=dict)
    _standbys: dict[ChannelKind, list[UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._accounts = _accounts(self.session, self.authority, self.gateway, self.box)

    def channel(self, kind: ChannelKind, serves: Sequence[str], *, weak: str = "") -> UUID:
        """A channel with two accounts where its kind has them; a weak one has only the account that fails."""
        number = len(self.channels)
        healthy = self._accounts[kind, ""]
        turn = number % len(healthy)
        spot = Spot(kind=kind, address=_address(kind, number, self.gateway), weak=weak)
        new = NewChannel(
            authority=self.authority,
            kind=kind,
            name=f"{kind.value} {number}",
            address=spot.address,
            accounts=self._accounts[kind, weak] if weak else (healthy[turn:] + healthy[:turn])[:2],
            serves=serves,
        )
        made = channel_edits.create(self.session, new)
        self.channels[made] = spot
        return made

    def standby(self, kind: ChannelKind) -> UUID:
        """A channel that serves nobody by itself, the same one for every two that ask."""
        made = self._standbys.setdefault(kind, [])
        if len(made) % _SHARED_BY == 0:
            made.append(self.channel(kind, []))
        else:
            made.append(made[-1])
        return made[-1]

    def cover(self, channel: UUID, standby: UUID) -> None:
        """Let the one stand by for the other."""
        channel_edits.change(self.session, channel, {"standby_id": standby})


def world(ground: Ground) -> dict[str, Any]:
    """What the sandbox must hold, for its ``POST /_sandbox/world``."""
    spots = [spot for spot in ground.channels.values() if spot.kind is not ChannelKind.WHATSAPP_MANUAL]
    sessions = [*(_session(n) for n in range(_SESSIONS)), *map(weak_session, WEAK_SESSIONS)]
    hooks = [spot.place[1] for spot in spots if spot.kind is ChannelKind.WEBHOOK]
    return {
        "sessions": [{"name": name, "key": _secret("waha", name)} for name in sessions],
        "bots": [{"token": _token(), "username": "chaos_bot"}, {"token": WEAK_BOT, "username": "chaos_weak_bot"}],
        "hooks": [{"name": name, "secret": _hook_secret()} for name in hooks],
        "channels": [{"gateway": gateway, "id": address} for gateway, address in (spot.place for spot in spots)],
    }


def _places(districts: Sequence[str]) -> Iterator[tuple[str, Sort]]:
    sorts = iter(PATTERN * (len(districts) * PER_DISTRICT // len(PATTERN) + 1))
    for district in districts:
        for sort in islice(sorts, PER_DISTRICT):
            yield district, sort


def _accounts(
    session: Session, authority: UUID, gateway: Gateway, box: SecretBox
) -> dict[tuple[ChannelKind, str], tuple[UUID, ...]]:
    """The accounts of each kind that are as healthy as it gets (""), and the weak ones by what is wrong with them."""

    def account(kind: ChannelKind, name: str, secret: str, url: str, pace: float = _FAST, **settings: str) -> UUID:
        new = NewAccount(
            authority=authority,
            kind=kind,
            name=name,
            base_url=url,
            settings=settings,
            per_second=pace,
            burst=int(pace),
        )
        made = accounts.create(session, new)
        accounts.keep_secret(session, made, box.seal(made, secret))
        return made

    def waha(name: str, pace: float = _FAST) -> UUID:
        return account(ChannelKind.WHATSAPP, name, _secret("waha", name), gateway.url, pace, session=name)

    def mail(name: str) -> UUID:
        return account(ChannelKind.EMAIL, name, "", gateway.smtp_url, sender="warnung@chaos.example")

    sessions = tuple(waha(_session(n), _SLOW if n == 0 else _FAST) for n in range(_SESSIONS))
    return {
        (ChannelKind.WHATSAPP, ""): sessions,
        **{(ChannelKind.WHATSAPP, name): (waha(weak_session(name)),) for name in WEAK_SESSIONS},
        (ChannelKind.WHATSAPP_MANUAL, ""): (account(ChannelKind.WHATSAPP_MANUAL, "Von Hand", "", ""),),
        (ChannelKind.TELEGRAM, ""): (account(ChannelKind.TELEGRAM, "Telegram", _token(), gateway.url),),
        (ChannelKind.TELEGRAM, "bot"): (account(ChannelKind.TELEGRAM, "Telegram 2", WEAK_BOT, gateway.url),),
        (ChannelKind.EMAIL, ""): (mail("Relay"),),
        (ChannelKind.EMAIL, "mail"): (mail("Relay 2"),),
        (ChannelKind.WEBHOOK, ""): (account(ChannelKind.WEBHOOK, "Webhook", _hook_secret(), gateway.url),),
        (ChannelKind.WEBHOOK, "hook"): (account(ChannelKind.WEBHOOK, "Webhook 2", _hook_secret(), gateway.url),),
    }


def _address(kind: ChannelKind, number: int, gateway: Gateway) -> str:
    return {
        ChannelKind.WHATSAPP: f"120363{number:012d}@newsletter",
        ChannelKind.WHATSAPP_MANUAL: f"hand-{number}",
        ChannelKind.TELEGRAM: f"-100{number:010d}",
        ChannelKind.EMAIL: f"liste-{number}@listen.chaos.example",
        ChannelKind.WEBHOOK: f"{gateway.url}/hooks/chaos-{number}",
    }[kind]


def weak_session(name: str) -> str:
    """Name at the gateway of a weak WhatsApp account."""
    return f"chaos-{name}"


def _session(number: int) -> str:
    return f"chaos-{number}"


def _secret(*parts: object) -> str:
    return sha256("|".join(("ortsruf chaos", *map(str, parts))).encode()).hexdigest()[:32]


def _token() -> str:
    return f"4711000000:{_secret('telegram')}"


WEAK_BOT = f"4711000001:{_secret('telegram', 2)}"
"""Token of the bot that is locked out now and then."""


def _hook_secret() -> str:
    return "whsec_" + b64encode(bytes.fromhex(_secret("webhook"))).decode()
