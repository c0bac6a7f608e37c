"""Receipts over the whole way: sent by a real worker, reported by the sandbox, taken in by the running server."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Client, Response
from standardwebhooks.webhooks import Webhook

from alerts.access.receipts import ReportKey, envelope_id, envelope_mark, report_key
from alerts.access.secrets import SecretBox
from alerts.channels.reasons import Reason
from alerts.channels.sandbox.receipts import Way, report
from alerts.channels.sandbox.world import Post
from alerts.domain.model.codes import ChannelKind, Role
from alerts.domain.model.delivery import NewDelivery
from alerts.services import staff
from api.app import build
from tests.api.conftest import listening, settings
from tests.conftest import Database
from tests.delivery.conftest import ROOT, Gateway
from tests.delivery.scenery import KEY, Scenery, eventually

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LIST = "moabit@listen.example"
HOOK = "stadtdisplay"
BOX = SecretBox([KEY])
KEYS = base64.b64encode(KEY).decode()


@pytest.fixture
def doors(database: Database, tmp_path: Path) -> Iterator[Client]:
    """The running server, on the same database as the worker."""
    app = build(settings(database, tmp_path, secret_keys=KEYS))
    with listening(app) as url, Client(base_url=url, timeout=20) as http:
        yield http


class Mail:
    """A list on a mail account that waits for reports."""

    def __init__(self, scenery: Scenery, gateway: Gateway, doors: Client) -> None:
        self.scenery, self.gateway, self.doors = scenery, gateway, doors
        self.channel = scenery.channel(ChannelKind.EMAIL, address=LIST)

    def account(self, **settings: str) -> UUID:
        url = f"smtp://127.0.0.1:{self.gateway.bound.smtp_port}"
        sender = {"sender": "warnung@mitte.example", **settings}
        return self.scenery.account(ChannelKind.EMAIL, base_url=url, secret="", settings=sender)

    def key(self, account: UUID) -> str:
        return report_key(BOX, ReportKey(authority=self.scenery.authority, account=account))

    def says(self, what: str, account: UUID, **more: Any) -> None:
        way = {"url": f"{self.doors.base_url}/api/v1/hooks/dsn", "key": self.key(account), **more}
        self.gateway.control("PUT", "receipts", {"gateway": "email", "says": what, **way})

    def release(self, account: UUID, **changed: Any) -> NewDelivery:
        at = [(self.channel, LIST)]
        (row,) = self.scenery.deliveries(
            account, at, of=self.scenery.thread(), kind=ChannelKind.EMAIL, subject="Bombenfund", **changed
        )
        self.scenery.release([row])
        return row

    def hand_in(self, raw: bytes, key: str) -> Response:
        headers = {"Content-Type": "message/rfc822", "Authorization": f"Bearer {key}"}
        return self.doors.post("/api/v1/hooks/dsn", content=raw, headers=headers)


class Hook:
    """A webhook receiver that sends receipts."""

    def __init__(self, scenery: Scenery, gateway: Gateway, doors: Client) -> None:
        self.scenery, self.gateway, self.doors = scenery, gateway, doors
        self.address = f"{gateway.url}/hooks/{HOOK}"
        self.channel = scenery.channel(ChannelKind.WEBHOOK, address=self.address)
        gateway.control("PUT", f"hooks/{HOOK}", {"secret": SECRET})

    def account(self, **settings: str) -> UUID:
        return self.scenery.account(
            ChannelKind.WEBHOOK, base_url=self.gateway.url, secret=SECRET, settings={"receipts": "yes", **settings}
        )

    def says(self, what: str, **more: Any) -> None:
        url = f"{self.doors.base_url}/api/v1/hooks/receipts"
        self.gateway.control("PUT", "receipts", {"gateway": "webhook", "says": what, "url": url, **more})

    def release(self, account: UUID) -> NewDelivery:
        at = [(self.channel, self.address)]
        (row,) = self.scenery.deliveries(account, at, of=self.scenery.thread(), kind=ChannelKind.WEBHOOK)
        self.scenery.release([row])
        return row

    def tell(self, body: Any, *, secret: str = SECRET, name: str = "receipt-1", ago: int = 0) -> Response:
        raw, moment = json.dumps(body), datetime.now(UTC) - timedelta(seconds=ago)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(secret).sign(name, moment, raw),
        }
        return self.doors.post("/api/v1/hooks/receipts", content=raw, headers=headers)


@pytest.fixture
def mail(scenery: Scenery, gateway: Gateway, doors: Client) -> Mail:
    return Mail(scenery, gateway, doors)


@pytest.fixture
def hook(scenery: Scenery, gateway: Gateway, doors: Client) -> Hook:
    return Hook(scenery, gateway, doors)


def history(scenery: Scenery, row: NewDelivery) -> list[tuple[str, str]]:
    found = scenery.query("SELECT outcome, reason FROM attempt WHERE delivery_id = :id ORDER BY number", id=row.id)
    return [tuple(each) for each in found]


def told(gateway: Gateway) -> list[tuple[str, int]]:
    return [(each["says"], each["status"]) for each in gateway.control("GET", "receipts")]


def written_report(row: NewDelivery, says: str, *, envelope: str = "") -> bytes:
    """A report as the sandbox's mail system writes it."""
    headers = {"headers": {"Message-ID": f"<{row.id}@mitte.example>"}}
    post = Post(1, "email", "warnung@mitte.example", LIST, LIST, str(row.id), row.text, 0.0, 0.0, extra=headers)
    return report(Way(gateway="email", says=says), post, {"id": envelope} if envelope else {}).as_bytes()


