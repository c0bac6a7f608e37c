"""What all pages share: words and figures, icons, the strict policy, the map's script."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.ext import babel_extract

from api.pages.desk.progress import WORDS, position
from web import assets, i18n, maps, render, words

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
NOW = datetime(2026, 11, 24, 13, 44, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "share"),
    [("49\u00a0%", 0.49), ("0,2\u00a0%", 0.002), ("< 0,1\u00a0%", 0.0004), ("0\u00a0%", 0.0), ("100\u00a0%", 1.0)],
)
def test_shares_read_without_false_precision(expected: str, share: float) -> None:
    assert expected == words.percent(share)


@pytest.mark.parametrize(("expected", "value"), [(37, 37.4), (940, 942), (37_900, 37_944), (1_235_000, 1_234_567)])
def test_estimates_keep_three_leading_digits(expected: int, value: float) -> None:
    assert expected == words.rounded(value)


@pytest.mark.parametrize(
    ("expected", "seconds"),
    [("< 0,1\u00a0s", 0.01), ("0,4\u00a0s", 0.4), ("2:11\u00a0min", 131), ("1:05\u00a0h", 3900)],
)
def test_times_of_deliveries_read_at_a_glance(expected: str, seconds: float) -> None:
    assert expected == words.seconds(seconds)


def test_an_unknown_figure_is_a_dash() -> None:
    assert words.number(None) == "–"


@pytest.mark.parametrize(
    ("expected", "span"),
    [
        ("unter 1 Minute", timedelta(seconds=20)),
        ("2 Minuten", timedelta(minutes=2)),
        ("5 Stunden", timedelta(hours=5)),
        ("5 Std. 14 Min.", timedelta(hours=5, minutes=14)),
        ("3 Tage", timedelta(days=3)),
    ],
)
def test_durations_read_as_people_say_them(expected: str, span: timedelta) -> None:
    assert expected == words.span(span)


def test_a_day_is_written_as_its_language_does() -> None:
    day = date(2026, 11, 25)
    assert words.day(day, "EEEE, d. MMMM") == "Mittwoch, 25. November"
    assert words.day(day, "EEEE, d. MMMM", language="en") == "Wednesday, 25 November"


def test_times_stand_on_berlins_clocks() -> None:
    assert words.oclock(NOW) == "14:44\u00a0Uhr"
    assert words.when(NOW + timedelta(days=1), NOW) == "morgen 14:44"
    assert words.when(NOW, NOW, "en") == "14:44"


def test_the_first_wish_that_we_speak_decides_the_language() -> None:
    assert i18n.choose(None, "fr-FR,en-GB;q=0.8") == "en"
    assert i18n.choose("", None) == "de"


def test_a_page_that_lacks_its_data_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        render.page("base/page.html")


def test_every_icon_named_in_a_template_or_page_is_in_the_set() -> None:
    known = {*assets.icon_names(), *(path.stem for path in (ROOT / "web" / "icons" / "own").glob("*.svg"))}
    named = {
        name
        for path in [*TEMPLATES, *(ROOT / "api").rglob("*.py")]
        for name in re.findall(r'\bicon\("([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - known == {"channel-"}
    assert {symbol for _, _, symbol in WORDS.values()} <= known


@pytest.mark.parametrize(
    "path",
    # A file that must be read when the network has died carries its style within.
    [path for path in TEMPLATES if path.name != "outage_file.html"],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_template_carries_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|javascript:", text) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag] == []


@pytest.mark.parametrize("folder", ["base", "components", "desk"])
def test_every_message_of_the_desk_is_translated(folder: str) -> None:
    known = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context)
        for message in i18n.catalogue("en")
        if message.id and message.string
    }
    options = {"extensions": "jinja2.ext.do", "newstyle_gettext": "true"}
    missing = []
    for path in (ROOT / "web" / "templates" / folder).glob("*.html"):
        with path.open("rb") as file:
            for _, function, message, _ in babel_extract(file, ("_", "gettext", "ngettext", "pgettext"), (), options):
                said = (message,) if isinstance(message, str) else tuple(part for part in message or () if part)
                if not said:
                    continue
                key = (said[1], said[0]) if function == "pgettext" else (said[0], None)
                missing += [] if key in known else [f"{path.name}: {key}"]
    assert missing == []


def test_every_plural_is_translated() -> None:
    english = i18n.translations("en")
    untranslated = set()
    for path in TEMPLATES:
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ("ngettext",), (), {"newstyle_gettext": "true"}):
                one, many = message[0], message[1]
                untranslated |= {one for number in (0, 1, 2) if english.ngettext(one, many, number) in (one, many)}
    assert set() == untranslated


@pytest.mark.parametrize("table", [words.SEVERITIES, words.URGENCIES, words.CERTAINTIES, words.KINDS, words.ENTRIES])
def test_every_word_of_a_closed_list_is_translated(table: dict[str, str]) -> None:
    known = {str(message.id) for message in i18n.catalogue("en") if message.id and message.string}
    assert [word for word in table.values() if word not in known] == []


def test_translations_keep_the_places_for_values() -> None:
    holes = re.compile(r"\{\w+\}|%\(\w+\)s")
    unlike = []
    for message in i18n.catalogue("en"):
        if not message.id or not message.string:
            continue
        ids, strings = ([part] if isinstance(part, str) else list(part) for part in (message.id, message.string))
        unlike += [one for one, other in zip(ids, strings, strict=False) if _holes(holes, one) != _holes(holes, other)]
    assert unlike == []


def _holes(pattern: re.Pattern[str], text: str) -> set[str]:
    return set(pattern.findall(text))


def test_the_maps_script_loads_nothing_from_elsewhere_and_is_always_the_same() -> None:
    bounds = (13.30, 52.49, 13.43, 52.57)
    first, second = maps.desk_map(bounds), maps.desk_map(bounds)
    assert first == second
    assert "http" not in first.script
    assert "<" not in first.script.replace("<=", "")
    assert first.html.split() == ["<div", 'class="folium-map"', 'id="map_desk"', "></div>"]


def test_a_map_without_drawing_knows_nothing_of_geoman() -> None:
    assert ".pm." not in maps.desk_map((13.30, 52.49, 13.43, 52.57), drawing=False).script


def test_the_delivery_track_is_logarithmic_and_bounded() -> None:
    assert [position(seconds) for seconds in (0.0, 0.1, 600, 5000)] == [0, 0, 100, 100]
    assert position(1) == pytest.approx(position(10) - position(1), abs=0.05)
