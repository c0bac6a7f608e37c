"""What a person may do about a delivery that does not get on by itself: pure, one table.

A delivery needs a person when its outcome is open and nobody could look, when it was refused, when it was given up by
the engine, or when it was accepted and never seen in its channel. The engine does not touch it again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alerts.domain.errors import WrongStateError
from alerts.domain.model.codes import DeliveryState

PERSON_DECIDES = "person-decides"
UNCONFIRMED = "unconfirmed"
GIVEN_UP = "given-up"
POSTED_BY_HAND = "posted-by-hand"
TRIED_AGAIN = "tried-again"
AWAITS_PERSON = "awaits-person"
UNDO_WITHIN = 60.0
"""Seconds in which a person can take back what they gave up or ticked off."""


class Need(StrEnum):
    """Why a delivery lies on the repair desk."""

    DECIDES = "decides"
    """It may have been posted or not, and nobody could look."""
    REFUSED = "refused"
    DEAD = "dead"
    UNCONFIRMED = "unconfirmed"
    """The gateway took it, and nobody has seen it in the channel."""


class Action(StrEnum):
    """What a person does about it."""

    RETRY = "retry"
    MARK_POSTED = "mark-posted"
    GIVE_UP = "give-up"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A delivery, as far as it decides what may be done. ``over``: expired, or a newer alert took its place."""

    state: DeliveryState
    reason: str
    repeat: bool = False
    manual: bool = False
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """The next standing. ``due``: the engine takes it up at once; else it waits for a person or is finished."""

    state: DeliveryState
    reason: str
    due: bool = False
    repeat: bool = False
    """The next try may meet its own earlier post and has to say so."""


_OFFERS: Mapping[Need | None, tuple[Action, ...]] = {
    Need.DECIDES: (Action.MARK_POSTED, Action.RETRY, Action.GIVE_UP),
    Need.UNCONFIRMED: (Action.MARK_POSTED, Action.RETRY, Action.GIVE_UP),
    Need.REFUSED: (Action.RETRY, Action.MARK_POSTED, Action.GIVE_UP),
    Need.DEAD: (Action.RETRY, Action.MARK_POSTED, Action.GIVE_UP),
    None: (),
}
_AFTER_GIVING_UP = (Action.RETRY, Action.MARK_POSTED)
_MAY_BE_POSTED = frozenset({Need.DECIDES, Need.UNCONFIRMED})


def need(state: DeliveryState, reason: str) -> Need | None:
    """Why a person must act; None: nobody has to."""
    match state:
        case DeliveryState.REFUSED:
            return Need.REFUSED
        case DeliveryState.DEAD:
            return None if reason == GIVEN_UP else Need.DEAD
        case DeliveryState.UNKNOWN if reason == PERSON_DECIDES:
            return Need.DECIDES
        case DeliveryState.ACCEPTED if reason == UNCONFIRMED:
            return Need.UNCONFIRMED
        case _:
            return None


def is_given_up(state: DeliveryState, reason: str) -> bool:
    """Whether a person has given it up; trying again undoes that."""
    return state is DeliveryState.DEAD and reason == GIVEN_UP


def offers(standing: Standing) -> tuple[Action, ...]:
    """What may be done, the likeliest first; nothing that is over is ever sent again."""
    given_up = is_given_up(standing.state, standing.reason)
    found = _AFTER_GIVING_UP if given_up else _OFFERS[need(standing.state, standing.reason)]
    return tuple(action for action in found if not (standing.over and action is Action.RETRY))


def repair(standing: Standing, action: Action) -> Repaired:
    """The standing after an action. Raises WrongStateError where it is not offered."""
    if action not in offers(standing):
        raise WrongStateError(state="expired" if standing.over else standing.state.value, step=action.value)
    may_be_posted = standing.repeat or need(standing.state, standing.reason) in _MAY_BE_POSTED
    match action:
        case Action.RETRY if standing.manual:
            return Repaired(state=DeliveryState.WAITING, reason=AWAITS_PERSON, repeat=may_be_posted)
        case Action.RETRY:
            return Repaired(state=DeliveryState.WAITING, reason=TRIED_AGAIN, due=True, repeat=may_be_posted)
        case Action.MARK_POSTED:
            return Repaired(state=DeliveryState.CONFIRMED, reason=POSTED_BY_HAND, repeat=standing.repeat)
        case Action.GIVE_UP:
            return Repaired(state=DeliveryState.DEAD, reason=GIVEN_UP, repeat=may_be_posted)