def proven(row: NewDelivery) -> str:
    return envelope_id(row.id, envelope_mark(BOX, row.id))


@pytest.mark.parametrize("says", ["delivered", "relayed", "expanded"])
def test_a_mail_counts_as_confirmed_once_its_report_is_in(mail, gateway, scenery, working, says):
    account = mail.account(reports="yes", return_path="berichte@mitte.example")
    mail.says(says, account, delay=1.0)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
        assert eventually(lambda: scenery.state(row) == "confirmed")
    assert [("accepted", ""), ("receipt", says)] == history(scenery, row)
    (post,) = gateway.posts()
    asked = {"id": proven(row), "ret": "HDRS", "notify": "SUCCESS,FAILURE,DELAY", "orcpt": f"rfc822;{LIST}"}
    assert ("berichte@mitte.example", asked) == (post["account"], post["extra"]["envelope"])


def test_a_report_of_failure_refuses_the_mail_and_the_stand_by_goes_out(mail, hook, gateway, scenery, working):
    account, other = mail.account(reports="yes"), hook.account(receipts="no")
    mail.says("failed", account)
    at = [(mail.channel, LIST)]
    (row,) = scenery.deliveries(account, at, of=scenery.thread(), kind=ChannelKind.EMAIL)
    by = replace(
        row, id=uuid4(), channel=hook.channel, address=hook.address, account=other, accounts=(other,),
        kind=ChannelKind.WEBHOOK, stands_for=(row.channel,),
    )  # fmt: skip
    with working():
        scenery.release([row, by])
        assert eventually(lambda: scenery.state(by) == "confirmed")
    assert ("refused", [("accepted", ""), ("bounce", "failed")]) == (scenery.state(row), history(scenery, row))
    ((answer,),) = scenery.query("SELECT answer FROM attempt WHERE delivery_id = :id AND outcome = 'bounce'", id=row.id)
    assert "5.1.1 550 5.1.1 mailbox unknown" == answer
    assert scenery.reason(row).startswith("Das Mailsystem meldet")


def test_without_a_report_in_time_the_mail_is_unconfirmed_and_a_late_report_still_counts(mail, scenery, working):
    account = mail.account(reports="yes", reports_within="1")
    mail.says("delivered", account, delay=4.0)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.reason(row) == "unconfirmed")
        assert "accepted" == scenery.state(row)
        assert eventually(lambda: scenery.state(row) == "confirmed")
    assert "" == scenery.reason(row)


