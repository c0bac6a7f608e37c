"""Templates: an authority's own pages, the chooser at the desk, and fields that go into all texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from api.pages.template_form import input_of, key_of
from tests.conftest import Database

SignIn = Callable[[str], TestClient]

HOME = "/office/templates"
MOABIT = "ortsteil:berlin:0102"
FORM = {
    "family": "everyday",
    "severity": "Minor",
    "holds": "5",
    "usual_km2": "1,5",
    "usual_leaves": "2",
    "event_de": "Straßenfest Turmstraße",
    "headline_de": "Straßenfest in {places} am {tag}: Auto stehen lassen.",
    "instruction_de": "Nehmen Sie die U9. Es endet um {ende}.",
    "field0_label_de": "Tag",
    "field0_kind": "text",
    "field0_required": "1",
    "field0_example": "Sonntag",
    "field1_label_de": "Ende",
    "field1_label_en": "End",
    "field1_kind": "time",
    "responses": "1",
    "response_Avoid": "1",
}


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', client.get(HOME).text)
    assert found is not None
    return found[1]


def post(client: TestClient, path: str, **form: str) -> Response:
    return client.post(path, data={"csrf": csrf(client), **form}, follow_redirects=False)


def made(client: TestClient, **changes: str) -> str:
    """A new own template's id."""
    answer = post(client, f"{HOME}/new", **{**FORM, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("saved=")[2]


def begun(client: TestClient, **changes: Any) -> str:
    """A new draft's address."""
    piece = {
        "area": {"geometry": None, "districts": [MOABIT], "circle": None, "subtract": None},
        "severity": "Moderate",
        "template": "bombenfund",
        "width": "targeted",
        "sliver_choices": {},
        "zones": [],
        "mode": "live",
        **changes,
    }
    token = re.search(r'name="csrf" content="([^"]+)"', client.get("/desk").text)
    assert token is not None
    answer = client.post("/desk/alerts", json=piece, headers={"X-CSRF-Token": token[1]})
    assert answer.status_code == 201, answer.text
    return f"/desk/alerts/{answer.json()['id']}"


def zone() -> dict[str, Any]:
    return {"order": 1, "name": "Sperrkreis", "area": {"circle": {"lat": 52.53, "lon": 13.342, "radius_m": 300}}}


def test_a_template_is_made_offered_first_at_the_desk_and_used(sign_in: SignIn) -> None:
    template = made(sign_in("mitte.admin"))
    client = sign_in("mitte.a")
    desk = client.get("/desk").text
    assert desk.index(f"own:{template}:1") < desk.index('value="bombenfund"')
    path = begun(client, template=f"own:{template}:1", severity="Minor")
    page = client.get(f"{path}/text").text
    assert "Straßenfest in Moabit am [Tag]: Auto stehen lassen." in page
    assert "Nehmen Sie die U9." in page
    assert "Es endet um" not in page
    assert "field_tag" in page
    assert f"own:{template}:1" in client.get("/desk").text.split('data-group="own"')[0]


def test_what_was_changed_later_leaves_an_alert_that_began_before_as_it_was(sign_in: SignIn) -> None:
    template = made(sign_in("mitte.admin"))
    path = begun(sign_in("mitte.a"), template=f"own:{template}:1")
    changed = {**FORM, "headline_de": "Fest in {places} am {tag}: zu Fuß kommen.", "number": "1"}
    assert post(sign_in("mitte.admin"), f"{HOME}/{template}", **changed).status_code == 303
    client = sign_in("mitte.a")
    assert "Straßenfest in Moabit am [Tag]" in client.get(f"{path}/text").text
    assert f"own:{template}:2" in client.get("/desk").text


def test_two_who_change_a_template_do_not_overwrite_each_other(sign_in: SignIn) -> None:
    client = sign_in("mitte.admin")
    template = made(client)
    first = post(client, f"{HOME}/{template}", **{**FORM, "event_de": "Kiezfest", "number": "1"})
    late = post(client, f"{HOME}/{template}", **{**FORM, "event_de": "Hoffest", "number": "1"})
    assert (first.status_code, late.status_code) == (303, 412)
    assert "Fassung 1" in client.get(f"{HOME}/{template}").text
    assert "Straßenfest Turmstraße" in client.get(f"{HOME}/{template}?state=1").text


def test_every_fault_stands_at_its_field_and_nothing_typed_is_lost(sign_in: SignIn) -> None:
    client = sign_in("mitte.admin")
    bad = {**FORM, "headline_de": "Fest um {uhrzeit}", "usual_km2": "viel", "field0_key": "places"}
    answer = post(client, f"{HOME}/new", **bad)
    assert answer.status_code == 422
    assert 'id="e-usual_km2"' in answer.text
    answer = post(client, f"{HOME}/new", **{**bad, "usual_km2": "2"})
    assert answer.status_code == 422
    assert "„{uhrzeit}“ ist kein Feld dieser Vorlage" in answer.text
    assert 'id="e-field0_key"' in answer.text
    assert "Nehmen Sie die U9." in answer.text


def test_a_step_of_the_form_keeps_what_was_typed(sign_in: SignIn) -> None:
    client = sign_in("mitte.admin")
    page = post(client, f"{HOME}/new", **FORM, step="add-field").text
    assert 'name="field2_label_de"' in page
    assert "Nehmen Sie die U9." in page
    page = post(client, f"{HOME}/new", **FORM, step="remove-field:0").text
    assert 'value="Ende"' in page
    assert 'name="field1_label_de"' not in page


def test_an_archived_template_is_no_longer_offered_and_comes_back(sign_in: SignIn, pages_database: Database) -> None:
    client = sign_in("mitte.admin")
    template = made(client)
    assert post(client, f"{HOME}/{template}/archive").status_code == 303
    assert template not in client.get("/office/templates").text
    assert template in client.get("/office/templates?archived=true").text
    assert post(client, f"{HOME}/{template}/restore").status_code == 303
    assert template in client.get("/office/templates").text
    with pages_database.owner_store.transaction(None) as session:
        query = text("SELECT action FROM audit WHERE subject = :subject ORDER BY number")
        actions = list(session.execute(query, {"subject": template}).scalars())
    assert actions == ["template-made", "template-archived", "template-restored"]


def test_a_copy_begins_with_what_it_copies(sign_in: SignIn) -> None:
    page = sign_in("mitte.admin").get(f"{HOME}/new?copy=bombenfund").text
    assert "Sperrkreis um {fundort} bis {verlassen_bis} verlassen." in page
    assert 'name="zone1_name"' in page


def test_operators_read_offices_write_the_everyday_analysts_see_nothing(sign_in: SignIn) -> None:
    template = made(sign_in("mitte.admin"), family="police", severity="Severe")
    office = sign_in("mitte.buero")
    assert made(office)
    assert post(office, f"{HOME}/new", **{**FORM, "family": "police"}).status_code == 403
    assert post(office, f"{HOME}/{template}", **{**FORM, "number": "1"}).status_code == 403
    assert post(office, f"{HOME}/{template}/archive").status_code == 403
    operator = sign_in("mitte.a")
    page = operator.get(f"{HOME}/{template}")
    assert (page.status_code, 'id="template-form"' in page.text) == (200, False)
    assert post(operator, f"{HOME}/new", **FORM).status_code == 403
    assert sign_in("mitte.analyse").get(HOME).status_code == 403


def test_another_authoritys_template_is_not_there(sign_in: SignIn) -> None:
    template = made(sign_in("mitte.admin"))
    stranger = sign_in("stuttgart.admin")
    assert template not in stranger.get(HOME).text
    assert stranger.get(f"{HOME}/{template}").status_code == 404
    assert post(stranger, f"{HOME}/{template}/archive").status_code == 404
    assert stranger.get(f"{HOME}/new?copy=own:{template}:1").status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"field0_longest": "9" * 400, "holds": "1e9"},
        {"step": "remove-field:" + "9" * 30},
        {"family": "\ud7ff", "hazard": "x" * 5_000},
        {"field99_label_de": "Tag", "zone7_name": "Zone", "headline_de": "{" * 3_000},
        {"number": "-1", "usual_leaves": "0", "usual_km2": "0"},
    ],
)
def test_hostile_forms_are_refused_with_their_place(sign_in: SignIn, form: dict[str, str]) -> None:
    client = sign_in("mitte.admin")
    for path in (f"{HOME}/new", f"{HOME}/example"):
        assert post(client, path, **{**FORM, **form}).status_code in (200, 303, 422)


