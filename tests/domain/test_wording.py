"""What the checks of the words find, and what they leave in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.domain import wording
from alerts.domain.model.alert import AreaRequest, Content, Hotline, Info, Zone
from alerts.domain.model.codes import MsgType
from alerts.domain.model.help_place import HelpKind, HelpPlace
from alerts.domain.templates import TEMPLATES
from alerts.domain.wording.clock import clocks
from alerts.domain.wording.texts import LONGEST, texts_of
from tests.domain.strategies import STEADY, contents

TODAY = date(2026, 11, 24)
ABOUT = wording.About(today=TODAY, places=("Moabit", "Wedding"), domains=("mitte.example", "berlin.de"))
EVENING = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)

GERMAN = Info(
    language="de",
    event="Bombenfund",
    headline="Bombenfund in Moabit: Sperrkreis um Turmstraße 21 bis 16 Uhr verlassen. Sonst im Haus bleiben.",
    instruction="Bleiben Sie im Haus. Halten Sie Fenster und Türen geschlossen, bis Entwarnung kommt.",
)
ENGLISH = Info(
    language="en",
    event="Unexploded bomb",
    headline="Unexploded bomb in Moabit: leave the cordon around Turmstraße 21 by 4 pm. Elsewhere stay inside.",
    instruction="Stay inside. Keep windows and doors closed until the all-clear.",
)


def content(*infos: Info, **changes: object) -> Content:
    return replace(Content(infos=infos or (GERMAN,), expires=EVENING), **changes)  # type: ignore[arg-type]


def rules(subject: Content, about: wording.About = ABOUT) -> list[str]:
    return [finding.rule for finding in wording.check(subject, about)]


def german(**texts: str) -> Content:
    return content(replace(GERMAN, **texts))


def only(subject: Content, about: wording.About = ABOUT) -> wording.Finding:
    (finding,) = wording.check(subject, about)
    return finding


def test_a_good_text_in_two_languages_has_nothing_to_find() -> None:
    subject = content(GERMAN, ENGLISH)
    assert rules(subject) == []
    expected = ["Ort genannt", "Anweisung", "keine fremden Links", "Sprachen stimmen überein"]
    assert expected == [de for de, _ in wording.right(subject, ())]


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_templates_need_no_more_than_filling_in(key: str) -> None:
    template = TEMPLATES[key]
    infos = tuple(
        Info(
            language=language,
            event=text.event,
            headline=text.headline.replace("{places}", "Moabit"),
            description=text.description.replace("{places}", "Moabit"),
            instruction=text.instruction.replace("{places}", "Moabit"),
        )
        for language, text in template.texts.items()
    )
    found = wording.check(content(*infos), ABOUT)
    assert [] == [finding.de for finding in found if finding.blocks]


@pytest.mark.parametrize(
    ("text", "said", "proposal"),
    [
        ("Meiden Sie den Park, hier brennt es.", "hier", "in Moabit"),
        ("Hier brennt es. Meiden Sie den Park.", "Hier", "In Moabit"),
        ("Bleiben Sie in der Gegend nicht draußen.", "in der Gegend", "in Moabit"),
        ("Meiden Sie den Innenstadtbereich.", "den Innenstadtbereich", None),
        ("Im Innenstadtbereich halten Sie Fenster geschlossen.", "Im Innenstadtbereich", "In Moabit"),
    ],
)
def test_vague_places_are_named(text: str, said: str, proposal: str | None) -> None:
    finding = only(german(instruction=text))
    assert (finding.rule, finding.place) == ("vague-place", "infos[0].instruction")
    assert (text[finding.start : finding.end], finding.proposal) == (said, proposal)


@pytest.mark.parametrize(
    "text",
    [
        "Meiden Sie den Innenstadtbereich von Kyritz.",
        "Bleiben Sie in der Nähe der Turmstraße im Haus.",
        "Lesen Sie mehr hier: mitte.example/lage",
    ],
)
def test_a_place_with_a_name_is_no_vague_one(text: str) -> None:
    assert rules(german(instruction=text)) == []


def test_a_first_line_without_a_place_is_told_and_the_district_or_the_own_words_will_do() -> None:
    bare = german(headline="Bombenfund: im Haus bleiben.")
    assert rules(bare) == ["place-missing"]
    assert rules(bare, replace(ABOUT, places=())) == []
    assert rules(replace(german(headline="Bombenfund am Kleinen Tiergarten."), area_name="Kleinen Tiergarten")) == []


def test_a_missing_instruction_blocks_and_names_its_language() -> None:
    finding = only(content(GERMAN, replace(ENGLISH, instruction="")))
    assert (finding.rule, finding.place, finding.blocks) == ("instruction-missing", "infos[1].instruction", True)
    assert (finding.de, finding.en) == ("Englisch: Anweisung fehlt", "English: no instruction")


def test_a_zone_without_words_in_a_written_language_is_told() -> None:
    zone = Zone(order=1, name="Sperrkreis", area=AreaRequest(), instruction={"de": "Gehen Sie bis 16 Uhr."})
    finding = only(content(GERMAN, ENGLISH, zones=(zone,)))
    assert (finding.place, finding.blocks) == ("zones[0].instruction.en", False)
    assert finding.de == "Englisch: Anweisung für „Sperrkreis“ fehlt"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bleiben Sie im Haus.", []),
        ("Fenster und Türen schließen.", []),
        ("Trinkwasser abkochen.", []),
        ("Sie müssen nichts tun.", []),
        ("Die Feuerwehr arbeitet noch am Fundort.", ["no-action"]),
        ("Große Gefahr im Haus.", ["no-action"]),
    ],
)
def test_an_instruction_tells_people_to_do_something(text: str, expected: list[str]) -> None:
    assert expected == rules(german(instruction=text))


@pytest.mark.parametrize(
    ("text", "said", "proposal"),
    [
        ("Betroffene melden sich im Rathaus. Bleiben Sie ruhig.", "Betroffene", "Menschen"),
        ("Meiden Sie den Gefahrenbereich in Moabit.", "Gefahrenbereich", "Bereich mit Gefahr"),
        ("Die Lage ist ernst. Bleiben Sie im Haus.", "Lage", None),
        ("EVAK läuft. Verlassen Sie das Haus.", "EVAK", "Räumung"),
        ("Gehen Sie zum ELW in der Turmstraße.", "ELW", "Einsatzleitwagen"),
        ("Rufen Sie den KatS in Moabit.", "KatS", "Katastrophenschutz"),
        ("Unverzüglich verlassen Sie das Haus.", "Unverzüglich", "Sofort"),
        ("Bleiben Sie ggf. im Haus.", "ggf.", "vielleicht"),
    ],
)
def test_jargon_has_a_plain_word(text: str, said: str, proposal: str | None) -> None:
    finding = only(german(instruction=text))
    assert finding.rule == "jargon"
    assert (text[finding.start : finding.end], finding.proposal) == (said, proposal)


def test_plain_words_that_look_like_jargon_are_left_alone() -> None:
    text = "Bleiben Sie im Haus, auch wenn Sie in der Lage sind zu gehen. Die Lagerhalle ist gesperrt."
    assert rules(german(instruction=text)) == []


@pytest.mark.parametrize(
    ("link", "rule", "blocks"),
    [
        ("https://warnung.mitte.example/v/7F3A-92QK", None, False),
        ("www.berlin.de/mitte.", None, False),
        ("warnung.bund.de", None, False),
        ("https://bit.ly/3abc", "link-short", True),
        ("https://example.com/x", "link-foreign", False),
        ("https://ber1in.de/mitte", "link-lookalike", True),
        ("https://mitte.example.com", "link-foreign", False),
        ("https://mitte.example@evil.com/x", "link-hidden", True),
        ("https://bеrlin.de", "link-lookalike", True),
    ],
)
def test_links_are_judged_by_where_they_lead(link: str, rule: str | None, blocks: bool) -> None:
    found = wording.check(german(instruction=f"Bleiben Sie im Haus. Mehr: {link}"), ABOUT)
    judged = [(finding.rule, finding.blocks) for finding in found if finding.rule.startswith("link")]
    assert judged == ([(rule, blocks)] if rule else [])


def test_letters_of_another_script_block_and_are_put_right_with_one_click() -> None:
    text = "Bleiben Sie im Haus. Die Роlizei kommt."
    finding = only(german(instruction=text))
    assert (finding.rule, finding.blocks, finding.proposal) == ("lookalike", True, "Polizei")
    assert text[finding.start : finding.end] == "Роlizei"


def test_a_whole_word_of_twins_and_decorated_letters_are_found() -> None:
    assert rules(german(instruction="Bleiben Sie im Haus. Нос.")) == ["lookalike"]
    assert only(german(instruction="Bleiben Sie im 𝐇𝐚𝐮𝐬.")).proposal == "Haus"
    assert rules(german(instruction="Bleiben Sie im Haus. Rufen Sie Наталья an.")) == []


def test_russian_in_cyrillic_is_no_forgery_but_a_latin_letter_in_it_is() -> None:
    russian = Info(language="ru", event="Бомба", headline="Бомба в Moabit 16:00", instruction="Оставайтесь дома.")
    assert rules(content(GERMAN, russian)) == ["contradiction"]
    mixed = replace(russian, headline="Бомба в Moabit, Turmstraße 21, 16:00", instruction="Oставайтесь дома.")
    (finding,) = wording.check(content(GERMAN, mixed), ABOUT)
    assert (finding.rule, finding.proposal) == ("lookalike", "Оставайтесь")


def test_invisible_signs_are_removed_and_arabic_keeps_its_own() -> None:
    finding = only(german(instruction="Bleiben Sie im\u200b\u202e Haus."))
    assert (finding.rule, finding.blocks) == ("invisible", True)
    assert (finding.start, finding.end, finding.proposal) == (14, 16, "")
    arabic = Info(
        language="ar", event="قنبلة", headline="قنبلة \u2068Moabit\u2069 وHansaviertel 21 16:00", instruction="ابقوا"
    )
    assert rules(content(GERMAN, arabic)) == []


@pytest.mark.parametrize(
    ("text", "rule", "said", "proposal"),
    [
        ("SOFORT bleiben Sie im Haus.", "capitals", "SOFORT", "Sofort"),
        ("Bleiben Sie im Haus!!", "exclamation", "!!", "."),
        ("Bleiben Sie im Haus. 🚨 Danke.", "emoji", "🚨 ", ""),
        ("Bleiben Sie im Haus ⚠️", "emoji", "⚠️", ""),
    ],
)
def test_loud_writing_is_calmed(text: str, rule: str, said: str, proposal: str) -> None:
    finding = only(german(instruction=text))
    assert (finding.rule, text[finding.start : finding.end], finding.proposal) == (rule, said, proposal)


def test_a_drill_may_shout_its_word() -> None:
    assert rules(german(description="Dies ist eine ÜBUNG. Das THW-Heim bleibt offen, 20 °C.")) == ["jargon"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bis 16 Uhr", [960]),
        ("bis 16:30 Uhr und ab 18.15 Uhr", [990, 1095]),
        ("16 Uhr 30", [990]),
        ("by 4 pm or 4:30 p.m.", [960, 990]),
        ("12 a.m., 12 pm", [0, 720]),
        ("à 16 h 30", [990]),
        ("godz. 16 / saat 17 / в 18 часов", [960, 1020, 1080]),
        ("am 24.11. und 24.11.2026, Turmstraße 21", []),
        ("25:00 Uhr", [None]),
        ("1:100 und 10:15:30", []),
    ],
)
def test_clocks_are_read_in_many_ways(text: str, expected: list[int | None]) -> None:
    assert expected == [clock.minutes for clock in clocks(text)]


def test_a_time_that_no_clock_shows_is_told() -> None:
    assert "time-impossible" in rules(german(instruction="Verlassen Sie das Haus bis 25:00 Uhr."))


def test_english_without_the_german_time_says_so_in_the_words_of_the_picture() -> None:
    late = replace(ENGLISH, headline="Unexploded bomb in Moabit: leave the cordon around Turmstraße 21.")
    finding = only(content(GERMAN, late))
    assert (finding.rule, finding.place) == ("time-missing", "infos[1].headline")
    assert finding.de == "Englisch: Uhrzeit fehlt in der ersten Zeile"


def test_a_deadline_of_the_instruction_belongs_in_the_first_line() -> None:
    late = "Verlassen Sie das Haus bis 16 Uhr."
    bare = german(headline="Bombenfund in Moabit: Haus verlassen.", instruction=late)
    assert rules(bare) == ["time-missing"]


def test_languages_that_disagree_are_told_both_ways() -> None:
    wrong = replace(ENGLISH, headline="Unexploded bomb in Moabit: leave the cordon around Turmstraße 12 by 5 pm.")
    said = [finding.de for finding in wording.check(content(GERMAN, wrong), ABOUT)]
    assert said == [
        "Englisch: Uhrzeit 17:00 steht nicht im deutschen Text",
        "Englisch: Uhrzeit 16:00 fehlt, sie steht im deutschen Text",
        "Englisch: Zahl 12 steht nicht im deutschen Text",
        "Englisch: Zahl 21 fehlt, sie steht im deutschen Text",
    ]


def test_thousands_are_one_number_in_every_language() -> None:
    texts = ("Bleiben Sie im Haus. 37.900 Menschen.", "Stay inside. 37,900 people.")
    subject = content(replace(GERMAN, instruction=texts[0]), replace(ENGLISH, instruction=texts[1]))
    assert rules(subject) == []


def test_a_time_needs_its_day_where_the_alert_holds_longer_than_today() -> None:
    tomorrow = content(GERMAN, expires=datetime(2026, 11, 25, 6, 0, tzinfo=UTC))
    finding = only(tomorrow)
    assert (finding.rule, finding.proposal) == ("day-missing", "heute, 16 Uhr")
    named = replace(GERMAN, headline=GERMAN.headline.replace("bis 16 Uhr", "bis heute, 16 Uhr"))
    assert rules(replace(tomorrow, infos=(named,))) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("030 23125 110", []),
        ("+49 30 23125-110", []),
        ("115", []),
        ("0302", ["phone"]),
        ("Bürgeramt", ["phone"]),
        ("23125110", ["phone"]),
        ("030 23125 110 23125 110 1", ["phone"]),
    ],
)
def test_a_hotline_can_be_dialled(number: str, expected: list[str]) -> None:
    assert expected == rules(content(GERMAN, hotline=Hotline(number=number)))


def test_numbers_in_a_text_are_judged_only_if_they_are_telephone_numbers() -> None:
    assert rules(german(instruction="Rufen Sie an: Telefon 12345. Bleiben Sie im Haus.")) == ["phone"]
    assert rules(german(instruction="Bleiben Sie im Haus. Code 00.01. Telefon 030 90 18.")) == []


def test_an_open_shelter_is_said() -> None:
    place = HelpPlace(kind=HelpKind.SHELTER, name="Rathaus Wedding", address="Müllerstraße 146", hours="ab sofort")
    assert ("Betreuungsstelle offen", "shelter open") in wording.right(content(help_places=(place,)), ())


def test_the_end_of_a_thread_needs_no_instruction() -> None:
    end = replace(GERMAN, headline="Zurückgenommen: Bombenfund, Moabit", instruction="")
    assert rules(content(end, msg_type=MsgType.CANCEL)) == []


_ANYTHING = st.text(max_size=300) | st.text(alphabet="0123456789:. Uhrhpm+-()/@abзаhttps!ß\u200b🚨", max_size=300)


@STEADY
@given(contents(), st.lists(_ANYTHING, min_size=5, max_size=5), st.lists(_ANYTHING, max_size=2))
def test_whatever_is_written_the_places_lie_inside_the_texts(
    subject: Content, texts: list[str], places: list[str]
) -> None:
    first = subject.infos[0]
    wild = replace(first, event=texts[0], headline=texts[1], description=texts[2], instruction=texts[3])
    subject = replace(subject, infos=(wild, *subject.infos[1:]), contact=texts[4])
    about = wording.About(today=TODAY, places=tuple(places), domains=tuple(texts[:1]))
    found = wording.check(subject, about)
    known = {one.place: one.text for one in texts_of(subject)}
    outside = [
        finding for finding in found if not 0 <= finding.start <= finding.end <= len(known.get(finding.place, ""))
    ]
    assert outside == []
    assert list(found) == sorted(found, key=lambda finding: not finding.blocks)
    assert all(finding.de and finding.en for finding in found)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("sign", ["a", "1", "1.", "a.", "1:1 ", "(", "0 ", "! ", "а", "hier ", "www.", "Sie "])
def test_long_texts_take_no_time(sign: str) -> None:
    text = (sign * LONGEST * 2)[: LONGEST * 2]
    found = wording.check(german(headline=text, description=text, instruction=text), ABOUT)
    assert len(found) <= 60
