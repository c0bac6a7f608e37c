"""The rules of routing as a table: read a row as "this area, these channels, so these are told and those are not".

The world is the Bezirk Mitte with six Ortsteile (tests/domain/world.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelKind, ChannelState, Severity, Width
from alerts.domain.model.district import Match
from alerts.domain.routing import plan
from tests.domain.world import channel, leaf, names, situation, told

MANUAL, TELEGRAM, EMAIL = ChannelKind.WHATSAPP_MANUAL, ChannelKind.TELEGRAM, ChannelKind.EMAIL

MOABIT = leaf("Moabit", 0.49, share_of_area=0.92)
HANSAVIERTEL = leaf("Hansaviertel", 0.55, share_of_area=0.07)
EDGE_OF_TIERGARTEN = leaf("Tiergarten", 0.002, share_of_area=0.005, people=22.0)


@dataclass(frozen=True, kw_only=True)
class Example:
    says: str
    area: tuple[Match, ...]
    channels: tuple[Channel, ...] = ()
    severity: Severity | None = Severity.MODERATE
    width: Width | None = None
    sliver_choices: dict[str, bool] = field(default_factory=dict)
    affected: list[str]
    told: dict[str, str]
    gaps: list[str] = field(default_factory=list)
    only_for: dict[str, tuple[str, ...]] = field(default_factory=dict)
    proposed: Width = Width.TARGETED


EXAMPLES = [
    Example(
        says="the channels of an affected Ortsteil are told, those of the next are left in peace",
        area=(MOABIT,),
        channels=(channel("Moabit"), channel("Moabit", EMAIL), channel("Wedding"), channel("Bezirk Mitte")),
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf", "email Moabit": "serves-leaf"},
    ),
    Example(
        says="an Ortsteil without a channel is told by its Bezirk, and the text names whom it is for",
        area=(HANSAVIERTEL,),
        channels=(channel("Moabit"), channel("Bezirk Mitte")),
        affected=["Hansaviertel"],
        told={"whatsapp Bezirk Mitte": "fallback"},
        only_for={"whatsapp Bezirk Mitte": ("Hansaviertel",)},
    ),
    Example(
        says="whoever stands in for one Ortsteil names all that are affected, lest the others feel safe",
        area=(MOABIT, HANSAVIERTEL),
        channels=(channel("Moabit"), channel("Bezirk Mitte")),
        affected=["Moabit", "Hansaviertel"],
        told={"whatsapp Moabit": "serves-leaf", "whatsapp Bezirk Mitte": "fallback"},
        only_for={"whatsapp Bezirk Mitte": ("Moabit", "Hansaviertel")},
    ),
    Example(
        says="a channel run by hand stands in, but leaves a gap",
        area=(HANSAVIERTEL,),
        channels=(channel("Bezirk Mitte", MANUAL),),
        affected=["Hansaviertel"],
        told={"whatsapp-manual Bezirk Mitte": "fallback"},
        gaps=["Hansaviertel"],
        only_for={"whatsapp-manual Bezirk Mitte": ("Hansaviertel",)},
    ),
    Example(
        says="a Turkish channel alone does not carry an Ortsteil: it is told, the Bezirk stands in",
        area=(MOABIT,),
        channels=(channel("Moabit", TELEGRAM, language="tr"), channel("Bezirk Mitte")),
        affected=["Moabit"],
        told={"telegram Moabit tr": "serves-leaf", "whatsapp Bezirk Mitte": "fallback"},
        only_for={"whatsapp Bezirk Mitte": ("Moabit",)},
    ),
    Example(
        says="easy German carries like German",
        area=(MOABIT,),
        channels=(channel("Moabit", TELEGRAM, language="de-easy"), channel("Bezirk Mitte")),
        affected=["Moabit"],
        told={"telegram Moabit de-easy": "serves-leaf"},
    ),
    Example(
        says="paused, dead, unstaffed and archived channels do not count",
        area=(MOABIT,),
        channels=tuple(channel("Moabit", state=state) for state in ChannelState if state is not ChannelState.ACTIVE),
        affected=["Moabit"],
        told={},
        gaps=["Moabit"],
    ),
    Example(
        says="above the authority's own top nobody is told: Berlin's channel is not the Bezirk's to use",
        area=(MOABIT,),
        channels=(channel("Berlin"),),
        width=Width.AUTHORITY,
        affected=["Moabit"],
        told={},
        gaps=["Moabit"],
    ),
    Example(
        says="less than 1 %, 1 % and 50 people is a sliver: out for Moderate",
        area=(MOABIT, EDGE_OF_TIERGARTEN),
        channels=(channel("Moabit"), channel("Tiergarten")),
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf"},
    ),
    Example(
        says="a sliver is in for Severe, and the Bezirk's channel is proposed with it",
        area=(MOABIT, EDGE_OF_TIERGARTEN),
        channels=(channel("Moabit"), channel("Tiergarten"), channel("Bezirk Mitte")),
        severity=Severity.SEVERE,
        affected=["Moabit", "Tiergarten"],
        told={
            "whatsapp Moabit": "serves-leaf",
            "whatsapp Tiergarten": "serves-leaf",
            "whatsapp Bezirk Mitte": "parent",
        },
        only_for={"whatsapp Bezirk Mitte": ("Moabit", "Tiergarten")},
        proposed=Width.WITH_PARENT,
    ),
    Example(
        says="the operator switches a sliver in",
        area=(MOABIT, EDGE_OF_TIERGARTEN),
        channels=(channel("Moabit"), channel("Tiergarten")),
        sliver_choices={EDGE_OF_TIERGARTEN.key: True},
        affected=["Moabit", "Tiergarten"],
        told={"whatsapp Moabit": "serves-leaf", "whatsapp Tiergarten": "serves-leaf"},
    ),
    Example(
        says="an affected Ortsteil cannot be switched off",
        area=(MOABIT,),
        channels=(channel("Moabit"),),
        sliver_choices={MOABIT.key: False},
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf"},
    ),
    Example(
        says="50 people make an Ortsteil affected, however small its part",
        area=(MOABIT, leaf("Tiergarten", 0.0034, share_of_area=0.005, people=50.0)),
        channels=(channel("Moabit"), channel("Tiergarten")),
        affected=["Moabit", "Tiergarten"],
        told={"whatsapp Moabit": "serves-leaf", "whatsapp Tiergarten": "serves-leaf"},
    ),
    Example(
        says="a small area deep in a large Ortsteil is affected by its share of the area",
        area=(leaf("Wedding", 0.0001, share_of_area=1.0, people=9.0),),
        channels=(channel("Wedding"),),
        affected=["Wedding"],
        told={"whatsapp Wedding": "serves-leaf"},
    ),
    Example(
        says="neighbours that share the boundary of what was picked are not even slivers",
        area=(leaf("Moabit", picked=True), leaf("Wedding", 1e-7, share_of_area=2e-7, people=0.01)),
        channels=(channel("Moabit"), channel("Wedding")),
        severity=Severity.EXTREME,
        width=Width.TARGETED,
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf"},
        proposed=Width.WITH_PARENT,
    ),
    Example(
        says="what was picked and then cut out whole is not affected",
        area=(MOABIT, leaf("Wedding", 0.0, share_of_area=0.0, picked=True)),
        channels=(channel("Moabit"), channel("Wedding")),
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf"},
    ),
    Example(
        says="an Ortsteil that carries alone needs no parent, even for Extreme",
        area=(leaf("Moabit", 0.49, carries_alone=True),),
        channels=(channel("Moabit"), channel("Bezirk Mitte")),
        severity=Severity.EXTREME,
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf"},
    ),
    Example(
        says="authority-wide tells every channel, and says whom it concerns",
        area=(MOABIT,),
        channels=(channel("Moabit"), channel("Wedding"), channel("Bezirk Mitte")),
        width=Width.AUTHORITY,
        affected=["Moabit"],
        told={"whatsapp Moabit": "serves-leaf", "whatsapp Bezirk Mitte": "parent", "whatsapp Wedding": "authority"},
        only_for={"whatsapp Bezirk Mitte": ("Moabit",), "whatsapp Wedding": ("Moabit",)},
    ),
    Example(
        says="a channel of two Ortsteile is one entry, for both",
        area=(MOABIT, HANSAVIERTEL),
        channels=(channel("Moabit", also=("Hansaviertel",)),),
        affected=["Moabit", "Hansaviertel"],
        told={"whatsapp Moabit": "serves-leaf"},
    ),
    Example(
        says="a channel of two Ortsteile says which of them is meant",
        area=(HANSAVIERTEL,),
        channels=(channel("Moabit", also=("Hansaviertel",)),),
        affected=["Hansaviertel"],
        told={"whatsapp Moabit": "serves-leaf"},
        only_for={"whatsapp Moabit": ("Hansaviertel",)},
    ),
    Example(
        says="when the whole Bezirk is affected, its channel is for everybody",
        area=tuple(
            leaf(name) for name in ("Mitte", "Moabit", "Hansaviertel", "Tiergarten", "Wedding", "Gesundbrunnen")
        ),
        channels=(channel("Bezirk Mitte"),),
        affected=["Mitte", "Gesundbrunnen", "Wedding", "Moabit", "Tiergarten", "Hansaviertel"],
        told={"whatsapp Bezirk Mitte": "fallback"},
    ),
    Example(
        says="nothing affected, nobody told, not even authority-wide",
        area=(EDGE_OF_TIERGARTEN,),
        channels=(channel("Tiergarten"), channel("Bezirk Mitte")),
        width=Width.AUTHORITY,
        affected=[],
        told={},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
def test_the_rule(example: Example) -> None:
    decided = plan(
        situation(
            example.area,
            example.channels,
            severity=example.severity,
            width=example.width,
            sliver_choices=example.sliver_choices,
        )
    )

    assert example.affected == names(decided.affected)
    assert example.told == told(decided)
    assert example.gaps == [gap.name for gap in decided.gaps]
    assert example.only_for == {one.name: one.only_for for one in decided.channels if one.only_for}
    assert example.proposed == decided.proposed_width