def test_the_texts_hold_the_fields_names_until_they_are_filled_in(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, zones=[zone()])
    page = client.get(f"{path}/text").text
    assert "Bombenfund in Moabit: Sperrkreis um [Fundort] bis [Sperrkreis verlassen bis] verlassen." in page
    assert "leave the cordon around [Place of the find] by [Leave the cordon by]." in page
    assert 'name="field_verlassen_bis"' in page
    assert "wenn bekannt" in page


def test_a_field_goes_into_all_languages_and_what_was_written_by_hand_stays(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, zones=[zone()])
    texts = {
        "headline_de": "Bombenfund in Moabit: Sperrkreis um [Fundort] bis [Sperrkreis verlassen bis] verlassen.",
        "headline_en": "Unexploded bomb in Moabit: leave the cordon around [Place of the find] by "
        "[Leave the cordon by].",
        "zone1_de": "Los jetzt! Verlassen Sie den Sperrkreis um [Fundort] bis [Sperrkreis verlassen bis].",
    }
    fields = {"field_fundort": "Turmstraße 21", "field_verlassen_bis": "16:30", "before": "{}"}
    answer = post(client, f"{path}/fields", **texts, **fields).json()["texts"]
    assert answer == {
        "headline_de": "Bombenfund in Moabit: Sperrkreis um Turmstraße 21 bis 16:30 Uhr verlassen.",
        "headline_en": "Unexploded bomb in Moabit: leave the cordon around Turmstraße 21 by 4:30 pm.",
        "zone1_de": "Los jetzt! Verlassen Sie den Sperrkreis um Turmstraße 21 bis 16:30 Uhr.",
    }


