"""Texts as people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from alerts.domain.model.alert import AreaRequest, Content, Hotline, Info, Zone
from alerts.domain.model.codes import ChannelKind, MsgType, ResponseType, Status
from alerts.domain.model.frozen import PostRole
from alerts.domain.model.plan import PlannedChannel, Reason
from alerts.domain.model.tokens import fill, link_to
from alerts.domain.phrases import LANGUAGES, phrases_in
from alerts.domain.rendering import RenderInput, mark_repeat, render
from tests.domain.strategies import ISSUER

CONTENT = Content(
    hazard="bombenfund",
    response_types=(ResponseType.SHELTER,),
    expires=datetime(2026, 11, 24, 19, tzinfo=UTC),
    infos=(
        Info(
            language="de",
            event="Bombenfund",
            headline="Bombenfund in Moabit: Sperrkreis um Turmstraße 21 bis 16 Uhr verlassen. Sonst im Haus bleiben.",
            description="Bei Bauarbeiten wurde eine Bombe gefunden. Sie wird heute entschärft.",
            instruction="Bleiben Sie im Haus.",
        ),
        Info(
            language="en",
            event="Unexploded bomb",
            headline="Bomb in Moabit: leave the circle around Turmstraße 21 by 16:00. Others stay indoors.",
            instruction="Stay indoors.",
        ),
    ),
    zones=(
        Zone(
            order=2,
            name="Warnbereich",
            area=AreaRequest(),
            instruction={"de": "Halten Sie Fenster geschlossen.", "en": "Keep windows closed."},
        ),
        Zone(
            order=1,
            name="Sperrkreis",
            area=AreaRequest(),
            instruction={"de": "Verlassen Sie den Sperrkreis bis 16 Uhr.", "en": "Leave by 16:00."},
        ),
    ),
)
PLAIN = replace(CONTENT, zones=(), infos=CONTENT.infos[:1])
DRAFT = RenderInput(
    content=CONTENT,
    issuer=ISSUER,
    places=("Moabit", "Hansaviertel"),
    link=link_to("https://warnung.example/"),
    hotline=Hotline(number="030 23125 110", hours="Mo bis Fr 8 bis 18 Uhr"),
)
WHATSAPP = PlannedChannel(
    id=UUID(int=1),
    name="WhatsApp Moabit",
    kind=ChannelKind.WHATSAPP,
    language="de",
    district="ortsteil:berlin:0102",
    district_name="Moabit",
    reason=Reason.SERVES_LEAF,
    for_leaves=("ortsteil:berlin:0102",),
)
SENT = datetime(2026, 11, 24, 13, 44, 2, tzinfo=UTC)


def text(draft: RenderInput = DRAFT, channel: PlannedChannel = WHATSAPP) -> str:
    return render(draft, channel).text


def first(draft: RenderInput = DRAFT, channel: PlannedChannel = WHATSAPP) -> str:
    return text(draft, channel).split("\n", 1)[0]


def test_a_whole_post_in_german() -> None:
    expected = """\
Bombenfund in Moabit: Sperrkreis um Turmstraße 21 bis 16 Uhr verlassen. Sonst im Haus bleiben.

Sperrkreis: Verlassen Sie den Sperrkreis bis 16 Uhr.

Warnbereich: Halten Sie Fenster geschlossen.

Im übrigen Gebiet: Bleiben Sie im Haus.

Bei Bauarbeiten wurde eine Bombe gefunden. Sie wird heute entschärft.

Wo: Moabit und Hansaviertel
Gesendet: 24.11.2026, 14:44 Uhr
Gültig bis: Dienstag, 24.11.2026, 20:00 Uhr
Von: Bezirksamt Mitte von Berlin

Bürgertelefon 030 23125 110 (Mo bis Fr 8 bis 18 Uhr). Keine Antworten hier; Notruf 110/112.

Echt? Code 7F3A-92QK prüfen:
https://warnung.example/v/7F3A-92QK"""

    assert expected == fill(text(), code="7F3A-92QK", sent=SENT)


def test_a_whole_post_in_english() -> None:
    expected = """\
Bomb in Moabit: leave the circle around Turmstraße 21 by 16:00. Others stay indoors.

Sperrkreis: Leave by 16:00.

Warnbereich: Keep windows closed.

In the rest of the area: Stay indoors.

Where: Moabit and Hansaviertel
Sent: 24.11.2026, 14:44
Valid until: Tuesday, 24.11.2026, 20:00
From: Bezirksamt Mitte von Berlin

Information line 030 23125 110 (Mo bis Fr 8 bis 18 Uhr). No replies here; emergency call 110/112.

Is this real? Check code 7F3A-92QK:
https://warnung.example/v/7F3A-92QK"""
    content = replace(CONTENT, infos=(CONTENT.infos[0], replace(CONTENT.infos[1], event="bomb")))

    written = text(replace(DRAFT, content=content), replace(WHATSAPP, language="en"))

    assert expected == fill(written, code="7F3A-92QK", sent=SENT)


def test_the_lock_screen_shows_the_first_line_whole() -> None:
    assert CONTENT.infos[0].headline == render(DRAFT, WHATSAPP).lock_screen


