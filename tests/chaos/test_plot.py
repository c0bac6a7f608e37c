"""Plan and faults of a run: the same for the same seed."""

from __future__ import annotations

from itertools import islice

from alerts.domain.model.codes import ChannelKind
from api.chaos import ground, plot, trouble
from api.chaos.campaign import seen
from api.chaos.counting import Seen

DISTRICTS = [f"ortsteil:berlin:{number:04}" for number in range(12)]


def _threads(seed: int) -> list[plot.Thread]:
    return [plot.thread(number, DISTRICTS, seed=seed, size=4) for number in range(200)]


def test_a_seed_makes_one_plan():
    assert _threads(7) == _threads(7)
    assert _threads(7) != _threads(8)
    assert list(trouble.faults(7)) == list(trouble.faults(7))
    assert list(trouble.faults(7)) != list(trouble.faults(8))


def test_updates_lose_and_gain_districts_and_some_alerts_expire_within_the_run():
    threads = _threads(7)
    assert any(set(one.districts) - set(one.later_districts) for one in threads)
    assert any(set(one.later_districts) - set(one.districts) for one in threads)
    assert {"Severe", "Moderate"} == {one.severity for one in threads}
    assert 20 < sum(one.holds < 60 for one in threads) < 60


def test_every_kind_of_fault_that_leaves_a_doubt_is_in_the_plan():
    kinds = {fault["kind"] for fault in trouble.faults(1) if fault["on"] == "send"}
    expected = {
        *("reset-before", "reset-after", "late", "error-before", "error-after", "empty", "empty-applied"),
        *("throttle", "hang", "hang-after", "slow"),
    }
    assert expected == kinds
    assert {None, 1.0} == {f.get("retry_after") for f in trouble.faults(1) if f["kind"] == "throttle"}


def test_no_gateway_takes_longer_to_apply_than_half_of_what_an_unknown_outcome_rests():
    assert trouble.SETTLES == max(fault["delay"] for fault in trouble.faults(1) if fault["kind"] == "late")


def test_a_weak_account_is_well_and_ill_in_turn_the_same_way_for_a_seed():
    def plan(seed: int) -> list[trouble.Spell]:
        return list(islice(trouble.spells("hung", [{"scope": "session", "name": "a"}], seed=seed), 20))

    assert plan(7) == plan(7)
    assert plan(7) != plan(8)
    assert {("session", "a")} == {(one["scope"], one["name"]) for spell in plan(7) for one in spell.faults}
    assert any(spell.ill < 15 for spell in plan(7))
    assert any(spell.ill > 30 for spell in plan(7))


def test_every_kind_of_channel_is_covered_and_covers():
    covered = {sort.kind for sort in ground.PATTERN if sort.covered_by}
    assert set(ChannelKind) == covered
    assert {"hung", "locked", "broken", "bot", "mail", "hook", ""} == {sort.weak for sort in ground.PATTERN}
    assert set(ChannelKind) - {ChannelKind.WHATSAPP_MANUAL} | {ground.NEIGHBOUR} == {
        sort.covered_by for sort in ground.PATTERN if sort.covered_by
    }


def test_weak_gateways_that_cannot_be_read_leave_no_doubt():
    for weak in ("bot", "mail"):
        spells = islice(trouble.spells(weak, [{"scope": "bot", "name": "a"}], seed=1), 50)
        assert {"status", "throttle"} == {one["kind"] for spell in spells for one in spell.faults}


def test_a_post_is_read_by_its_code_and_its_mark():
    post = {"gateway": "telegram", "channel": "-100", "began": 5.0, "text": "Wiederholung: Bombe.\nCode 7F3A-92QK"}
    assert Seen(place=("telegram", "-100"), code="7F3A-92QK", began=5.0, marked=True) == seen(post)
    plain = {**post, "text": "Bombe am 24.11.2026, Code 7F3A-92QK, https://warnung.example/v/7F3A-92QK"}
    assert Seen(place=("telegram", "-100"), code="7F3A-92QK", began=5.0) == seen(plain)
