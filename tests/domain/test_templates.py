"""The catalogue of templates: complete in three languages, fit for every channel, filled in without leftovers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from alerts.domain import limits, wording
from alerts.domain.errors import InvalidError
from alerts.domain.model import codec
from alerts.domain.model.alert import EASY_GERMAN, AreaRequest, Content, Info, Zone
from alerts.domain.model.codes import ChannelKind
from alerts.domain.model.plan import PlannedChannel, Reason
from alerts.domain.phrases import HAZARDS
from alerts.domain.rendering import RenderInput, render
from alerts.domain.templates import TEMPLATES, Family, Field, FieldKind, Filler, Template, clock, open_marks, refilled
from alerts.domain.templates import values as field_values
from alerts.domain.templates.checking import example, faults, hints
from alerts.domain.templates.own import keyed, parts_of
from tests.domain.strategies import ISSUER

LANGUAGES = ("de", "en", EASY_GERMAN)
LONGEST_PLACE = "Wusterhausen/Dosse"
"""The longest name of a leaf in the demo."""

EVERY = [pytest.param(template, id=key) for key, template in TEMPLATES.items()]
BOMB = TEMPLATES["bombenfund"]
ZONED = BOMB.zones[0].instruction["de"]


def filled(template: Template, *, zones: int = 0) -> Content:
    """A content as the template proposes it, with every field filled in by its example."""
    fillers = {code: example(template, code, LONGEST_PLACE) for code in template.texts}
    infos = tuple(
        Info(
            language=code,
            event=fillers[code].text(text.event),
            headline=fillers[code].text((zones and text.inner_headline) or text.headline),
            description=fillers[code].text(text.description),
            instruction=fillers[code].text(text.instruction),
        )
        for code, text in template.texts.items()
    )
    drawn = tuple(
        Zone(
            order=number,
            name=zone.name,
            area=AreaRequest(),
            instruction={code: fillers[code].text(text) for code, text in zone.instruction.items()},
        )
        for number, zone in enumerate(template.zones[:zones], start=1)
    )
    return Content(
        hazard=template.hazard,
        response_types=template.response_types,
        infos=infos,
        zones=drawn,
        expires=datetime(2026, 11, 24, 19, tzinfo=UTC),
    )


def told(content: Content, kind: ChannelKind, language: str) -> str:
    """What a channel of a kind and language gets."""
    channel = PlannedChannel(
        id=UUID(int=1),
        name="Kanal",
        kind=kind,
        language=language,
        district="gemeinde:ars:120680477477",
        district_name=LONGEST_PLACE,
        reason=Reason.SERVES_LEAF,
        for_leaves=("gemeinde:ars:120680477477",),
    )
    draft = RenderInput(content=content, issuer=ISSUER, places=(LONGEST_PLACE,), link="https://warnung.example/v/x")
    return render(draft, channel).text


def filler(language: str = "de", **values: str) -> Filler:
    return Filler(BOMB.fields, values, "Moabit", language)


def test_there_are_enough_of_them() -> None:
    hazards = [template for template in TEMPLATES.values() if template.family.is_hazard]
    assert len(hazards) >= 24
    assert len(TEMPLATES) - len(hazards) >= 12


@pytest.mark.parametrize("template", EVERY)
def test_a_template_is_whole_by_its_own_rules(template: Template) -> None:
    assert [] == [f"{fault.place}: {fault.en}" for fault in (*faults(template), *hints(template))]
    assert set(LANGUAGES) == set(template.texts)
    assert [one.key for one in template.fields] == [one.key for one in template.asked(limits.ZONES)]


@pytest.mark.parametrize("template", EVERY)
def test_its_hazard_is_known_in_all_languages_and_has_the_same_event_code(template: Template) -> None:
    assert template.event_code == HAZARDS[template.hazard].event_code


@pytest.mark.parametrize("template", EVERY)
def test_every_channel_gets_it_without_leftovers_once_its_fields_are_filled_in(template: Template) -> None:
    for zones in {0, len(template.zones)}:
        content = filled(template, zones=zones)
        for kind in ChannelKind:
            for language in LANGUAGES:
                text = told(content, kind, language)
                assert re.findall(r"[\[\]{}]", text) == []
                assert limits.measure(text) <= limits.KINDS[kind.value].characters


@pytest.mark.parametrize("template", EVERY)
def test_its_first_line_fits_a_locked_phone_and_names_hazard_place_and_action(template: Template) -> None:
    for zones in {0, len(template.zones)}:
        for language in LANGUAGES:
            first = told(filled(template, zones=zones), ChannelKind.WHATSAPP, language).split("\n", 1)[0]
            event = template.texts[language].event
            said = first.casefold()
            assert any(word in said for word in event.casefold().split() if len(word) > 2)
            assert LONGEST_PLACE in first
            assert len(first.split(LONGEST_PLACE, 1)[1].split()) >= 1
            assert limits.measure(first) <= limits.LOCK_SCREEN


@pytest.mark.parametrize("template", EVERY)
def test_the_checks_of_the_words_find_nothing(template: Template) -> None:
    about = wording.About(today=date(2026, 11, 24), places=(LONGEST_PLACE,), domains=())
    for zones in {0, len(template.zones)}:
        assert [] == [finding.de for finding in wording.check(filled(template, zones=zones), about)]


@pytest.mark.parametrize("template", EVERY)
def test_easy_german_is_short_and_says_one_thing_a_sentence(template: Template) -> None:
    text = template.texts[EASY_GERMAN]
    said = [text.description, text.instruction, *(zone.instruction[EASY_GERMAN] for zone in template.zones)]
    sentences = [one for words in said for one in re.split(r"(?<=[.!?])\s+", words) if one]
    assert [] == [one for one in sentences if len(one.split()) > 10]
    words = re.findall(r"[A-Za-zÄÖÜäöüß]+", " ".join(sentences))
    marks = {key for sentence in sentences for key in re.findall(r"\{(\w+)\}", sentence)}
    assert [] == [word for word in words if len(word) > 14 and word not in "_".join(marks)]


def test_the_names_of_the_families_are_few() -> None:
    assert {template.family for template in TEMPLATES.values()} == set(Family)


@pytest.mark.parametrize(
    ("expected", "value", "language"),
    [
        ("16 Uhr", "16:00", "de"),
        ("9:05 Uhr", "09:05", EASY_GERMAN),
        ("4 pm", "16:00", "en"),
        ("4:30 pm", "16:30", "en"),
        ("12:30 am", "00:30", "en"),
        ("noon", "12:00", "en"),
        ("gleich", "gleich", "de"),
    ],
)
def test_every_language_says_a_time_in_its_own_way(expected: str, value: str, language: str) -> None:
    assert expected == clock(value, language)


def test_what_is_required_and_missing_leaves_its_name_in_brackets() -> None:
    text = filler().text(ZONED)
    assert ("[Fundort]", "[Sperrkreis verlassen bis]") == open_marks(text)
    assert "[Leave the cordon by]" in filler("en").text(BOMB.zones[0].instruction["en"])


def test_a_sentence_is_left_out_while_its_optional_value_is_missing() -> None:
    without = filler(fundort="Turmstraße 21", verlassen_bis="16:00").text(ZONED)
    assert (
        without == "Verlassen Sie den Sperrkreis um Turmstraße 21 bis 16 Uhr. Nehmen Sie Ausweis und Medikamente mit."
    )
    values = {"fundort": "Turmstraße 21", "verlassen_bis": "16:00", "betreuungsstelle": "Rathaus"}
    assert filler(**values).text(ZONED).endswith("mit. Betreuungsstelle: Rathaus.")


def test_a_text_that_nobody_touched_is_filled_in_anew() -> None:
    before, after = filler(), filler(fundort="Turmstraße 21", verlassen_bis="16:30", betreuungsstelle="Rathaus")
    assert after.text(ZONED) == refilled(ZONED, before.text(ZONED), before, after)
    assert before.text(ZONED) == refilled(ZONED, after.text(ZONED), after, before)


def test_in_a_text_that_was_edited_the_templates_own_sentences_are_filled_in() -> None:
    before = filler(fundort="Turmstraße 2", verlassen_bis="16:00")
    edited = f"Gehen Sie sofort! {before.text(ZONED)} Nehmen Sie Haustiere mit."
    after = filler(fundort="Turmstraße 21", verlassen_bis="16:00", betreuungsstelle="Rathaus")
    text = refilled(ZONED, edited, before, after)
    assert text.startswith("Gehen Sie sofort! Verlassen Sie den Sperrkreis um Turmstraße 21 bis 16 Uhr.")
    assert text.endswith("Nehmen Sie Haustiere mit. Betreuungsstelle: Rathaus.")
    assert text == refilled(ZONED, text, before, after)
    assert edited == refilled(ZONED, text.replace(" Betreuungsstelle: Rathaus.", ""), after, before)


def test_in_a_sentence_of_ones_own_a_value_is_exchanged_and_nothing_that_only_looks_like_it() -> None:
    before = filler(fundort="Turmstraße 2", verlassen_bis="16:00")
    after = filler(fundort="Turmstraße 2", verlassen_bis="17:00")
    mine = "Räumen Sie Turmstraße 2 bis 16 Uhr. Turmstraße 216 Uhrmacher bleibt."
    assert "Räumen Sie Turmstraße 2 bis 17 Uhr. Turmstraße 216 Uhrmacher bleibt." == refilled(
        ZONED, mine, before, after
    )


def test_filling_in_twice_changes_nothing() -> None:
    before, after = filler(verlassen_bis="16:00"), filler(verlassen_bis="17:00", fundort="Amt")
    once = refilled(ZONED, before.text(ZONED), before, after)
    assert once == refilled(ZONED, once, before, after)


def test_values_are_judged_by_what_the_field_takes() -> None:
    fields = (
        Field(key="zeit", labels={"de": "Uhrzeit", "en": "Time"}, kind=FieldKind.TIME),
        Field(key="zahl", labels={"de": "Zahl", "en": "Number"}, kind=FieldKind.NUMBER, longest=3),
        Field(key="wort", labels={"de": "Wort", "en": "Word"}, longest=5),
    )
    good = {"zeit": "16:00", "zahl": "4,5", "wort": "kurz", "fremd": "x" * 500}
    assert () == field_values.faults(fields, good)
    bad = field_values.faults(fields, {"zeit": "25:00", "zahl": "viel", "wort": "zu lang\n"})
    assert ["fields.zeit", "fields.zahl", "fields.wort"] == [fault.place for fault in bad]


@pytest.mark.parametrize(
    ("expected", "typed"),
    [("16:00", "16"), ("16:30", "1630"), ("9:05", "09.05"), ("7:00", "7 Uhr"), ("25:00", "25:00"), ("bald", " bald ")],
)
def test_a_time_may_be_typed_quickly(expected: str, typed: str) -> None:
    time = Field(key="zeit", labels={"de": "Uhrzeit"}, kind=FieldKind.TIME)
    assert expected == field_values.normal(time, typed)
    assert typed.strip() == field_values.normal(replace(time, kind=FieldKind.TEXT), typed)


def test_a_value_that_a_text_does_not_say_is_named() -> None:
    template = TEMPLATES["sturmflut"]
    texts = {"de": "Höchststand gegen 13:45 Uhr.", "en": "High water in the afternoon."}
    assert {"hochwasserzeit": ["en"]} == field_values.unsaid(template, {"hochwasserzeit": "13:45"}, texts)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("texts.de.headline", {"headline": "Fest in {places} um {uhrzeit}: kommen."}),
        ("texts.de.instruction", {"instruction": ""}),
        ("texts.de.headline", {"headline": "x" * 161}),
        ("texts.de.headline", {"headline": "Zwei\nZeilen"}),
        ("texts.de.headline", {"headline": "Um {betreuungsstelle} herum"}),
        ("texts.de.event", {"event": "x" * 61}),
    ],
)
def test_a_faulty_text_is_named_with_its_place(place: str, change: dict[str, str]) -> None:
    template = replace(BOMB, texts={"de": replace(BOMB.texts["de"], **change)})
    assert place in {fault.place for fault in faults(template)}


def test_german_is_demanded_and_other_languages_are_missed() -> None:
    assert "texts.de" in {fault.place for fault in faults(replace(BOMB, texts={"en": BOMB.texts["en"]}))}
    only = replace(BOMB, texts={"de": BOMB.texts["de"]})
    assert () == faults(only)
    assert {"texts.en", "texts.de-easy"} == {fault.place for fault in hints(only)}


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("fields[0].key", Field(key="places", labels={"de": "Ort"})),
        ("fields[0].key", Field(key="Ä b", labels={"de": "Ort"})),
        ("fields[0].labels.de", Field(key="ort", labels={"de": " "})),
        ("fields[0].longest", Field(key="ort", labels={"de": "Ort"}, longest=0)),
        ("fields[0].choices", Field(key="ort", labels={"de": "Ort"}, kind=FieldKind.CHOICE)),
    ],
)
def test_a_faulty_field_is_named_with_its_place(place: str, field: Field) -> None:
    assert place in {fault.place for fault in faults(replace(BOMB, fields=(field, *BOMB.fields)))}


def test_a_template_survives_the_way_through_json_and_nothing_else_passes() -> None:
    for template in TEMPLATES.values():
        assert template == codec.noun_from_json(codec.noun_to_json(template), Template)
    document = codec.noun_to_json(BOMB)
    with pytest.raises(InvalidError) as caught:
        codec.noun_from_json({**document, "holds": 1.5, "family": "war", "more": 1}, Template)
    assert {"holds", "family", "more"} == {fault.place for fault in caught.value.faults}


def test_an_own_template_is_remembered_in_its_state() -> None:
    own = keyed(BOMB, UUID(int=7), 3)
    assert (UUID(int=7), 3) == parts_of(own.key)
    assert [None] * 6 == [
        parts_of(key)
        for key in (
            "bombenfund",
            "own:x:1",
            f"own:{UUID(int=7)}",
            f"own:{UUID(int=7)}:-1",
            "own::",
            f"own:{UUID(int=7)}:²",
        )
    ]


def test_an_alerts_field_values_are_part_of_its_json() -> None:
    content = Content(template="bombenfund", fields={"fundort": "Turmstraße 21"})
    assert content == codec.content_from_json(codec.content_to_json(content))
