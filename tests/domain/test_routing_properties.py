"""What holds for every area and every set of channels."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from alerts.domain.model.channel import Channel
from alerts.domain.model.codes import ChannelState, Width
from alerts.domain.routing import Situation, followers_by_width, plan
from tests.domain.strategies import STEADY, channels, situations
from tests.domain.world import BEZIRK, LAND


def _serves_line(channel: Channel, leaf: str) -> bool:
    return bool(channel.serves & {leaf, BEZIRK})


def _by_id(situation: Situation) -> dict[object, Channel]:
    return {channel.id: channel for channel in situation.channels}


@STEADY
@given(situations())
def test_targeted_leaves_channels_of_untouched_districts_in_peace(situation: Situation) -> None:
    decided = plan(replace(situation, width=Width.TARGETED))
    touched = {leaf.key for leaf in decided.affected} | {BEZIRK}

    assert [] == [one.name for one in decided.channels if not _by_id(situation)[one.id].serves & touched]


@STEADY
@given(situations())
def test_every_affected_leaf_is_either_carried_by_the_plan_or_a_gap(situation: Situation) -> None:
    decided = plan(replace(situation, width=Width.TARGETED))
    carrying = [_by_id(situation)[one.id] for one in decided.channels if one.carries]
    carried = {leaf.key for leaf in decided.affected if any(_serves_line(one, leaf.key) for one in carrying)}

    assert {leaf.key for leaf in decided.affected} == carried | {gap.key for gap in decided.gaps}
    assert set() == carried & {gap.key for gap in decided.gaps}


@STEADY
@given(situations(), channels())
def test_one_more_channel_never_makes_a_gap(situation: Situation, channel: Channel) -> None:
    before = {gap.key for gap in plan(situation).gaps}
    after = {gap.key for gap in plan(replace(situation, channels=(*situation.channels, channel))).gaps}

    assert after <= before


@STEADY
@given(situations())
def test_every_channel_is_there_once(situation: Situation) -> None:
    counted = Counter(one.id for one in plan(situation).channels)

    assert [] == [channel for channel, times in counted.items() if times > 1]


@STEADY
@given(situations())
def test_only_active_channels_within_the_authority_are_told(situation: Situation) -> None:
    told = [_by_id(situation)[one.id] for one in plan(situation).channels]

    assert [] == [one.name for one in told if one.state is not ChannelState.ACTIVE or LAND in one.serves]


@STEADY
@given(situations())
def test_a_wider_width_tells_everybody_that_a_narrower_one_does(situation: Situation) -> None:
    targeted, with_parent, authority = (
        {one.id for one in plan(replace(situation, width=width)).channels} for width in Width
    )

    assert targeted <= with_parent <= authority


@STEADY
@given(situations())
def test_followers_by_width_are_those_of_the_plans(situation: Situation) -> None:
    by_plan = {
        width: sum(one.followers or 0 for one in plan(replace(situation, width=width)).channels) for width in Width
    }

    assert by_plan == followers_by_width(situation)


@STEADY
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_changes_nothing(situation: Situation, random: object) -> None:
    matches, given_channels = list(situation.matches), list(situation.channels)
    random.shuffle(matches)  # type: ignore[attr-defined]
    random.shuffle(given_channels)  # type: ignore[attr-defined]

    assert plan(situation) == plan(replace(situation, matches=tuple(matches), channels=tuple(given_channels)))


@STEADY
@given(situations())
def test_people_lie_within_their_bounds_and_spill_is_never_negative(situation: Situation) -> None:
    decided = plan(situation)

    assert decided.people.low <= decided.people.estimate <= decided.people.high
    assert decided.people.high <= sum(leaf.population for leaf in decided.affected)
    assert decided.spill >= 0


@STEADY
@given(situations())
def test_affected_sliver_and_outside_do_not_overlap(situation: Situation) -> None:
    decided = plan(situation)
    affected = {leaf.key for leaf in decided.affected}

    assert {one.match.key for one in decided.slivers if one.included} == affected & {
        one.match.key for one in decided.slivers
    }
    assert set() == affected & {leaf.key for leaf in decided.outside}


@STEADY
@given(situations())
def test_a_post_that_others_read_too_names_affected_places_only(situation: Situation) -> None:
    decided = plan(situation)
    affected = {leaf.name for leaf in decided.affected}

    assert [] == [one.name for one in decided.channels if not set(one.only_for) <= affected]
    assert [] == [one.name for one in decided.channels if one.is_fallback and not one.for_leaves]
