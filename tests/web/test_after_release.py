"""After the release, over HTTP: prolonging in silence, correcting, the board, incidents, handover, what to print."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

SignIn = Callable[[str], TestClient]
WEDDING = {"circle": {"lat": 52.5502, "lon": 13.3553, "radius_m": 250}}
HELMSTEDT = {"circle": {"lat": 52.2282, "lon": 11.0106, "radius_m": 400}}
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass
class Desk:
    """Two people of an authority, one after the other at the same browser."""

    sign_in: SignIn
    slug: str
    area: dict[str, Any]
    sessions: dict[str, tuple[TestClient, dict[str, str], dict[str, str]]] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, **sent: Any) -> Response:
        client, headers = self._seated(who)
        headers = {**headers, **sent.pop("headers", {})}
        return client.request(method, path, headers=headers, follow_redirects=False, **sent)

    def _seated(self, who: str) -> tuple[TestClient, dict[str, str]]:
        """The browser with this person's session, signed in once."""
        if who not in self.sessions:
            client = self.sign_in(f"{self.slug}.{who}")
            found = re.search(r'name="csrf" content="([^"]+)"', client.get("/desk/drafts").text)
            assert found is not None
            headers = {"X-CSRF-Token": found[1], "Referer": "http://testserver/desk/running"}
            self.sessions[who] = (client, dict(client.cookies), headers)
        client, cookies, headers = self.sessions[who]
        client.cookies.clear()
        client.cookies.update(cookies)
        return client, headers

    def page(self, path: str, who: str = "a") -> str:
        answer = self.call(who, "GET", path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:400]}"
        return answer.text

    def take(self, path: str, who: str = "a", **form: Any) -> Response:
        return self.call(who, "POST", path, data=form)

    def released(self, **changed: Any) -> dict[str, Any]:
        """An alert that two people have released."""
        made = self.call("a", "POST", "/api/v1/alerts", json=content(**{"area": self.area, **changed}))
        assert made.status_code == 201, made.text
        return self.release(made.json()["id"])

    def release(self, alert: str) -> dict[str, Any]:
        """A draft, submitted by one and approved by the other."""
        draft = self.call("a", "GET", f"/api/v1/alerts/{alert}").json()
        gaps = [gap["key"] for gap in draft["preview"]["gaps"]]
        digest = self.call("a", "POST", f"/api/v1/alerts/{alert}/submit", json={"acknowledged_gaps": gaps})
        assert digest.status_code == 200, digest.text
        sent = {"hash": digest.json()["hash"]}
        done = self.call("b", "POST", f"/api/v1/alerts/{alert}/approve", json=sent)
        assert done.status_code == 200, done.text
        return dict(done.json())

    def drafted(self, path: str, **form: Any) -> str:
        """The id of the draft that a step of the desk leads to."""
        led = self.take(path, **form)
        assert led.status_code == 303, led.text
        return urlsplit(led.headers["location"]).path.split("/")[3]

    def posts(self, alert: str) -> list[dict[str, Any]]:
        return list(self.call("a", "GET", f"/api/v1/alerts/{alert}/deliveries").json()["deliveries"])


def content(*, area: dict[str, Any], hours: float = 3, **changed: Any) -> dict[str, Any]:
    end = (datetime.now(UTC) + timedelta(hours=hours)).replace(second=0, microsecond=0)
    info = {
        "language": "de",
        "event": "Stromausfall",
        "headline": "Stromausfall: Bitte sparsam mit dem Handy umgehen.",
        "instruction": "Schalten Sie Herd und Bügeleisen aus.",
    }
    return {
        "hazard": "stromausfall",
        "severity": "Moderate",
        "response_types": ["Execute"],
        "expires": end.isoformat(),
        "infos": [info],
        "area": area,
        **changed,
    }


@pytest.fixture
def mitte(sign_in: SignIn) -> Desk:
    return Desk(sign_in, "mitte", WEDDING)


@pytest.fixture
def helmstedt(sign_in: SignIn) -> Desk:
    return Desk(sign_in, "helmstedt", HELMSTEDT)


