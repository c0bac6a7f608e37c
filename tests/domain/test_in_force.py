"""A draft beside what holds already: what contradicts it wants a word, what is quoted must stay as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.domain import in_force, limits
from alerts.domain.in_force import Difference, Draft, InForce, Meeting, Origin, Part, Stance
from alerts.domain.in_force.stance import contradict
from alerts.domain.model.alert import Info
from alerts.domain.model.codes import MsgType, ResponseType, Severity
from alerts.domain.model.foreign import ForeignMessage
from alerts.domain.model.regard import Regard

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
STAY, LEAVE = frozenset({Stance.STAY}), frozenset({Stance.LEAVE})


def other(**changes: object) -> InForce:
    made = InForce(
        origin=Origin.FOREIGN,
        identifier="dwd.1",
        issuer="Deutscher Wetterdienst",
        sent=NOW - timedelta(minutes=30),
        expires=NOW + timedelta(hours=5),
        severity=Severity.MODERATE,
        event="Sturm",
        hazard="sturm",
        headline="Amtliche Warnung vor Sturm",
        instruction="Bleiben Sie im Haus.",
        stances=STAY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def draft(*stances: frozenset[Stance], severity: Severity = Severity.MODERATE, hazard: str = "sturm") -> Draft:
    return Draft(severity=severity, hazard=hazard, parts=tuple(Part(stances=one) for one in stances))


def met(ours: Draft, theirs: InForce, share: float = 0.8, their_share: float = 0.1) -> Meeting:
    return in_force.compare(ours, theirs, share=share, their_share=their_share, now=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bleiben Sie im Haus. Halten Sie Fenster und Türen geschlossen.", {Stance.STAY, Stance.WINDOWS_CLOSED}),
        ("Verlassen Sie das Gebiet zu Fuß.", {Stance.LEAVE}),
        ("Verlassen Sie das Haus nicht.", {Stance.STAY}),
        ("Das Gebäude nicht verlassen!", {Stance.STAY}),
        ("Do not leave your home.", {Stance.STAY}),
        ("Kochen Sie Leitungswasser vor dem Trinken ab.", {Stance.BOIL}),
        ("Das Leitungswasser muss nicht mehr abgekocht werden.", {Stance.WATER_FINE}),
        ("Das Wasser ist wieder unbedenklich.", {Stance.WATER_FINE}),
        ("Trinken Sie kein Leitungswasser.", {Stance.NO_WATER}),
        ("Lüften Sie jetzt.", {Stance.WINDOWS_OPEN}),
        ("Fahren Sie langsam.", set()),
        ("", set()),
    ],
)
def test_an_instruction_says_what_it_asks_for(text: str, expected: set[Stance]) -> None:
    assert expected == in_force.stances(text)


def test_the_response_type_counts_where_the_text_takes_no_side() -> None:
    kinds = (ResponseType.EVACUATE,)
    assert LEAVE == in_force.stances("Helfen Sie Nachbarn.", kinds)
    assert STAY == in_force.stances("Bleiben Sie im Haus.", kinds)


def test_what_says_the_same_does_not_contradict() -> None:
    assert () == met(draft(STAY), other()).differences
    assert () == met(draft(frozenset()), other()).differences


def test_leaving_against_staying_is_another_instruction() -> None:
    assert (Difference.INSTRUCTION,) == met(draft(LEAVE), other()).differences


def test_one_zone_that_contradicts_is_enough() -> None:
    assert (Difference.INSTRUCTION,) == met(draft(STAY, LEAVE), other()).differences


def test_another_severity_wants_a_word_and_an_unknown_one_none() -> None:
    assert (Difference.SEVERITY,) == met(draft(STAY, severity=Severity.SEVERE), other()).differences
    assert () == met(draft(STAY, severity=Severity.SEVERE), other(severity=None)).differences


@pytest.mark.parametrize(
    ("changes", "share", "expected"),
    [
        ({}, 0.8, True),
        ({}, 0.4, False),
        ({"hazard": "hochwasser"}, 0.8, False),
        ({"origin": Origin.PARTNER}, 0.8, False),
        ({"sent": NOW - timedelta(minutes=61)}, 0.8, False),
        ({"sent": NOW - timedelta(minutes=60)}, 0.8, True),
    ],
)
def test_the_same_again_within_the_hour_is_a_duplicate(
    changes: dict[str, object], share: float, expected: bool
) -> None:
    theirs = other(**{"origin": Origin.OWN, **changes})
    assert expected == met(draft(STAY), theirs, share=share).is_duplicate


def test_a_small_area_inside_a_large_one_counts_from_either_side() -> None:
    assert met(draft(STAY), other(origin=Origin.OWN), share=0.1, their_share=1.0).is_duplicate


def test_a_reason_settles_it_and_an_empty_one_does_not() -> None:
    found = [met(draft(LEAVE), other()), met(draft(STAY), other(identifier="dwd.2"))]
    assert ["regards"] == [fault.place for fault in in_force.faults(found, ())]
    assert ["regards"] == [f.place for f in in_force.faults(found, [Regard(identifier="dwd.1", reason="  ")])]
    assert () == in_force.faults(found, [Regard(identifier="dwd.1", reason="Neuere Lage")])


def test_the_difference_names_what_is_new() -> None:
    assert ("Gilt jetzt auch: Deutscher Wetterdienst, „Amtliche Warnung vor Sturm“",) == in_force.news([other()])


@given(one=st.frozensets(st.sampled_from(Stance)), two=st.frozensets(st.sampled_from(Stance)))
def test_contradiction_has_no_direction_and_nothing_contradicts_itself(
    one: frozenset[Stance], two: frozenset[Stance]
) -> None:
    assert contradict(one, two) == contradict(two, one)
    assert not contradict(one, one)


def message(**changes: str) -> ForeignMessage:
    info = Info(
        language="de",
        event="GLÄTTE",
        headline="Warnung vor GLÄTTE",
        description="Es ist glatt.",
        instruction="Langsam.",
    )
    return ForeignMessage(
        identifier="dwd.1",
        sender="a@b",
        issuer="DWD",
        sent=NOW,
        msg_type=MsgType.ALERT,
        infos=(replace(info, **changes),),
    )


def test_a_quotation_names_its_source_and_keeps_every_word() -> None:
    (info,) = in_force.quoted(message())
    assert ("Warnung vor GLÄTTE", "Langsam.") == (info.headline, info.instruction)
    assert "Amtliche Warnung, wörtlich von: DWD.\nEs ist glatt." == info.description
    assert in_force.is_verbatim((info,), message())


@pytest.mark.parametrize("changes", [{"headline": "Glatt"}, {"description": "Es ist sehr glatt."}, {"instruction": ""}])
def test_an_edit_ends_the_quotation(changes: dict[str, str]) -> None:
    (info,) = in_force.quoted(message())
    edited = (replace(info, **changes),)
    assert not in_force.is_verbatim(edited, message())


def test_an_own_instruction_where_the_source_has_none_leaves_it_verbatim() -> None:
    (info,) = in_force.quoted(message(instruction=""))
    assert in_force.is_verbatim((replace(info, instruction="Zu Hause bleiben."),), message(instruction=""))


def test_as_an_own_text_it_says_what_it_is_based_on() -> None:
    (info,) = in_force.said_as_own(in_force.quoted(message()), message())
    assert info.description.startswith("Nach einer Warnung von: DWD.")
    assert () == in_force.claims((info,), message())


@given(headline=st.text(max_size=400), instruction=st.text(alphabet="ab .\n", max_size=1500))
def test_a_quotation_always_fits_and_loses_no_word(headline: str, instruction: str) -> None:
    source = message(headline=headline, instruction=instruction)
    (info,) = in_force.quoted(source)
    assert limits.measure(info.headline) <= limits.FIRST_LINE
    assert limits.measure(info.instruction) <= limits.INSTRUCTION
    told = f"{info.instruction} {info.description}".split()
    assert not set(instruction.split()) - set(told)
    assert in_force.is_verbatim((info,), source)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("GLÄTTE", "glaette"),
        ("Amtliche WARNUNG vor ORKANBÖEN", "sturm"),
        ("Polizei Brandenburg", "polizeieinsatz"),
        ("?", ""),
    ],
)
def test_an_events_name_leads_to_our_hazard(event: str, expected: str) -> None:
    assert expected == in_force.hazard_of(event)
