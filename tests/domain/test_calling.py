"""Who is called when an alert waits for its second person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from alerts.domain.calling import ROUNDS, STEP, Call, OnCall, Waiting, due, given_up, moments

AT = datetime(2026, 11, 24, 22, 1, tzinfo=UTC)
A, B, C, D = (OnCall(person=UUID(int=number), name=name) for number, name in enumerate("ABCD", start=1))
MINUTE = timedelta(minutes=1)


def waiting(*roster: OnCall, authors: tuple[OnCall, ...] = (), taken: tuple[datetime, ...] = ()) -> Waiting:
    return Waiting(submitted=AT, roster=roster, authors={one.person for one in authors}, taken=taken)


def told(what: Waiting, until: timedelta) -> list[tuple[int, str]]:
    """Who is called in which minute, looking every minute."""
    names = {one.person: one.name for one in what.roster}
    calls: list[Call] = []
    found = []
    for minute in range(int(until / MINUTE) + 1):
        so_far = Waiting(
            submitted=what.submitted,
            roster=what.roster,
            authors=what.authors,
            taken=[at for at in what.taken if at <= AT + minute * MINUTE],
            called=calls,
        )
        for call in due(so_far, AT + minute * MINUTE):
            calls.append(call)
            found.append((minute, names[call.person]))
    return found


def test_first_at_once_deputy_after_three_minutes_the_rest_after_six_then_all_again() -> None:
    expected = [(0, "A"), (3, "B"), (6, "C"), (6, "D"), (9, "A"), (9, "B"), (9, "C"), (9, "D")]
    assert expected == told(waiting(A, B, C, D), 11 * MINUTE)
    assert [(0, "A"), (3, "A"), (6, "A")] == told(waiting(A), 6 * MINUTE)


def test_whoever_wrote_it_is_passed_over() -> None:
    assert [(0, "B"), (3, "C")] == told(waiting(A, B, C, authors=(A,)), 4 * MINUTE)
    assert [] == told(waiting(A, authors=(A,)), 60 * MINUTE)


def test_taking_it_over_stops_the_calls_for_three_minutes() -> None:
    assert [(0, "A"), (5, "B"), (8, "C")] == told(waiting(A, B, C, taken=(AT + 2 * MINUTE,)), 8 * MINUTE)
    both = (AT + 2 * MINUTE, AT + 4 * MINUTE)
    assert [(0, "A"), (7, "B")] == told(waiting(A, B, taken=both), 8 * MINUTE)


def test_calls_end_and_then_calling_counts_as_given_up() -> None:
    last = (ROUNDS - 1) * STEP
    assert last // MINUTE == max(minute for minute, _ in told(waiting(A, B), 120 * MINUTE))
    assert (False, True) == (given_up(waiting(A), AT + last), given_up(waiting(A), AT + last + STEP))
    assert given_up(waiting(A, authors=(A,)), AT)


def test_after_an_interruption_everybody_is_called_once() -> None:
    calls = due(waiting(A, B, C), AT + 10 * MINUTE)
    assert {(A.person, 3), (B.person, 3), (C.person, 3)} == {(call.person, call.round) for call in calls}
    assert () == due(Waiting(submitted=AT, roster=(A, B, C), authors=(), called=calls), AT + 11 * MINUTE)


people = st.lists(st.builds(lambda: OnCall(person=uuid4(), name="x")), max_size=6)
minutes = st.integers(min_value=0, max_value=90).map(lambda number: number * MINUTE)


@given(people, st.sets(st.integers(min_value=0, max_value=5)), st.lists(minutes, max_size=3), minutes)
def test_an_author_is_never_called_and_no_deputy_before_three_minutes(
    roster: list[OnCall], wrote: set[int], taken: list[timedelta], since: timedelta
) -> None:
    authors = {roster[place].person for place in wrote if place < len(roster)}
    what = Waiting(submitted=AT, roster=roster, authors=authors, taken=[AT + one for one in taken])
    calls = due(what, AT + since)
    assert set() == authors & {call.person for call in calls}
    assert len(calls) == len({call.person for call in calls})
    if since < STEP:
        assert [one.person for one in what.callable[:1]] == [call.person for call in calls]
    for at in what.taken:
        assert () == tuple(moment for moment in moments(AT, what.taken)[1:] if at < moment < at + STEP)
