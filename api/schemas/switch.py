"""The kill switch as it goes out, and the reason that comes in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from alerts.domain.model.switch import Switch, Waiting
from alerts.services.stopping import LONGEST_REASON, Lifted, Stop
from api.schemas.base import Incoming, Outgoing, Words


class StopIn(Incoming):
    """Why it is thrown or lifted."""

    reason: Annotated[Words, Field(min_length=1, max_length=LONGEST_REASON)]


class SwitchOut(Outgoing):
    """A thrown switch. ``who`` is empty where the thrower is not of the own authority."""

    id: UUID
    everywhere: bool
    who: str
    reason: str
    thrown: datetime
    held: int


class WaitingOut(Outgoing):
    """Deliveries not sent yet: waiting for the engine, for a person to post them, or on their way."""

    queued: int
    by_hand: int
    sending: int


class StopOut(Outgoing):
    """What is stopped and what it holds; ``waiting`` is what a switch thrown now would hold."""

    stopped: bool
    switches: list[SwitchOut]
    held: WaitingOut
    waiting: WaitingOut
    may_lift: bool


class LiftedOut(Outgoing):
    """What became of what was held; ``still_stopped`` where another switch stands."""

    going: int
    expired: int
    still_stopped: bool


def stop_of(stop: Stop, outlook: Waiting) -> StopOut:
    """How things stand, as it goes out."""
    return StopOut(
        stopped=stop.stands,
        switches=[_switch(switch) for switch in stop.switches],
        held=_waiting(stop.held),
        waiting=_waiting(outlook),
        may_lift=stop.may_lift,
    )


def lifted_of(lifted: Lifted) -> LiftedOut:
    """What a lifting came to, as it goes out."""
    return LiftedOut(going=lifted.going, expired=lifted.expired, still_stopped=lifted.still)


def _switch(switch: Switch) -> SwitchOut:
    return SwitchOut(
        id=switch.id,
        everywhere=switch.everywhere,
        who=switch.who,
        reason=switch.reason,
        thrown=switch.thrown,
        held=switch.held,
    )


def _waiting(waiting: Waiting) -> WaitingOut:
    return WaitingOut(queued=waiting.queued, by_hand=waiting.by_hand, sending=waiting.sending)
