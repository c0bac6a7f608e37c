"""A machine walks every path of a delivery against a gateway that knows what was really applied."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from alerts.domain.delivering import (
    BREAKER_AFTER,
    LATE_LOOK_DELAY,
    LATE_LOOKS_UNTIL,
    LONGEST_BREAK,
    LONGEST_DELAY,
    LONGEST_HINT,
    MARKED_REPEATS,
    Course,
    Step,
    account_break,
    after_confirming,
    after_send,
    after_settling,
    retry_delay,
)
from alerts.domain.model.codes import DeliveryState, Outcome

FINAL = {DeliveryState.CONFIRMED, DeliveryState.REFUSED}
jitters = st.floats(0, 1, exclude_max=True)


@dataclass(frozen=True)
class Kind:
    repeat_safe: bool
    readable: bool
    confirms: bool
    settle: float = 4.0
    receipt_within: float | None = None


class Way(RuleBasedStateMachine):
    """One delivery of a drawn kind; ``applied`` is what the public sees of it."""

    @initialize(
        kind=st.builds(Kind, st.booleans(), st.booleans(), st.booleans()),
        emergency=st.booleans(),
        others=st.integers(0, 2),
    )
    def release(self, kind: Kind, emergency: bool, others: int) -> None:
        self.kind, self.emergency, self.others = kind, emergency, others
        self.step = Step(state=DeliveryState.QUEUED, due_in=0.0)
        self.tries = self.looks = self.refusals = 0
        self.unmarked = self.marked = 0
        self.account = 0
        self.refused_by: list[int] = []

    @precondition(lambda self: self.is_due(DeliveryState.QUEUED, DeliveryState.WAITING))
    @rule(outcome=st.sampled_from(Outcome), applied=st.booleans(), jitter=jitters, hint=st.none() | st.floats(0, 99))
    def send(self, outcome: Outcome, applied: bool, jitter: float, hint: float | None) -> None:
        self.tries += 1
        if outcome is Outcome.ACCEPTED or (outcome is Outcome.UNKNOWN and applied):
            self.apply()
        if outcome is Outcome.REFUSED:
            self.refused_by.append(self.account)
        else:
            self.refused_by = []
        self.go_on(after_send(outcome, self.course(), self.kind, jitter=jitter, hint=hint))

    @precondition(lambda self: self.is_due(DeliveryState.UNKNOWN))
    @rule(looks=st.booleans(), jitter=jitters)
    def settle(self, looks: bool, jitter: float) -> None:
        self.looks += 1
        found = bool(self.unmarked + self.marked) if self.kind.readable and looks else None
        self.go_on(after_settling(found, self.course(), self.kind, jitter=jitter))

    @precondition(lambda self: self.is_due(DeliveryState.ACCEPTED))
    @rule(found=st.sampled_from([True, False, None]), age=st.floats(0, 1000))
    def confirm(self, found: bool | None, age: float) -> None:
        self.go_on(after_confirming(found, age))

    @precondition(lambda self: self.step.due_in is None)
    @rule()
    def stay(self) -> None:
        """Nothing moves a delivery that has ended, or that waits for a person."""

    @invariant()
    def nobody_reads_the_same_thing_twice_without_being_told(self) -> None:
        assert self.unmarked <= 1

    @invariant()
    def only_emergencies_on_channels_that_cannot_be_checked_are_repeated_blindly(self) -> None:
        if self.marked:
            assert self.emergency
            assert not self.kind.readable
            assert not self.kind.repeat_safe
        assert self.marked <= MARKED_REPEATS

    @invariant()
    def accepted_means_that_it_is_there(self) -> None:
        if self.step.state in (DeliveryState.ACCEPTED, DeliveryState.CONFIRMED):
            assert self.unmarked + self.marked >= 1

    @invariant()
    def whatever_ends_without_a_person_has_a_time(self) -> None:
        if self.step.due_in is None and self.step.state is DeliveryState.UNKNOWN:
            assert "person-decides" == self.step.reason
        if self.step.due_in is not None:
            assert self.step.due_in >= 0
            assert self.step.state not in FINAL

    @invariant()
    def nobody_hands_over_to_an_account_that_is_not_there(self) -> None:
        assert not (self.step.hand_over and not self.others)

    @invariant()
    def a_post_is_refused_only_once_every_account_has_refused_it(self) -> None:
        if self.step.state is DeliveryState.REFUSED:
            assert set(range(self.others + 1)) == set(self.refused_by)

    def go_on(self, step: Step) -> None:
        self.step = step
        self.refusals = self.refusals + 1 if step.refused else 0
        if step.hand_over:
            self.account = (self.account + 1) % (self.others + 1)

    def is_due(self, *states: DeliveryState) -> bool:
        return self.step.state in states and self.step.due_in is not None

    def course(self) -> Course:
        return Course(
            tries=self.tries,
            emergency=self.emergency,
            repeat=self.step.repeat,
            looks=self.looks,
            others=self.others,
            refusals=self.refusals,
        )

    def apply(self) -> None:
        if self.step.repeat:
            self.marked += 1
        elif not (self.kind.repeat_safe and self.unmarked):
            self.unmarked += 1


Way.TestCase.settings = settings(max_examples=300, stateful_step_count=30, deadline=None)
TestWay = Way.TestCase


def test_the_gateways_hint_comes_before_our_own_delay():
    assert 30.0 == retry_delay(1, 0.0, hint=30.0)


def test_delays_grow_with_full_jitter_up_to_a_limit():
    assert 0.0 == retry_delay(5, 0.0)
    assert 1.0 == retry_delay(1, 1.0)
    assert 8.0 == retry_delay(4, 1.0)
    assert LONGEST_DELAY == retry_delay(40, 1.0)


def test_an_account_rests_only_after_several_failures_in_a_row():
    assert account_break(BREAKER_AFTER - 1, 0.5) is None
    assert 0.5 == account_break(BREAKER_AFTER, 0.0)
    assert LONGEST_BREAK == account_break(BREAKER_AFTER + 30, 1.0)


def test_a_channel_that_can_neither_be_read_nor_repeated_waits_for_a_person_unless_it_is_an_emergency():
    kind = Kind(repeat_safe=False, readable=False, confirms=True)
    routine = after_settling(None, Course(tries=1), kind, jitter=0.5)
    emergency = after_settling(None, Course(tries=1, emergency=True), kind, jitter=0.5)
    assert (DeliveryState.UNKNOWN, None) == (routine.state, routine.due_in)
    assert (DeliveryState.WAITING, True) == (emergency.state, emergency.repeat)


def test_a_gateway_that_names_an_absurd_time_is_believed_for_an_hour_at_most():
    assert LONGEST_HINT == retry_delay(1, 0.0, hint=1e300)


def test_an_emergency_goes_to_the_next_account_at_once_and_waits_only_after_the_last():
    kind = Kind(repeat_safe=False, readable=True, confirms=False)
    steps = [
        after_send(Outcome.NOT_SENT, Course(tries=tries, emergency=True, others=1), kind, jitter=0.5)
        for tries in (1, 2)
    ]
    assert [True, True] == [step.hand_over for step in steps]
    assert [0.0, retry_delay(2, 0.5)] == [step.due_in for step in steps]


def test_what_is_not_urgent_stays_with_its_account_unless_that_refuses():
    kind = Kind(repeat_safe=False, readable=True, confirms=False)
    course = Course(tries=1, others=1)
    assert not after_send(Outcome.NOT_SENT, course, kind, jitter=0.5).hand_over
    assert after_send(Outcome.REFUSED, course, kind, jitter=0.5).hand_over


def test_a_post_that_was_tried_before_is_looked_for_twice_before_it_counts_as_confirmed():
    first = after_confirming(True, 1.0, doubt=4.0)
    assert (DeliveryState.ACCEPTED, 3.0) == (first.state, first.due_in)
    assert DeliveryState.CONFIRMED is after_confirming(True, 4.0, doubt=4.0).state


def test_what_is_not_confirmed_in_time_says_so_and_is_still_looked_for():
    step = after_confirming(False, 61.0, within=60.0)
    assert (DeliveryState.ACCEPTED, "unconfirmed", LATE_LOOK_DELAY) == (step.state, step.reason, step.due_in)
    assert after_confirming(False, LATE_LOOKS_UNTIL, within=60.0).due_in is None
