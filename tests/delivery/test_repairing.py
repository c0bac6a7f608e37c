"""The repair desk on a database, with a real worker and a gateway that can be looked at."""

from __future__ import annotations

from itertools import product

import pytest

from alerts.delivery.sweeper import sweep_once
from alerts.domain.errors import NotFoundError, WrongStateError
from alerts.domain.model.codes import ChannelKind, DeliveryState, Role
from alerts.domain.repairing import Action, need
from alerts.services import desk
from alerts.services.desk import repairing
from alerts.store import repairs, tasks
from alerts.store.audit import first_broken
from tests.delivery.scenery import eventually

REASONS = ("", "person-decides", "unconfirmed", "given-up", "kill-switch")


@pytest.fixture
def channel(scenery, gateway):
    address = "120363000000000001@newsletter"
    gateway.open_channels([address])
    return scenery.channel(address=address), address


@pytest.fixture
def refused(scenery, gateway, channel):
    """A delivery that the gateway refused: its key is wrong."""
    account = scenery.account(base_url=gateway.url)
    row = scenery.deliveries(account, [channel], of=scenery.thread())[0]
    scenery.release([row])
    _put(scenery, row, "refused", "KEY_REFUSED")
    return row


def _put(scenery, row, state: str, reason: str) -> None:
    query = "UPDATE delivery SET state = :state, reason = :reason, due = 'infinity', tries = 1 WHERE id = :id"
    scenery.change(query, state=state, reason=reason, id=row.id)


def _act(scenery, row, action: Action, reason: str = "", person=None) -> None:
    with scenery.app.transaction(scenery.authority) as session:
        repairing.act(session, person or scenery.someone(), row.id, action, reason)


def _count(scenery) -> int:
    with scenery.app.transaction(scenery.authority) as session:
        return repairing.count(session, scenery.someone())


def _sweep(database) -> None:
    with database.worker_store.everything() as session:
        sweep_once(session)


def _tasks(scenery) -> list[tuple[str, bool]]:
    return [tuple(row) for row in scenery.query("SELECT kind, done IS NULL FROM task ORDER BY kind")]


@pytest.mark.parametrize(("state", "reason"), list(product([state.value for state in DeliveryState], REASONS)))
def test_the_database_and_the_domain_agree_about_what_needs_a_person(scenery, refused, state, reason):
    _put(scenery, refused, state, reason)
    assert int(need(DeliveryState(state), reason) is not None) == _count(scenery)


def test_what_is_tried_again_gets_its_job_in_the_same_transaction_and_arrives(scenery, gateway, working, refused):
    scenery.change("DELETE FROM procrastinate_jobs")
    with pytest.raises(RuntimeError), scenery.app.transaction(scenery.authority) as session:
        repairing.act(session, scenery.someone(), refused.id, Action.RETRY)
        raise RuntimeError
    assert ("refused", [(0,)]) == (scenery.state(refused), scenery.query("SELECT count(*) FROM procrastinate_jobs"))
    _act(scenery, refused, Action.RETRY)
    assert [(1,)] == scenery.query("SELECT count(*) FROM procrastinate_jobs")
    with working():
        assert eventually(lambda: scenery.state(refused) == "confirmed")
    assert [(2, False)] == scenery.query("SELECT tries, repeat FROM delivery")
    assert 1 == len(gateway.posts())


@pytest.mark.parametrize(("state", "reason"), [("unknown", "person-decides"), ("accepted", "unconfirmed")])
def test_a_new_try_that_may_meet_itself_is_marked(scenery, gateway, working, refused, state, reason):
    _put(scenery, refused, state, reason)
    _act(scenery, refused, Action.RETRY)
    with working():
        assert eventually(lambda: scenery.state(refused) == "confirmed")
    assert ["Wiederholung" in text for text in gateway.texts()] == [True]


