"""Who is called when an alert waits for its second person. Pure: a clock comes in, calls come out.

The first of the roster is called at once, the second three minutes after submit, the rest three minutes later, and then
everybody again every three minutes until the rounds are used up. Whoever takes it over gets three minutes of quiet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

STEP = timedelta(minutes=3)
"""Between two rounds, and how long a taking-over keeps others from being called."""
ROUNDS = 10
"""Rounds of calls; the last one comes 27 minutes after submit, where nobody took it over."""


@dataclass(frozen=True, kw_only=True)
class OnCall:
    """Somebody on the roster."""

    person: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """One person, called in one round; rounds count from 0."""

    person: UUID
    round: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for its second person: the roster in order, who wrote it, when it was taken over, who was called."""

    submitted: datetime
    roster: Sequence[OnCall]
    authors: Collection[UUID]
    taken: Sequence[datetime] = ()
    called: Collection[Call] = ()

    @property
    def callable(self) -> tuple[OnCall, ...]:
        """Those who may decide: whoever wrote a version is left out."""
        return tuple(one for one in self.roster if one.person not in self.authors)


def moments(submitted: datetime, taken: Sequence[datetime]) -> tuple[datetime, ...]:
    """When each round is due: every three minutes, and not within three minutes of a taking-over."""
    found = [submitted]
    while len(found) < ROUNDS:
        found.append(_after(found[-1] + STEP, sorted(taken)))
    return tuple(found)


def in_round(callees: Sequence[OnCall], number: int) -> tuple[OnCall, ...]:
    """Who is called in a round: first, second, all the others, then everybody."""
    shares = [share for share in (callees[:1], callees[1:2], callees[2:]) if share]
    return tuple(shares[number] if number < len(shares) else callees)


def due(waiting: Waiting, now: datetime) -> tuple[Call, ...]:
    """The calls to make now. Where rounds were missed, each person is called once for all of them."""
    newest: dict[UUID, int] = {}
    for number in _begun(waiting, now):
        newest |= {one.person: number for one in in_round(waiting.callable, number)}
    known = {person: max(c.round for c in waiting.called if c.person == person) for person in _people(waiting)}
    return tuple(
        Call(person=person, round=number) for person, number in newest.items() if number > known.get(person, -1)
    )


def given_up(waiting: Waiting, now: datetime) -> bool:
    """Whether calling cannot help, or no longer: nobody may be called, or the last round is three minutes old."""
    return not waiting.callable or now >= moments(waiting.submitted, waiting.taken)[-1] + STEP


def _after(moment: datetime, taken: Sequence[datetime]) -> datetime:
    for at in taken:
        if at < moment:
            moment = max(moment, at + STEP)
    return moment


def _begun(waiting: Waiting, now: datetime) -> Iterator[int]:
    for number, moment in enumerate(moments(waiting.submitted, waiting.taken)):
        if moment <= now:
            yield number


def _people(waiting: Waiting) -> set[UUID]:
    return {call.person for call in waiting.called}
