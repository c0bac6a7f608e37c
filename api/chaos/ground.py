"""Who alerts whom: one authority with two people, a few hundred channels, and the gateways behind them."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_PATTERN = (*[ChannelKind.WHATSAPP] * 9, ChannelKind.TELEGRAM, ChannelKind.EMAIL, ChannelKind.WEBHOOK)
"""Kinds of the channels, over and over; the first channel of every district is a WhatsApp channel."""
_JURISDICTION = ("land:ars:11",)
_SESSIONS = 6
_FAST, _SLOW = 40.0, 4.0
"""Posts a second: the slow session's queue is where posts expire."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A channel, and where its posts show at the receiver."""

    kind: ChannelKind
    address: str

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
    made = _accounts(session, authority, gateway, box)
    channels = {}
    for number, (district, kind) in enumerate(_places(chosen)):
        spot = Spot(kind=kind, address=_address(kind, number, gateway))
        turn = number % len(made[kind])
        new = NewChannel(
            authority=authority,
            kind=kind,
            name=f"{kind.value} {number}",
            address=spot.address,
            accounts=(made[kind][turn:] + made[kind][:turn])[:2],
            serves=[district],
        )
        channels[channel_edits.create(session, new)] = spot
    return Ground(districts=chosen, channels=channels)


def world(ground: Ground) -> dict[str, Any]:
    """What the sandbox must hold, for its ``POST /_sandbox/world``."""
    spots = ground.channels.values()
    hooks = [spot.place[1] for spot in spots if spot.kind is ChannelKind.WEBHOOK]
    return {
        "sessions": [{"name": _session(n), "key": _secret("waha", n)} for n in range(_SESSIONS)],
        "bots": [{"token": _token(), "username": "chaos_bot"}],
        "hooks": [{"name": name, "secret": _hook_secret()} for name in hooks],
        "channels": [{"gateway": gateway, "id": address} for gateway, address in (spot.place for spot in spots)],
    }


def _places(districts: Sequence[str]) -> Iterator[tuple[str, ChannelKind]]:
    kinds = iter(_PATTERN * (len(districts) * PER_DISTRICT // len(_PATTERN) + 1))
    for district in districts:
        for kind in islice(kinds, PER_DISTRICT):
            yield district, kind


def _accounts(
    session: Session, authority: UUID, gateway: Gateway, box: SecretBox
) -> dict[ChannelKind, tuple[UUID, ...]]:
    def account(kind: ChannelKind, name: str, secret: str, url: str, pace: float, **settings: str) -> UUID:
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

    url = gateway.url
    return {
        ChannelKind.WHATSAPP: tuple(
            account(
                ChannelKind.WHATSAPP,
                f"WhatsApp {n}",
                _secret("waha", n),
                url,
                _SLOW if n == 0 else _FAST,
                session=_session(n),
            )
            for n in range(_SESSIONS)
        ),
        ChannelKind.TELEGRAM: (account(ChannelKind.TELEGRAM, "Telegram", _token(), url, _FAST),),
        ChannelKind.EMAIL: (
            account(ChannelKind.EMAIL, "Relay", "", gateway.smtp_url, _FAST, sender="warnung@chaos.example"),
        ),
        ChannelKind.WEBHOOK: (account(ChannelKind.WEBHOOK, "Webhook", _hook_secret(), url, _FAST),),
    }


def _address(kind: ChannelKind, number: int, gateway: Gateway) -> str:
    return {
        ChannelKind.WHATSAPP: f"120363{number:012d}@newsletter",
        ChannelKind.TELEGRAM: f"-100{number:010d}",
        ChannelKind.EMAIL: f"liste-{number}@listen.chaos.example",
        ChannelKind.WEBHOOK: f"{gateway.url}/hooks/chaos-{number}",
    }[kind]


def _session(number: int) -> str:
    return f"chaos-{number}"


def _secret(*parts: object) -> str:
    return sha256("|".join(("ortsruf chaos", *map(str, parts))).encode()).hexdigest()[:32]


def _token() -> str:
    return f"4711000000:{_secret('telegram')}"


def _hook_secret() -> str:
    return "whsec_" + b64encode(bytes.fromhex(_secret("webhook"))).decode()
