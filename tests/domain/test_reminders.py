"""When people are asked about a running alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from alerts.domain.lifecycle.reminders import QuestionKind, Watched, due, next_still_true

BEGAN = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WATCHED = Watched(
    alert=UUID(int=1), authority=UUID(int=2), began=BEGAN, sent=BEGAN, expires=BEGAN + 8 * HOUR, holds=3 * HOUR
)


def asked(watched: Watched, after: timedelta) -> list[tuple[str, int]]:
    return [(one.kind.value, one.number) for one in due(watched, BEGAN + after)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (3 * HOUR - MINUTE, []),
        (3 * HOUR, [("still-true", 1)]),
        (7 * HOUR + 29 * MINUTE, [("still-true", 1)]),
        (7 * HOUR + 30 * MINUTE, [("expires-30", 1)]),
        (7 * HOUR + 50 * MINUTE, [("expires-10", 1)]),
        (8 * HOUR, []),
    ],
    ids=lambda value: str(value),
)
def test_after_the_usual_duration_and_before_the_end(after: timedelta, expected: list[tuple[str, int]]) -> None:
    assert expected == asked(WATCHED, after)


def test_an_hour_after_an_answer_it_is_asked_again() -> None:
    answered = replace(WATCHED, answered=BEGAN + 3 * HOUR + 5 * MINUTE, asked={QuestionKind.STILL_TRUE: 1})

    assert BEGAN + 4 * HOUR + 5 * MINUTE == next_still_true(answered)
    assert ([], [("still-true", 2)]) == (asked(answered, 4 * HOUR), asked(answered, 4 * HOUR + 5 * MINUTE))


def test_what_is_asked_already_is_not_asked_again() -> None:
    waiting = replace(WATCHED, open=frozenset({QuestionKind.STILL_TRUE}), asked={QuestionKind.STILL_TRUE: 1})
    reminded = replace(WATCHED, asked={QuestionKind.EXPIRES_30: 1})

    assert ([], []) == (asked(waiting, 5 * HOUR), asked(reminded, 7 * HOUR + 40 * MINUTE))


def test_an_update_within_the_usual_duration_does_not_bring_the_question_forward() -> None:
    updated = replace(WATCHED, sent=BEGAN + HOUR)

    assert BEGAN + 3 * HOUR == next_still_true(updated)
    assert BEGAN + 6 * HOUR == next_still_true(replace(WATCHED, sent=BEGAN + 5 * HOUR))


def test_a_short_alert_is_not_reminded_of_its_end_in_the_minute_it_is_sent() -> None:
    short = replace(WATCHED, expires=BEGAN + 20 * MINUTE)

    assert ([], [("expires-10", 1)]) == (asked(short, MINUTE), asked(short, 10 * MINUTE))


def test_a_long_validity_without_a_template_is_asked_about_after_two_hours() -> None:
    unknown = Watched(
        alert=UUID(int=1), authority=UUID(int=2), began=BEGAN, sent=BEGAN, expires=BEGAN + timedelta(days=2)
    )

    assert BEGAN + 2 * HOUR == next_still_true(unknown)
