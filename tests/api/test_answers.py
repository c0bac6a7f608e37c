"""Headers, caches, languages, figures, and what nobody foresaw."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from alerts.domain import errors as domain
from alerts.services.desk import planning
from alerts.store import errors as store
from api import errors, problem
from geo import errors as geo
from geo.errors import OrtsrufError
from tests.api import world
from tests.api.conftest import Server


def _every(root: type[OrtsrufError]) -> Iterator[type[OrtsrufError]]:
    yield root
    for below in root.__subclasses__():
        yield from _every(below)


@pytest.mark.parametrize("kind", sorted(_every(OrtsrufError), key=lambda kind: kind.__qualname__))
def test_every_refusal_has_a_status_and_a_title(kind: type[OrtsrufError]) -> None:
    error = kind.__new__(kind)
    assert errors.status_of(error) in problem.TITLES


_OF_THE_DOORS = ("geo.errors", "alerts.domain.errors", "alerts.store.errors", "api.refusals")
_OF_THE_START = {store.ClusterRefusedError, store.RoleRefusedError, store.PostgisMissingError}


def test_every_refusal_that_a_door_can_meet_was_given_its_status() -> None:
    met = {kind for kind in _every(OrtsrufError) if kind.__module__ in _OF_THE_DOORS and kind.code != "refused"}
    listed = set(errors.STATUS) - {OrtsrufError}
    forgotten = {kind.__qualname__ for kind in met - _OF_THE_START if listed.isdisjoint(kind.__mro__)}
    assert forgotten == set()


def test_no_refusal_in_the_table_is_a_fault_of_ours() -> None:
    assert {kind.__qualname__ for kind, status in errors.STATUS.items() if not 400 <= status < 500} == {
        "SecretUnreadableError",
        "DatabaseUnavailableError",
        "DatabaseBusyError",
        "UploadsBusyError",
    }


def test_a_refusal_names_place_and_code_in_the_askers_language() -> None:
    error = domain.InvalidError([domain.Fault(place="infos[0].headline", de="fehlt", en="is missing")])
    assert problem.document(error, 422, "en", "/api/v1/alerts") == {
        "type": "urn:ortsruf:problem:invalid",
        "title": "Please check",
        "status": 422,
        "detail": "Please check: infos[0].headline: is missing",
        "instance": "/api/v1/alerts",
        "code": "invalid",
        "place": "infos[0].headline",
        "faults": [{"place": "infos[0].headline", "detail": "is missing"}],
    }


def test_a_changed_plan_tells_the_difference() -> None:
    document = problem.document(domain.PlanChangedError(["Kanal weg"]), 409, "de", "/")
    assert document["difference"] == ["Kanal weg"]


def test_a_shape_is_refused_with_422() -> None:
    assert errors.status_of(geo.ShapeRefusedError()) == 422


def test_what_nobody_foresaw_is_an_incident_without_a_trace(lasting: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(planning, "planned", broken)
    answer = lasting.signed_in("mitte.a").post("/api/v1/areas/preview", world.IN_MOABIT)
    assert (answer.status_code, answer.json()["code"]) == (500, "incident")
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/login", "/api/v1/me", "/static/css/base.css", "/"])
def test_every_answer_is_protected(lasting: Server, path: str) -> None:
    headers = lasting.guest().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_carry_no_inline_style_or_script(lasting: Server) -> None:
    page = lasting.guest().get("/login", accept="text/html").text
    assert " style=" not in page
    assert "<script>" not in page


def test_a_browser_gets_a_page_and_a_machine_a_problem(lasting: Server) -> None:
    guest = lasting.guest()
    assert guest.get("/nowhere", accept="text/html").headers["content-type"].startswith("text/html")
    answer = guest.get("/nowhere")
    assert (answer.headers["content-type"], answer.json()["status"]) == ("application/problem+json", 404)
    assert guest.post("/healthz").status_code == 405


def test_our_own_files_are_kept_where_they_are_marked(lasting: Server) -> None:
    guest = lasting.guest()
    plain, marked = guest.get("/static/css/base.css"), guest.get("/static/css/base.css?v=1")
    assert plain.headers["cache-control"] == "public, no-cache"
    assert marked.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert guest.get("/static/css/base.css", if_none_match=plain.headers["etag"]).status_code == 304


def test_outlines_are_sent_once(lasting: Server) -> None:
    asker = lasting.signed_in("mitte.a")
    first = asker.get("/api/v1/districts/outlines")
    assert (first.status_code, len(first.json()["features"])) == (200, 6)
    again = asker.get("/api/v1/districts/outlines", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_long_answers_are_squeezed(lasting: Server) -> None:
    asker = lasting.signed_in("mitte.a")
    with asker.http.stream("GET", "/api/v1/districts/outlines", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(answer.iter_raw())).startswith(b'{"type":"FeatureCollection"')


def test_districts_are_found_by_name_and_code_the_own_first(lasting: Server) -> None:
    asker = lasting.signed_in("mitte.a")
    found = asker.get("/api/v1/districts?q=moab").json()["districts"]
    assert found[0]["key"] == world.MOABIT
    assert asker.get("/api/v1/districts?q=12068&level=kreis").json()["districts"][0]["key"] == world.OPR
    assert asker.get("/api/v1/districts?q=mitte").json()["districts"][0]["key"] == world.MITTE
    assert asker.get(f"/api/v1/districts/{world.MOABIT}").json()["name"] == "Moabit"
    assert asker.get("/api/v1/districts/ortsteil:berlin:9999").status_code == 404


def test_districts_come_in_pages(lasting: Server) -> None:
    asker, after, keys = lasting.signed_in("mitte.a"), "", []
    while after is not None:
        page = asker.get(f"/api/v1/districts?within={world.MITTE}&limit=4&after={after}").json()
        keys += [one["key"] for one in page["districts"]]
        after = page["next"]
    assert keys == [world.MITTE, *(f"ortsteil:berlin:010{n}" for n in range(1, 7))]


def test_reach_tells_people_and_followers_with_their_source(lasting: Server) -> None:
    reach = lasting.signed_in("mitte.analyst").get("/api/v1/reach/districts").json()
    moabit = next(one for one in reach["districts"] if one["key"] == world.MOABIT)
    assert (moabit["channels"], moabit["followers"]) == (1, {"low": 0, "high": 0, "unknown": 1})
    assert moabit["people"] > 50_000
    assert moabit["people_source"]


def test_health_tells_whether_it_can_work(lasting: Server) -> None:
    guest = lasting.guest()
    assert guest.get("/healthz").text == "ok"
    assert guest.get("/readyz").json()["migrations"] == "ok"


def test_metrics_count_by_route_and_never_by_address(lasting: Server) -> None:
    guest = lasting.guest()
    guest.get("/api/v1/alerts/00000000-0000-0000-0000-000000000000")
    guest.get("/made-up-by-somebody")
    written = guest.get("/metrics").text
    assert 'route="/api/v1/alerts/{alert}",status="401"' in written
    assert "made-up" not in written
    assert "ortsruf_worker_heartbeat_seconds -1.0" in written
