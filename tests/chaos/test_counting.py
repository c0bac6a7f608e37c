"""The count at the receiver: every fault is seen, and nothing that is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.chaos.counting import MISSING, Promised, Seen, StandingIn, count

PLACE = ("whatsapp", "1@newsletter")
FIRST = Promised(place=PLACE, code="A", thread="t", sequence=1, not_after=1000.0, state="confirmed")
SECOND = replace(FIRST, code="B", sequence=2)
SIGHT = Seen(place=PLACE, code="A", began=10.0)
LATER = Seen(place=PLACE, code="B", began=20.0)


def test_what_was_promised_and_seen_once_in_order_is_no_fault():
    verdict = count([FIRST, SECOND], [SIGHT, LATER])
    assert {0} == set(verdict.as_json().values())
    assert verdict.holds


@pytest.mark.parametrize("state", ["confirmed", "accepted", "refused", "dead", "superseded", MISSING])
def test_what_is_nowhere_is_lost(state):
    row = replace(FIRST, state=state)
    verdict = count([row], [])
    assert [row] == verdict.lost
    assert not verdict.holds


def test_an_overtaken_post_is_not_lost_but_the_newest_is():
    overtaken = replace(FIRST, state="superseded")
    assert [] == count([overtaken, SECOND], [LATER]).lost
    assert [SECOND] == count([overtaken, SECOND], []).lost


def test_a_newer_alert_on_another_channel_or_of_another_thread_overtakes_nothing():
    overtaken = replace(FIRST, state="superseded")
    elsewhere = replace(SECOND, place=("whatsapp", "2@newsletter"))
    other = replace(SECOND, thread="u")
    seen = [replace(LATER, place=elsewhere.place), LATER]
    assert [overtaken] == count([overtaken, elsewhere, other], seen).lost


STANDBY_PLACE = ("telegram", "-1")
REFUSED = replace(FIRST, state="refused")
STANDBY = replace(FIRST, place=STANDBY_PLACE, stands_for=frozenset({PLACE}), called=True)
STANDBY_SIGHT = replace(SIGHT, place=STANDBY_PLACE)


def test_a_channel_whose_stand_by_spoke_is_not_lost():
    verdict = count([REFUSED, STANDBY], [STANDBY_SIGHT])
    assert verdict.holds
    expected = StandingIn(called=1, spoke=1, alone=1)
    assert expected == verdict.standing_in


@pytest.mark.parametrize("state", ["refused", "dead", "unknown", "waiting", "accepted"])
@pytest.mark.parametrize("standby", ["superseded", "held", "refused", "dead"])
def test_a_channel_is_lost_if_its_stand_by_did_not_speak_either(state, standby):
    row = replace(FIRST, state=state)
    assert [row] == count([row, replace(STANDBY, state=standby)], []).lost


def test_what_we_believe_confirmed_and_nobody_sees_is_lost_whoever_stood_in():
    assert [FIRST] == count([FIRST, STANDBY], [STANDBY_SIGHT]).lost
    assert [STANDBY] == count([REFUSED, STANDBY], []).lost[1:]


@pytest.mark.parametrize("state", ["unknown", "expired"])
def test_a_stand_by_in_doubt_or_too_late_excuses_its_channel(state):
    standby = replace(STANDBY, state=state, can_settle=False)
    assert [] == count([REFUSED, standby], []).lost


def test_a_stand_by_that_told_something_newer_instead_excuses_its_channel():
    older = replace(STANDBY, state="superseded")
    newer = replace(STANDBY, code="B", sequence=2)
    assert [REFUSED] == count([REFUSED, older], []).lost
    assert [] == count([REFUSED, older, newer], [replace(LATER, place=STANDBY_PLACE)]).lost


def test_who_heard_it_from_a_stand_by_and_not_the_end_is_lost():
    dropped = replace(STANDBY, code="B", sequence=2, state="superseded")
    assert [dropped] == count([REFUSED, SECOND, STANDBY, dropped], [STANDBY_SIGHT, LATER]).lost
    forgotten = count([REFUSED, SECOND, STANDBY], [STANDBY_SIGHT, LATER]).lost
    assert [(STANDBY_PLACE, "B", 2, MISSING)] == [(one.place, one.code, one.sequence, one.state) for one in forgotten]


def test_who_was_told_that_it_is_over_for_them_needs_no_end():
    closing = replace(STANDBY, closes=True)
    assert [] == count([REFUSED, SECOND, closing], [STANDBY_SIGHT, LATER]).lost


def test_a_stand_by_that_nobody_needed_is_a_duplicate_unless_it_had_stood_in_before():
    needless = replace(STANDBY, needlessly=True)
    assert [STANDBY_SIGHT] == count([FIRST, needless], [SIGHT, STANDBY_SIGHT]).duplicated
    on = replace(needless, code="B", sequence=2)
    sights = [STANDBY_SIGHT, LATER, replace(LATER, place=STANDBY_PLACE)]
    verdict = count([REFUSED, STANDBY, SECOND, on], sights)
    assert ([], 1) == (verdict.duplicated, verdict.standing_in.heard_on)


@pytest.mark.parametrize(("began", "expected"), [(5.0, (1, 0)), (15.0, (0, 1))])
def test_who_spoke_first_is_told(began, expected):
    found = count([FIRST, STANDBY], [SIGHT, replace(STANDBY_SIGHT, began=began)]).standing_in
    assert expected == (found.before, found.after)


def test_a_post_by_hand_is_not_in_doubt_once_its_stand_by_has_spoken():
    by_hand = replace(FIRST, state="waiting", by_hand=True)
    assert [] == count([by_hand, STANDBY], [STANDBY_SIGHT]).unresolved
    instead = [replace(STANDBY, state="superseded"), replace(STANDBY, code="B", sequence=2)]
    assert [] == count([by_hand, *instead], [replace(LATER, place=STANDBY_PLACE)]).unresolved
    assert [by_hand] == count([by_hand, replace(STANDBY, state="superseded")], []).lost


@pytest.mark.parametrize("state", ["expired", "queued", "sending", "waiting", "unknown"])
def test_what_expired_or_is_still_open_is_not_lost(state):
    assert [] == count([replace(FIRST, state=state)], []).lost


def test_a_stand_by_that_was_not_needed_is_not_lost():
    assert [] == count([FIRST, replace(STANDBY, state="superseded", called=False)], [SIGHT]).lost


def test_a_second_copy_is_a_duplicate():
    again = replace(SIGHT, began=12.0)
    verdict = count([FIRST], [again, SIGHT])
    assert ([again], []) == (verdict.duplicated, verdict.repeated)
    assert not verdict.holds


def test_three_copies_are_two_duplicates():
    assert 2 == len(count([FIRST], [SIGHT] * 3).duplicated)


@pytest.mark.parametrize(("can_settle", "expected"), [(True, (1, 0)), (False, (0, 1))])
def test_a_marked_copy_is_a_duplicate_only_where_somebody_could_have_known(can_settle, expected):
    marked = replace(SIGHT, began=12.0, marked=True)
    verdict = count([replace(FIRST, can_settle=can_settle)], [SIGHT, marked])
    assert expected == (len(verdict.duplicated), len(verdict.repeated))
    assert verdict.holds is not can_settle


def test_a_marked_copy_that_comes_before_the_first_one_is_still_the_repeat():
    early = replace(SIGHT, began=5.0, marked=True)
    verdict = count([replace(FIRST, can_settle=False)], [early, SIGHT])
    assert ([], [early]) == (verdict.duplicated, verdict.repeated)


def test_a_marked_post_that_stands_alone_is_no_repeat():
    verdict = count([replace(FIRST, can_settle=False)], [replace(SIGHT, marked=True)])
    assert ([], []) == (verdict.duplicated, verdict.repeated)


def test_a_post_that_nobody_promised_is_a_duplicate():
    stray = replace(SIGHT, code="Z")
    assert [stray] == count([FIRST], [SIGHT, stray]).duplicated
    elsewhere = replace(SIGHT, place=("whatsapp", "2@newsletter"))
    assert [elsewhere] == count([FIRST], [SIGHT, elsewhere]).duplicated


def test_a_request_that_began_after_the_expiry_is_sent_too_late():
    late = replace(SIGHT, began=1000.5)
    assert [late] == count([FIRST], [late]).expired_sent
    assert [] == count([FIRST], [replace(SIGHT, began=1000.0)]).expired_sent
    assert not count([FIRST], [late]).holds


def test_an_older_alert_that_begins_after_a_newer_one_is_out_of_order():
    late = replace(SIGHT, began=21.0)
    verdict = count([FIRST, SECOND], [late, LATER])
    assert [late] == verdict.out_of_order
    assert not verdict.holds


def test_order_is_kept_within_a_thread_and_a_channel_only():
    late = replace(SIGHT, began=21.0)
    other = replace(SECOND, thread="u")
    assert [] == count([FIRST, other], [late, LATER]).out_of_order
    elsewhere = replace(SECOND, place=("whatsapp", "2@newsletter"))
    assert [] == count([FIRST, elsewhere], [late, replace(LATER, place=elsewhere.place)]).out_of_order


@pytest.mark.parametrize("state", ["queued", "sending", "waiting", "unknown"])
@pytest.mark.parametrize("can_settle", [True, False])
def test_what_is_open_is_unresolved_and_a_fault_only_where_it_could_be_settled(state, can_settle):
    row = replace(FIRST, state=state, can_settle=can_settle)
    verdict = count([row], [SIGHT])
    assert [row] == verdict.unresolved
    assert verdict.holds is not can_settle


def test_the_figures_are_the_numbers_of_cases():
    row = replace(SECOND, state="unknown")
    expected = {
        "lost": 0,
        "duplicated": 1,
        "repeated": 0,
        "expired_sent": 0,
        "out_of_order": 0,
        "unresolved": 1,
    }
    assert expected == count([FIRST, row], [SIGHT, SIGHT]).as_json()
