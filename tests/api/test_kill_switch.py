"""The kill switch over HTTP and at the command line."""

from __future__ import annotations

import base64
import re

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from alerts.domain.model.codes import Role
from api.cli import build
from tests.api import world
from tests.api.conftest import Asker, Server

PATH = "/api/v1/kill-switch"
REASON = {"reason": "Falscher Ort"}


def _released(server: Server) -> None:
    author, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    alert = author.post("/api/v1/alerts", world.content()).json()["id"]
    submitted = author.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": []}).json()
    assert 200 == approver.post(f"/api/v1/alerts/{alert}/approve", {"hash": submitted["hash"]}).status_code


def _page(asker: Asker, path: str = "/desk/drafts") -> str:
    return asker.http.get(path, headers={"accept": "text/html"}).text


def test_one_person_stops_a_second_one_lets_it_go_on(server: Server) -> None:
    _released(server)
    first, second = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    assert (False, 1) == (first.get(PATH).json()["stopped"], first.get(PATH).json()["waiting"]["queued"])
    thrown = first.post(PATH, REASON).json()
    assert (True, 1, 0) == (thrown["stopped"], thrown["held"]["queued"], thrown["waiting"]["queued"])
    assert ["Mitte a"] == [switch["who"] for switch in second.get(PATH).json()["switches"]]
    own = first.post(f"{PATH}/lift", {"reason": "doch nicht"})
    assert (403, "second-person-needed") == (own.status_code, own.json()["code"])
    lifted = second.post(f"{PATH}/lift", {"reason": "geprüft"})
    assert {"going": 1, "expired": 0, "still_stopped": False} == lifted.json()
    assert 409 == second.post(f"{PATH}/lift", {"reason": "noch einmal"}).status_code


def test_it_wants_a_reason_and_the_right_people(server: Server) -> None:
    operator = server.signed_in("mitte.a")
    assert [422, 422] == [operator.post(PATH, body).status_code for body in ({}, {"reason": ""})]
    for login in ("mitte.office", "mitte.analyst", "mitte.auditor"):
        assert 403 == server.signed_in(login).post(PATH, REASON).status_code
    assert 401 == server.guest().post(PATH, REASON).status_code


def test_a_machine_may_stop_and_never_lift(server: Server) -> None:
    key = server.with_key("mitte.a", Role.OPERATOR, Role.APPROVER)
    assert 200 == key.post(PATH, REASON).status_code
    answer = server.with_key("mitte.b", Role.APPROVER).post(f"{PATH}/lift", REASON)
    assert (403, "person-needed") == (answer.status_code, answer.json()["code"])


def test_a_neighbour_goes_on(server: Server) -> None:
    server.signed_in("mitte.a").post(PATH, REASON)
    neighbour = server.signed_in("opr.b")
    assert neighbour.get(PATH).json()["stopped"] is False
    assert 409 == neighbour.post(f"{PATH}/lift", REASON).status_code
    assert "stop-sign" in _page(neighbour)
    assert "Falscher Ort" not in _page(neighbour)


def test_every_page_says_it_and_who_may_lift_it(server: Server) -> None:
    _released(server)
    first, second = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    first.post(PATH, REASON)
    for path in ("/desk", "/desk?mode=drill", "/desk/drafts", "/desk/history", "/desk/repair", "/office"):
        page = _page(first, path)
        assert ("Falscher Ort" in page, "1 Zustellung wird angehalten." in page) == (True, True), path
        assert "Sie haben angehalten. Aufheben muss eine zweite Person." in page, path
        assert "Aufheben und weiter senden" in _page(second, path), path
    assert "Falscher Ort" in _page(server.signed_in("mitte.office"), "/office")


def test_the_form_is_guarded(server: Server) -> None:
    operator = server.signed_in("mitte.a")
    token = operator.headers["X-CSRF-Token"]
    assert "Ich halte alle noch nicht gesendeten Meldungen an" in _page(operator, "/desk/stop/form")
    without_tick = operator.http.post("/desk/stop", data={"csrf": token, "reason": "x"})
    assert (422, True) == (without_tick.status_code, "Bitte ankreuzen" in without_tick.text)
    without_reason = operator.http.post("/desk/stop", data={"csrf": token, "sure": "yes", "reason": " "})
    assert (422, True) == (without_reason.status_code, "Bitte einen Grund angeben." in without_reason.text)
    assert 403 == operator.http.post("/desk/stop", data={"sure": "yes", "reason": "x"}).status_code
    assert operator.get(PATH).json()["stopped"] is False
    done = operator.http.post("/desk/stop", data={"csrf": token, "sure": "yes", "reason": "Falscher Text"})
    assert (303, True) == (done.status_code, operator.get(PATH).json()["stopped"])


