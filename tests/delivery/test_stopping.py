"""The kill switch with a real worker: nothing begins later than two seconds after it, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from alerts.access import passwords
from alerts.delivery import outbox
from alerts.domain.errors import (
    InvalidError,
    NotAllowedError,
    PersonNeededError,
    SecondPersonToLiftError,
    SignInFailedError,
    StoppedEverywhereError,
    WrongStateError,
)
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.person import Person
from alerts.services import stopping
from alerts.store import audit, switches
from alerts.store.errors import ForeignRowError
from alerts.store.tables.people import person
from tests.delivery.scenery import Scenery, eventually

WITHIN = 2.0
"""Seconds after which no send may begin."""


@pytest.fixture
def people(scenery: Scenery) -> Callable[..., Person]:
    """Adds people of the authority."""

    def add(*roles: Role, machine: bool = False, login: str = "", password: str = "") -> Person:
        row = {
            "id": uuid4(),
            "authority_id": scenery.authority,
            "name": f"Person {uuid4().hex[:4]}",
            "login": login or uuid4().hex,
            "password_hash": passwords.hashed(password) if password else "-",
            "roles": [role.value for role in roles],
        }
        with scenery.engine.begin() as connection:
            connection.execute(insert(person), [row])
        return Person(
            id=row["id"],
            authority=scenery.authority,
            authority_name="Bezirk Mitte",
            name=row["name"],
            unit="",
            login=row["login"],
            roles=frozenset(roles),
            by_machine=machine,
        )

    return add


def _throw(scenery: Scenery, who: Person, reason: str = "Falscher Text") -> stopping.Stop:
    with scenery.app.transaction(scenery.authority) as session:
        return stopping.throw(session, who, reason)


def _lift(scenery: Scenery, who: Person, reason: str = "Geklärt") -> stopping.Lifted:
    with scenery.app.transaction(scenery.authority) as session:
        return stopping.lift(session, who, reason)


def _many(scenery: Scenery, gateway, count: int, **account) -> list:
    addresses = [f"1203650000{n:08d}@newsletter" for n in range(count)]
    gateway.open_channels(addresses)
    sender = scenery.account(base_url=gateway.url, **account)
    return scenery.deliveries(sender, scenery.channels(addresses), of=scenery.thread())


def _thrown_at(scenery: Scenery) -> float:
    return float(scenery.query("SELECT extract(epoch FROM max(thrown))::float8 FROM kill_switch")[0][0])


def _last_begun(scenery: Scenery) -> float:
    return float(scenery.query("SELECT extract(epoch FROM max(started))::float8 FROM attempt")[0][0])


def test_no_send_begins_later_than_two_seconds_after_it(scenery, gateway, working, people):
    rows = _many(scenery, gateway, 400, per_second=60.0, burst=60, tokens=60.0)
    operator, approver = people(Role.OPERATOR), people(Role.APPROVER)
    with working():
        scenery.release(rows)
        assert eventually(lambda: len(gateway.posts()) > 40)
        stop = _throw(scenery, operator)
        assert eventually(lambda: set(scenery.states(rows)) <= {"held", "confirmed"}, 30)
        time.sleep(WITHIN + 1)
        sent = len(gateway.posts())
        assert 40 < sent < len(rows)
        assert _last_begun(scenery) - _thrown_at(scenery) < WITHIN
        held = scenery.states(rows)["held"]
        assert len(rows) - sent == held <= stop.switches[0].held
        lifted = _lift(scenery, approver)
        assert (held, 0, False) == (lifted.going, lifted.expired, lifted.still)
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 400}, 60)
    assert 400 == len(gateway.posts())


@pytest.mark.kill
@pytest.mark.timeout(240)
def test_it_survives_a_worker_that_is_killed(scenery, gateway, start_worker, people):
    rows = _many(scenery, gateway, 200, per_second=40.0, burst=40, tokens=40.0)
    victim = start_worker()
    scenery.release(rows)
    assert eventually(lambda: len(gateway.posts()) > 20)
    _throw(scenery, people(Role.OPERATOR))
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    start_worker()
    assert eventually(lambda: set(scenery.states(rows)) <= {"held", "confirmed"}, 60)
    sent = len(gateway.posts())
    time.sleep(WITHIN)
    assert sent == len(gateway.posts()) < 200
    assert _last_begun_after(scenery) < WITHIN
    _lift(scenery, people(Role.ADMINISTRATOR))
    assert eventually(lambda: scenery.states(rows) == {"confirmed": 200}, 60)
    assert 200 == len(gateway.posts())


def _last_begun_after(scenery: Scenery) -> float:
    """Seconds from the throw to the last begun send; an attempt whose worker died carries no start."""
    begun = scenery.query(
        "SELECT coalesce(extract(epoch FROM max(started))::float8, 0) FROM attempt WHERE reason <> 'worker-lost'"
        " AND outcome NOT IN ('found', 'absent', 'unreadable')"
    )
    return float(begun[0][0]) - _thrown_at(scenery)


def test_what_is_approved_afterwards_passes(scenery, gateway, working, people):
    rows = _many(scenery, gateway, 2)
    correction = scenery.deliveries(
        rows[0].account, [(rows[0].channel, rows[0].address)], of=rows[0].thread, sequence=2, text="Berichtigung"
    )
    scenery.release(rows)
    _throw(scenery, people(Role.APPROVER))
    scenery.release(correction)
    with working():
        assert eventually(lambda: scenery.states(correction) == {"confirmed": 1})
        assert eventually(lambda: "held" in scenery.states(rows))
    assert ["Berichtigung"] == gateway.texts()


def test_lifted_what_has_expired_meanwhile_does_not_go_out(scenery, gateway, working, people):
    rows = _many(scenery, gateway, 2)
    scenery.release(rows)
    _throw(scenery, people(Role.OPERATOR))
    soon = datetime.now(UTC) + timedelta(seconds=2)
    scenery.change("UPDATE delivery SET not_after = :soon WHERE id = :id", soon=soon, id=rows[0].id)
    with working():
        assert eventually(lambda: scenery.state(rows[0]) == "expired", 10)
        lifted = _lift(scenery, people(Role.APPROVER))
        assert (1, 1) == (lifted.going, lifted.expired)
        assert eventually(lambda: scenery.state(rows[1]) == "confirmed")
    assert 1 == len(gateway.posts())


def test_lifting_demands_a_second_person(scenery, people):
    both = people(Role.OPERATOR, Role.APPROVER)
    _throw(scenery, both)
    with pytest.raises(SecondPersonToLiftError):
        _lift(scenery, both)
    with pytest.raises(NotAllowedError):
        _lift(scenery, people(Role.OPERATOR))
    with pytest.raises(PersonNeededError):
        _lift(scenery, people(Role.APPROVER, machine=True))
    assert not _lift(scenery, people(Role.APPROVER)).still
    with pytest.raises(WrongStateError):
        _lift(scenery, people(Role.APPROVER))


def test_two_who_both_stopped_lift_each_other_s(scenery, people):
    first, second = people(Role.APPROVER), people(Role.APPROVER)
    _throw(scenery, first)
    _throw(scenery, second)
    assert (True, False) == (_lift(scenery, first).still, _lift(scenery, second).still)


@pytest.mark.parametrize("roles", [(Role.OFFICE,), (Role.ANALYST,), (Role.AUDITOR,)])
def test_others_cannot_stop(scenery, people, roles):
    with pytest.raises(NotAllowedError):
        _throw(scenery, people(*roles))


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_it_wants_a_reason(scenery, people, reason):
    with pytest.raises(InvalidError):
        _throw(scenery, people(Role.OPERATOR), reason)


def test_it_is_audited_on_both_sides(scenery, people):
    thrower, lifter = people(Role.OPERATOR), people(Role.APPROVER)
    _throw(scenery, thrower, "Falscher Ort")
    _lift(scenery, lifter, "War richtig")
    found = scenery.query("SELECT action, person_id, detail ->> 'reason' FROM audit ORDER BY number")
    assert [("stop", thrower.id, "Falscher Ort"), ("resume", lifter.id, "War richtig")] == [tuple(row) for row in found]


def test_another_authority_neither_sees_nor_lifts_nor_throws_it(scenery, database, people):
    _throw(scenery, people(Role.OPERATOR))
    other = Scenery(database.owner_store, database.store)
    with database.store.transaction(other.authority) as session:
        assert () == switches.thrown(session, scenery.authority)
        ids = [row[0] for row in scenery.query("SELECT id FROM kill_switch")]
        assert 0 == switches.lift(session, ids, other.person, reason="fremd")
    with pytest.raises(ForeignRowError), database.store.transaction(other.authority) as session:
        switches.throw(session, scenery.authority, other.person, reason="fremd", held=0)


def test_the_app_cannot_stop_the_installation(scenery, database):
    with pytest.raises(ForeignRowError), database.store.transaction(scenery.authority) as session:
        switches.throw(session, None, scenery.person, reason="alles", held=0)
    assert [(0,)] == scenery.query("SELECT count(*) FROM kill_switch")


def test_a_post_by_hand_is_counted_apart(scenery, people):
    account = scenery.account(kind=ChannelKind.WHATSAPP_MANUAL)
    kind = ChannelKind.WHATSAPP_MANUAL
    channel = scenery.channel(kind=kind, address="")
    rows = scenery.deliveries(account, [(channel, "")], of=scenery.thread(), kind=kind)
    scenery.release(rows)
    scenery.change("UPDATE delivery SET state = 'waiting', due = 'infinity'")
    stop = _throw(scenery, people(Role.OPERATOR))
    assert (0, 1) == (stop.held.queued, stop.held.by_hand)


def test_the_whole_installation_stops_and_two_people_let_it_go_on(scenery, database, gateway, working, people):
    rows = _many(scenery, gateway, 3)
    scenery.release(rows)
    first, second = people(Role.APPROVER), people(Role.ADMINISTRATOR)
    with database.worker_store.everything() as session:
        assert 3 == stopping.throw_everywhere(session, first, "Angriff").queued
    with pytest.raises(StoppedEverywhereError):
        _lift(scenery, second)
    with working():
        assert eventually(lambda: scenery.states(rows) == {"held": 3})
        with database.worker_store.everything() as session, pytest.raises(SecondPersonToLiftError):
            stopping.lift_everywhere(session, first, first, "Vorbei")
        with database.worker_store.everything() as session:
            assert 3 == stopping.lift_everywhere(session, first, second, "Vorbei").going
        assert eventually(lambda: scenery.states(rows) == {"confirmed": 3})
    found = scenery.query("SELECT action, detail ->> 'with' FROM audit ORDER BY number")
    assert [("stop-everywhere", None), ("resume-everywhere", second.name)] == [tuple(row) for row in found]


def test_who_does_it_at_the_command_line_proves_who_they_are(database, people):
    people(Role.APPROVER, login="mitte.c", password="right")
    with database.worker_store.everything() as session:
        assert "mitte.c" == stopping.prove(session, " Mitte.C ", "right").login
        with pytest.raises(SignInFailedError):
            stopping.prove(session, "mitte.c", "wrong")
        with pytest.raises(SignInFailedError):
            stopping.prove(session, "nobody", "right")


def test_a_throw_waits_for_an_approval_under_way_and_holds_what_it_releases(scenery, database, gateway, people):
    """An approval that has written its deliveries but not committed yet counts as before the throw."""
    rows = _many(scenery, gateway, 1)
    done = threading.Event()

    def throw() -> None:
        _throw(scenery, people(Role.OPERATOR))
        done.set()

    with scenery.app.transaction(scenery.authority) as session:
        _release(session, rows, scenery.person, scenery.authority)
        thread = threading.Thread(target=throw)
        thread.start()
        assert not done.wait(0.5)
    thread.join(10)
    with scenery.app.transaction(scenery.authority) as session:
        assert 1 == stopping.standing(session, scenery.someone()).held.queued


def _release(session, rows, who: UUID, authority: UUID) -> None:
    outbox.release(session, rows)
    audit.record(session, authority, who, "approve", rows[0].alert)
