"""The kill switch as the frame of every workplace shows it."""

from __future__ import annotations

from alerts.domain.model.person import Person
from alerts.services import stopping
from alerts.store.session import Session
from web.frame import StopLine, StopSign


def stop_sign(session: Session, person: Person) -> StopSign:
    """What is stopped right now, for this reader."""
    stop = stopping.standing(session, person)
    return StopSign(
        lines=tuple(
            StopLine(who=switch.who, since=switch.thrown, reason=switch.reason, everywhere=switch.everywhere)
            for switch in stop.switches
        ),
        held=stop.held.queued,
        by_hand=stop.held.by_hand,
        may_throw=stop.may_throw,
        may_lift=stop.may_lift,
        own=stop.own,
    )