@pytest.mark.parametrize(
    ("state", "reason"),
    [("refused", ""), ("dead", ""), ("unknown", "person-decides"), ("accepted", "unconfirmed"), ("dead", "given-up")],
)
def test_marked_as_posted_it_counts_as_confirmed_and_its_task_is_done(scenery, database, refused, state, reason):
    _put(scenery, refused, state, reason)
    _sweep(database)
    _act(scenery, refused, Action.MARK_POSTED)
    assert ("confirmed", "posted-by-hand") == (scenery.state(refused), scenery.reason(refused))
    assert 0 == _count(scenery)
    assert not [task for task in _tasks(scenery) if task[1]]


def test_giving_up_is_undone_by_trying_again(scenery, gateway, working, refused):
    _act(scenery, refused, Action.GIVE_UP, "Kanal gibt es nicht mehr")
    assert (("dead", "given-up"), 0) == ((scenery.state(refused), scenery.reason(refused)), _count(scenery))
    _act(scenery, refused, Action.RETRY)
    with working():
        assert eventually(lambda: scenery.state(refused) == "confirmed")
    assert 1 == len(gateway.posts())


def test_nothing_expired_is_tried_again(scenery, refused):
    scenery.change("UPDATE delivery SET not_after = clock_timestamp()")
    with pytest.raises(WrongStateError):
        _act(scenery, refused, Action.RETRY)
    assert ("refused", 0) == (scenery.state(refused), _count(scenery))


def test_nothing_superseded_is_tried_again(scenery, channel, refused):
    newer = scenery.deliveries(refused.account, [channel], of=refused.thread, sequence=2)
    scenery.release(newer)
    with pytest.raises(WrongStateError):
        _act(scenery, refused, Action.RETRY)
    assert 0 == _count(scenery)


def test_two_people_at_once_do_it_once(scenery, refused):
    _act(scenery, refused, Action.RETRY)
    with pytest.raises(WrongStateError):
        _act(scenery, refused, Action.MARK_POSTED)


def test_every_action_is_audited_with_what_was_before(scenery, refused):
    _act(scenery, refused, Action.GIVE_UP, "Kanal gesperrt")
    _act(scenery, refused, Action.RETRY)
    found = scenery.query("SELECT action, detail ->> 'was', detail ->> 'reason', subject FROM audit ORDER BY number")
    alert = str(refused.alert)
    assert [("give-up", "refused", "Kanal gesperrt", alert), ("retry", "dead", "", alert)] == [
        tuple(row) for row in found
    ]
    with scenery.app.transaction(scenery.authority) as session:
        assert first_broken(session, scenery.authority) is None


def test_a_task_stands_for_what_needs_a_person_and_ends_with_it(scenery, database, refused):
    _sweep(database)
    _sweep(database)
    assert [("repair", True)] == _tasks(scenery)
    _act(scenery, refused, Action.RETRY)
    assert [("repair", False)] == _tasks(scenery)
    _put(scenery, refused, "unknown", "person-decides")
    _sweep(database)
    assert [("repair", True)] == _tasks(scenery)
    _put(scenery, refused, "confirmed", "")
    _sweep(database)
    assert [("repair", False)] == _tasks(scenery)


def test_a_repair_is_not_ticked_off_in_passing(scenery, database, refused):
    _sweep(database)
    with scenery.app.transaction(scenery.authority) as session:
        open_ones = tasks.open_tasks(session, scenery.authority)
        with pytest.raises(NotFoundError):
            desk.complete_task(session, scenery.someone(), open_ones[0].id)


def test_a_post_that_an_office_gave_back_can_go_back_to_it(scenery, database):
    account = scenery.account(kind=ChannelKind.WHATSAPP_MANUAL)
    by_hand = scenery.channel(kind=ChannelKind.WHATSAPP_MANUAL, address="")
    kind = ChannelKind.WHATSAPP_MANUAL
    row = scenery.deliveries(account, [(by_hand, "")], of=scenery.thread(), kind=kind)[0]
    scenery.release([row])
    _put(scenery, row, "refused", "person-cannot-post")
    _sweep(database)
    _act(scenery, row, Action.RETRY)
    _sweep(database)
    assert ("waiting", "awaits-person") == (scenery.state(row), scenery.reason(row))
    assert [("manual-post", True)] == _tasks(scenery)


