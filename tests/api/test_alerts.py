"""An alert over HTTP: versions, two people, hashes, repeats."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from tests.api import world
from tests.api.conftest import Asker, Server


def _drafted(asker: Asker, **changed: Any) -> dict[str, Any]:
    answer = asker.post("/api/v1/alerts", world.content(**changed))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _submitted(asker: Asker, alert: str, *gaps: str) -> dict[str, Any]:
    answer = asker.post(f"/api/v1/alerts/{alert}/submit", {"acknowledged_gaps": list(gaps)})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _released(server: Server) -> tuple[Asker, Asker, dict[str, Any]]:
    writer, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    alert = _drafted(writer)["id"]
    digest = _submitted(writer, alert)["hash"]
    answer = approver.post(f"/api/v1/alerts/{alert}/approve", {"hash": digest})
    assert answer.status_code == 200, answer.text
    return writer, approver, answer.json()


def test_a_draft_names_its_place_and_version(server: Server) -> None:
    answer = server.signed_in("mitte.a").post("/api/v1/alerts", world.content())
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/alerts/{answer.json()['id']}"
    assert answer.headers["etag"] == '"1"'


def test_a_draft_may_be_unfinished(server: Server) -> None:
    answer = server.signed_in("mitte.a").post("/api/v1/alerts", {})
    assert (answer.status_code, answer.json()["state"], answer.json()["preview"]) == (201, "draft", None)


def test_an_edit_adds_a_version_and_keeps_what_was_not_sent(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer)
    answer = writer.call("PATCH", f"/api/v1/alerts/{alert['id']}", {"severity": "Severe"}, If_Match='"1"')
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert answer.json()["content"] == alert["content"] | {"severity": "Severe"}


def test_an_edit_without_the_version_it_was_made_on_is_refused(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer)["id"]
    answer = writer.call("PATCH", f"/api/v1/alerts/{alert}", {"severity": "Severe"})
    assert (answer.status_code, answer.json()["code"]) == (428, "version-needed")


def test_an_edit_on_an_old_version_overwrites_nothing(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer)["id"]
    writer.call("PATCH", f"/api/v1/alerts/{alert}", {"severity": "Severe"}, If_Match='"1"')
    answer = writer.call("PATCH", f"/api/v1/alerts/{alert}", {"severity": "Minor"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (412, "stale-version")
    assert writer.get(f"/api/v1/alerts/{alert}").json()["content"]["severity"] == "Severe"


def test_a_second_person_releases_what_was_submitted(server: Server) -> None:
    _, approver, released = _released(server)
    assert released["state"] == "released"
    report = approver.get(f"/api/v1/alerts/{released['id']}/deliveries").json()
    assert [one["channel_name"] for one in report["deliveries"]] == ["WhatsApp Moabit"]
    assert released["code"] in report["deliveries"][0]["text"]


def test_the_author_cannot_approve(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer)["id"]
    digest = _submitted(writer, alert)["hash"]
    answer = writer.post(f"/api/v1/alerts/{alert}/approve", {"hash": digest})
    assert (answer.status_code, answer.json()["code"]) == (403, "second-person-needed")


def test_an_api_key_cannot_approve(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer)["id"]
    digest = _submitted(writer, alert)["hash"]
    machine = server.with_key("mitte.b")
    for step, body in (("approve", {"hash": digest}), ("break-glass", {"hash": digest, "reason": "allein"})):
        answer = machine.post(f"/api/v1/alerts/{alert}/{step}", body)
        assert (answer.status_code, answer.json()["code"]) == (403, "person-needed")


def test_the_hash_of_an_older_submission_is_refused(server: Server) -> None:
    writer, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    alert = _drafted(writer)["id"]
    old = _submitted(writer, alert)["hash"]
    approver.post(f"/api/v1/alerts/{alert}/return", {"reason": "Bitte ergänzen."})
    assert writer.call("PATCH", f"/api/v1/alerts/{alert}", {"note": "anders"}, If_Match='"1"').status_code == 200
    _submitted(writer, alert)
    answer = approver.post(f"/api/v1/alerts/{alert}/approve", {"hash": old})
    assert (answer.status_code, answer.json()["code"]) == (409, "hash-mismatch")


def test_what_is_submitted_is_not_edited(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer)["id"]
    _submitted(writer, alert)
    answer = writer.call("PATCH", f"/api/v1/alerts/{alert}", {"note": "anders"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


def test_parallel_approvals_release_once(server: Server) -> None:
    writer, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    alert = _drafted(writer)["id"]
    digest = _submitted(writer, alert)["hash"]
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda _: approver.post(f"/api/v1/alerts/{alert}/approve", {"hash": digest}), range(20))
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    assert len(approver.get(f"/api/v1/alerts/{alert}/deliveries").json()["deliveries"]) == 1


def test_a_returned_alert_says_why(server: Server) -> None:
    writer, approver = server.signed_in("mitte.a"), server.signed_in("mitte.b")
    alert = _drafted(writer)["id"]
    _submitted(writer, alert)
    answer = approver.post(f"/api/v1/alerts/{alert}/return", {"reason": "Die Straße fehlt."})
    assert (answer.json()["state"], answer.json()["return_reason"]) == ("returned", "Die Straße fehlt.")


def test_update_and_all_clear_follow_in_the_thread(server: Server) -> None:
    writer, approver, released = _released(server)
    update = writer.post(f"/api/v1/alerts/{released['id']}/update", {"note": "kleiner"})
    assert (update.status_code, update.json()["sequence"]) == (201, 2)
    assert update.json()["content"]["msg_type"] == "Update"
    assert writer.call("DELETE", f"/api/v1/alerts/{update.json()['id']}").json()["state"] == "discarded"
    clear = writer.post(f"/api/v1/alerts/{released['id']}/all-clear")
    assert (clear.status_code, clear.json()["content"]["response_types"]) == (201, ["AllClear"])
    steps = approver.get(f"/api/v1/alerts/{released['id']}/timeline").json()["entries"]
    assert {"draft", "submit", "approve", "draft-all-clear"} <= {step["action"] for step in steps}


def test_gaps_must_be_acknowledged(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    mowas = {"state": "not-needed", "reason": "Probe"}
    alert = _drafted(writer, area={"districts": ["ortsteil:berlin:0103"]}, severity="Severe", mowas=mowas)["id"]
    answer = writer.post(f"/api/v1/alerts/{alert}/submit", {})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("gaps-not-acknowledged", "no-channel")


def test_faults_of_a_submission_name_their_places(server: Server) -> None:
    writer = server.signed_in("mitte.a")
    alert = _drafted(writer, infos=[], expires=None)["id"]
    answer = writer.post(f"/api/v1/alerts/{alert}/submit", {})
    assert answer.status_code == 422
    assert {"infos", "expires"} <= {fault["place"].split("[")[0].split(".")[0] for fault in answer.json()["faults"]}


def test_a_repeat_with_the_same_key_drafts_once(server: Server) -> None:
    writer, body, key = server.signed_in("mitte.a"), world.content(), str(uuid4())
    first = writer.post("/api/v1/alerts", body, Idempotency_Key=key)
    second = writer.post("/api/v1/alerts", body, Idempotency_Key=key)
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["location"] == first.headers["location"]
    assert len(writer.get("/api/v1/alerts?show=drafts").json()["alerts"]) == 1


def test_parallel_repeats_draft_once(server: Server) -> None:
    writer, body, key = server.signed_in("mitte.a"), world.content(), str(uuid4())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: writer.post("/api/v1/alerts", body, Idempotency_Key=key), range(8)))
    assert {(answer.status_code, answer.json()["id"]) for answer in answers} == {(201, answers[0].json()["id"])}


def test_a_key_used_for_another_request_is_refused(server: Server) -> None:
    writer, key = server.signed_in("mitte.a"), str(uuid4())
    writer.post("/api/v1/alerts", world.content(), Idempotency_Key=key)
    answer = writer.post("/api/v1/alerts", world.content(note="anders"), Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


def test_a_refused_request_leaves_its_key_free(server: Server) -> None:
    writer, key = server.signed_in("mitte.a"), str(uuid4())
    refused = writer.post("/api/v1/alerts", {"area": {"districts": ["ortsteil:berlin:9999"]}}, Idempotency_Key=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown-district")
    assert writer.post("/api/v1/alerts", world.content(), Idempotency_Key=key).status_code == 201
