"""Hypothesis strategies of the domain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from alerts.domain.model.aim import Aim
from alerts.domain.model.alert import AreaRequest, Circle, Content, Hotline, Info, Issuer, Zone
from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import (
    Category,
    Certainty,
    ChannelKind,
    ChannelState,
    MsgType,
    ResponseType,
    Severity,
    Status,
    Urgency,
    Width,
)
from alerts.domain.model.district import Match
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.domain.model.mowas import MowasState, MowasStep
from alerts.domain.model.plan import PlannedChannel, Reason
from alerts.domain.model.regard import Regard
from alerts.domain.phrases import LANGUAGES
from alerts.domain.rendering import RenderInput
from alerts.domain.routing import Situation
from tests.domain.world import KEYS, PEOPLE, PLACES, channel, leaf, situation

STEADY = settings(deadline=None, max_examples=60)
"""No deadline: two cores run all tests at once, and a slow moment is no failure."""

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: _BEGIN + timedelta(minutes=minutes))
_VISIBLE = st.characters(blacklist_categories=("C", "Z"), blacklist_characters="·")
words = st.text(alphabet=_VISIBLE, min_size=1, max_size=12)
_LETTERS = "abcdefghij ÄÖÜß.,!? 0123"


def prose(most: int) -> st.SearchStrategy[str]:
    """A text of at most ``most`` characters, with sentences in it."""
    sentence = st.text(alphabet=_LETTERS, min_size=1, max_size=80).map(lambda text: f"A{text.strip()}.")
    return st.lists(sentence, max_size=60).map(lambda some: " ".join(some)[:most].strip())


@st.composite
def matches(draw: st.DrawFn) -> Match:
    name = draw(st.sampled_from(sorted(PEOPLE)))
    share = draw(st.one_of(st.sampled_from([0.0, 1e-7, 0.002, 0.01, 1.0]), st.floats(0, 1)))
    return leaf(
        name,
        share,
        share_of_area=draw(st.sampled_from([0.0, 1e-7, 0.004, 0.01, 0.3])),
        picked=draw(st.booleans()),
        inside_jurisdiction=draw(st.sampled_from([True, True, True, False])),
        carries_alone=draw(st.booleans()),
    )


@st.composite
def channels(draw: st.DrawFn) -> Channel:
    return channel(
        draw(st.sampled_from(sorted(PLACES))),
        draw(st.sampled_from(ChannelKind)),
        language=draw(st.sampled_from(["de", "de", "de-easy", "tr"])),
        state=draw(st.sampled_from([ChannelState.ACTIVE, ChannelState.ACTIVE, *ChannelState])),
        followers=draw(st.one_of(st.none(), st.integers(0, 50_000))),
        also=draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=2)),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    return situation(
        draw(st.lists(matches(), max_size=6, unique_by=lambda match: match.key)),
        draw(st.lists(channels(), max_size=10, unique_by=lambda one: one.id)),
        severity=draw(st.one_of(st.none(), st.sampled_from(Severity))),
        width=draw(st.one_of(st.none(), st.sampled_from(Width))),
        sliver_choices=draw(st.dictionaries(st.sampled_from(sorted(KEYS.values())), st.booleans(), max_size=3)),
    )


@st.composite
def areas(draw: st.DrawFn) -> AreaRequest:
    circle = st.builds(
        Circle, lat=st.floats(47, 55), lon=st.floats(6, 15), radius_m=st.floats(1, 100_000, exclude_min=True)
    )
    point = {"type": "Point", "coordinates": [13.4, 52.5]}
    return AreaRequest(
        geometry=draw(st.sampled_from([None, point])),
        districts=tuple(draw(st.lists(st.sampled_from(sorted(KEYS.values())), max_size=3))),
        circle=draw(st.one_of(st.none(), circle)),
        subtract=draw(st.sampled_from([None, point])),
    )


@st.composite
def infos(draw: st.DrawFn, language: str) -> Info:
    return Info(
        language=language,
        event=draw(words),
        headline=draw(prose(160)) or "Bombenfund in Moabit.",
        description=draw(prose(4000)),
        instruction=draw(prose(400)),
    )


@st.composite
def help_places(draw: st.DrawFn) -> HelpPlace:
    placed = draw(st.booleans())
    return HelpPlace(
        kind=draw(st.sampled_from(HelpKind)),
        name=draw(words),
        address=draw(prose(60)),
        hours=draw(prose(40)),
        access=draw(prose(40)),
        lat=draw(st.floats(47, 55)) if placed else None,
        lon=draw(st.floats(6, 15)) if placed else None,
    )


def mowas_steps() -> st.SearchStrategy[MowasStep]:
    return st.builds(
        MowasStep,
        state=st.sampled_from(MowasState),
        by=words,
        at=st.one_of(st.none(), moments),
        identifier=prose(40),
        reason=prose(60),
    )


@st.composite
def contents(draw: st.DrawFn) -> Content:
    languages = ["de", *draw(st.lists(st.sampled_from(LANGUAGES[1:]), max_size=2, unique=True))]
    zones = tuple(
        Zone(
            order=order,
            name=draw(words),
            area=draw(areas()),
            instruction={language: draw(prose(400)) or "Gehen Sie." for language in languages},
        )
        for order in range(1, draw(st.integers(0, 3)) + 1)
    )
    return Content(
        status=draw(st.sampled_from([Status.ACTUAL, Status.EXERCISE])),
        msg_type=draw(st.sampled_from(MsgType)),
        hazard=draw(st.sampled_from(["", "bombenfund", "brand", "unbekannt"])),
        event_code=draw(st.sampled_from([None, "BBK-EVC-009"])),
        category=draw(st.sampled_from(Category)),
        response_types=tuple(draw(st.lists(st.sampled_from(ResponseType), max_size=2, unique=True))),
        severity=draw(st.sampled_from(Severity)),
        urgency=draw(st.sampled_from(Urgency)),
        certainty=draw(st.sampled_from(Certainty)),
        onset=draw(st.one_of(st.none(), moments)),
        expires=draw(st.one_of(st.none(), moments)),
        infos=tuple(draw(infos(language)) for language in languages),
        area=draw(areas()),
        area_name=draw(st.sampled_from(["", "Moabit rund um die Turmstraße"])),
        zones=zones,
        width=draw(st.sampled_from(Width)),
        sliver_choices=draw(st.dictionaries(st.sampled_from(sorted(KEYS.values())), st.booleans(), max_size=2)),
        hotline=draw(st.one_of(st.none(), st.builds(Hotline, number=words, hours=prose(60)))),
        contact=draw(prose(60)),
        note=draw(prose(60)),
        template=draw(st.sampled_from(["", "bombenfund"])),
        fields=draw(st.dictionaries(st.sampled_from(["fundort", "verlassen_bis"]), words, max_size=2)),
        whole_districts=draw(st.booleans()),
        help_places=tuple(draw(st.lists(help_places(), max_size=2))),
        mowas=draw(st.one_of(st.none(), mowas_steps())),
        regards=tuple(draw(st.lists(st.builds(Regard, identifier=words, reason=words), max_size=2))),
        aim=draw(st.sampled_from(Aim)),
    )


ISSUER = Issuer(id=UUID(int=7), slug="mitte", name="Bezirksamt Mitte von Berlin", sender="leitstelle@mitte.example")


@st.composite
def render_inputs(draw: st.DrawFn) -> RenderInput:
    return RenderInput(
        content=draw(contents()),
        issuer=ISSUER,
        places=tuple(draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=6, unique=True))),
        link="https://warnung.example/v/····-····",
        role=draw(st.sampled_from(PostRole)),
        hotline=draw(st.sampled_from([None, Hotline(number="030 23125 110", hours="Mo bis Fr 8 bis 18 Uhr")])),
    )


@st.composite
def planned_channels(draw: st.DrawFn) -> PlannedChannel:
    return PlannedChannel(
        id=UUID(int=draw(st.integers(0, 99))),
        name="WhatsApp Moabit",
        kind=draw(st.sampled_from(ChannelKind)),
        language=draw(st.sampled_from([*LANGUAGES, "it"])),
        district=KEYS["Moabit"],
        reason=draw(st.sampled_from(Reason)),
        for_leaves=(KEYS["Moabit"],),
        only_for=tuple(draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=6, unique=True))),
        district_name="Moabit",
    )