def test_a_short_first_line_is_followed_by_what_to_do() -> None:
    short = replace(PLAIN, infos=(replace(PLAIN.infos[0], headline="Bombenfund in Moabit"),))

    shown = render(replace(DRAFT, content=short), WHATSAPP).lock_screen

    assert (
        "Bombenfund in Moabit Bleiben Sie im Haus. Bei Bauarbeiten wurde eine Bombe gefunden. Sie wird heute…" == shown
    )


def test_filling_in_code_and_time_gives_what_rendering_with_them_gives() -> None:
    released = replace(DRAFT, code="7F3A-92QK", sent=SENT, link=link_to("https://warnung.example", "7F3A-92QK"))

    assert text(released) == fill(text(), code="7F3A-92QK", sent=SENT)
    assert len(text(released)) == len(text())


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Sperrkreis bis 16 Uhr verlassen.", "Bombenfund, Moabit und Hansaviertel: Sperrkreis bis 16 Uhr verlassen."),
        ("Bombenfund: bitte im Haus bleiben.", "Moabit und Hansaviertel: Bombenfund: bitte im Haus bleiben."),
        ("Moabit: im Haus bleiben.", "Bombenfund: Moabit: im Haus bleiben."),
        ("bombenfund in moabit", "bombenfund in moabit"),
    ],
)
def test_what_a_headline_leaves_unsaid_stands_in_front_of_it(headline: str, expected: str) -> None:
    said = replace(PLAIN, infos=(replace(PLAIN.infos[0], headline=headline),))

    assert expected == first(replace(DRAFT, content=said))


def test_a_stand_in_says_first_whom_it_is_for() -> None:
    stand_in = replace(WHATSAPP, only_for=("Moabit",))

    assert f"Nur Moabit: {CONTENT.infos[0].headline}" == first(channel=stand_in)


def test_whom_it_is_for_comes_even_before_what_kind_of_message_it_is() -> None:
    update = replace(DRAFT, content=replace(PLAIN, msg_type=MsgType.UPDATE), role=PostRole.STAYS)

    assert first(update, replace(WHATSAPP, only_for=("Moabit",))).startswith("Nur Moabit: Aktualisierung: Bombenfund")


def test_many_places_are_counted() -> None:
    stand_in = replace(WHATSAPP, only_for=("Moabit", "Mitte", "Wedding", "Tiergarten", "Hansaviertel"))

    assert first(channel=stand_in).startswith("Nur Moabit, Mitte, Wedding und 2 weitere Orte: ")


def test_a_drill_says_so_first_and_that_there_is_no_danger() -> None:
    drill = replace(DRAFT, content=replace(PLAIN, status=Status.EXERCISE))

    assert text(drill).startswith("ÜBUNG: Bombenfund in Moabit")
    assert "\n\nDies ist eine Übung. Es besteht keine Gefahr.\n\n" in text(drill)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drill_is_one_in_every_language(language: str) -> None:
    drill = replace(DRAFT, content=replace(PLAIN, status=Status.EXERCISE))

    written = text(drill, replace(WHATSAPP, language=language))

    assert written.lstrip("\u200f").startswith("ÜBUNG")
    assert phrases_in(language).drill_note in written


def test_an_update_says_so_where_it_was_read_before() -> None:
    update = replace(DRAFT, content=replace(PLAIN, msg_type=MsgType.UPDATE))

    assert first(replace(update, role=PostRole.STAYS)).startswith("Aktualisierung: Bombenfund in Moabit")
    assert first(replace(update, role=PostRole.ENTERS)).startswith("Bombenfund in Moabit")


def test_a_closing_post_says_where_it_ended_and_where_not() -> None:
    closing = replace(DRAFT, role=PostRole.LEAVES, places=("Wedding", "Mitte"), left=("Moabit",))

    assert """\
Für Moabit aufgehoben: Bombenfund

Die Warnung gilt hier nicht mehr.

Weiter betroffen: Wedding und Mitte
Gesendet: 24.11.2026, 14:44 Uhr
Von: Bezirksamt Mitte von Berlin

Keine Antworten hier; Notruf 110/112.

Echt? Code 7F3A-92QK prüfen:
https://warnung.example/v/7F3A-92QK""" == fill(text(closing), code="7F3A-92QK", sent=SENT)


@pytest.mark.parametrize(
    ("changes", "mark", "note"),
    [
        (
            {"msg_type": MsgType.UPDATE, "response_types": (ResponseType.ALL_CLEAR,)},
            "Entwarnung",
            "Die Gefahr ist vorbei. Die Warnung ist aufgehoben.",
        ),
        ({"msg_type": MsgType.CANCEL}, "Zurückgenommen", "Diese Warnung war ein Irrtum. Sie gilt nicht."),
    ],
)
def test_the_end_of_a_thread_is_said_once_and_holds_for_good(changes: dict[str, object], mark: str, note: str) -> None:
    info = Info(language="de", event="Bombenfund", headline=f"{mark}: Bombenfund, Moabit")
    ended = replace(PLAIN, infos=(info,), **changes)  # type: ignore[arg-type]

    written = text(replace(DRAFT, content=ended, role=PostRole.ENDS))

    assert written.startswith(f"{mark}: Bombenfund, Moabit\n\n{note}\n\n")
    assert "Gültig bis" not in written


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "de"])
def test_fixed_phrases_stand_in_and_the_german_text_follows_whole(language: str) -> None:
    written = text(replace(DRAFT, content=PLAIN), replace(WHATSAPP, language=language))
    phrases = phrases_in(language)

    assert phrases.actions[ResponseType.SHELTER] in written.split("\n", 1)[0]
    assert phrases.untranslated in written
    assert PLAIN.infos[0].headline in written
    assert PLAIN.infos[0].instruction in written
    assert phrases.no_replies in written


