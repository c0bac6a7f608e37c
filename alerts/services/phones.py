"""The sandbox's phones: one in every leaf of an authority, each following the channels of its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.directory import ListedChannel
from alerts.domain.model.drill import drill_address
from alerts.domain.model.outline import Outline, Territory
from alerts.domain.model.published import PublishedAlert
from alerts.store import directory, outlines, published
from alerts.store.session import Session, database_now

_NO_SCREEN = frozenset({ChannelKind.WEBHOOK})


class Lot(StrEnum):
    """What an alert means to a place, whether or not a post has come yet."""

    AFFECTED = "affected"
    GAP = "gap"
    """Affected, but no channel that carries serves it."""
    SLIVER = "sliver"
    OUTSIDE = "outside"
    NONE = "none"
    """There is no alert."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A channel that a phone follows. ``addresses`` are its places on the sandbox: in earnest and for drills."""

    channel: ListedChannel
    addresses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A phone in one leaf. Without channels of the leaf itself it follows the nearest ones above (``borrowed``)."""

    outline: Outline
    follows: tuple[Subscription, ...]
    borrowed: bool
    lot: Lot
    share: float


@dataclass(frozen=True, kw_only=True)
class PhoneSet:
    """All phones of an authority and the newest alert, a drill too."""

    at: datetime
    territory: Territory
    alert: PublishedAlert | None
    phones: tuple[Phone, ...]
    channels: tuple[Subscription, ...]
    """Every channel of the authority, webhooks included, for the view of the channels."""


def phones(session: Session, slug: str) -> PhoneSet:
    """The phones of an authority by its short word in addresses. Raises NotFoundError."""
    territory = outlines.territory_of_slug(session, slug)
    order = list(ChannelKind)
    listed = sorted(directory.of_authority(session, territory.authority), key=lambda c: order.index(c.kind))
    alert = published.newest_with_drills(session, territory.authority)
    keys = [leaf.key for leaf in territory.leaves]
    shares = published.shares(session, alert.identifier, keys) if alert else {}
    return PhoneSet(
        at=database_now(session),
        territory=territory,
        alert=alert,
        phones=tuple(_phone(leaf, listed, alert, shares.get(leaf.key, 0.0)) for leaf in territory.leaves),
        channels=tuple(_subscription(channel) for channel in listed),
    )


def authorities(session: Session) -> tuple[tuple[str, str], ...]:
    """Short word and name of every authority, by name."""
    return outlines.slugs(session)


def _phone(leaf: Outline, listed: Sequence[ListedChannel], alert: PublishedAlert | None, share: float) -> Phone:
    own, borrowed = _followed(leaf, listed)
    return Phone(
        outline=leaf,
        follows=tuple(_subscription(channel) for channel in own),
        borrowed=borrowed,
        lot=_lot(leaf, own, alert, share),
        share=share,
    )


def _followed(leaf: Outline, listed: Sequence[ListedChannel]) -> tuple[list[ListedChannel], bool]:
    for number, key in enumerate(leaf.lineage):
        found = [c for c in listed if key in c.districts and c.kind not in _NO_SCREEN]
        if found:
            return found, number > 0
    return [], False


def _lot(leaf: Outline, own: Sequence[ListedChannel], alert: PublishedAlert | None, share: float) -> Lot:
    if alert is None:
        return Lot.NONE
    if all(leaf.key != district.key for district in alert.districts):
        return Lot.SLIVER if share > 0 else Lot.OUTSIDE
    carrying = [c for c in own if c.kind is not ChannelKind.WHATSAPP_MANUAL and c.language.startswith("de")]
    return Lot.AFFECTED if carrying else Lot.GAP


def _subscription(channel: ListedChannel) -> Subscription:
    live = channel.address
    both = (live, drill_address(channel.kind, live)) if live else ()
    return Subscription(channel=channel, addresses=tuple(_on_sandbox(channel.kind, address) for address in both))


def _on_sandbox(kind: ChannelKind, address: str) -> str:
    """The sandbox knows a webhook's receiver by the last part of its address."""
    return address.rsplit("/", 1)[-1] if kind is ChannelKind.WEBHOOK else address
