"""The districts that come with Ortsruf."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from alerts.services import admin
from alerts.store import areas, editions

COUNTS = {
    ("land", "de"): 16,
    ("kreis", "de"): 400,
    ("bezirk", "kreis:ars:11000"): 12,
    ("ortsteil", "kreis:ars:11000"): 96,
    ("gemeinde", "kreis:ars:12068"): 23,
    ("gemeinde", "kreis:ars:03154"): 28,
    ("gemeinde", "kreis:ars:08111"): 1,
}


@pytest.fixture
def ground(districts_loaded):
    with districts_loaded.owner_store.transaction(None) as session:
        yield session


def test_every_layer_is_there_with_licence_credit_and_checksum(ground):
    found = editions.all_editions(ground)
    assert COUNTS == {(one.edition.level, one.edition.scope): one.in_force for one in found}
    assert [True] * len(COUNTS) == [
        bool(one.edition.licence and one.edition.credit and len(one.edition.sha256) == 64) for one in found
    ]


def test_loading_them_again_does_nothing(ground):
    assert 0 == admin.load_shipped(ground)


def test_the_people_of_the_children_add_up_to_their_parents(ground):
    wrong = ground.execute(
        text("""
            SELECT up.key, up.level, c.level, up.population, sum(c.population) FROM district c
            JOIN district up ON up.key = c.parent_key GROUP BY up.key, up.level, c.level, up.population
            HAVING up.population <> sum(c.population)""")
    ).all()
    assert [] == wrong


@pytest.mark.parametrize(
    ("key", "name", "least", "most"),
    [
        ("ortsteil:berlin:0101", "Mitte", 79_000, 100_000),
        ("ortsteil:berlin:0102", "Moabit", 69_000, 80_000),
        ("ortsteil:berlin:0103", "Hansaviertel", 5_500, 6_300),
        ("ortsteil:berlin:0301", "Prenzlauer Berg", 140_000, 170_000),
        ("gemeinde:ars:120680320320", "Neuruppin", 28_000, 33_000),
        ("gemeinde:ars:031540028028", "Helmstedt", 23_000, 28_000),
        ("gemeinde:ars:031545402027", "Söllingen", 1_300, 2_300),
        ("kreis:ars:12068", "Landkreis Ostprignitz-Ruppin", 99_078, 99_078),
        ("kreis:ars:03159", "Landkreis Göttingen", 300_000, 350_000),
        ("land:ars:11", "Berlin", 3_644_826, 3_644_826),
    ],
)
def test_places_people_know_have_their_name_and_about_their_people(ground, key, name, least, most):
    row = ground.execute(text("SELECT name, population FROM district WHERE key = :k"), {"k": key}).one()
    assert name == row.name
    assert least <= row.population <= most


def test_every_ground_has_one_leaf(ground):
    """Leaves cover Germany once: their area is the Länder's, and no two of them overlap."""
    leaves, laender = ground.execute(
        text("SELECT sum(area_m2) FILTER (WHERE finest), sum(area_m2) FILTER (WHERE level = 'land') FROM district")
    ).one()
    assert pytest.approx(laender, rel=1e-6) == leaves
    assert 0 == ground.execute(text("SELECT count(*) FROM district WHERE contested")).scalar_one()


def test_every_shape_and_outline_is_valid(ground):
    query = "SELECT key FROM district WHERE NOT (ST_IsValid(geom) AND ST_IsValid(shape) AND ST_IsValid(outline))"
    assert [] == ground.execute(text(query)).scalars().all()


def test_merged_kreise_and_gemeinden_lead_to_their_successors(ground):
    gone = ["kreis:ars:03156", "kreis:ars:16056", "gemeinde:ars:031540003003", "gemeinde:ars:031545402011"]
    expected = {"kreis:ars:03159", "kreis:ars:16063", "gemeinde:ars:031540028028", "gemeinde:ars:031545402027"}
    assert expected == areas.today(ground, gone)


def test_the_line_of_parents_goes_up_to_the_land(ground):
    found = areas.ancestors(ground, ["ortsteil:berlin:0102", "gemeinde:ars:031540028028"])
    assert ("bezirk:berlin:01", "kreis:ars:11000", "land:ars:11") == found["ortsteil:berlin:0102"]
    assert ("kreis:ars:03154", "land:ars:03") == found["gemeinde:ars:031540028028"]
