"""A machine walks every path of a delivery against a gateway that knows what was really applied."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from alerts.domain.delivering import (
    BREAKER_AFTER,
    LONGEST_BREAK,
    LONGEST_DELAY,
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


class Way(RuleBasedStateMachine):
    """One delivery of a drawn kind; ``applied`` is what the public sees of it."""

    @initialize(
        kind=st.builds(Kind, st.booleans(), st.booleans(), st.booleans()),
        emergency=st.booleans(),
    )
    def release(self, kind: Kind, emergency: bool) -> None:
        self.kind, self.emergency = kind, emergency
        self.step = Step(state=DeliveryState.QUEUED, due_in=0.0)
        self.tries = self.looks = 0
        self.unmarked = self.marked = 0

    @precondition(lambda self: self.is_due(DeliveryState.QUEUED, DeliveryState.WAITING))
    @rule(outcome=st.sampled_from(Outcome), applied=st.booleans(), jitter=jitters, hint=st.none() | st.floats(0, 99))
    def send(self, outcome: Outcome, applied: bool, jitter: float, hint: float | None) -> None:
        self.tries += 1
        if outcome is Outcome.ACCEPTED or (outcome is Outcome.UNKNOWN and applied):
            self.apply()
        self.step = after_send(outcome, self.course(), self.kind, jitter=jitter, hint=hint)

    @precondition(lambda self: self.is_due(DeliveryState.UNKNOWN))
    @rule(looks=st.booleans(), jitter=jitters)
    def settle(self, looks: bool, jitter: float) -> None:
        self.looks += 1
        found = bool(self.unmarked + self.marked) if self.kind.readable and looks else None
        self.step = after_settling(found, self.course(), self.kind, jitter=jitter)

    @precondition(lambda self: self.is_due(DeliveryState.ACCEPTED))
    @rule(found=st.sampled_from([True, False, None]), age=st.floats(0, 1000))
    def confirm(self, found: bool | None, age: float) -> None:
        self.step = after_confirming(found, age)

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

    def is_due(self, *states: DeliveryState) -> bool:
        return self.step.state in states and self.step.due_in is not None

    def course(self) -> Course:
        return Course(tries=self.tries, emergency=self.emergency, repeat=self.step.repeat, looks=self.looks)

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
