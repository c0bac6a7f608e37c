"""Where a delivery goes next: pure, so that a test can walk every path.

The rule behind all of it: only what is provably not applied is tried again; everything else rests, is looked for in
its channel by the alert's code, and is repeated only where it is absent or where a repeat does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from alerts.domain.model.codes import ChannelKind, DeliveryState, Lane, Outcome
from alerts.domain.model.receipt import ReceiptKind

FIRST_DELAY = 0.5
"""Seconds within which the first retry lies; doubles with every try (full jitter)."""
LONGEST_DELAY = 60.0
"""Seconds that a retry waits at most, unless the gateway asks for more."""
LONGEST_HINT = 3600.0
"""Seconds that a gateway's own waiting time is believed at most."""
CONFIRM_WITHIN = 300.0
"""Seconds after which an accepted post that nobody could read back is a matter for a person; in an emergency
``CONFIRM_EMERGENCY_WITHIN``. It is still looked for, every ``LATE_LOOK_DELAY`` up to ``LATE_LOOKS_UNTIL``."""
CONFIRM_EMERGENCY_WITHIN = 60.0
LATE_LOOK_DELAY = 60.0
LATE_LOOKS_UNTIL = 3600.0
HAND_OVER_AFTER = 5.0
"""Seconds after which an emergency that is not accepted goes on to the next account of its channel."""
STAND_IN_AFTER = {Lane.EMERGENCY: 15.0, Lane.SANDBOX: 15.0, Lane.WARNING: 120.0, Lane.ROUTINE: 900.0}
"""Seconds from release after which a channel that has not got its post is covered by its stand-by channel."""
ACKNOWLEDGE_WITHIN = 300.0
"""Seconds within which somebody must take a manual post upon themselves, before the stand-by channel gets it."""
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
    def receipt_within(self) -> float | None:
        """Seconds in which a receipt must come where nobody can look; None: as long as the lane's posts have."""
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
    hand_over: bool = False
    """The channel's next account goes on with it."""
    refused: bool = False
    """The account refused it: one more in a row."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a delivery has behind it and who else could carry it."""

    tries: int
    emergency: bool = False
    repeat: bool = False
    """It is a marked repeat."""
    looks: int = 0
    others: int = 0
    """Further accounts of its channel."""
    refusals: int = 0
    """Accounts in a row that refused it before this one."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a delivery stands when a receipt for it comes in."""

    state: DeliveryState
    tries: int
    reason: str = ""
    shown: bool = False
    """An earlier receipt said that the post is there, not only that it was passed on."""
    names_itself: bool = False
    """It went out under a name that only whoever got it from us can know; a receipt without it proves less."""


def is_urgent(lane: Lane) -> bool:
    """Whether a lane's posts are handed over before they are late; a drill runs as its emergency would."""
    return lane in (Lane.EMERGENCY, Lane.SANDBOX)


def hand_over_after(lane: Lane, accounts: int) -> float | None:
    """Seconds until the next account of ``accounts`` gets a post that is not accepted; None: not for time alone."""
    return HAND_OVER_AFTER if is_urgent(lane) and accounts > 1 else None


def stand_in_after(lane: Lane, kind: ChannelKind) -> float:
    """Seconds from release until a channel without its post is covered by its stand-by channel."""
    return ACKNOWLEDGE_WITHIN if kind is ChannelKind.WHATSAPP_MANUAL else STAND_IN_AFTER[lane]


def confirm_within(lane: Lane) -> float:
    """Seconds from acceptance within which a post must be confirmed."""
    return CONFIRM_EMERGENCY_WITHIN if is_urgent(lane) else CONFIRM_WITHIN


def retry_delay(tries: int, jitter: float, hint: float | None = None) -> float:
    """Seconds until the next try: the gateway's hint if there is one, else full jitter (``jitter`` 0 to 1)."""
    if hint is not None:
        return min(hint, LONGEST_HINT) * (1 + 0.1 * jitter)
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
            return _accepted(course, ability)
        case Outcome.NOT_SENT | Outcome.THROTTLED:
            return _try_again(course, reason or outcome.value, retry_delay(course.tries, jitter, hint))
        case Outcome.REFUSED:
            return _after_refusal(course, reason or outcome.value)
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
        return Step(
            state=DeliveryState.UNKNOWN,
            reason="unreadable",
            due_in=delay,
            repeat=course.repeat,
            hand_over=course.others > 0,
        )
    if ability.repeat_safe and not ability.readable:
        return Step(state=DeliveryState.WAITING, reason="repeat-safe", due_in=0.0, repeat=course.repeat)
    if course.emergency and course.tries <= MARKED_REPEATS:
        return Step(state=DeliveryState.WAITING, reason="repeated", due_in=0.0, repeat=True)
    return Step(state=DeliveryState.UNKNOWN, reason="person-decides")


