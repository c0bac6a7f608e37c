"""The seal holds everything that a person decides, and nothing that moves by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from alerts.domain import seal
from alerts.domain.model.alert import AreaRequest, Content, Info, Reference, Zone
from alerts.domain.model.codes import ChannelKind, MsgType, Severity, Status, Width
from alerts.domain.model.frozen import Frozen, FrozenPost, PostRole
from alerts.domain.routing import plan
from tests.domain.world import KEYS, channel, leaf, situation

AREA = {"type": "Polygon", "coordinates": [[[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.5]]]}
EDGE = leaf("Tiergarten", 0.002, share_of_area=0.005, people=22.0)


def post(number: int, **changes: Any) -> FrozenPost:
    written = FrozenPost(
        channel=UUID(int=number),
        name="WhatsApp Moabit",
        kind=ChannelKind.WHATSAPP,
        language="de",
        role=PostRole.ENTERS,
        accounts=(UUID(int=10), UUID(int=11)),
        address="123@newsletter",
        text="Bombenfund in Moabit\n\nCode ····-····",
        subject="Bombenfund in Moabit",
        lock_screen="Bombenfund in Moabit",
        limit=4096,
        followers=8420,
    )
    return replace(written, **changes)


FROZEN = Frozen(
    version=4,
    content=Content(
        expires=datetime(2026, 11, 24, 19, tzinfo=UTC),
        infos=(Info(language="de", event="Bombe", headline="Bombenfund in Moabit", instruction="Im Haus bleiben."),),
        area=AreaRequest(geometry=AREA, districts=(KEYS["Moabit"],)),
    ),
    plan=plan(situation([leaf("Moabit", 0.49), EDGE], [channel("Moabit", followers=8420), channel("Wedding")])),
    area_wkb="0103",
    area=AREA,
    places=("Moabit",),
    geocodes=("110000000000",),
    references=(),
    acknowledged_gaps=(),
    posts=(post(1), post(2)),
)


def test_a_seal_is_a_sha256_and_short_for_people() -> None:
    sealed = seal.seal(FROZEN)

    assert 64 == len(sealed)
    assert "7F3A 92C1" == seal.short("7f3a92c1" + "0" * 56)


@pytest.mark.parametrize(
    "changes",
    [
        {"content": replace(FROZEN.content, status=Status.EXERCISE)},
        {"content": replace(FROZEN.content, msg_type=MsgType.UPDATE)},
        {"content": replace(FROZEN.content, severity=Severity.EXTREME)},
        {"content": replace(FROZEN.content, width=Width.AUTHORITY)},
        {"content": replace(FROZEN.content, expires=datetime(2026, 11, 24, 20, tzinfo=UTC))},
        {"content": replace(FROZEN.content, infos=(replace(FROZEN.content.infos[0], instruction="Gehen."),))},
        {"content": replace(FROZEN.content, sliver_choices={EDGE.key: False})},
        {"content": replace(FROZEN.content, zones=(Zone(order=1, name="Sperrkreis", area=AreaRequest()),))},
        {"plan": plan(situation([leaf("Moabit", 0.49), EDGE], sliver_choices={EDGE.key: True}))},
        {"area_wkb": "0104"},
        {"zones": (AREA,)},
        {"references": (Reference(sender="a@b.example", identifier="x", sent="2026-11-24T14:44:02+01:00"),)},
        {"acknowledged_gaps": (KEYS["Moabit"],)},
        {"posts": (post(1),)},
        {"posts": (post(1), post(2, text="Bombenfund in Wedding"))},
        {"posts": (post(1), post(2, subject="Bombe"))},
        {"posts": (post(1), post(2, accounts=(UUID(int=11), UUID(int=10))))},
        {"posts": (post(1), post(2, role=PostRole.STAYS))},
        {"posts": (post(1), post(2, address="124@newsletter"))},
    ],
)
def test_whatever_a_person_decides_breaks_the_seal(changes: dict[str, Any]) -> None:
    assert seal.seal(FROZEN) != seal.seal(replace(FROZEN, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 5},
        {"posts": (post(2), post(1))},
        {"posts": (post(1, followers=9), post(2, followers=None))},
        {"area_wkb": FROZEN.area_wkb.upper()},
        {"plan": plan(situation([leaf("Moabit", 0.49), EDGE], [channel("Moabit", followers=9000)]))},
    ],
)
def test_what_moves_by_itself_does_not(changes: dict[str, Any]) -> None:
    assert seal.seal(FROZEN) == seal.seal(replace(FROZEN, **changes))


def test_numbers_beyond_json_are_sealed_too() -> None:
    huge = {"type": "Point", "coordinates": [2**60, 1e300]}

    assert seal.seal(FROZEN) != seal.seal(
        replace(FROZEN, content=replace(FROZEN.content, area=AreaRequest(geometry=huge)))
    )


def test_a_plan_has_not_changed_when_only_figures_did() -> None:
    before = plan(situation([leaf("Moabit", 0.49)], [channel("Moabit", followers=8420)]))
    after = plan(situation([leaf("Moabit", 0.50)], [channel("Moabit", followers=8431)]))

    assert () == seal.plan_difference(before, after)


def test_a_changed_plan_says_what_changed_in_words() -> None:
    before = plan(situation([leaf("Moabit"), leaf("Hansaviertel")], [channel("Moabit"), channel("Bezirk Mitte")]))
    after = plan(situation([leaf("Moabit"), leaf("Wedding")], [channel("Moabit"), channel("Wedding", language="tr")]))

    assert (
        "Kanal kommt hinzu: whatsapp Wedding tr",
        "Kanal fällt weg: whatsapp Bezirk Mitte",
        "Lücke kommt hinzu: Wedding",
        "Ort kommt hinzu: Wedding",
        "Ort fällt weg: Hansaviertel",
    ) == seal.plan_difference(before, after)


def test_a_stand_in_for_other_places_is_a_change() -> None:
    stand_in = [channel("Bezirk Mitte"), channel("Moabit", also=("Wedding",))]
    before = plan(situation([leaf("Moabit")], stand_in))
    after = plan(situation([leaf("Moabit"), leaf("Wedding")], stand_in))

    assert (
        "Ort kommt hinzu: Wedding",
        "Kanal whatsapp Moabit gilt jetzt für: alle seine Orte",
    ) == seal.plan_difference(before, after)
