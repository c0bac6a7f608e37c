"""Where a delivery goes next: pure, so that a test can walk every path.

The rule behind all of it: only what is provably not applied is tried again; everything else rests, is looked for in
its channel by the alert's code, and is repeated only where it is absent or where a repeat does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from alerts.domain.model.codes import DeliveryState, Outcome

FIRST_DELAY = 0.5
"""Seconds within which the first retry lies; doubles with every try (full jitter)."""
LONGEST_DELAY = 60.0
"""Seconds that a retry waits at most, unless the gateway asks for more."""
CONFIRM_WITHIN = 300.0
"""Seconds after which an accepted post that nobody could read back is left for a person to look at."""
LONGEST_LOOK_DELAY = 30.0
"""Seconds between two looks into a channel at most."""
MOST_LOOKS = 30
"""Failed looks for one unknown outcome after which a person decides."""
MARKED_REPEATS = 2
"""How often an emergency is repeated blindly (and marked as such) before a person decides."""
BREAKER_AFTER = 5
"""Failures in a row after which an account rests, and then is tried with one post at a time."""
LONGEST_BREAK = 60.0
"""Seconds that a failing account rests at most."""


class Ability(Protocol):
    """What a kind of channel can do, as far as it decides about the way of a delivery."""

    @property
    def repeat_safe(self) -> bool:
        """The gateway drops a repeat with the same key."""
        ...

    @property
    def readable(self) -> bool:
        """Posts can be read back."""
        ...

    @property
    def confirms(self) -> bool:
        """Acceptance is already the confirmation."""
        ...

    @property
    def settle(self) -> float:
        """Seconds that an unknown outcome rests."""
        ...


@dataclass(frozen=True, kw_only=True)
class Step:
    """The next state. ``due_in`` seconds until the engine takes it up again, None: not by itself."""

    state: DeliveryState
    reason: str = ""
    due_in: float | None = None
    repeat: bool = False
    """The next try may meet its own earlier post and has to say so."""
    accepted: bool = False
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a delivery has behind it: its tries, whether it is a marked repeat, whether it is an emergency."""

    tries: int
    emergency: bool = False
    repeat: bool = False
    looks: int = 0


def retry_delay(tries: int, jitter: float, hint: float | None = None) -> float:
    """Seconds until the next try: the gateway's hint if there is one, else full jitter (``jitter`` 0 to 1)."""
    if hint is not None:
        return hint * (1 + 0.1 * jitter)
    return jitter * min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(tries, 16))


def after_send(
    outcome: Outcome,
    course: Course,
    ability: Ability,
    *,
    jitter: float,
    hint: float | None = None,
    reason: str = "",
) -> Step:
    """The step after one try. ``hint`` is the gateway's own waiting time in seconds."""
    match outcome:
        case Outcome.ACCEPTED:
            return _accepted(ability)
        case Outcome.NOT_SENT | Outcome.THROTTLED:
            return Step(
                state=DeliveryState.WAITING,
                reason=reason or outcome.value,
                due_in=retry_delay(course.tries, jitter, hint),
                repeat=course.repeat,
            )
        case Outcome.REFUSED:
            return Step(state=DeliveryState.REFUSED, reason=reason or outcome.value, repeat=course.repeat)
        case Outcome.AWAITS_PERSON:
            return Step(state=DeliveryState.WAITING, reason=outcome.value)
        case Outcome.UNKNOWN:
            return Step(
                state=DeliveryState.UNKNOWN,
                reason=reason or outcome.value,
                due_in=ability.settle,
                repeat=course.repeat,
            )


def after_settling(found: bool | None, course: Course, ability: Ability, *, jitter: float) -> Step:
    """The step of an unknown outcome once it has settled; ``found`` is None where nobody could look."""
    if found:
        return Step(state=DeliveryState.CONFIRMED, accepted=True, confirmed=True)
    if found is False:
        return Step(state=DeliveryState.WAITING, reason="absent", due_in=0.0, repeat=course.repeat)
    if ability.readable and course.looks < MOST_LOOKS:
        delay = 1.0 + jitter * min(LONGEST_LOOK_DELAY, 2.0 ** min(course.looks, 8))
        return Step(state=DeliveryState.UNKNOWN, reason="unreadable", due_in=delay, repeat=course.repeat)
    if ability.repeat_safe and not ability.readable:
        return Step(state=DeliveryState.WAITING, reason="repeat-safe", due_in=0.0, repeat=course.repeat)
    if course.emergency and course.tries <= MARKED_REPEATS:
        return Step(state=DeliveryState.WAITING, reason="repeated", due_in=0.0, repeat=True)
    return Step(state=DeliveryState.UNKNOWN, reason="person-decides")


def after_confirming(found: bool | None, age: float, *, within: float = CONFIRM_WITHIN) -> Step:
    """The step of an accepted post that was looked for; ``age`` in seconds since its acceptance."""
    if found:
        return Step(state=DeliveryState.CONFIRMED, confirmed=True)
    if age >= within:
        return Step(state=DeliveryState.ACCEPTED, reason="unconfirmed")
    return Step(state=DeliveryState.ACCEPTED, due_in=min(LONGEST_LOOK_DELAY, max(0.5, age)))


def account_break(failures: int, jitter: float) -> float | None:
    """Seconds that an account rests after so many failures in a row, None while it may go on."""
    if failures < BREAKER_AFTER:
        return None
    return (0.5 + 0.5 * jitter) * min(LONGEST_BREAK, 2.0 ** min(failures - BREAKER_AFTER, 8))


_READ_BACK_NOW = Step(state=DeliveryState.ACCEPTED, accepted=True, due_in=0.0)
_NEVER_READ_BACK = Step(state=DeliveryState.ACCEPTED, accepted=True)
_CONFIRMED_AT_ONCE = Step(state=DeliveryState.CONFIRMED, accepted=True, confirmed=True)


def _accepted(ability: Ability) -> Step:
    if ability.confirms:
        return _CONFIRMED_AT_ONCE
    return _READ_BACK_NOW if ability.readable else _NEVER_READ_BACK