def after_confirming(
    found: bool | None, age: float, *, within: float = CONFIRM_WITHIN, doubt: float = 0.0, readable: bool = True
) -> Step:
    """The step of an accepted post that was looked for; ``age`` in seconds since its acceptance.

    ``doubt`` are the seconds in which an earlier try of it may still be applied: until they are over, one look is not
    enough, because a second copy has to be noticed. Where nothing is ``readable``, only a receipt can still change it.
    """
    if found and age < doubt:
        return Step(state=DeliveryState.ACCEPTED, due_in=doubt - age)
    if found:
        return Step(state=DeliveryState.CONFIRMED, confirmed=True)
    if age < within:
        return Step(state=DeliveryState.ACCEPTED, due_in=min(LONGEST_LOOK_DELAY, max(0.5, age), within - age))
    late = LATE_LOOK_DELAY if readable and age < LATE_LOOKS_UNTIL else None
    return Step(state=DeliveryState.ACCEPTED, reason="unconfirmed", due_in=late)


def after_receipt(what: ReceiptKind, standing: Standing, *, proven: bool, reason: str = "") -> Step | None:
    """The step of a delivery whose other side reports by itself; None: it is only noted.

    ``proven`` says that the receipt names what only its true sender can know. One that does not, can still say that
    something went wrong, since a needless alarm harms less than a missing one. ``reason`` is that of a refusal. What
    was given up, overtaken or ticked off by a person stays so.
    """
    if what is ReceiptKind.DELAYED:
        return None
    if what is not ReceiptKind.FAILED:
        believed = proven or not standing.names_itself
        return _CONFIRMED_AT_ONCE if believed and standing.tries and standing.state in _OPEN else None
    overturned = standing.state is DeliveryState.CONFIRMED and not standing.reason and not standing.shown
    if overturned or standing.state in _UNDER_WAY:
        return Step(state=DeliveryState.REFUSED, reason=reason)
    return None


def account_break(failures: int, jitter: float) -> float | None:
    """Seconds that an account rests after so many failures in a row, None while it may go on."""
    if failures < BREAKER_AFTER:
        return None
    return (0.5 + 0.5 * jitter) * min(LONGEST_BREAK, 2.0 ** min(failures - BREAKER_AFTER, 8))


_UNDER_WAY = (DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.ACCEPTED)
_OPEN = (*_UNDER_WAY, DeliveryState.QUEUED, DeliveryState.WAITING, DeliveryState.HELD)
_READ_BACK_NOW = Step(state=DeliveryState.ACCEPTED, accepted=True, due_in=0.0)
_CONFIRMED_AT_ONCE = Step(state=DeliveryState.CONFIRMED, accepted=True, confirmed=True)


def _accepted(course: Course, ability: Ability) -> Step:
    """Confirmed, to be read back at once, or waiting for a receipt: then it is due when that is late."""
    if ability.confirms:
        return _CONFIRMED_AT_ONCE
    if ability.readable:
        return _READ_BACK_NOW
    within = CONFIRM_EMERGENCY_WITHIN if course.emergency else CONFIRM_WITHIN
    return Step(state=DeliveryState.ACCEPTED, accepted=True, due_in=ability.receipt_within or within)


def _try_again(course: Course, reason: str, delay: float) -> Step:
    """Provably not applied. In an emergency the next account goes on at once; the delay comes after the last one."""
    hand_over = course.emergency and course.others > 0
    fresh = hand_over and course.tries % (course.others + 1) != 0
    return Step(
        state=DeliveryState.WAITING,
        reason=reason,
        due_in=0.0 if fresh else delay,
        repeat=course.repeat,
        hand_over=hand_over,
    )


def _after_refusal(course: Course, reason: str) -> Step:
    """What one account may not send, another may; once all have refused, a person must act."""
    if course.refusals < course.others:
        return Step(
            state=DeliveryState.WAITING,
            reason=reason,
            due_in=0.0,
            repeat=course.repeat,
            hand_over=True,
            refused=True,
        )
    return Step(state=DeliveryState.REFUSED, reason=reason, repeat=course.repeat, refused=True)