def test_several_at_once_pass_over_what_has_changed(scenery, gateway, refused):
    other = scenery.channel(address="2@newsletter")
    more = scenery.deliveries(refused.account, [(other, "2@newsletter")], of=scenery.thread())[0]
    scenery.release([more])
    _put(scenery, more, "confirmed", "")
    with scenery.app.transaction(scenery.authority) as session:
        done = repairing.act_on_all(session, scenery.someone(), [refused.id, more.id], Action.GIVE_UP)
    assert (1, 1) == (done.changed, len(done.passed))
    assert ("dead", "confirmed") == (scenery.state(refused), scenery.state(more))


def test_an_office_repairs_only_its_own_channels(scenery, channel, refused):
    office, other = (
        scenery.query(
            "INSERT INTO office (authority_id, name) VALUES (:authority, :name) RETURNING id",
            authority=scenery.authority,
            name=name,
        )[0][0]
        for name in ("Moabit", "Wedding")
    )
    scenery.change("UPDATE channel SET office_id = :office WHERE id = :id", office=office, id=channel[0])
    stranger = _of_office(scenery, other)
    with pytest.raises(NotFoundError):
        _act(scenery, refused, Action.RETRY, person=stranger)
    with scenery.app.transaction(scenery.authority) as session:
        assert (0, 1) == tuple(repairing.count(session, _of_office(scenery, one)) for one in (other, office))
    _act(scenery, refused, Action.GIVE_UP, person=_of_office(scenery, office))
    assert "dead" == scenery.state(refused)


def test_another_authority_has_no_such_delivery(scenery, database, refused):
    with database.store.transaction(scenery.person) as session, pytest.raises(NotFoundError):
        repairs.lock(session, scenery.authority, refused.id)


def test_open_repairs_are_found_by_an_index(scenery, refused):
    query = f"""
        EXPLAIN SELECT d.id FROM delivery d
         WHERE {repairs.NEEDS} AND d.not_after > statement_timestamp()
    """
    scenery.change("SET enable_seqscan = off")
    plan = scenery.query(query)
    assert "ix_delivery_trouble" in " ".join(row[0] for row in plan)


def _of_office(scenery, office):
    person = scenery.someone()
    return type(person)(**{**vars(person), "roles": frozenset({Role.OFFICE}), "office": office})


def _undo(scenery, row) -> int:
    with scenery.app.transaction(scenery.authority) as session:
        return repairing.undo(session, scenery.someone(), [row.id]).changed


@pytest.mark.parametrize("action", [Action.GIVE_UP, Action.MARK_POSTED])
@pytest.mark.parametrize(("state", "reason"), [("refused", "KEY_REFUSED"), ("unknown", "person-decides")])
def test_what_was_just_done_can_be_taken_back_once_and_it_stands_as_before(
    scenery, refused, action: Action, state: str, reason: str
) -> None:
    _put(scenery, refused, state, reason)
    _act(scenery, refused, action)
    assert (1, 0) == (_undo(scenery, refused), _undo(scenery, refused))
    assert (state, reason, 1) == (scenery.state(refused), scenery.reason(refused), _count(scenery))
    assert [(None, None)] == [tuple(row) for row in scenery.query("SELECT accepted, confirmed FROM delivery")]


def test_what_was_tried_again_meanwhile_is_not_taken_back(scenery, refused) -> None:
    _act(scenery, refused, Action.GIVE_UP)
    _act(scenery, refused, Action.RETRY)
    assert 0 == _undo(scenery, refused)
