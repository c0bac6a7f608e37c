"""What a loudspeaker says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.domain.model.alert import AreaRequest, Content, Info, Zone
from alerts.domain.model.codes import MsgType, ResponseType
from alerts.domain.phrases import LANGUAGES
from alerts.domain.phrases.spoken import SPOKEN
from alerts.domain.rendering.announcing import LONGEST, announcement, announcements

CONTENT = Content(
    hazard="bombenfund",
    response_types=(ResponseType.EVACUATE,),
    infos=(
        Info(
            language="de",
            event="Bombenfund",
            headline="Bombenfund in Moabit",
            instruction="Bleiben Sie im Haus. Halten Sie Fenster geschlossen, nehmen Sie Rücksicht auf Ihre Nachbarn, "
            "helfen Sie, wo Sie können, und hören Sie Radio.",
        ),
    ),
    expires=datetime(2026, 11, 24, 19, tzinfo=UTC),
    zones=(Zone(order=1, name="Sperrkreis", area=AreaRequest(), instruction={"de": "Verlassen Sie das Haus sofort."}),),
)


def test_it_says_who_what_where_what_to_do_and_until_when() -> None:
    said = announcement(CONTENT, "Bezirksamt Mitte", ("Moabit",), "de").sentences

    assert ("Achtung, Achtung.", "Hier spricht: Bezirksamt Mitte.", "Bombenfund in Moabit.") == said[:3]
    assert ("Es betrifft: Moabit.", "Sperrkreis:", "Verlassen Sie das Haus sofort.", "Im übrigen Gebiet:") == said[3:7]
    assert ("Das gilt bis 20:00 Uhr.", "Sagen Sie es Ihren Nachbarn weiter.") == said[-2:]


def test_no_sentence_is_longer_than_a_loudspeaker_carries_and_no_word_is_lost() -> None:
    said = announcement(CONTENT, "Bezirksamt Mitte", ("Moabit",), "de").sentences

    assert [] == [one for one in said if len(one) > LONGEST]
    assert CONTENT.infos[0].instruction in " ".join(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_sentences(language: str) -> None:
    said = announcement(CONTENT, "Bezirksamt Mitte", ("Moabit",), language)

    assert (language in ("de",), SPOKEN[language].again) == (said.written, said.again)
    assert [] == [one for one in said.sentences if "{" in one or not one.strip()]


def test_german_comes_first_then_what_is_written() -> None:
    both = Content(infos=(Info(language="en", event="Bomb", headline="Bomb found"), *CONTENT.infos))

    assert ["de", "en"] == [one.language for one in announcements(both, "Bezirksamt Mitte", ())][:2]


def test_an_all_clear_tells_nobody_to_leave() -> None:
    over = Content(
        msg_type=MsgType.UPDATE, response_types=(ResponseType.ALL_CLEAR,), infos=CONTENT.infos, expires=CONTENT.expires
    )

    said = announcement(over, "Bezirksamt Mitte", ("Moabit",), "de").sentences

    assert "Entwarnung." in said
    assert not any("Bleiben Sie" in one for one in said)
