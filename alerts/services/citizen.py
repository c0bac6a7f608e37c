"""What anybody may ask, without saying who they are: what holds here, which channel is mine, is it real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.domain.errors import NotFoundError
from alerts.domain.model.codes import ChannelKind, Level
from alerts.domain.model.directory import ListedChannel
from alerts.domain.model.outline import Outline, Territory
from alerts.domain.model.published import PublishedAlert, Standing, standing
from alerts.store import directory, outlines, published
from alerts.store.session import Session, database_now

_FEWEST_LETTERS = 2
_MOST_HITS = 12


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What holds now, everywhere; ``at`` is the database's time."""

    at: datetime
    alerts: tuple[PublishedAlert, ...]
    ended: tuple[PublishedAlert, ...]
    """All-clears, cancels and expired ones of the newest, as far as their thread has nothing in force."""
    territories: tuple[Territory, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """One leaf with what is on there. ``inherited`` are the channels of the districts above it."""

    at: datetime
    outline: Outline
    territory: Territory
    own: tuple[ListedChannel, ...]
    inherited: tuple[ListedChannel, ...]
    alerts: tuple[PublishedAlert, ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    """The answer to a typed place: the one place, or those it may mean (``hits``), or neither."""

    typed: str
    place: Place | None
    hits: tuple[Outline, ...]
    elsewhere: tuple[str, ...]
    """Names that exist, but where no authority runs channels here."""


@dataclass(frozen=True, kw_only=True)
class AlertPage:
    """One alert with its thread (oldest first) and what has become of it."""

    at: datetime
    alert: PublishedAlert
    standing: Standing
    thread: tuple[PublishedAlert, ...]
    territory: Territory

    @property
    def newest(self) -> PublishedAlert:
        """The last word of the thread."""
        return self.thread[-1]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What lies around a map: ``regions`` are coarse neighbours, ``siblings`` those of the territory's own level."""

    regions: tuple[Outline, ...]
    siblings: tuple[Outline, ...]


def overview(session: Session) -> Overview:
    """What holds now, and whose ground it is."""
    alerts = published.in_force(session)
    running = {alert.thread for alert in alerts}
    ended: dict[object, PublishedAlert] = {}
    for alert in published.recent(session):
        if alert.thread not in running:
            ended.setdefault(alert.thread, alert)
    return Overview(
        at=database_now(session),
        alerts=alerts,
        ended=tuple(ended.values())[:5],
        territories=outlines.territories(session),
    )


def territories(session: Session) -> tuple[Territory, ...]:
    """The ground of every authority that runs channels here."""
    return outlines.territories(session)


def countries(session: Session) -> tuple[Outline, ...]:
    """The Länder, for the map of everything."""
    return outlines.of_level(session, Level.LAND)


def place(session: Session, key: str) -> Place:
    """A leaf by its key. Raises NotFoundError where no authority runs channels."""
    for territory in outlines.territories(session):
        for leaf in territory.leaves:
            if leaf.key == key:
                return _place(session, territory, leaf)
    raise NotFoundError(what=f"Ort {key}")


def find(session: Session, typed: str) -> Search:
    """A place by what somebody typed: name or beginning of a name, capitals and umlauts don't matter."""
    wanted = folded(typed)
    if len(wanted) < _FEWEST_LETTERS:
        return Search(typed=typed, place=None, hits=(), elsewhere=())
    found = [(t, leaf) for t in outlines.territories(session) for leaf in t.leaves if _fits(wanted, leaf, t)]
    exact = [(t, leaf) for t, leaf in found if folded(leaf.name) == wanted]
    if len(exact) == 1 or len(found) == 1:
        territory, leaf = (exact or found)[0]
        return Search(typed=typed, place=_place(session, territory, leaf), hits=(), elsewhere=())
    elsewhere = () if found else outlines.names_like(session, typed, _MOST_HITS)
    return Search(typed=typed, place=None, hits=tuple(leaf for _, leaf in found)[:_MOST_HITS], elsewhere=elsewhere)


def read(session: Session, identifier: str) -> AlertPage:
    """One published alert. Raises NotFoundError."""
    alert = published.by_identifier(session, identifier)
    if alert is None:
        raise NotFoundError(what=f"Warnung {identifier}")
    return _page(session, alert)


def check(session: Session, typed: str) -> AlertPage | None:
    """The alert behind a code; None if we never gave it out. Case, dash and look-alike letters don't matter."""
    alert = published.by_code(session, typed)
    return None if alert is None else _page(session, alert)


def cap(session: Session, identifier: str) -> str:
    """The CAP document exactly as released. Raises NotFoundError."""
    document = published.cap(session, identifier)
    if document is None:
        raise NotFoundError(what=f"Warnung {identifier}")
    return document


def feed(session: Session, *, limit: int = 50) -> tuple[PublishedAlert, ...]:
    """The newest alerts with their ends, drills left out; newest first."""
    return published.recent(session, limit=limit)


def in_force(session: Session) -> tuple[PublishedAlert, ...]:
    """What holds now, the most severe first."""
    return published.in_force(session)


def channels(session: Session) -> tuple[ListedChannel, ...]:
    """The whole registry: every channel in it is an authority's own."""
    return directory.all_channels(session)


def surroundings(session: Session, bounds: tuple[float, float, float, float], territory: Territory) -> Surroundings:
    """The neighbours inside west, south, east, north (degrees), the territory's own leaves left out."""
    own = [leaf.key for leaf in territory.leaves]
    coarse = Level.BEZIRK if territory.level == Level.ORTSTEIL else Level.KREIS
    regions = outlines.around(session, bounds, coarse)
    if coarse is Level.BEZIRK:
        inside = {key for region in regions for key in region.lineage}
        regions = (*(r for r in outlines.around(session, bounds, Level.KREIS) if r.key not in inside), *regions)
    return Surroundings(regions=regions, siblings=outlines.around(session, bounds, territory.level, but=own))


def by_kind(listed: Sequence[ListedChannel]) -> dict[ChannelKind, tuple[ListedChannel, ...]]:
    """Channels people can join, by kind; those by hand count as WhatsApp, webhooks are for machines."""
    kinds: dict[ChannelKind, list[ListedChannel]] = {}
    for channel in listed:
        kind = ChannelKind.WHATSAPP if channel.kind is ChannelKind.WHATSAPP_MANUAL else channel.kind
        if kind is not ChannelKind.WEBHOOK:
            kinds.setdefault(kind, []).append(channel)
    return {kind: tuple(found) for kind, found in kinds.items()}


def folded(name: str) -> str:
    """A name for comparing: small letters, ä as ae and ß as ss, no other signs."""
    spelt = name.casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        spelt = spelt.replace(umlaut, letters)
    return "".join(sign for sign in spelt if sign.isalnum())


def _fits(wanted: str, leaf: Outline, territory: Territory) -> bool:
    name = folded(leaf.name)
    return name.startswith(wanted) or wanted in folded(territory.name) or (len(wanted) > 3 and wanted in name)


def _place(session: Session, territory: Territory, leaf: Outline) -> Place:
    serving = directory.serving(session, leaf.lineage)
    own = tuple(c for c in serving if leaf.key in c.districts)
    return Place(
        at=database_now(session),
        outline=leaf,
        territory=territory,
        own=own,
        inherited=tuple(c for c in serving if leaf.key not in c.districts),
        alerts=tuple(a for a in published.in_force(session) if any(d.key == leaf.key for d in a.districts)),
    )


def _page(session: Session, alert: PublishedAlert) -> AlertPage:
    now = database_now(session)
    thread = published.of_thread(session, alert.thread)
    return AlertPage(
        at=now,
        alert=alert,
        standing=standing(alert, thread, now),
        thread=thread,
        territory=outlines.territory(session, alert.authority),
    )
