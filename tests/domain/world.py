"""A small world for routing: the Bezirk Mitte with its six Ortsteile, and short ways to say an area and channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelKind, ChannelState, Purpose, Severity, Width
from alerts.domain.model.district import Match
from alerts.domain.model.plan import Plan
from alerts.domain.routing import Situation

LAND, BEZIRK = "land:ars:11", "bezirk:berlin:01"

PEOPLE = {
    "Mitte": 101_900,
    "Moabit": 79_500,
    "Hansaviertel": 5_900,
    "Tiergarten": 14_900,
    "Wedding": 86_700,
    "Gesundbrunnen": 96_300,
}
KEYS = {name: f"ortsteil:berlin:010{number}" for number, name in enumerate(PEOPLE, 1)}
PLACES = {**KEYS, "Bezirk Mitte": BEZIRK, "Berlin": LAND}

_CHANNELS = UUID("5f2f7a52-3d0b-4a53-9a63-0d6a4bf60f11")


def leaf(name: str, share: float = 1.0, **changes: object) -> Match:
    """An Ortsteil of which ``share`` is covered; an even share of the area unless said otherwise."""
    match = Match(
        key=KEYS[name],
        name=name,
        level="ortsteil",
        parent=BEZIRK,
        share_of_district=share,
        share_of_area=0.5 if share >= 0.01 else 0.001,
        people=PEOPLE[name] * share,
        population=PEOPLE[name],
    )
    return replace(match, **changes)  # type: ignore[arg-type]


def channel(
    place: str,
    kind: ChannelKind = ChannelKind.WHATSAPP,
    *,
    language: str = "de",
    state: ChannelState = ChannelState.ACTIVE,
    followers: int | None = 1000,
    also: Iterable[str] = (),
    drawn: bool = False,
) -> Channel:
    """A channel that serves a place (and others), by its name: its id follows from all of that."""
    name = f"{kind.value} {place}" + ("" if language == "de" else f" {language}")
    serves = frozenset() if drawn else frozenset(PLACES[one] for one in (place, *also))
    return Channel(
        id=uuid5(_CHANNELS, f"{name} {sorted(serves)} {state}"),
        name=name,
        kind=kind,
        language=language,
        purpose=Purpose.WARNINGS,
        state=state,
        serves=serves,
        drawn=drawn,
        followers=followers,
    )


def situation(
    matches: Iterable[Match],
    channels: Iterable[Channel] = (),
    *,
    severity: Severity | None = Severity.MODERATE,
    width: Width | None = None,
    sliver_choices: Mapping[str, bool] | None = None,
    **changes: object,
) -> Situation:
    """What routing looks at, in this world."""
    everything = {key: PEOPLE[name] for name, key in KEYS.items()}
    built = Situation(
        matches=tuple(matches),
        area_km2=4.1,
        channels=tuple(channels),
        severity=severity,
        width=width,
        sliver_choices=sliver_choices or {},
        tops=frozenset({BEZIRK}),
        ancestors={**dict.fromkeys(KEYS.values(), (BEZIRK, LAND)), BEZIRK: (LAND,)},
        leaves_of={
            **{key: {key: everything[key]} for key in KEYS.values()},
            BEZIRK: everything,
            LAND: {**everything, "ortsteil:berlin:0401": 120_000},
        },
        names={key: name for name, key in PLACES.items()},
    )
    return replace(built, **changes)  # type: ignore[arg-type]


def told(plan: Plan) -> dict[str, str]:
    """The plan's channels by name with their reason."""
    return {one.name: one.reason.value for one in plan.channels}


def names(things: Iterable[Match]) -> list[str]:
    """Names in order."""
    return [thing.name for thing in things]
