"""Deliveries that need a person, and what comes in about them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from alerts.domain.model.codes import ChannelKind, DeliveryState
from alerts.domain.model.delivery import AttemptRow
from alerts.domain.repairing import Action, Need
from alerts.services.desk.repairing import LONGEST_REASON, Bench, RepairView
from api.schemas.base import Incoming, Outgoing, Words


class RepairIn(Incoming):
    """Why, in the person's own words; it stands in the audit."""

    reason: Annotated[Words, Field(max_length=LONGEST_REASON)] = ""


class AttemptOut(Outgoing):
    """One try, or one look into the channel; ``answer`` is the gateway's own."""

    number: int
    started: datetime
    ended: datetime
    outcome: str
    reason: str
    answer: str


class RepairOut(Outgoing):
    """A delivery that needs a person; ``need`` is null where a person gave it up, ``offers`` says what may be done."""

    id: UUID
    alert: UUID
    headline: str
    code: str
    severity: str
    drill: bool
    channel: UUID
    channel_name: str
    kind: ChannelKind
    account: str
    join_url: str
    state: DeliveryState
    reason: str
    need: Need | None
    offers: list[Action]
    tries: int
    repeat: bool
    since: datetime
    expires: datetime
    text: str
    attempts: list[AttemptOut]


class RepairList(Outgoing):
    """What needs a person, the gravest first, and what was given up and can still be tried again."""

    deliveries: list[RepairOut]
    given_up: list[RepairOut]


def repairs_of(bench: Bench) -> RepairList:
    """A repair desk as it goes out."""
    return RepairList(
        deliveries=[_repair(view) for view in bench.open], given_up=[_repair(view) for view in bench.given_up]
    )


def _repair(view: RepairView) -> RepairOut:
    row = view.row
    return RepairOut(
        id=row.id,
        alert=row.alert,
        headline=row.headline,
        code=row.code,
        severity=row.severity,
        drill=row.drill,
        channel=row.channel,
        channel_name=row.channel_name,
        kind=row.kind,
        account=row.account_name,
        join_url=row.join_url,
        state=row.state,
        reason=row.reason,
        need=view.need,
        offers=list(view.offers),
        tries=row.tries,
        repeat=row.repeat,
        since=row.since,
        expires=row.not_after,
        text=row.text,
        attempts=[_attempt(attempt) for attempt in row.attempts],
    )


def _attempt(attempt: AttemptRow) -> AttemptOut:
    return AttemptOut(
        number=attempt.number,
        started=attempt.started,
        ended=attempt.ended,
        outcome=attempt.outcome,
        reason=attempt.reason,
        answer=attempt.answer,
    )
