"""Foreign alerts over the API, and a draft beside what holds already: reasons, repetitions, news, the MoWaS step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from shapely.geometry import Point, shape

from alerts.domain.model.alert import Content
from alerts.domain.model.codes import MsgType, ResponseType, Status
from alerts.services import in_force
from tests.api import world
from tests.api.conftest import Asker, Server

AROUND_MOABIT = "52.525,13.336 52.525,13.351 52.5335,13.351 52.5335,13.336 52.525,13.336"
STAY = "Bleiben Sie im Haus."
MOWAS = {"state": "not-needed", "reason": "nur ein Ortsteil"}


def foreign(number: str = "1", **changes: Any) -> dict[str, Any]:
    """A storm warning over Moabit, in NINA's shape."""
    sent = changes.pop("sent", None) or datetime.now(UTC).replace(microsecond=0)
    info = {
        "language": "de-DE",
        "category": ["Met"],
        "event": "STURM",
        "urgency": "Immediate",
        "severity": "Moderate",
        "certainty": "Likely",
        "expires": (sent + timedelta(hours=4)).isoformat(),
        "senderName": "Wetterdienst",
        "headline": "Amtliche Warnung vor Sturm",
        "description": "Es stürmt.",
        "instruction": STAY,
        "area": [{"areaDesc": "Moabit", "polygon": [AROUND_MOABIT], "geocode": []}],
        **changes.pop("info", {}),
    }
    head = {"identifier": f"dwd.{number}", "sender": "a@dwd.example", "sent": sent.isoformat(), "status": "Actual"}
    return {**head, "msgType": "Alert", **changes, "info": [info]}


