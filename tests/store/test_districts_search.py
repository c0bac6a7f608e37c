"""Finding districts by what people type."""

from __future__ import annotations

import pytest

from alerts.domain.errors import AmbiguousCodeError, NotFoundError
from alerts.store import gazetteer


def found(session, typed, **filters):
    wanted = {"level": None, "within": None, "near": (), "limit": 5, **filters}
    return [district.key for district in gazetteer.search(session, typed, **wanted)]


@pytest.fixture
def loaded(districts_loaded):
    with districts_loaded.store.transaction(None) as session:
        yield session


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Moabit", "ortsteil:berlin:0102"),
        ("moab", "ortsteil:berlin:0102"),
        ("Mobait", "ortsteil:berlin:0102"),
        ("Gesundbrunen", "ortsteil:berlin:0106"),
        ("Königslutter", "gemeinde:ars:031540013013"),
        ("Koenigslutter", "gemeinde:ars:031540013013"),
        ("WUSTERHAUSEN", "gemeinde:ars:120680477477"),
        ("Büddenstedt", "gemeinde:ars:031540028028"),
        ("0102", "ortsteil:berlin:0102"),
        ("Neurupin", "gemeinde:ars:120680320320"),
    ],
)
def test_a_district_is_found_by_name_alias_code_and_despite_a_slip(loaded, typed, key):
    assert key == found(loaded, typed)[0]


def test_the_own_ground_comes_first(loaded):
    assert "ortsteil:berlin:0101" == found(loaded, "Mitte", level="ortsteil", near=["bezirk:berlin:01"])[0]


@pytest.mark.parametrize("typed", ["", "  ", "%", "'; DROP TABLE district; --", "xqzxqzxqz"])
def test_nonsense_finds_nothing(loaded, typed):
    assert [] == found(loaded, typed)


def test_a_bare_code_that_one_district_has_is_enough(loaded):
    assert "kreis:ars:12068" == gazetteer.by_code(loaded, "12068").key


def test_an_ambiguous_bare_code_is_refused_with_the_keys_it_may_mean(loaded):
    with pytest.raises(AmbiguousCodeError) as refused:
        gazetteer.by_code(loaded, "11")
    assert "bezirk:berlin:11, land:ars:11" == refused.value.context["keys"]


def test_an_unknown_bare_code_is_not_found(loaded):
    with pytest.raises(NotFoundError):
        gazetteer.by_code(loaded, "99999")