def test_the_sign_is_sent_again_only_when_it_changed(server: Server) -> None:
    operator = server.signed_in("mitte.a")
    mark = re.search(r'data-mark="(\w+)"', _page(operator, "/desk/stop/sign"))
    assert mark is not None
    assert 204 == operator.http.get(f"/desk/stop/sign?mark={mark[1]}").status_code
    operator.post(PATH, REASON)
    assert 200 == operator.http.get(f"/desk/stop/sign?mark={mark[1]}").status_code


def test_lifted_the_page_says_what_goes_on_and_keeps_the_history(server: Server) -> None:
    _released(server)
    first, second = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    first.post(PATH, REASON)
    form = {"csrf": second.headers["X-CSRF-Token"], "reason": "Geprüft, alles richtig"}
    answer = second.http.post("/desk/stop/lift", data=form)
    assert "/desk/stop?going=1&expired=0" == answer.headers["location"]
    page = _page(second, answer.headers["location"])
    said = ("1 Zustellung geht weiter.", "Falscher Ort", "Geprüft, alles richtig", "Mitte a", "Mitte b")
    assert [] == [words for words in said if words not in page]


@pytest.fixture
def at_the_machine(server: Server, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line with the server's database."""
    for name, value in (
        ("DATABASE_URL", server.database.url),
        ("DATABASE_OWNER_URL", server.database.owner_url),
        ("DATABASE_WORKER_URL", server.database.worker_url),
        ("ORTSRUF_SECRET_KEYS", base64.b64encode(world.KEY).decode()),
    ):
        monkeypatch.setenv(name, value)
    return CliRunner()


def _run(runner: CliRunner, *words: str, passwords: int = 1) -> tuple[int, str]:
    result = runner.invoke(build(words), list(words), input=f"{world.PASSWORD}\n" * passwords)
    return result.exit_code, result.output


def test_the_installation_is_stopped_and_resumed_at_the_command_line(server: Server, at_the_machine: CliRunner) -> None:
    _released(server)
    code, said = _run(at_the_machine, "stop", "--reason", "Angriff", "--by", "mitte.a")
    assert (0, True) == (code, "stopped: 1 deliveries wait" in said)
    for login in ("mitte.b", "opr.b"):
        person = server.signed_in(login)
        assert [True] == [switch["everywhere"] for switch in person.get(PATH).json()["switches"]]
        refused = person.post(f"{PATH}/lift", REASON)
        assert (409, "stopped-everywhere") == (refused.status_code, refused.json()["code"])
        assert "Sendestopp der ganzen Anlage" in _page(person)
    alone = ("resume", "--reason", "vorbei", "--by", "mitte.b", "--with", "mitte.b")
    assert 1 == _run(at_the_machine, *alone, passwords=2)[0]
    both = ("resume", "--reason", "vorbei", "--by", "mitte.b", "--with", "opr.admin")
    code, said = _run(at_the_machine, *both, passwords=2)
    assert (0, True) == (code, "resumed: 1 deliveries go on, 0 expired" in said)
    assert server.signed_in("opr.b").get(PATH).json()["stopped"] is False
    with server.database.owner_store.transaction(None) as session:
        query = (
            "SELECT action, count(DISTINCT authority_id) FROM audit WHERE action LIKE '%-everywhere' GROUP BY action"
        )
        assert {("stop-everywhere", 2), ("resume-everywhere", 2)} == {
            tuple(row) for row in session.execute(text(query))
        }


def test_a_wrong_password_stops_nothing(server: Server, at_the_machine: CliRunner) -> None:
    words = ("stop", "--reason", "Angriff", "--by", "mitte.a")
    result = at_the_machine.invoke(build(words), list(words), input="guessed\n")
    assert 1 == result.exit_code
    assert server.signed_in("mitte.a").get(PATH).json()["stopped"] is False