def test_whoever_must_leave_and_who_must_stay_is_never_guessed() -> None:
    two_ways = replace(PLAIN, response_types=(ResponseType.EVACUATE, ResponseType.SHELTER))
    zoned = replace(CONTENT, infos=PLAIN.infos)
    english = replace(WHATSAPP, language="en")

    expected = "Unexploded bomb: Moabit and Hansaviertel. Follow the instructions of the emergency services."
    assert [expected, expected] == [first(replace(DRAFT, content=content), english) for content in (two_ways, zoned)]


def test_arabic_lines_run_from_right_to_left_and_names_stand_apart() -> None:
    written = text(replace(DRAFT, content=PLAIN), replace(WHATSAPP, language="ar"))

    assert "\u200fالمكان: \u2068Moabit\u2069 و\u2068Hansaviertel\u2069" in written.split("\n")
    assert written.endswith("\nhttps://warnung.example/v/····-····")


def test_an_unknown_language_gets_the_english_phrases() -> None:
    assert "Not translated yet" in text(replace(DRAFT, content=PLAIN), replace(WHATSAPP, language="it"))


def test_easy_german_is_neither_given_to_german_channels_nor_taken_from_them() -> None:
    easy = Info(language="de-easy", event="Bombe", headline="In Moabit liegt eine Bombe.", instruction="Gehen Sie weg.")
    both = replace(PLAIN, infos=(easy, *PLAIN.infos))

    assert PLAIN.infos[0].headline == first(replace(DRAFT, content=both))
    assert easy.headline == first(replace(DRAFT, content=both), replace(WHATSAPP, language="de-easy"))


def test_the_alerts_own_hotline_replaces_the_offices() -> None:
    own = replace(DRAFT, content=replace(PLAIN, hotline=Hotline(number="0800 1234567")))

    assert "Bürgertelefon 0800 1234567. Keine Antworten hier; Notruf 110/112." in text(own)


def test_when_the_emergency_number_itself_is_down_the_whole_block_is_replaced() -> None:
    down = replace(DRAFT, content=replace(PLAIN, contact="Notruf zurzeit nur unter 030 4664 4664."))

    assert "\n\nNotruf zurzeit nur unter 030 4664 4664.\n\n" in text(down)
    assert "110" not in text(down).replace(DRAFT.hotline.number if DRAFT.hotline else "", "")


def test_a_repeat_is_marked_once_and_after_the_drill() -> None:
    drill = text(replace(DRAFT, content=replace(PLAIN, status=Status.EXERCISE)))

    assert mark_repeat(text(), "de") == f"Wiederholung: {text()}"
    assert mark_repeat(drill, "de").startswith("ÜBUNG: Wiederholung: Bombenfund")
    assert mark_repeat(text(), "de") == mark_repeat(mark_repeat(text(), "de"), "de")


def test_a_long_description_is_cut_at_a_sentence_and_says_where_more_is() -> None:
    sentences = [f"Das ist der Satz Nummer {number} der Beschreibung." for number in range(90)]
    long = replace(PLAIN, infos=(replace(PLAIN.infos[0], description=" ".join(sentences)),))

    post = render(replace(DRAFT, content=long), WHATSAPP)

    kept = [sentence for sentence in sentences if sentence in post.text]
    assert post.shortened
    assert sentences[: len(kept)] == kept
    assert f"{kept[-1]}\nMehr: {DRAFT.link}\n" in post.text
    assert CONTENT.infos[0].instruction in post.text
    assert len(post.text) > 3900


def test_below_a_picture_whole_instructions_go_from_the_outermost_inwards() -> None:
    zones = tuple(
        replace(zone, instruction={"de": f"{zone.name} {'sofort ' * 50}verlassen."}) for zone in CONTENT.zones
    )
    crowded = replace(CONTENT, zones=zones)

    post = render(replace(DRAFT, content=crowded), WHATSAPP, characters=1024)

    assert zones[1].instruction["de"] in post.text
    assert "Warnbereich" not in post.text
    assert f"Was zu tun ist, steht hier: {DRAFT.link}" in post.text
    assert len(post.text) <= 1024


def test_a_mail_is_never_shortened_and_has_the_first_line_as_its_subject() -> None:
    post = render(DRAFT, replace(WHATSAPP, kind=ChannelKind.EMAIL))

    assert (CONTENT.infos[0].headline, False) == (post.subject, post.shortened)
