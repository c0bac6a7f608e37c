"""The preview: exactly the agreed shape, nothing saved."""

from __future__ import annotations

from sqlalchemy import text

from api.schemas.area import PreviewOut
from tests.api import world
from tests.api.conftest import Server

_SHARE = {"key", "name", "level", "share_of_district", "share_of_area", "people"}


def test_the_answer_has_exactly_the_agreed_keys(lasting: Server) -> None:
    answer = lasting.signed_in("mitte.a").post("/api/v1/areas/preview", world.IN_MOABIT).json()
    agreed = {"area_km2", "districts", "slivers", "channels", "gaps", "outside", "people", "spill"}
    assert set(answer) == agreed
    assert [set(one) for one in answer["districts"]] == [_SHARE]
    assert [set(one) for one in answer["channels"]] == [
        {"id", "name", "kind", "district", "reason", "fallback", "followers"}
    ]
    assert (set(answer["people"]), set(answer["spill"])) == ({"estimate", "low", "high", "as_of"}, {"people"})


def test_the_answer_is_what_the_document_says(lasting: Server) -> None:
    machine = lasting.with_key("mitte.a")
    everything = {"districts": [world.MITTE], "circle": {"lat": 52.52, "lon": 13.28, "radius_m": 4000}}
    for body in (world.IN_MOABIT, everything):
        answer = machine.post("/api/v1/areas/preview", body)
        assert answer.status_code == 200
        assert PreviewOut.model_validate(answer.json(), strict=False).model_dump(mode="json") == answer.json()


def test_an_area_inside_moabit_goes_to_moabits_channel_alone(lasting: Server) -> None:
    answer = lasting.signed_in("mitte.a").post("/api/v1/areas/preview", world.IN_MOABIT).json()
    assert [one["name"] for one in answer["districts"]] == ["Moabit"]
    assert [one["name"] for one in answer["channels"]] == ["WhatsApp Moabit"]
    assert abs(answer["area_km2"] - 0.19635) < 0.001


def test_what_lies_beyond_is_told_with_its_owner(lasting: Server) -> None:
    answer = lasting.signed_in("opr.a").post("/api/v1/areas/preview", world.IN_MOABIT).json()
    assert (answer["districts"], answer["channels"]) == ([], [])
    assert [(one["name"], one["owner"]) for one in answer["outside"]] == [("Moabit", "Bezirksamt Mitte")]


def test_a_cut_out_part_does_not_count(lasting: Server) -> None:
    asker = lasting.signed_in("mitte.a")
    hole = [[13.34, 52.527], [13.35, 52.527], [13.35, 52.531], [13.34, 52.531], [13.34, 52.527]]
    cut = world.IN_MOABIT | {"subtract": {"type": "Polygon", "coordinates": [hole]}}
    whole = asker.post("/api/v1/areas/preview", world.IN_MOABIT).json()
    assert asker.post("/api/v1/areas/preview", cut).json()["area_km2"] < whole["area_km2"]


def test_it_saves_nothing(lasting: Server) -> None:
    lasting.signed_in("mitte.a").post("/api/v1/areas/preview", world.IN_MOABIT)
    with lasting.database.owner_store.transaction(None) as session:
        counts = session.execute(text("SELECT (SELECT count(*) FROM alert) + (SELECT count(*) FROM version)"))
        assert counts.scalar_one() == 0
