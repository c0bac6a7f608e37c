"""When the people at the desk are asked about a running alert: is it still true, and it is about to run out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

AGAIN_AFTER = timedelta(hours=1)
"""From one answer to the next question."""
UNKNOWN_HOLDS = timedelta(hours=2)
"""How long an alert without a template is taken to be true without asking."""


class QuestionKind(StrEnum):
    """What is asked."""

    STILL_TRUE = "still-true"
    EXPIRES_30 = "expires-30"
    EXPIRES_10 = "expires-10"


class Answer(StrEnum):
    """What was answered, or that nobody needs to answer any more."""

    STILL_TRUE = "still-true"
    UPDATE = "update"
    PROLONG = "prolong"
    ALL_CLEAR = "all-clear"
    PASSED = "passed"
    """Overtaken: by a later question, a newer alert, or the alert's end."""


BEFORE_END: Mapping[QuestionKind, timedelta] = {
    QuestionKind.EXPIRES_30: timedelta(minutes=30),
    QuestionKind.EXPIRES_10: timedelta(minutes=10),
}
"""How long before its end an alert's people are reminded, the longest first."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A running alert, the newest of its thread, as far as questions hang on it.

    ``began``: when the thread's first alert was sent; ``holds``: the template's usual duration; ``answered``: when
    somebody of the thread last said that it is still true; ``open``: what is asked and not answered; ``asked``: how
    often each kind has been asked about this alert.
    """

    alert: UUID
    authority: UUID
    began: datetime
    sent: datetime
    expires: datetime
    holds: timedelta = UNKNOWN_HOLDS
    answered: datetime | None = None
    open: frozenset[QuestionKind] = frozenset()
    asked: Mapping[QuestionKind, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to put. ``number`` counts those of its kind and alert, from 1."""

    alert: UUID
    authority: UUID
    kind: QuestionKind
    number: int
    due: datetime


def next_still_true(watched: Watched) -> datetime | None:
    """When it is next asked whether the alert is still true; None where its end is reminded of before that."""
    touched = [
        moment for moment in (watched.answered, watched.sent if watched.sent > watched.began else None) if moment
    ]
    due = max([watched.began + watched.holds, *(moment + AGAIN_AFTER for moment in touched)])
    return due if due < watched.expires - BEFORE_END[QuestionKind.EXPIRES_30] else None


def due(watched: Watched, now: datetime) -> tuple[Question, ...]:
    """What is to be asked now: at most one thing, the most urgent; a server that slept asks only what still matters."""
    if now >= watched.expires:
        return ()
    for kind, before in reversed(tuple(BEFORE_END.items())):
        moment = watched.expires - before
        if moment <= now:
            fresh = watched.sent >= moment or watched.asked.get(kind, 0) > 0
            return () if fresh else tuple(_asked(watched, kind, moment))
    moment_of_truth = next_still_true(watched)
    if moment_of_truth is None or moment_of_truth > now or QuestionKind.STILL_TRUE in watched.open:
        return ()
    return tuple(_asked(watched, QuestionKind.STILL_TRUE, moment_of_truth))


def _asked(watched: Watched, kind: QuestionKind, moment: datetime) -> Iterator[Question]:
    yield Question(
        alert=watched.alert,
        authority=watched.authority,
        kind=kind,
        number=watched.asked.get(kind, 0) + 1,
        due=moment,
    )
