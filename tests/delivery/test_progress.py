"""How an alert's deliveries are summed up: who stands by is not open, who has stood in says for whom."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from alerts.domain.model.standing import Standing
from alerts.store import progress
from tests.delivery.scenery import Scenery


@pytest.fixture
def watched(database: Any, scenery: Scenery) -> Any:
    """Releases one post for each (state, reason, further columns); answers the alert and its deliveries."""

    def release(*stands: tuple[str, str, dict[str, Any]]) -> tuple[UUID, list[Any]]:
        channels = scenery.channels([f"{number}@newsletter" for number in range(len(stands))])
        rows = scenery.deliveries(scenery.account(), channels, of=scenery.thread())
        scenery.release(rows)
        for row, (state, reason, more) in zip(rows, stands, strict=True):
            values = {"state": state, "reason": reason, **more}
            sets = ", ".join(f"{name} = :{name}" for name in values)
            scenery.change(f"UPDATE delivery SET {sets} WHERE id = :id", id=row.id, **values)
        return rows[0].alert, rows

    return release


def seen(database: Any, scenery: Scenery, alert: UUID) -> Any:
    with database.store.transaction(scenery.authority) as session:
        return SimpleNamespace(
            counts=progress.counts(session, [alert])[alert],
            times=progress.times(session, alert),
            accounts=progress.accounts(session, alert),
            rows=progress.rows(session, alert),
        )


def test_who_stands_by_is_ready_and_not_open_and_who_stood_in_says_for_whom(
    database: Any, scenery: Scenery, watched: Any
) -> None:
    alert, rows = watched(("confirmed", "", {}), ("held", "standby", {}), ("queued", "stands-in", {}))
    for row in rows[1:]:
        scenery.change("UPDATE delivery SET stands_for = :for WHERE id = :id", id=row.id, **{"for": [rows[0].channel]})
    found = seen(database, scenery, alert)
    assert {Standing.CONFIRMED: 1, Standing.STANDBY: 1, Standing.UNDER_WAY: 1} == dict(found.counts.by)
    assert 2 == found.counts.total
    assert [
        (Standing.UNDER_WAY, ("Kanal 0@newsletter",)),
        (Standing.CONFIRMED, None),
        (Standing.STANDBY, ("Kanal 0@newsletter",)),
    ] == [(row.standing, row.stands_for) for row in found.rows]


def test_times_are_reached_when_so_many_are_there(database: Any, scenery: Scenery, watched: Any) -> None:
    alert, rows = watched(*[("confirmed", "", {}) for _ in range(20)], ("waiting", "not-sent", {}))
    for number, row in enumerate(rows[:20], start=1):
        later = "UPDATE delivery SET accepted = created + make_interval(secs => :after) WHERE id = :id"
        scenery.change(later, id=row.id, after=float(number))
    found = seen(database, scenery, alert)
    assert progress.Times(first=1.0, half=11.0, most=20.0, last=20.0) == found.times
    assert found.counts.due is not None
    scenery.change("UPDATE delivery SET accepted = NULL WHERE id = :id", id=rows[19].id)
    assert seen(database, scenery, alert).times.most is None


def test_the_slowest_account_comes_first_with_what_it_last_answered(
    database: Any, scenery: Scenery, watched: Any
) -> None:
    alert, rows = watched(("waiting", "not-sent", {"tries": 2}), ("unknown", "no-answer", {"tries": 1}))
    quick = scenery.account()
    scenery.change("UPDATE delivery SET account_id = :account WHERE id = :id", account=quick, id=rows[1].id)
    scenery.change("UPDATE delivery SET created = created - interval '1 minute' WHERE id = :id", id=rows[0].id)
    scenery.change(
        "UPDATE account SET blocked_until = now() + interval '1 minute', blocked_reason = 'breaker' WHERE id = :id",
        id=rows[0].account,
    )
    scenery.change(
        "INSERT INTO attempt (delivery_id, number, authority_id, started, ended, outcome, reason, answer)"
        " VALUES (:id, 2, :authority, now(), now(), 'not-sent', 'busy', '503'),"
        " (:id, 3, :authority, now(), now(), 'absent', '', '')",
        id=rows[0].id,
        authority=scenery.authority,
    )
    slow, other = seen(database, scenery, alert).accounts
    assert (1, "breaker", "busy", "503") == (slow.open, slow.blocked_reason, slow.reason, slow.answer)
    assert slow.blocked_until is not None
    assert (1, None, None) == (other.open, other.blocked_until, other.answered)


def test_what_was_given_up_and_what_a_person_must_decide_are_counted_apart(
    database: Any, scenery: Scenery, watched: Any
) -> None:
    alert, rows = watched(("dead", "given-up", {}), ("unknown", "person-decides", {}), ("dead", "", {}))
    found = seen(database, scenery, alert)
    assert {Standing.GIVEN_UP: 1, Standing.DECIDES: 1, Standing.REFUSED: 1} == dict(found.counts.by)
    assert {rows[1].id, rows[2].id} == {row.id for row in found.rows[:2]}
