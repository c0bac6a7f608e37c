"""What a person may do about a delivery, walked through for every state and reason there is."""

from __future__ import annotations

from itertools import product

import pytest

from alerts.domain.errors import WrongStateError
from alerts.domain.model.codes import DeliveryState
from alerts.domain.repairing import GIVEN_UP, Action, Need, Repaired, Standing, need, offers, repair

REASONS = ("", "person-decides", "unconfirmed", GIVEN_UP, "kill-switch", "standby", "KEY_REFUSED")
EVERY = [Standing(state=state, reason=reason) for state, reason in product(DeliveryState, REASONS)]


def _standing(state: DeliveryState, reason: str = "", **more: bool) -> Standing:
    return Standing(state=state, reason=reason, **more)


def test_these_need_a_person_and_no_others() -> None:
    found = {(one.state.value, one.reason): need(one.state, one.reason) for one in EVERY}
    assert {
        **{("refused", reason): Need.REFUSED for reason in REASONS},
        **{("dead", reason): Need.DEAD for reason in REASONS if reason != GIVEN_UP},
        ("unknown", "person-decides"): Need.DECIDES,
        ("accepted", "unconfirmed"): Need.UNCONFIRMED,
    } == {key: value for key, value in found.items() if value is not None}


def test_nothing_is_offered_where_nobody_is_needed_but_undoing_a_giving_up() -> None:
    offered = {(one.state.value, one.reason) for one in EVERY if need(one.state, one.reason) is None and offers(one)}
    assert {("dead", GIVEN_UP)} == offered


@pytest.mark.parametrize("standing", EVERY)
def test_what_is_over_is_never_sent_again(standing: Standing) -> None:
    over = Standing(state=standing.state, reason=standing.reason, over=True)
    assert Action.RETRY not in offers(over)
    with pytest.raises(WrongStateError):
        repair(over, Action.RETRY)


@pytest.mark.parametrize("standing", EVERY)
def test_only_what_is_offered_can_be_done(standing: Standing) -> None:
    for action in set(Action) - set(offers(standing)):
        with pytest.raises(WrongStateError):
            repair(standing, action)


@pytest.mark.parametrize(
    ("state", "reason", "repeats"),
    [
        (DeliveryState.UNKNOWN, "person-decides", True),
        (DeliveryState.ACCEPTED, "unconfirmed", True),
        (DeliveryState.REFUSED, "", False),
        (DeliveryState.DEAD, "", False),
    ],
)
def test_a_new_try_says_that_it_repeats_where_it_may_meet_itself(
    state: DeliveryState, reason: str, repeats: bool
) -> None:
    again = Repaired(state=DeliveryState.WAITING, reason="tried-again", due=True, repeat=repeats)
    assert again == repair(_standing(state, reason), Action.RETRY)


def test_giving_up_keeps_in_mind_that_it_may_be_posted() -> None:
    given_up = repair(_standing(DeliveryState.UNKNOWN, "person-decides"), Action.GIVE_UP)
    back = repair(_standing(given_up.state, given_up.reason, repeat=given_up.repeat), Action.RETRY)
    assert (GIVEN_UP, True) == (given_up.reason, back.repeat)


def test_a_post_by_hand_goes_back_to_its_people_and_not_to_the_engine() -> None:
    again = repair(_standing(DeliveryState.REFUSED, "person-cannot-post", manual=True), Action.RETRY)
    assert Repaired(state=DeliveryState.WAITING, reason="awaits-person", due=False) == again