def test_saving_without_scripts_fills_in_the_texts_too_and_keeps_the_values(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, zones=[zone()])
    headline = "Bombenfund in Moabit: Sperrkreis um [Fundort] bis [Sperrkreis verlassen bis] verlassen."
    form = {"event_de": "Bombenfund", "headline_de": headline, "instruction_de": "Bleiben Sie im Haus."}
    saved = post(
        client, f"{path}/text", version="1", **form, field_fundort="Turmstraße 21", field_verlassen_bis="16:00"
    )
    assert saved.status_code == 200, saved.text
    page = client.get(f"{path}/text").text
    assert "Sperrkreis um Turmstraße 21 bis 16 Uhr verlassen." in page
    assert 'value="Turmstraße 21"' in page
    again = {**form, "headline_de": "Bombenfund in Moabit: Sperrkreis um Turmstraße 21 bis 16 Uhr verlassen."}
    post(client, f"{path}/text", version="2", **again, field_fundort="Turmstraße 21", field_verlassen_bis="17:00")
    assert "bis 17 Uhr verlassen." in client.get(f"{path}/text").text


def test_an_unfilled_field_keeps_a_draft_from_being_submitted_by_its_name(sign_in: SignIn) -> None:
    client = sign_in("mitte.a")
    path = begun(client, template="sperrung", severity="Minor")
    form = {
        "event_de": "Straßensperrung",
        "headline_de": "Straßensperrung in Moabit: [Straße, Abschnitt] umfahren.",
        "instruction_de": "Umfahren Sie den Abschnitt.",
    }
    post(client, f"{path}/text", version="1", **form)
    refused = post(client, f"{path}/submit")
    assert refused.status_code == 422
    assert "[Straße, Abschnitt]" in refused.text


@pytest.mark.parametrize(
    ("place", "form"),
    [
        ("fields.verlassen_bis", {"field_verlassen_bis": "nachher"}),
        ("fields.fundort", {"field_fundort": "x" * 500}),
        ("before", {"before": "[1]"}),
        ("before", {"before": "[" * 9_000}),
        ("before", {"before": '{"fundort": 1}'}),
    ],
)
def test_hostile_values_are_refused_with_their_place(sign_in: SignIn, place: str, form: dict[str, str]) -> None:
    client = sign_in("mitte.a")
    path = begun(client, zones=[zone()])
    answer = post(client, f"{path}/fields", **form)
    assert (answer.status_code, place in answer.text) == (422, True)


def test_a_foreign_draft_is_not_filled_in(sign_in: SignIn) -> None:
    path = begun(sign_in("mitte.a"))
    assert post(sign_in("stuttgart.a"), f"{path}/fields").status_code == 404
    assert post(sign_in("mitte.a"), f"/desk/alerts/{uuid4()}/fields").status_code == 404


def test_a_key_of_nothing_is_no_template(sign_in: SignIn) -> None:
    path = begun(sign_in("mitte.a"), template=f"own:{UUID(int=1)}:1")
    assert sign_in("mitte.a").get(f"{path}/text").status_code == 200


@pytest.mark.parametrize(
    ("expected", "place"),
    [
        ("headline_de", "texts.de.headline"),
        ("event_en", "texts.en"),
        ("", "texts.tr.headline"),
        ("field0_label_de", "fields[0].labels.de"),
        ("field2_choices", "fields[2].choices[0].names.de"),
        ("zone1_de", "zones[1].instruction.de"),
        ("zone1_name", "zones[1].name"),
        ("holds", "holds"),
    ],
)
def test_a_faults_place_leads_to_its_input(expected: str, place: str) -> None:
    assert expected == input_of(place)


@pytest.mark.parametrize(("expected", "label"), [("neuer_ort", "Neuer Ort"), ("strasse", "Straße"), ("", "§")])
def test_a_key_is_made_from_a_label(expected: str, label: str) -> None:
    assert expected == key_of(label)
