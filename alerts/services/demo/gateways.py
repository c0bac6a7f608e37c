"""The accounts of the demo: every kind live, with a spare WhatsApp number, and every kind again for drills.

All of them lead to the stand-in gateway; only the drill's are sandbox accounts, so that the rule "a drill never meets a
live channel" is at work in the demo as it is in earnest.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from alerts.access.secrets import SecretBox
from alerts.domain.model.codes import ChannelKind
from alerts.services.demo.cast import CastAuthority
from alerts.store import accounts
from alerts.store.accounts import NewAccount
from alerts.store.session import Session

DRILL = "uebung"


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """Where the stand-in gateway listens: ``http://…`` and ``smtp://…``."""

    url: str
    smtp_url: str


@dataclass(frozen=True, kw_only=True)
class CastAccount:
    """An account to be made. ``spare`` is used after the first of its kind; ``drill`` makes it a sandbox account."""

    kind: ChannelKind
    name: str
    base_url: str
    secret: str
    settings: dict[str, str] = field(default_factory=dict)
    spare: bool = False
    drill: bool = False


def cast_accounts(authority: CastAuthority, gateway: Gateway) -> tuple[CastAccount, ...]:
    """The accounts of one authority."""
    return (
        *_set(authority, gateway, drill=False),
        _waha(authority, gateway, suffix="-2", name="WhatsApp, zweite Nummer", spare=True),
        *_set(authority, gateway, drill=True),
    )


def create(
    session: Session, authority: UUID, cast: CastAuthority, gateway: Gateway, box: SecretBox
) -> dict[ChannelKind, tuple[UUID, ...]]:
    """Add the accounts with their sealed secrets; the live ones by kind, in order of use."""
    live: dict[ChannelKind, tuple[UUID, ...]] = {}
    for one in cast_accounts(cast, gateway):
        new = NewAccount(
            authority=authority,
            kind=one.kind,
            name=one.name,
            base_url=one.base_url,
            settings=one.settings,
            per_second=50.0,
            burst=50,
            sandbox=one.drill,
        )
        account = accounts.create(session, new)
        accounts.keep_secret(session, account, box.seal(account, one.secret))
        if not one.drill:
            live[one.kind] = (*live.get(one.kind, ()), account)
    return live


def secret_of(*parts: str) -> str:
    """A credential of the stand-in gateway, the same at every start; worth nothing elsewhere."""
    return sha256("|".join(("ortsruf demo", *parts)).encode()).hexdigest()[:32]


def webhook_secret(slug: str, *, drill: bool) -> str:
    """The signing secret of the demo's webhooks, in the form that Standard Webhooks wants."""
    return "whsec_" + b64encode(bytes.fromhex(secret_of(slug, "webhook", str(drill)))).decode()


def bot_token(slug: str, *, drill: bool) -> str:
    """The token of the demo's Telegram bot: number, colon, letters."""
    secret = secret_of(slug, "telegram", str(drill))
    return f"{int(secret[:7], 16) + 1_000_000_000}:{secret}"


def waha_session(slug: str, suffix: str = "") -> str:
    """The WAHA session of the demo."""
    return f"{slug}{suffix}"


def _set(cast: CastAuthority, gateway: Gateway, *, drill: bool) -> Iterator[CastAccount]:
    mark = "Übung: " if drill else ""
    domain = f"{cast.slug}.example"
    yield _waha(cast, gateway, suffix=f"-{DRILL}" if drill else "", name=f"{mark}WhatsApp", drill=drill)
    yield CastAccount(
        kind=ChannelKind.TELEGRAM,
        name=f"{mark}Telegram",
        base_url=gateway.url,
        secret=bot_token(cast.slug, drill=drill),
        drill=drill,
    )
    yield CastAccount(
        kind=ChannelKind.EMAIL,
        name=f"{mark}Mail-Relay",
        base_url=gateway.smtp_url,
        secret="",
        settings={
            "sender": f"warnung@{domain}",
            "sender_name": cast.name,
            "list_id": f"warnung.{domain}",
            "unsubscribe_mailto": f"abmelden@{domain}",
        },
        drill=drill,
    )
    yield CastAccount(
        kind=ChannelKind.WEBHOOK,
        name=f"{mark}Webhook",
        base_url=gateway.url,
        secret=webhook_secret(cast.slug, drill=drill),
        drill=drill,
    )
    yield CastAccount(
        kind=ChannelKind.WHATSAPP_MANUAL, name=f"{mark}WhatsApp von Hand", base_url="", secret="", drill=drill
    )


def _waha(
    cast: CastAuthority, gateway: Gateway, *, suffix: str, name: str, spare: bool = False, drill: bool = False
) -> CastAccount:
    return CastAccount(
        kind=ChannelKind.WHATSAPP,
        name=name,
        base_url=gateway.url,
        secret=secret_of(cast.slug, "waha", suffix),
        settings={"session": waha_session(cast.slug, suffix)},
        spare=spare,
        drill=drill,
    )