def first_choice(page: str) -> str:
    found = re.search(r'name="choice" value="(\d{4}-[^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_silent_prolongation_posts_nothing_and_the_public_page_says_the_new_end(mitte: Desk) -> None:
    first = mitte.released()
    path = f"/desk/alerts/{first['id']}"
    form = mitte.page(f"{path}/prolong")
    assert "Ohne Beitrag verlängern" in form
    longer = mitte.release(mitte.drafted(f"{path}/prolong", choice=first_choice(form), post=""))

    assert (mitte.posts(first["id"]) != [], mitte.posts(longer["id"])) == (True, [])
    assert "verlängert bis" in mitte.page(f"/a/{longer['identifier']}")
    assert "Sie gilt weiter, verlängert bis" in mitte.page(f"/v/{first['code']}")
    cap = mitte.call("a", "GET", f"/cap/{longer['identifier']}.xml").text
    assert (first["identifier"] in cap, "<msgType>Update</msgType>" in cap) == (True, True)
    assert "Verlängert ohne Beitrag" in mitte.page("/desk/running")


def test_near_the_end_that_the_channels_were_told_a_post_is_offered_first(mitte: Desk) -> None:
    first = mitte.released(hours=0.4)
    path = f"/desk/alerts/{first['id']}/prolong"
    form = mitte.page(path)
    assert form.index("Mit Beitrag verlängern") < form.index("Ohne Beitrag verlängern")
    told = mitte.release(mitte.drafted(path, choice=first_choice(form), post="1"))
    assert {"stays"} == {post["role"] for post in mitte.posts(told["id"])}


@pytest.mark.parametrize("choice", ["", "gestern", "2020-01-01T10:00", "9999-12-31T23:59"])
def test_a_prolongation_to_no_time_stays_on_its_page(mitte: Desk, choice: str) -> None:
    first = mitte.released()
    answer = mitte.take(f"/desk/alerts/{first['id']}/prolong", choice="own", own=choice)
    assert (answer.status_code, "Nicht verlängert." in answer.text) == (422, True)


def test_the_text_of_a_prolongation_cannot_be_changed(mitte: Desk) -> None:
    first = mitte.released()
    form = mitte.page(f"/desk/alerts/{first['id']}/prolong")
    draft = mitte.drafted(f"/desk/alerts/{first['id']}/prolong", choice=first_choice(form))
    other = content(area=WEDDING)["infos"][0] | {"headline": "Ganz etwas anderes"}
    before = mitte.call("a", "GET", f"/api/v1/alerts/{draft}")
    match = {"If-Match": before.headers["etag"]}
    answer = mitte.call("a", "PATCH", f"/api/v1/alerts/{draft}", json={"infos": [other]}, headers=match)
    assert (200, before.json()["content"]["infos"]) == (answer.status_code, answer.json()["content"]["infos"])


def test_a_correction_posts_everywhere_although_the_text_is_the_same(mitte: Desk) -> None:
    first = mitte.released()
    corrected = mitte.release(mitte.drafted(f"/desk/alerts/{first['id']}/correct"))
    before, after = mitte.posts(first["id"]), mitte.posts(corrected["id"])
    own = {post["channel_name"] for post in before if post["state"] != "held"}
    told = {post["channel_name"]: post["text"] for post in after if post["state"] != "held"}
    assert own == set(told)
    assert [] == [name for name, text in told.items() if "auf" not in name and "Korrektur: " not in text[:60]]


def test_the_board_shows_all_that_runs_and_an_empty_one_says_so(mitte: Desk) -> None:
    assert "Es läuft keine Warnung" in mitte.page("/desk/running")
    first, second = mitte.released(), mitte.released(area={"districts": ["ortsteil:berlin:0101"]}, severity="Minor")
    board = mitte.page("/desk/running")
    for one in (first, second):
        assert f'href="/desk/alerts/{one["id"]}"' in board
        for step in ("update", "correct", "all-clear", "cancel"):
            assert f'action="/desk/alerts/{one["id"]}/{step}"' in board
    assert board.count("Stromausfall") >= 4
    parts = mitte.call("a", "GET", "/desk/board/now").json()["parts"]
    assert ["board", "board-map"] == list(parts)


def test_a_gap_is_ticked_off_with_name_and_time(mitte: Desk) -> None:
    mitte.released(area={"districts": ["ortsteil:berlin:0103", "ortsteil:berlin:0105"]})
    board = mitte.page("/desk/running")
    task = re.search(r'action="(/desk/tasks/[0-9a-f-]+/done)"', board)
    assert task is not None
    assert mitte.take(task[1]).status_code == 303
    assert re.search(r"Hansaviertel: erledigt \d\d:\d\d, Schicht A", mitte.page("/desk/running"))


def test_an_incident_between_two_authorities(mitte: Desk, helmstedt: Desk) -> None:
    ours, theirs = mitte.released(), helmstedt.released()
    led = mitte.take(f"/desk/alerts/{ours['id']}/incident", title="Stromausfall Mitte und Helmstedt")
    incident = led.headers["location"]
    assert helmstedt.call("a", "GET", incident).status_code == 404
    assert mitte.call("a", "GET", incident).status_code == 200

    thread = re.search(r'<option value="([0-9a-f-]+)">Landkreis Helmstedt', mitte.page(incident))
    assert thread is not None
    assert mitte.take(f"{incident}/invite", thread=thread[1]).status_code == 303
    asked = helmstedt.page(incident)
    part = re.search(r'name="part" value="([^"]+)"', asked)
    assert part is not None
    assert mitte.take(f"{incident}/answer", part=part[1], answer="join").status_code == 404
    assert helmstedt.take(f"{incident}/answer", part=part[1], answer="join").status_code == 303
    assert helmstedt.take(f"{incident}/close").status_code == 403

    over = mitte.release(mitte.drafted(f"/desk/alerts/{ours['id']}/all-clear"))
    cap = mitte.call("a", "GET", f"/cap/{over['identifier']}.xml").text
    assert re.search(r"<incidents>mitte\.\d{8}T\d{6}\.stromausfall-mitte-und-helmstedt</incidents>", cap)
    proposed = helmstedt.page(incident)
    assert "Die leitende Behörde hat" in proposed
    assert f"/desk/alerts/{theirs['id']}/all-clear" in proposed
    own = helmstedt.release(helmstedt.drafted(f"/desk/alerts/{theirs['id']}/all-clear"))
    assert own["content"]["infos"][0]["instruction"] == ""
    assert "Eigene Entwarnung ansehen" not in helmstedt.page(incident)


def test_a_handover_is_signed_by_both(mitte: Desk) -> None:
    first = mitte.released()
    form = mitte.page("/desk/handover")
    assert first["code"] in form
    to = re.search(r'<option value="([0-9a-f-]+)"[^>]*>Schicht B', form)
    assert to is not None
    assert mitte.take("/desk/handover", to="", notes="").status_code == 422
    sheet = mitte.take("/desk/handover", to=to[1], notes="Akku des Wagens laden").headers["location"]
    assert mitte.take(f"{sheet}/take", who="a").status_code == 403
    assert "noch nicht bestätigt" in mitte.page(sheet)
    assert mitte.take(f"{sheet}/take", who="b").status_code == 303
    kept = mitte.page(sheet)
    assert ("Akku des Wagens laden" in kept, "noch nicht bestätigt" in kept) == (True, False)
    assert mitte.take(f"{sheet}/take", who="b").status_code == 409


def test_the_outage_file_needs_no_network(mitte: Desk) -> None:
    first = mitte.released()
    answer = mitte.call("a", "GET", f"/desk/alerts/{first['id']}/outage/file?size=a3")
    assert answer.headers["content-disposition"].startswith('attachment; filename="ortsruf-aushang-')
    assert [] == re.findall(r'(?:src|href)="(?!/desk|/a/|#)[^"]+"|@import|url\((?!#)[^)]+\)', answer.text)
    assert (first["code"] in answer.text, "Achtung, Achtung." in answer.text, "<svg" in answer.text) == (True,) * 3
    assert "Ich wiederhole." in mitte.page("/desk/outage")


def test_two_alerts_stand_side_by_side_with_what_changed(mitte: Desk) -> None:
    first = mitte.released()
    changed = content(area=WEDDING)["infos"][0] | {"instruction": "Schalten Sie Herd und Heizung aus."}
    begun = mitte.call("a", "POST", f"/api/v1/alerts/{first['id']}/update", json={"infos": [changed]})
    assert begun.status_code == 201, begun.text
    mitte.release(begun.json()["id"])
    page = mitte.page(f"/desk/alerts/{first['id']}/thread")
    assert ("<del>Bügeleisen</del>" in page, "<ins>Heizung</ins>" in page) == (True, True)
    assert page.count("svgmap__ground") == 2


HOSTILE: tuple[tuple[str, str, dict[str, str] | None, int], ...] = (
    ("GET", f"/desk/alerts/{NOBODY}/prolong", None, 404),
    ("POST", f"/desk/alerts/{NOBODY}/prolong", {"choice": "x"}, 404),
    ("POST", f"/desk/alerts/{NOBODY}/answer", {"answer": "still-true"}, 404),
    ("POST", f"/desk/alerts/{NOBODY}/answer", {"answer": "vielleicht"}, 422),
    ("GET", f"/desk/alerts/{NOBODY}/thread/99999999999999999999", None, 404),
    ("GET", f"/desk/alerts/{NOBODY}/outage", None, 404),
    ("GET", "/desk/outage/file?size=a0", None, 200),
    ("GET", "/desk/outage/file?size=%00", None, 400),
    ("GET", f"/desk/incidents/{NOBODY}", None, 404),
    ("GET", "/desk/incidents/eins", None, 422),
    ("POST", f"/desk/incidents/{NOBODY}/invite", {"thread": "x"}, 404),
    ("POST", f"/desk/alerts/{NOBODY}/incident", {"title": "\x01"}, 404),
    ("GET", f"/desk/handover/{NOBODY}", None, 404),
    ("POST", f"/desk/handover/{NOBODY}/take", {}, 404),
    ("POST", "/desk/handover", {"to": NOBODY, "notes": "\x01"}, 422),
    ("POST", "/desk/handover", {"to": NOBODY, "notes": "x" * 5000}, 422),
)


def test_hostile_input_is_refused_and_never_breaks(mitte: Desk) -> None:
    found = [(path, mitte.call("a", method, path, data=form).status_code) for method, path, form, _ in HOSTILE]
    assert [(path, status) for _, path, _, status in HOSTILE] == found


@pytest.mark.parametrize("path", ["/desk/running", "/desk/incidents", "/desk/handover", "/desk/outage"])
def test_it_is_all_for_the_desk(sign_in: SignIn, path: str) -> None:
    assert sign_in("mitte.buero").get(path).status_code == 403