def test_where_nobody_waits_for_reports_250_confirms_and_a_failure_overturns_that(mail, scenery, working):
    account = mail.account()
    mail.says("failed", account, delay=1.0)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "confirmed")
        assert eventually(lambda: scenery.state(row) == "refused")
    assert [(None,)] == scenery.query("SELECT confirmed FROM delivery WHERE id = :id", id=row.id)


def test_a_delay_is_noted_and_changes_nothing(mail, gateway, scenery, working):
    account = mail.account(reports="yes")
    mail.says("delayed", account, delay=0.5)
    with working():
        row = mail.release(account)
        assert eventually(lambda: told(gateway) == [("delayed", 204)])
    assert ("accepted", [("accepted", ""), ("delayed", "delayed")]) == (scenery.state(row), history(scenery, row))


def test_no_report_is_asked_for_where_none_is_wanted(mail, gateway, scenery, working):
    account = mail.account(reports="no")
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "confirmed")
    assert [{}] == [post["extra"]["envelope"] for post in gateway.posts()]


def test_a_report_resolves_what_nobody_could_know(mail, gateway, scenery, working):
    account = mail.account(reports="yes")
    gateway.fault("reset-after", scope="mail", count=1)
    mail.says("delivered", account, delay=1.0)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "unknown")
        assert eventually(lambda: scenery.state(row) == "confirmed")
    assert 1 == len(gateway.posts())


def test_a_forged_report_confirms_nothing(mail, scenery, working):
    account = mail.account(reports="yes")
    key = mail.key(account)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    wrong = envelope_id(row.id, "0" * 32)
    assert 404 == mail.hand_in(written_report(row, "delivered", envelope=wrong), key).status_code
    assert 401 == mail.hand_in(written_report(row, "delivered", envelope=proven(row)), f"{key[:-1]}x").status_code
    assert 401 == mail.hand_in(written_report(row, "delivered", envelope=proven(row)), "nobody").status_code
    other = report_key(BOX, ReportKey(authority=scenery.authority, account=mail.account()))
    assert 404 == mail.hand_in(written_report(row, "delivered", envelope=proven(row)), other).status_code
    assert ("accepted", [("accepted", "")]) == (scenery.state(row), history(scenery, row))
    # Whoever got the mail knows its Message-ID; that alone does not confirm what went out under an envelope id.
    assert 204 == mail.hand_in(written_report(row, "delivered"), key).status_code
    assert ("accepted", [("accepted", ""), ("receipt", "unproven")]) == (scenery.state(row), history(scenery, row))


def test_a_forged_confirmation_does_not_outweigh_a_true_failure(mail, scenery, working):
    account = mail.account(reports="yes")
    key = mail.key(account)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    scenery.change("UPDATE delivery SET state = 'confirmed', confirmed = now() WHERE id = :id", id=row.id)
    assert 204 == mail.hand_in(written_report(row, "delivered"), key).status_code
    assert 204 == mail.hand_in(written_report(row, "failed", envelope=proven(row)), key).status_code
    assert "refused" == scenery.state(row)


def test_a_report_counts_once_and_what_is_none_is_refused(mail, scenery, working):
    account = mail.account(reports="yes")
    key = mail.key(account)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    raw = written_report(row, "delivered", envelope=proven(row))
    assert [204, 204] == [mail.hand_in(raw, key).status_code for _ in range(2)]
    assert ("confirmed", [("accepted", ""), ("receipt", "delivered")]) == (scenery.state(row), history(scenery, row))
    assert 422 == mail.hand_in(b"Subject: Bin im Urlaub\n\nBis Montag.", key).status_code
    assert 413 == mail.hand_in(b"x" * (2 * 1024 * 1024), key).status_code
    stranger = replace(row, id=uuid4())
    assert 404 == mail.hand_in(written_report(stranger, "failed", envelope=proven(stranger)), key).status_code