def bring(asker: Asker, *documents: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    body = documents[0] if len(documents) == 1 else list(documents)
    answer = asker.post("/api/v1/foreign-alerts", {"document": json.dumps(body), **more})
    assert answer.status_code == 200, answer.text
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


def holding(asker: Asker) -> list[str]:
    return [one["identifier"] for one in asker.get("/api/v1/foreign-alerts").json()["alerts"] if one["holds"]]


def drafted(asker: Asker, **changes: Any) -> dict[str, Any]:
    answer = asker.post("/api/v1/alerts", world.content(**changes))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def submit(asker: Asker, alert: dict[str, Any]) -> Any:
    return asker.post(f"/api/v1/alerts/{alert['id']}/submit", {"acknowledged_gaps": []})


def patch(asker: Asker, alert: dict[str, Any], **changes: Any) -> dict[str, Any]:
    version = asker.get(f"/api/v1/alerts/{alert['id']}").json()["version"]
    answer = asker.call("PATCH", f"/api/v1/alerts/{alert['id']}", changes, If_Match=f'"{version}"')
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def places(answer: Any) -> list[str]:
    return [fault["place"] for fault in answer.json().get("faults") or []]


@pytest.fixture
def writer(server: Server) -> Asker:
    return server.signed_in("mitte.a")


@pytest.fixture
def second(server: Server) -> Asker:
    return server.signed_in("mitte.b")


def test_an_identifier_is_there_once_and_news_of_it_take_its_place(writer: Asker) -> None:
    sent = datetime.now(UTC).replace(microsecond=0)
    outcomes = [
        bring(writer, foreign(sent=sent))[0]["outcome"],
        bring(writer, foreign(sent=sent))[0]["outcome"],
        bring(writer, foreign(sent=sent + timedelta(minutes=5), info={"severity": "Severe"}))[0]["outcome"],
        bring(writer, foreign(sent=sent))[0]["outcome"],
        bring(writer, foreign("2", sent=sent + timedelta(minutes=5), info={"severity": "Severe"}))[0]["outcome"],
    ]
    assert ["new", "known", "updated", "known", "known"] == outcomes
    (kept,) = writer.get("/api/v1/foreign-alerts").json()["alerts"]
    assert ("dwd.1", "Severe", True) == (kept["identifier"], kept["severity"], kept["holds"])


def test_an_update_replaces_and_a_cancel_ends_what_it_names(writer: Asker) -> None:
    bring(writer, foreign())
    update = foreign("2", msgType="Update", references="a@dwd.example,dwd.1,2026-11-24T19:30:00+01:00")
    assert ["dwd.1"] == bring(writer, update)[0]["ended"]
    assert ["dwd.2"] == holding(writer)
    bring(writer, foreign("3", msgType="Cancel", references="a@dwd.example,dwd.2,2026-11-24T19:30:00+01:00"))
    assert [] == holding(writer)
    assert (
        "ended"
        == bring(writer, foreign("1b", identifier="dwd.x", info={"expires": "2020-01-01T00:00:00+01:00"}))[0]["outcome"]
    )


def test_an_exercise_and_what_is_put_away_do_not_hold(writer: Asker) -> None:
    bring(writer, foreign(status="Exercise"), foreign("2", info={"event": "Orkan"}))
    assert ["dwd.2"] == holding(writer)
    found = {one["identifier"]: one["id"] for one in writer.get("/api/v1/foreign-alerts").json()["alerts"]}
    assert 200 == writer.call("DELETE", f"/api/v1/foreign-alerts/{found['dwd.2']}").status_code
    assert [] == holding(writer)


def test_codes_become_districts_and_unknown_ones_are_told(server: Server) -> None:
    opr = server.signed_in("opr.a")
    area = [
        {
            "areaDesc": "x",
            "geocode": [{"valueName": "WARNCELLID", "value": v} for v in ("112068000", "812068320", "899999999")],
        }
    ]
    (told,) = bring(opr, foreign(info={"area": area}))
    assert ("new", ["99999999"]) == (told["outcome"], told["unknown"])
    (kept,) = opr.get("/api/v1/foreign-alerts").json()["alerts"]
    assert ["gemeinde:ars:120680320320", "kreis:ars:12068"] == kept["districts"]
    assert shape(kept["shape"]).covers(Point(12.8, 52.92))


def test_without_a_place_it_is_refused_unless_taken_for_the_whole_ground(writer: Asker) -> None:
    nowhere = foreign(info={"area": []})
    (refused,) = bring(writer, nowhere)
    assert ("refused", ["area"]) == (refused["outcome"], [fault["place"] for fault in refused["faults"]])
    assert "new" == bring(writer, nowhere, everywhere=True)[0]["outcome"]


def test_another_authority_sees_nothing_of_it(server: Server, writer: Asker) -> None:
    (kept,) = bring(writer, foreign())
    neighbour = server.signed_in("opr.a")
    assert [] == holding(neighbour)
    assert 404 == neighbour.get(f"/api/v1/foreign-alerts/{kept['id']}").status_code
    assert 404 == neighbour.post(f"/api/v1/foreign-alerts/{kept['id']}/draft").status_code
    assert 403 == server.signed_in("mitte.analyst").get("/api/v1/foreign-alerts").status_code
    assert 403 == server.signed_in("mitte.office").post("/api/v1/foreign-alerts", {"document": "{}"}).status_code


def test_a_verbatim_draft_carries_words_ground_and_time_and_no_edit_passes_for_them(writer: Asker) -> None:
    (kept,) = bring(writer, foreign())
    draft = writer.post(f"/api/v1/foreign-alerts/{kept['id']}/draft").json()
    content = draft["content"]
    (info,) = content["infos"]
    assert ("Amtliche Warnung vor Sturm", STAY) == (info["headline"], info["instruction"])
    assert "Amtliche Warnung, wörtlich von: Wetterdienst.\nEs stürmt." == info["description"]
    assert ("sturm", "Moderate", True) == (content["hazard"], content["severity"], content["expires"] is not None)
    assert shape(content["area"]["geometry"]).covers(Point(13.3433, 52.5293))
    patch(writer, draft, infos=[{**info, "instruction": "Gehen Sie nicht hinaus."}])
    assert "infos[0].description" in places(submit(writer, draft))


def test_a_contrary_instruction_waits_for_a_reason_that_the_approver_reads(writer: Asker, second: Asker) -> None:
    bring(writer, foreign())
    draft = drafted(writer)
    assert ["regards"] == places(submit(writer, draft))
    (beside,) = writer.get(f"/api/v1/alerts/{draft['id']}/in-force").json()["alerts"]
    assert ("foreign", "dwd.1", ["instruction"]) == (beside["origin"], beside["identifier"], beside["differences"])
    assert (1.0, True) == (round(beside["share"], 2), beside["people"] > 0)
    patch(writer, draft, regards=[{"identifier": "dwd.1", "reason": "Der Fund geht vor."}])
    digest = submit(writer, draft).json()["hash"]
    assert "Der Fund geht vor." in second.get(f"/desk/alerts/{draft['id']}/approve").text
    assert 200 == second.post(f"/api/v1/alerts/{draft['id']}/approve", {"hash": digest}).status_code


def test_what_comes_into_force_between_submit_and_approval_stops_it(writer: Asker, second: Asker) -> None:
    draft = drafted(writer)
    digest = submit(writer, draft).json()["hash"]
    bring(writer, foreign(info={"instruction": "Achten Sie auf Ihre Umgebung."}))
    path = f"/api/v1/alerts/{draft['id']}"
    answer = second.post(f"{path}/approve", {"hash": digest})
    assert (409, "in-force-changed") == (answer.status_code, answer.json()["code"])
    assert ["Gilt jetzt auch: Wetterdienst, „Amtliche Warnung vor Sturm“"] == answer.json()["difference"]
    second.post(f"{path}/return", {"reason": "Sturm bedenken"})
    assert 200 == second.post(f"{path}/approve", {"hash": submit(writer, draft).json()["hash"]}).status_code


def test_the_same_again_within_the_hour_wants_a_word_and_leads_to_the_other(writer: Asker, second: Asker) -> None:
    first = drafted(writer)
    second.post(f"/api/v1/alerts/{first['id']}/approve", {"hash": submit(writer, first).json()["hash"]})
    again = drafted(writer)
    assert ["regards"] == places(submit(writer, again))
    (beside,) = writer.get(f"/api/v1/alerts/{again['id']}/in-force").json()["alerts"]
    assert ("own", ["duplicate"]) == (beside["origin"], beside["differences"])
    assert (
        f'href="/desk/alerts/{first["id"]}">stattdessen aktualisieren'
        in writer.get(f"/desk/alerts/{again['id']}/check").text
    )
    update = writer.post(f"/api/v1/alerts/{first['id']}/update").json()
    assert [] == writer.get(f"/api/v1/alerts/{update['id']}/in-force").json()["alerts"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (Content(), True),
        (Content(msg_type=MsgType.UPDATE), True),
        (Content(status=Status.EXERCISE), False),
        (Content(event_code="BBK-EVC-050"), False),
        (Content(msg_type=MsgType.CANCEL), False),
        (Content(msg_type=MsgType.UPDATE, response_types=(ResponseType.ALL_CLEAR,)), False),
    ],
)
def test_a_drill_a_test_and_an_end_answer_for_nothing(content: Content, expected: bool) -> None:
    assert expected == in_force.is_asked(content)


