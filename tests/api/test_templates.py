"""Own templates over JSON: made, changed under their version, put away, and refused with the place of every fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api import world
from tests.api.conftest import Asker, Server

PATH = "/api/v1/templates"


def body(**changes: Any) -> dict[str, Any]:
    return {
        "severity": "Minor",
        "fields": [{"key": "tag", "labels": {"de": "Tag"}, "required": True, "example": "Sonntag"}],
        "texts": {
            "de": {
                "event": "Kiezfest",
                "headline": "Kiezfest in {places} am {tag}: zu Fuß kommen.",
                "instruction": "Lassen Sie das Auto stehen.",
            }
        },
        **changes,
    }


@pytest.fixture
def admin(lasting: Server) -> Asker:
    return lasting.signed_in("mitte.admin")


def test_a_template_is_made_changed_put_away_and_every_state_stays(lasting: Server, admin: Asker) -> None:
    made = admin.post(PATH, body())
    assert (made.status_code, made.headers["etag"], made.json()["version"]) == (201, '"1"', 1)
    assert any(hint.startswith("texts.en") for hint in made.json()["hints"])
    path = made.headers["location"]
    assert admin.call("PATCH", path, {"usual_km2": 2.5}).status_code == 428
    assert admin.call("PATCH", path, {"usual_km2": 2.5}, If_Match='"7"').status_code == 412
    changed = admin.call("PATCH", path, {"usual_km2": 2.5}, If_Match='"1"').json()
    assert (changed["version"], changed["content"]["usual_km2"]) == (2, 2.5)
    assert changed["content"]["texts"] == made.json()["content"]["texts"]
    assert admin.call("DELETE", path).status_code == 204
    listed = admin.get(f"{PATH}?q=kiez").json()["templates"]
    assert [one["own"] for one in listed if one["own"] == changed["id"]] == []
    assert admin.post(f"{path}/restore").json()["archived"] is None
    states = admin.get(f"{path}/revisions").json()["revisions"]
    assert [(one["number"], one["action"]) for one in states] == [
        (4, "restored"),
        (3, "archived"),
        (2, "changed"),
        (1, "made"),
    ]


def test_an_alert_carries_its_template_and_its_fields(lasting: Server) -> None:
    operator = lasting.signed_in("mitte.a")
    sent = {**world.content(), "template": "bombenfund", "fields": {"fundort": "Turmstraße 21"}}
    content = operator.post("/api/v1/alerts", sent).json()["content"]
    assert (content["template"], content["fields"]) == ("bombenfund", {"fundort": "Turmstraße 21"})


def test_roles_and_authorities_stay_apart(lasting: Server, admin: Asker) -> None:
    path = admin.post(PATH, body()).headers["location"]
    operator, neighbour = lasting.signed_in("mitte.a"), lasting.signed_in("opr.admin")
    assert operator.get(path).status_code == 200
    assert operator.post(PATH, body()).status_code == 403
    assert operator.call("DELETE", path).status_code == 403
    assert neighbour.get(path).status_code == 404
    assert neighbour.call("PATCH", path, {}, If_Match='"1"').status_code == 404
    assert neighbour.post(f"{path}/restore").status_code == 404
    assert lasting.guest().get(PATH).status_code == 401


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("texts.de.headline", {"texts": {"de": {"event": "Fest", "headline": "{wann}", "instruction": "Kommen."}}}),
        ("texts.de", {"texts": {}}),
        ("fields[0].key", {"fields": [{"key": "Ö", "labels": {"de": "Tag"}}]}),
        ("fields[0].choices", {"fields": [{"key": "tag", "labels": {"de": "Tag"}, "kind": "choice"}]}),
        ("zones[0].instruction.de", {"zones": [{"name": "Zone", "instruction": {}}]}),
        ("hazard", {"hazard": "krieg"}),
        ("holds", {"holds": 0}),
        ("usual_km2", {"usual_km2": -1}),
        ("severity", {"severity": "Mild"}),
        ("more", {"more": 1}),
    ],
)
def test_every_fault_is_named_with_its_place(admin: Asker, place: str, change: dict[str, Any]) -> None:
    answer = admin.post(PATH, body(**change))
    assert answer.status_code == 422
    assert place in answer.text