def test_a_machine_hands_reports_in_with_an_api_key_of_the_own_authority(mail, database, scenery, working):
    account = mail.account(reports="yes")
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    raw = written_report(row, "delivered", envelope=proven(row))
    neighbour = Scenery(database.owner_store, database.store)
    assert 404 == mail.hand_in(raw, _api_key(neighbour)).status_code
    assert 401 == mail.hand_in(raw, "ort_unknown").status_code
    assert "accepted" == scenery.state(row)
    assert 204 == mail.hand_in(raw, _api_key(scenery)).status_code
    assert "confirmed" == scenery.state(row)


def _api_key(scenery: Scenery) -> str:
    with scenery.app.transaction(scenery.authority) as session:
        return staff.create_key(session, scenery.someone(), "Mailsystem", [Role.OPERATOR])


@pytest.mark.parametrize("state", ["superseded", "expired", "dead", "refused"])
def test_a_late_report_is_recorded_and_revives_nothing(mail, scenery, working, state):
    account = mail.account(reports="yes")
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    scenery.change("UPDATE delivery SET state = :state WHERE id = :id", state=state, id=row.id)
    raw = written_report(row, "delivered", envelope=proven(row))
    assert 204 == mail.hand_in(raw, mail.key(account)).status_code
    assert (state, [("accepted", ""), ("receipt", "delivered")]) == (scenery.state(row), history(scenery, row))


def test_a_receiver_confirms_what_it_shows(hook, gateway, scenery, working):
    hook.says("shown", delay=1.0)
    with working():
        row = hook.release(hook.account())
        assert eventually(lambda: scenery.state(row) == "accepted")
        assert eventually(lambda: scenery.state(row) == "confirmed")
    assert [("accepted", ""), ("receipt", "shown")] == history(scenery, row)
    (post,) = gateway.posts()
    assert "https://warnung.mitte.example/api/v1/hooks/receipts" == post["extra"]["body"]["data"]["receipt"]


def test_a_receipt_that_overtakes_the_answer_to_the_call_counts(hook, gateway, scenery, working):
    hook.says("shown")
    gateway.fault("hang-after", scope="hook", count=1)
    with working():
        row = hook.release(hook.account())
        assert eventually(lambda: scenery.state(row) == "confirmed", 5.0)
        assert [("accepted", "receipt-first"), ("receipt", "shown")] == history(scenery, row)
        assert not eventually(lambda: scenery.state(row) != "confirmed", 9.0)
    assert 1 == len(gateway.posts())


def test_a_receiver_that_could_not_show_it_refuses_it(hook, scenery, working):
    hook.says("failed", delay=0.5, detail="Anzeige ist aus")
    with working():
        row = hook.release(hook.account())
        assert eventually(lambda: scenery.state(row) == "refused")
    ((answer,),) = scenery.query("SELECT answer FROM attempt WHERE delivery_id = :id AND outcome = 'bounce'", id=row.id)
    assert "Anzeige ist aus" == answer


def test_a_forged_receipt_is_refused_and_the_delivery_stays_unconfirmed(hook, gateway, scenery, working):
    hook.says("shown", secret="whsec_" + "A" * 32)
    with working():
        row = hook.release(hook.account(receipts_within="1"))
        assert eventually(lambda: scenery.reason(row) == "unconfirmed")
    assert ("accepted", [("accepted", "")]) == (scenery.state(row), history(scenery, row))
    assert [("shown", 401)] == told(gateway)


def test_receipts_are_replay_safe_and_tell_strangers_nothing(hook, scenery, working):
    with working():
        row = hook.release(hook.account())
        assert eventually(lambda: scenery.state(row) == "accepted")
    shown = {"webhook-id": str(row.id), "status": "shown"}
    assert 401 == hook.tell(shown, ago=400).status_code
    assert 401 == hook.tell(shown, ago=-400).status_code
    assert 401 == hook.doors.post("/api/v1/hooks/receipts", json=shown).status_code
    assert 404 == hook.tell({**shown, "webhook-id": str(uuid4())}).status_code
    assert 404 == hook.tell({**shown, "webhook-id": "no such thing"}).status_code
    assert 422 == hook.tell({**shown, "status": "read"}).status_code
    assert 422 == hook.doors.post("/api/v1/hooks/receipts", content=b"{").status_code
    assert "accepted" == scenery.state(row)
    assert [204, 204] == [hook.tell(shown).status_code for _ in range(2)]
    assert 204 == hook.tell({**shown, "status": "failed"}, name="receipt-2").status_code
    expected = [("accepted", ""), ("receipt", "shown"), ("bounce", "failed")]
    assert ("confirmed", expected) == (scenery.state(row), history(scenery, row))


