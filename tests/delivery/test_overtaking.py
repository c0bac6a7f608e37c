"""What an alert's update or end does to older posts that stand by, wait for a hand, or were stopped."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from alerts.delivery import sweeper
from alerts.domain.model.delivery import NewDelivery
from alerts.store import by_hand, switches
from tests.delivery.scenery import Scenery


class Stage:
    """Four channels, one account, and a clock that is moved by sweeping; nothing is sent."""

    def __init__(self, scenery: Scenery, database) -> None:
        self.scenery = scenery
        self._database = database
        self.account = scenery.account()
        self.x, self.y, self.s, self.other = scenery.channels([f"{n}@newsletter" for n in range(4)])
        self.thread = scenery.thread()

    def release(self, sequence: int, *channels: tuple[UUID, str], standing_by: dict | None = None) -> list[NewDelivery]:
        """An alert for the channels, and for each that stands by the channels it stands for."""
        rows = self.scenery.deliveries(self.account, channels, of=self.thread, sequence=sequence, stand_in_after=15.0)
        for standby, covered in (standing_by or {}).items():
            stands_for = tuple(channel for channel, _ in covered)
            rows.append(replace(rows[0], id=uuid4(), channel=standby[0], address=standby[1], stands_for=stands_for))
        self.scenery.release(rows)
        return rows

    def be(self, row: NewDelivery, state: str, reason: str = "") -> None:
        self.scenery.change(
            "UPDATE delivery SET state = :state, reason = :reason, lease_until = now() + interval '1 minute' "
            "WHERE id = :id",
            id=row.id,
            state=state,
            reason=reason,
        )

    def sweep(self) -> None:
        with self._database.worker_store.everything() as session:
            sweeper.sweep_once(session)

    def found(self, row: NewDelivery) -> tuple[str, str]:
        return tuple(self.scenery.query("SELECT state, reason FROM delivery WHERE id = :id", id=row.id)[0])


@pytest.fixture
def stage(scenery: Scenery, database) -> Stage:
    return Stage(scenery, database)


def test_a_standby_that_was_called_and_has_sent_nothing_stays_silent_once_the_end_is_there(stage):
    row, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(row, "refused")
    stage.sweep()
    assert ("queued", "stands-in") == stage.found(standby)
    end, told = stage.release(2, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(end, "confirmed")
    stage.sweep()
    assert [("superseded", "newer"), ("superseded", "not-needed")] == [stage.found(standby), stage.found(told)]


def test_a_standby_that_is_just_being_sent_hears_the_end(stage):
    row, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(row, "refused")
    stage.be(standby, "sending")
    end, told = stage.release(2, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(end, "confirmed")
    stage.sweep()
    assert [("sending", ""), ("queued", "stands-in")] == [stage.found(standby), stage.found(told)]


def test_an_outdated_post_by_hand_leaves_its_desk_with_its_task(stage):
    row, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(row, "refused")
    stage.be(standby, "waiting", "awaits-person")
    stage.scenery.change("UPDATE delivery SET due = 'infinity' WHERE id = :id", id=standby.id)
    stage.scenery.change(
        "INSERT INTO task (authority_id, alert_id, kind, delivery_id, title) "
        "VALUES (:mine, :alert, 'manual-post', :id, 'S')",
        mine=stage.scenery.authority,
        alert=standby.alert,
        id=standby.id,
    )
    end, _ = stage.release(2, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(end, "confirmed")
    stage.sweep()
    assert ("superseded", "newer") == stage.found(standby)
    assert [(True,)] == stage.scenery.query("SELECT done IS NOT NULL FROM task")


def test_a_standby_dropped_for_another_channel_takes_no_post_from_its_own(stage):
    first = stage.release(1, stage.x)[0]
    stage.be(first, "held", "kill-switch")
    update, standby = stage.release(2, stage.y, standing_by={stage.x: [stage.y]})
    stage.be(update, "confirmed")
    stage.sweep()
    assert [("queued", ""), ("superseded", "not-needed")] == [stage.found(first), stage.found(standby)]


def test_a_standby_still_goes_out_for_who_heard_nothing_of_a_later_alert(stage):
    _, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x]})
    update, later = stage.release(2, stage.y, standing_by={stage.s: [stage.y]})
    stage.be(update, "confirmed")
    stage.sweep()
    assert [("held", "standby"), ("held", "standby")] == [stage.found(standby), stage.found(later)]
    stage.scenery.change("UPDATE delivery SET stand_in_at = now() WHERE channel_id = :x", x=stage.x[0])
    stage.sweep()
    assert [("queued", "stands-in"), ("held", "standby")] == [stage.found(standby), stage.found(later)]
    stage.be(standby, "confirmed")
    stage.sweep()
    assert ("queued", "stands-in") == stage.found(later)


def test_a_later_standby_is_dropped_once_no_earlier_one_can_go_out(stage):
    row, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x]})
    update, later = stage.release(2, stage.y, standing_by={stage.s: [stage.y]})
    stage.be(update, "confirmed")
    stage.be(row, "confirmed")
    stage.sweep()
    stage.sweep()
    assert [("superseded", "not-needed")] * 2 == [stage.found(standby), stage.found(later)]


@pytest.mark.parametrize("called", [False, True])
def test_a_standby_that_is_needed_for_something_older_tells_the_end_instead(stage, called):
    left, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x, stage.y]})
    if called:
        stage.be(left, "refused")
        stage.sweep()
        assert ("queued", "stands-in") == stage.found(standby)
    end, told = stage.release(2, stage.y, standing_by={stage.s: [stage.y]})
    stage.scenery.change("UPDATE delivery SET role = 'ends' WHERE alert_id = :alert", alert=end.alert)
    stage.be(end, "confirmed")
    stage.sweep()
    if not called:
        assert [("held", "standby"), ("held", "standby")] == [stage.found(standby), stage.found(told)]
        stage.scenery.change("UPDATE delivery SET stand_in_at = now() WHERE id = :id", id=left.id)
        stage.sweep()
    stage.sweep()
    assert ("queued", "stands-in") == stage.found(told)
    assert "superseded" == stage.found(standby)[0]


def test_an_end_does_not_speak_for_what_a_stop_holds(stage):
    left, standby = stage.release(1, stage.x, standing_by={stage.s: [stage.x, stage.y]})
    mine = stage.scenery.authority
    with stage.scenery.app.transaction(mine) as session:
        switches.throw(session, mine, stage.scenery.person, reason="falsch", held=1)
    stage.be(left, "refused")
    end, told = stage.release(2, stage.y, standing_by={stage.s: [stage.y]})
    stage.scenery.change("UPDATE delivery SET role = 'ends' WHERE alert_id = :alert", alert=end.alert)
    stage.be(end, "confirmed")
    stage.sweep()
    assert [("held", "standby"), ("held", "standby")] == [stage.found(standby), stage.found(told)]


def test_nobody_is_late_for_the_time_of_a_stop(stage):
    row, _ = stage.release(1, stage.x, standing_by={stage.s: [stage.x]})
    stage.be(row, "waiting", "awaits-person")
    mine = stage.scenery.authority
    with stage.scenery.app.transaction(mine) as session:
        switches.throw(session, mine, stage.scenery.person, reason="falsch", held=1)
    stage.scenery.change("UPDATE delivery SET created = created - interval '10 minutes'")
    stage.scenery.change("UPDATE delivery SET stand_in_at = stand_in_at - interval '10 minutes'")
    stage.scenery.change("UPDATE kill_switch SET thrown = thrown - interval '10 minutes'")
    with stage.scenery.app.transaction(mine) as session:
        ids = [switch.id for switch in switches.thrown(session, mine)]
        assert 1 == switches.lift(session, ids, stage.scenery.person, reason="geklärt")
    left = stage.scenery.query(
        "SELECT extract(epoch FROM stand_in_at - now())::float8 FROM delivery WHERE id = :id", id=row.id
    )[0][0]
    assert 5 < left < 16


def test_a_hand_over_keeps_the_time_that_every_account_has_been_told(stage):
    other = stage.scenery.account()
    row = stage.scenery.deliveries(
        stage.account, [stage.x], of=stage.thread, accounts=(stage.account, other), hand_over_after=0.0
    )[0]
    stage.scenery.release([row])
    stage.scenery.change("UPDATE delivery SET tries = 2, state = 'waiting', due = now() + interval '300 s'")
    stage.sweep()
    handed = stage.scenery.query("SELECT account_id, due > now() + interval '200 s' FROM delivery")
    assert [(other, True)] == handed


def test_a_tick_is_not_taken_back_once_something_newer_is_there(stage):
    row = stage.release(1, stage.x)[0]
    stage.scenery.change("UPDATE delivery SET kind = 'whatsapp-manual', state = 'confirmed', reason = 'posted-by-hand'")
    stage.scenery.change(
        "INSERT INTO task (authority_id, alert_id, kind, delivery_id, title, done, done_by) "
        "VALUES (:mine, :alert, 'manual-post', :id, 'X', now(), :me)",
        mine=stage.scenery.authority,
        alert=row.alert,
        id=row.id,
        me=stage.scenery.person,
    )
    stage.release(2, stage.x)
    with stage.scenery.app.transaction(stage.scenery.authority) as session:
        assert not by_hand.put_back(session, stage.scenery.authority, stage.scenery.person, row.id, within=60.0)


def test_an_alert_s_deliveries_are_of_one_moment(stage):
    stage.release(1, stage.x, stage.y, stage.other)
    assert [(1,)] == stage.scenery.query("SELECT count(DISTINCT created) FROM delivery")
