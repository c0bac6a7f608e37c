"""People are called when an alert waits: over a real mail sink, a real webhook receiver and a push service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest

from alerts.access.secrets import SecretBox
from alerts.channels import targets
from alerts.channels.reasons import Reason
from alerts.domain.alarms import AlarmKind, Way
from alerts.domain.errors import SecondPersonNeededError, WrongStateError
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.person import Person
from alerts.services import calling, watch
from alerts.store import audit, duty, on_call
from alerts.store.duty import Duty
from alerts.store.on_call import Browser
from alerts.store.tables.alerts import alert as alert_table
from alerts.store.tables.alerts import version as version_table
from alerts.store.tables.people import person as person_table
from tests.delivery.push_service import PushService, Subscriber, push_service
from tests.delivery.scenery import KEY, Scenery

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Room:
    """A control room at night: people on the list, and alerts that wait."""

    def __init__(self, database: Any, scenery: Scenery, gateway: Any, pushes: PushService) -> None:
        self.database, self.scenery, self.gateway, self.pushes = database, scenery, gateway, pushes
        self.people: dict[str, Person] = {}

    def approver(self, name: str) -> Person:
        row = uuid4()
        self.scenery._add(
            person_table,
            id=row,
            authority_id=self.scenery.authority,
            name=name,
            login=row.hex,
            password_hash="-",
            roles=["operator", "approver"],
        )
        roles = frozenset({Role.OPERATOR, Role.APPROVER})
        someone = Person(
            id=row,
            authority=self.scenery.authority,
            authority_name="Bezirk Mitte",
            name=name,
            unit="",
            login=row.hex,
            roles=roles,
        )
        self.people[name] = someone
        return someone

    def roster(self, *names: str) -> None:
        """Put people on the list, with an address each."""
        found = [self.people.get(name) or self.approver(name) for name in names]
        rows = [(one.id, place, f"{one.name.lower()}@mitte.example") for place, one in enumerate(found, start=1)]
        with self.database.store.transaction(self.scenery.authority) as session:
            on_call.keep(session, self.scenery.authority, rows)

    def mail(self) -> UUID:
        return self.scenery.account(
            ChannelKind.EMAIL,
            base_url=f"smtp://127.0.0.1:{self.gateway.bound.smtp_port}",
            settings={"sender": "warnung@mitte.example"},
            secret="",
        )

    def duty(self, **changed: Any) -> None:
        with self.database.store.transaction(self.scenery.authority) as session:
            sealed = SecretBox([KEY]).seal(self.scenery.authority, SECRET)
            duty.keep(session, self.scenery.authority, Duty(**changed), sealed)

    def rings(self, name: str) -> Subscriber:
        browser = self.pushes.subscriber()
        made = Browser(endpoint=browser.endpoint, **browser.keys)
        with self.database.store.transaction(self.scenery.authority) as session:
            on_call.add_browser(session, self.scenery.authority, self.people[name].id, made)
        return browser

    def submit(self, *, authors: tuple[UUID, ...] = (), drill: bool = False) -> UUID:
        row, thread = uuid4(), self.scenery.thread()
        self.scenery.change("UPDATE thread SET drill = :drill WHERE id = :id", drill=drill, id=thread)
        authors = authors or (self.scenery.person,)
        self.scenery._add(
            alert_table,
            id=row,
            authority_id=self.scenery.authority,
            thread_id=thread,
            sequence=1,
            state="submitted",
            msg_type="Alert",
            status="Exercise" if drill else "Actual",
            author_id=authors[0],
            current_version=len(authors),
            submitted_version=len(authors),
            submitted_hash=row.hex,
            submitted_by=authors[-1],
            frozen_plan={"places": ["Moabit"]},
        )
        self.scenery.change("UPDATE alert SET submitted = now() WHERE id = :id", id=row)
        info = {"language": "de", "event": "Bombenfund", "headline": "Geheimer Text"}
        for number, author in enumerate(authors, start=1):
            self.scenery._add(
                version_table,
                alert_id=row,
                number=number,
                authority_id=self.scenery.authority,
                author_id=author,
                content={"infos": [info], "severity": "Severe"},
            )
        return row

    def later(self, alert: UUID, minutes: float) -> None:
        """As if it had been submitted, and taken over, so much earlier."""
        by = timedelta(minutes=minutes)
        self.scenery.change("UPDATE alert SET submitted = submitted - :by WHERE id = :id", by=by, id=alert)
        self.scenery.change("UPDATE approval_taken SET taken = taken - :by", by=by)

    def decide(self, alert: UUID) -> None:
        self.scenery.change("UPDATE alert SET state = 'returned' WHERE id = :id", id=alert)

    def look(self) -> None:
        with self.database.worker_store.everything() as session:
            assert watch.look(session)

    def call(self, *, private: bool = True) -> int:
        """Carry out what is due, once."""

        async def once() -> int:
            async with aiohttp.ClientSession(connector=targets.connector(private=private)) as http:
                box = SecretBox([KEY])
                caller = watch.Caller(self.database.worker_store, http, box, public_url="https://warnung.mitte.example")
                number = await caller.call()
                await caller.settle()
                return number

        return asyncio.run(once())

    def rung(self) -> list[str]:
        """Whom the watch has called so far."""
        rows = self.scenery.query(
            "SELECT p.name FROM approval_call c JOIN person p ON p.id = c.person_id ORDER BY c.called, c.round, p.name"
        )
        return [row[0] for row in rows]

    def mails(self) -> list[str]:
        return [post["channel"] for post in self.gateway.posts() if post["gateway"] != "webhook"]


@pytest.fixture
def room(database: Any, scenery: Scenery, gateway: Any) -> Iterator[Room]:
    with push_service() as pushes:
        yield Room(database, scenery, gateway, pushes)


def test_the_first_is_called_at_once_by_every_way_and_the_deputy_after_three_minutes(room: Room) -> None:
    room.mail()
    room.gateway.control("POST", "world", {"hooks": [{"name": "leitstelle", "secret": SECRET}]})
    room.duty(webhook_url=f"{room.gateway.url}/hooks/leitstelle")
    room.roster("Berta", "Carl")
    browser = room.rings("Berta")
    alert = room.submit()
    room.look()
    room.look()
    assert [3, 0] == [room.call(), room.call()]
    link = f"https://warnung.mitte.example/desk/alerts/{alert}/approve"
    mail, hook = sorted(room.gateway.posts(), key=lambda post: post["gateway"])
    assert ("berta@mitte.example", "Ortsruf: Freigabe nötig: Bombenfund (Moabit, Schwer)") == (
        mail["channel"],
        mail["subject"],
    )
    assert link in mail["text"]
    wanted = {"called": "Berta", "round": 1, "event": "Bombenfund", "severity": "Severe", "link": link}
    body = hook["extra"]["body"]
    assert ("approval.wanted", wanted) == (body["type"], {name: body["data"][name] for name in wanted})
    (pushed,) = browser.got
    assert ("Freigabe nötig: Bombenfund", f"/desk/alerts/{alert}/approve") == (pushed["title"], pushed["path"])
    assert pushed["body"].startswith("Moabit · Schwer · wartet seit ")
    assert (alert.hex, "high") == (browser.headers[0]["topic"], browser.headers[0]["urgency"])
    assert "Geheimer Text" not in f"{mail['text']}{mail['subject']}{body}{pushed}"
    assert ["Berta"] == room.rung()
    room.later(alert, 2.9)
    room.look()
    assert ["Berta"] == room.rung()
    room.later(alert, 0.1)
    room.look()
    room.call()
    assert (["Berta", "Carl"], ["berta@mitte.example", "carl@mitte.example"]) == (room.rung(), room.mails())


def test_whom_no_way_leads_to_is_passed_over(room: Room) -> None:
    room.mail()
    room.roster("Berta", "Carl")
    room.scenery.change("UPDATE on_call SET email = '' WHERE place = 1")
    room.submit()
    room.look()
    assert ["Carl"] == room.rung()


def test_a_decision_ends_the_calls_and_what_was_still_to_be_told(room: Room) -> None:
    room.mail()
    room.roster("Berta", "Carl")
    alert = room.submit()
    room.look()
    room.decide(alert)
    room.look()
    room.later(alert, 10)
    room.look()
    assert (0, [], ["Berta"]) == (room.call(), room.mails(), room.rung())
    assert [(True,)] == room.scenery.query("SELECT cleared IS NOT NULL FROM alarm")


def test_nobody_is_called_for_a_drill_for_what_waits_for_its_time_or_is_over(room: Room) -> None:
    room.mail()
    room.roster("Berta")
    room.submit(drill=True)
    booked = room.submit()
    room.scenery.change(
        "INSERT INTO booking (alert_id, authority_id, due, approved_by, hash, known_stop)"
        " SELECT id, authority_id, now() + interval '1 day', author_id, submitted_hash, 0 FROM alert WHERE id = :id",
        id=booked,
    )
    late = room.submit()
    room.scenery.change(
        """UPDATE version SET content = content || '{"expires": "2026-01-01T00:00:00+00:00"}' WHERE alert_id = :id""",
        id=late,
    )
    room.look()
    assert ([], []) == (room.rung(), room.scenery.query("SELECT 1 FROM alarm"))


def test_who_wrote_any_version_is_not_called_and_cannot_take_it(room: Room) -> None:
    room.mail()
    room.roster("Berta", "Carl")
    alert = room.submit(authors=(room.people["Berta"].id, room.scenery.person))
    room.look()
    assert ["Carl"] == room.rung()
    with room.database.store.transaction(room.scenery.authority) as session:
        with pytest.raises(SecondPersonNeededError):
            calling.take(session, room.people["Berta"], alert)
        seen = calling.look(session, room.people["Berta"], alert)
    assert (False, False, ["Carl"]) == (seen.may_take, seen.nobody, [one.name for one in seen.calls])


def test_taking_it_over_gives_three_minutes_and_then_it_goes_on(room: Room) -> None:
    room.mail()
    room.roster("Berta", "Carl")
    berta = room.approver("Dora")
    alert = room.submit()
    room.look()
    room.later(alert, 2)
    with room.database.store.transaction(room.scenery.authority) as session:
        assert [True, False] == [calling.take(session, berta, alert) for _ in range(2)]
        seen = calling.look(session, berta, alert)
    assert ("Dora", True, False) == (seen.taken and seen.taken.name, seen.quiet_until is not None, seen.may_take)
    room.later(alert, 2)
    room.look()
    assert ["Berta"] == room.rung()
    room.look()
    (stands,) = room.scenery.query("SELECT detail -> 'decision' ->> 'taken', kind FROM alarm")
    assert ("Dora", AlarmKind.APPROVAL) == tuple(stands)
    room.later(alert, 1)
    room.look()
    assert ["Berta", "Carl"] == room.rung()
    with room.database.store.transaction(room.scenery.authority) as session:
        trail = audit.timeline(session, [alert])
    assert ["call", "take", "call"] == [entry.action for entry in trail]
    assert {"name": "Carl", "round": 2, "ways": ["email"]} == trail[0].detail
    room.decide(alert)
    room.look()
    with room.database.store.transaction(room.scenery.authority) as session, pytest.raises(WrongStateError):
        calling.take(session, berta, alert)


def test_without_a_list_the_duty_is_told_and_hears_of_the_end(room: Room) -> None:
    room.duty(email="leitstelle@mitte.example", account=room.mail())
    alert = room.submit()
    room.look()
    room.look()
    assert 1 == room.call()
    room.decide(alert)
    room.look()
    assert 1 == room.call()
    begin, end = [post["subject"] for post in room.gateway.posts()]
    assert begin.startswith("Ortsruf: Wartet seit ")
    assert end.startswith("Ortsruf: Alarm beendet: Wartet")


def test_with_a_list_the_duty_is_told_only_after_all_calls(room: Room) -> None:
    room.duty(email="leitstelle@mitte.example", account=room.mail())
    room.roster("Berta")
    alert = room.submit()
    room.look()
    room.call()
    assert ["berta@mitte.example"] == room.mails()
    room.later(alert, 30)
    room.look()
    room.call()
    assert ["berta@mitte.example", "berta@mitte.example", "leitstelle@mitte.example"] == sorted(room.mails())
    room.look()
    assert ["Berta", "Berta"] == room.rung()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_not_tried_again(room: Room, status: int) -> None:
    room.roster("Berta")
    browser, other = room.rings("Berta"), room.rings("Berta")
    browser.answers.append(status)
    room.submit()
    room.look()
    assert [2, 0] == [room.call(), room.call()]
    assert ([other.endpoint], 1) == (
        [row[0] for row in room.scenery.query("SELECT endpoint FROM push_subscription")],
        len(other.got),
    )
    assert [("infinity",)] == room.scenery.query("SELECT due::text FROM alarm_notice WHERE delivered IS NULL")


def test_a_push_service_in_trouble_is_tried_again_with_the_same_notice(room: Room) -> None:
    room.roster("Berta")
    browser = room.rings("Berta")
    browser.answers += [503, 429]
    alert = room.submit()
    room.look()
    for number in range(3):
        assert 1 == room.call(), number
        room.scenery.change("UPDATE alarm_notice SET due = now() WHERE delivered IS NULL")
    assert (1, 0) == (len(browser.got), room.call())
    with room.database.store.transaction(room.scenery.authority) as session:
        (rung,) = calling.look(session, room.people["Berta"], alert).calls
    assert ((Way.PUSH,), ()) == (rung.arrived, rung.open)


def test_a_push_service_on_this_machine_is_not_called_unless_the_installation_allows_it(room: Room) -> None:
    room.roster("Berta")
    browser = room.rings("Berta")
    room.submit()
    room.look()
    assert 1 == room.call(private=False)
    assert ([(str(Reason.NOT_PUBLIC),)], []) == (room.scenery.query("SELECT answer FROM alarm_notice"), browser.got)


def test_nobody_else_reads_an_authoritys_list(room: Room, neighbour: Callable[[], Scenery]) -> None:
    room.roster("Berta")
    room.rings("Berta")
    other = neighbour()
    with room.database.store.transaction(other.authority) as session:
        assert () == on_call.of_authority(session, room.scenery.authority)
        assert 0 == on_call.browsers(session, room.people["Berta"].id)


@pytest.fixture
def neighbour(database: Any) -> Callable[[], Scenery]:
    return lambda: Scenery(database.owner_store, database.store)