def test_no_receiver_can_fill_the_history(hook, scenery, working):
    with working():
        row = hook.release(hook.account())
        assert eventually(lambda: scenery.state(row) == "accepted")
    shown = {"webhook-id": str(row.id), "status": "shown"}
    assert {204} == {hook.tell(shown, name=f"receipt-{number}").status_code for number in range(50)}
    assert 41 == len(history(scenery, row))


def test_forged_reports_cannot_silence_the_true_ones(mail, scenery, working):
    account = mail.account(reports="yes")
    key = mail.key(account)
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")

    def told(action: str, number: int, envelope: str = "") -> int:
        raw = written_report(row, action, envelope=envelope).replace(b"Message-ID: <", b"Message-ID: <%d" % number, 1)
        return int(mail.hand_in(raw, key).status_code)

    assert {204} == {told("delayed", number) for number in range(25)}
    assert 21 == len(history(scenery, row))
    assert 204 == told("delayed", 98, proven(row))
    assert 204 == told("failed", 99, proven(row))
    assert [("delayed", "delayed"), ("bounce", "failed")] == history(scenery, row)[-2:]
    assert "refused" == scenery.state(row)


@pytest.fixture
def ortsruf(database: Database, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """The command as the mail system runs it."""
    environment = {
        "DATABASE_URL": database.url,
        "DATABASE_OWNER_URL": database.owner_url,
        "DATABASE_WORKER_URL": database.worker_url,
        "ORTSRUF_SECRET_KEYS": KEYS,
        "ORTSRUF_HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }

    def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "api", *words]
        return subprocess.run(command, env=environment, input=given, capture_output=True, timeout=60, check=False)

    return run


def test_the_mail_system_of_this_machine_pipes_its_reports_in(mail, scenery, working, ortsruf):
    account = mail.account(reports="yes")
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    taken = ortsruf("receipts", "dsn", given=written_report(row, "delivered", envelope=proven(row)))
    assert (0, "confirmed") == (taken.returncode, scenery.state(row)), taken.stderr
    assert 65 == ortsruf("receipts", "dsn", given=b"Subject: Hallo\n\nWer ist da?").returncode
    stranger = replace(row, id=uuid4())
    assert 65 == ortsruf("receipts", "dsn", given=written_report(stranger, "delivered")).returncode
    assert mail.key(account) == ortsruf("receipts", "key", str(account)).stdout.decode().strip()
    assert 1 == ortsruf("receipts", "key", str(uuid4())).returncode


def test_what_is_still_being_sent_makes_the_mail_system_come_again(mail, scenery, working, ortsruf):
    account = mail.account(reports="yes")
    with working():
        row = mail.release(account)
        assert eventually(lambda: scenery.state(row) == "accepted")
    scenery.change("UPDATE delivery SET state = 'sending' WHERE id = :id", id=row.id)
    late = ortsruf("receipts", "dsn", given=written_report(row, "delayed", envelope=proven(row)))
    assert (75, [("accepted", "")]) == (late.returncode, history(scenery, row))


def test_a_webhook_of_a_channel_on_this_machine_is_refused_unless_the_installation_allows_it(
    hook, gateway, scenery, working
):
    with working(private_targets=False):
        row = hook.release(hook.account())
        assert eventually(lambda: scenery.state(row) == "refused")
    assert str(Reason.NOT_PUBLIC) == scenery.reason(row)
    assert [] == gateway.posts()
