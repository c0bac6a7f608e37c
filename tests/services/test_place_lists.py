"""Pasted lists: what fits exactly is taken, what nearly fits is offered, and every line is accounted for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.services import place_lists
from alerts.services.place_lists import Entry, Names, Standing
from alerts.store.folding import folded
from alerts.store.place_names import PlaceName

OPR = "kreis:ars:12068"


def place(key: str, name: str, *above: str, aliases: str = "", own: bool = True, ars: str = "") -> PlaceName:
    level, _, code = key.split(":")
    return PlaceName(
        key=key,
        name=name,
        level=level,
        code=code,
        ars=ars or (code if len(code) == 12 else ""),
        parent="",
        words=folded(name),
        other_words=folded(aliases),
        lineage=(key, *above),
        own=own,
    )


def gemeinde(code: str, name: str, **other: str) -> PlaceName:
    return place(f"gemeinde:ars:{code}", name, OPR, **other)


NEURUPPIN = gemeinde("120680320320", "Neuruppin")
KYRITZ = gemeinde("120680264264", "Kyritz")
WITTSTOCK = gemeinde("120680468468", "Wittstock/Dosse")
NEUSTADT = gemeinde("120685303324", "Neustadt (Dosse)")
BREDDIN = gemeinde("120685303052", "Breddin")
WUSTERHAUSEN = gemeinde("120680477477", "Wusterhausen/Dosse", aliases="Wusterhausen an der Dosse")
TWIN = place("gemeinde:ars:120700099099", "Kyritz", "kreis:ars:12070", own=False)
PERLEBERG = place("gemeinde:ars:120700296296", "Perleberg", "kreis:ars:12070", own=False)
COUNTY = place(OPR, "Ostprignitz-Ruppin", "land:ars:12", ars="120680000000")
LAND = place("land:ars:12", "Brandenburg", own=False)
NAMES = Names(
    [NEURUPPIN, KYRITZ, WITTSTOCK, NEUSTADT, BREDDIN, WUSTERHAUSEN, TWIN, PERLEBERG, COUNTY, LAND], "gemeinde"
)
TOWN = place("gemeinde:ars:031540028028", "Helmstedt", "kreis:ars:03154")
OTHER = place("gemeinde:ars:031540014014", "Lehre", "kreis:ars:03154")
HELMSTEDT = Names([TOWN, OTHER, place("kreis:ars:03154", "Helmstedt", "land:ars:03", ars="031540000000")], "gemeinde")
STUTTGART = Names(
    [
        place("gemeinde:ars:081110000000", "Stuttgart", "kreis:ars:08111", "land:ars:08"),
        place("kreis:ars:08111", "Stuttgart", "land:ars:08", ars="081110000000"),
    ],
    "gemeinde",
)


def meant(text: str, names: Names = NAMES) -> place_lists.Found:
    return place_lists.meaning(Entry(line=1, text=text), names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neuruppin", NEURUPPIN),
        ("NEURUPPIN", NEURUPPIN),
        ("Kyritz", KYRITZ),
        ("Wittstock / Dosse", WITTSTOCK),
        ("Neustadt (Dosse)", NEUSTADT),
        ("Stadt Neuruppin", NEURUPPIN),
        ("Neuruppin, Stadt", NEURUPPIN),
        ("Wusterhausen an der Dosse", WUSTERHAUSEN),
        ("Landkreis Ostprignitz-Ruppin", COUNTY),
        ("gemeinde:ars:120680320320", NEURUPPIN),
        ("120680320320", NEURUPPIN),
        ("12 068 0 320 320", NEURUPPIN),
        ("12068320", NEURUPPIN),
        ("12068320 Neuruppin", NEURUPPIN),
        ("12068320 Stadt Neuruppin", NEURUPPIN),
        ("12068", COUNTY),
        ("12068000", COUNTY),
        ("120680000000", COUNTY),
    ],
)
def test_an_exact_name_key_or_code_is_taken(text: str, expected: PlaceName) -> None:
    assert (Standing.TAKEN, (expected,)) == (meant(text).standing, meant(text).taken)


@pytest.mark.parametrize(
    ("text", "standing", "offered"),
    [
        ("Neurupin", Standing.NEAR, [NEURUPPIN]),
        ("Kyrtiz", Standing.NEAR, [KYRITZ]),
        ("Wusterhausen", Standing.NEAR, [WUSTERHAUSEN]),
        ("Neustadt", Standing.NEAR, [NEUSTADT]),
        ("12068320 Kyritz", Standing.DIFFERS, [NEURUPPIN, KYRITZ]),
        ("Perleberg", Standing.OUTSIDE, [PERLEBERG]),
        ("12070296", Standing.OUTSIDE, [PERLEBERG]),
        ("Perlebreg", Standing.NEAR, [PERLEBERG]),
        ("Atlantis", Standing.UNKNOWN, []),
        ("12068999", Standing.UNKNOWN, []),
        ("東京", Standing.UNKNOWN, []),
    ],
)
def test_nothing_else_is_taken_but_offered_or_told(text: str, standing: Standing, offered: list[PlaceName]) -> None:
    found = meant(text)
    assert (standing, (), offered) == (found.standing, found.taken, list(found.offered))


def test_a_union_of_gemeinden_means_its_members() -> None:
    assert {"Neustadt (Dosse)", "Breddin"} == {one.name for one in meant("120685303").taken}


def test_a_lost_leading_zero_is_offered_not_added() -> None:
    found = meant("3154028", HELMSTEDT)
    assert (Standing.NEAR, (TOWN,)) == (found.standing, found.offered)


def test_a_name_of_town_and_county_is_asked_about_unless_both_are_the_same_ground() -> None:
    assert Standing.AMBIGUOUS == meant("Helmstedt", HELMSTEDT).standing
    assert (TOWN,) == meant("Stadt Helmstedt", HELMSTEDT).taken
    assert "gemeinde:ars:081110000000" == meant("Stuttgart", STUTTGART).taken[0].key


def test_a_list_is_read_line_by_line_and_keeps_what_it_could_not_place() -> None:
    text = "Neuruppin, Kyritz; 12068320\n\n- Wittstok/Dosse\n2. Neuruppin, Stadt\nAtlantis, Breddin\n---\n"
    found = place_lists.read(text, NAMES)
    assert [
        (1, "Neuruppin", "taken"),
        (1, "Kyritz", "taken"),
        (1, "12068320", "taken"),
        (3, "Wittstok/Dosse", "near"),
        (4, "Neuruppin, Stadt", "taken"),
        (5, "Atlantis", "unknown"),
        (5, "Breddin", "taken"),
    ] == [(one.entry.line, one.entry.text, one.standing.value) for one in found]
    assert "Wittstok/Dosse\nAtlantis" == place_lists.rest(found)


def test_a_list_too_long_names_the_line_where_it_ends() -> None:
    with pytest.raises(place_lists.InvalidError) as refused:
        place_lists.read("Kyritz\n" * (place_lists.MOST_ENTRIES + 1), NAMES)
    assert f"line {place_lists.MOST_ENTRIES + 1}" == refused.value.faults[0].place


_WRITTEN = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='Neurupin12068320,;|\t\r\n ()/-."„“', max_size=80),
    st.lists(st.sampled_from([*(one.name for one in NAMES.places), "12068320", "Neurupin", "", "7."]), max_size=12).map(
        "\n".join
    ),
)


@given(_WRITTEN)
def test_every_line_is_accounted_for_and_only_exact_names_are_taken(text: str) -> None:
    found = place_lists.read(text, NAMES)
    lines = re.split(r"\r\n|\r|\n", text)
    said = {
        number for number, line in enumerate(lines, start=1) if any(map(str.isalnum, re.sub(r"^\s*\d+[.)]", "", line)))
    }
    assert said <= {one.entry.line for one in found}
    assert [one.entry.line for one in found] == sorted(one.entry.line for one in found)
    for one in found:
        assert one.entry.text in lines[one.entry.line - 1] or "," in one.entry.text
        assert (one.standing is Standing.TAKEN) == bool(one.taken)
        assert all(place.own for place in one.taken)
    again = place_lists.read(place_lists.rest(found), NAMES)
    assert [one.entry.text for one in again] == [one.entry.text for one in found if not one.taken]