def test_severe_waits_for_the_mowas_step_and_the_copy_pack_has_all_of_it(writer: Asker) -> None:
    draft = drafted(writer, severity="Severe")
    assert ["mowas"] == places(submit(writer, draft))
    path = f"/desk/alerts/{draft['id']}/mowas"
    assert "110000000000" in writer.get(path).text
    document = writer.get(f"{path}/cap.xml").text
    assert "<status>Draft</status>" in document
    assert "Polygon" in writer.get(f"{path}/area.geojson").text
    patch(writer, draft, mowas=MOWAS)
    assert 200 == submit(writer, draft).status_code


@contextmanager
def source(body: bytes, status: int = 200) -> Iterator[str]:
    """A server of somebody else's on this machine."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as made:
        thread = Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


def test_only_a_configured_source_is_fetched_and_no_redirect_followed(serve: Any) -> None:
    with source(json.dumps(foreign()).encode()) as good, source(b"", 302) as moved:
        server = serve(foreign_sources=(f"DWD={good}/warnings/", f"Umzug={moved}/"))
        writer = server.signed_in("mitte.a")
        asked = {
            "allowed": f"{good}/warnings/dwd.1.json",
            "outside": f"{good}/other.json",
            "climbing": f"{good}/warnings/../other.json",
            "unknown": "http://127.0.0.1:9/x",
            "moved": f"{moved}/x",
        }
        answers = {name: writer.post("/api/v1/foreign-alerts", {"document": url}) for name, url in asked.items()}
        assert {"allowed": 200, "outside": 422, "climbing": 422, "unknown": 422, "moved": 422} == {
            name: answer.status_code for name, answer in answers.items()
        }
        assert ["url"] == places(answers["moved"])
        assert "DWD" == writer.get("/api/v1/foreign-alerts").json()["alerts"][0]["source"]
